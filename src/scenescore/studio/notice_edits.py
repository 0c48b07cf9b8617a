"""Finds what a person changed by hand in briefs.json or cues.json, and turns it into edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from scenescore.core.errors import BadDataError
from scenescore.studio.edits import CueEdit, Edits, MusicEdit, SceneEdit, StrictModel


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
        music = _changed(before["music"], now.get("music", {}), MusicEdit)
        if now.get("music", {}).get("duration_s") != before["music"]["duration_s"]:
            changed["duration_s"] = now["music"]["duration_s"]
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
