"""Finds what a person changed by hand in briefs.json or cues.json, and turns it into edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenescore.core.codec import dumps, read_json
from scenescore.core.errors import BadDataError
from scenescore.core.files import read_bytes, write_text
from scenescore.studio.edits import CueEdit, Edits, MusicEdit, SceneEdit, StrictModel
from scenescore.studio.folder import FilmFolder


def notice(edits: Edits, made: Mapping[str, Any], found: Mapping[str, Any]) -> Edits:
    """Return edits plus what a person changed by hand.

    `made` and `found` are the two files as we wrote them and as they are now:
    `{"briefs": [...], "cues": {...}}`; a part that is missing is passed over.
    """
    scenes, cues = dict(edits.scenes), dict(edits.cues)
    for before, now in _pairs(made.get("briefs"), found.get("briefs"), "key"):
        changed = _changed(before, now, SceneEdit)
        if changed:
            scenes[now["key"]] = _merge(SceneEdit, scenes.get(now["key"]), changed)
    made_cues, found_cues = made.get("cues") or {}, found.get("cues") or {}
    for before, now in _pairs(made_cues.get("cues"), found_cues.get("cues"), "uid"):
        changed = _changed(before, now, CueEdit)
        told = now.get("music")
        if not isinstance(told, Mapping) or "duration_s" not in told:
            raise BadDataError(
                f"cues.json: the music of cue {now['uid']} has no duration_s",
                hint="Put it back, or delete cues.json to have it made again.",
            )
        music = _changed(before["music"], told, MusicEdit)
        if told["duration_s"] != before["music"]["duration_s"]:
            changed["duration_s"] = told["duration_s"]
        if music:
            changed["music"] = music
        if changed:
            cues[now["uid"]] = _merge(CueEdit, cues.get(now["uid"]), changed)
    if found_cues:
        kept = {cue["uid"] for cue in found_cues.get("cues", [])}
        for cue in made_cues.get("cues", []):
            if cue["uid"] not in kept:
                cues[cue["uid"]] = _merge(CueEdit, cues.get(cue["uid"]), {"no_music": True})
    return Edits(scenes, cues)


def unheard(made: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each hand change that cannot be kept as an edit; it is written over."""
    said = []
    made_cues, found_cues = made.get("cues") or {}, found.get("cues") or {}
    if not made_cues or not found_cues:
        return []
    known = {cue["uid"] for cue in made_cues.get("cues", ())}
    for cue in found_cues.get("cues", ()):
        if not isinstance(cue, Mapping) or cue.get("uid") not in known:
            said.append("A cue cannot be added in cues.json; it was left away.")
    open_to = {*CueEdit.model_fields, "music", "label"}
    for before, now in _pairs(made_cues.get("cues"), found_cues.get("cues"), "uid"):
        names = [n for n in before if n not in open_to and now.get(n) != before[n]]
        music = {*MusicEdit.model_fields, "duration_s"}
        names += [
            f"music.{n}"
            for n in before["music"]
            if n not in music and (now.get("music") or {}).get(n) != before["music"][n]
        ]
        said += [f"{before['label']}: {n} cannot be changed in cues.json." for n in names]
    return said


def made_by_us(folder: FilmFolder, path: Path) -> Any | None:
    """Return what we last wrote into briefs.json or cues.json, to tell a person's changes by.

    A run that was killed between writing the file and noting it leaves both; then the file is ours.
    """
    noted = folder.made / path.name
    pending = noted.with_suffix(".next")
    if pending.is_file() and path.is_file() and read_bytes(pending) == read_bytes(path):
        return read_json(pending)
    return read_json(noted)


def keep_made(folder: FilmFolder, path: Path, value: Any) -> None:
    """Write briefs.json or cues.json so that, whatever happens midway, ours stay known as ours."""
    text = dumps(value)
    pending = (folder.made / path.name).with_suffix(".next")
    write_text(pending, text)
    write_text(path, text)
    pending.replace(folder.made / path.name)


def _pairs(
    made: Sequence[Mapping[str, Any]] | None, found: Sequence[Mapping[str, Any]] | None, name: str
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    before = {item[name]: item for item in made or ()}
    return [
        (before[item[name]], item)
        for item in found or ()
        if isinstance(item, Mapping) and item.get(name) in before
    ]


def _changed(
    before: Mapping[str, Any], now: Mapping[str, Any], kind: type[StrictModel]
) -> dict[str, Any]:
    names = [name for name in kind.model_fields if name not in ("music", "duration_s")]
    return {n: now[n] for n in names if n in now and n in before and now[n] != before[n]}


def _merge(kind: type[Any], known: Any, changed: Mapping[str, Any]) -> Any:
    before = known.model_dump(exclude_none=True) if known else {}
    music = {**before.get("music", {}), **changed.get("music", {})}
    merged = {**before, **changed, **({"music": music} if music else {})}
    try:
        return kind.model_validate(merged)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadDataError(
            f"an edit in briefs.json or cues.json cannot be used: {where}: {first['msg']}",
            hint="Mend the value and run again.",
        ) from problem
