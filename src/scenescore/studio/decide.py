"""A person's decisions, one at a time: kept in edits.json, each of them can be taken back.

The page and the command line decide through here. Needs no film lock: scoring reads the edits when
it begins, so one may decide while a film is being scored; `pipeline.replan` then brings the plan up
to date.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from scenescore.core.errors import BadDataError
from scenescore.core.files import write_text
from scenescore.studio.edits import (
    CueEdit,
    Edits,
    SceneEdit,
    StrictModel,
    load_edits,
    save_edits,
)
from scenescore.studio.folder import FilmFolder

_REMEMBERED = 200
"""Decisions that can be taken back."""


def edit_scene(folder: FilmFolder, key: str, changes: Mapping[str, Any], *, said: str) -> Edits:
    """Lay changes over a scene's edit; None takes a field back to the analyst.

    Raises
    ------
    BadDataError
        when a value cannot be used, naming the field
    """
    with folder.deciding():
        before = load_edits(folder)
        edit = _laid(SceneEdit, before.scenes.get(key), changes)
        after = Edits({**before.scenes, key: edit}, before.cues)
        return _keep(folder, before, after, said)


def edit_cue(folder: FilmFolder, uid: str, changes: Mapping[str, Any], *, said: str) -> Edits:
    """Lay changes over a cue's edit; None takes a field back to the plan. `music` is laid over
    field by field.

    Raises
    ------
    BadDataError
        when a value cannot be used, naming the field
    """
    with folder.deciding():
        before = load_edits(folder)
        edit = _laid(CueEdit, before.cues.get(uid), changes)
        after = Edits(before.scenes, {**before.cues, uid: edit})
        return _keep(folder, before, after, said)


def undo(folder: FilmFolder) -> str | None:
    """Take the last decision back; return what it was, or None when there is none."""
    with folder.deciding():
        log = _log(folder)
        if not log:
            return None
        last = log.pop()
        now = load_edits(folder)
        save_edits(
            folder,
            Edits(_put_back(SceneEdit, now.scenes, last["scenes"]),
                  _put_back(CueEdit, now.cues, last["cues"])),
        )  # fmt: skip
        _write_log(folder, log)
        said: str = last["said"]
        return said


def last_decision(folder: FilmFolder) -> str | None:
    """Return what `undo` would take back, in words."""
    log = _log(folder)
    return log[-1]["said"] if log else None


def _laid(kind: type[Any], known: StrictModel | None, changes: Mapping[str, Any]) -> Any:
    merged = known.model_dump(exclude_none=True) if known else {}
    for name, value in changes.items():
        if name == "music" and isinstance(value, Mapping):
            value = {**merged.get("music", {}), **value}
            value = {k: v for k, v in value.items() if v is not None} or None
        merged[name] = value
    try:
        return kind.model_validate({k: v for k, v in merged.items() if v is not None})
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BadDataError(
            f"{where}: {first['msg']}", hint="Nothing was changed; mend the value."
        ) from problem


def _keep(folder: FilmFolder, before: Edits, after: Edits, said: str) -> Edits:
    if after == before:
        return before
    entry = {
        "said": said,
        "scenes": _differences(before.scenes, after.scenes),
        "cues": _differences(before.cues, after.cues),
    }
    save_edits(folder, after)
    _write_log(folder, [*_log(folder), entry])
    return after


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what changed as it was before; None where there was no edit."""
    return {
        name: old.model_dump(exclude_none=True) if (old := before.get(name)) else None
        for name, new in after.items()
        if new != before.get(name)
    }


def _put_back(kind: type[Any], now: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**now, **{name: kind.model_validate(e) for name, e in old.items() if e is not None}}
    return {name: edit for name, edit in merged.items() if old.get(name, edit) is not None}


def _log(folder: FilmFolder) -> list[dict[str, Any]]:
    path = folder.runs / "decisions.log"
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _write_log(folder: FilmFolder, log: list[dict[str, Any]]) -> None:
    lines = [json.dumps(entry, ensure_ascii=False) for entry in log[-_REMEMBERED:]]
    write_text(folder.runs / "decisions.log", "\n".join(lines) + "\n" if lines else "")
