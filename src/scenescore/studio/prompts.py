"""What a neural composer would be told for each cue, before it plays; and a person's own words.

A changed prompt is a decision like any other (edits.json): it can be taken back, and re-makes its
cue, and those that go on from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from scenescore.core.codec import from_json, read_json
from scenescore.core.errors import UsageError
from scenescore.core.progress import Run
from scenescore.core.registry import get, names
from scenescore.core.settings import load
from scenescore.core.types import CuePlan, MusicBrief
from scenescore.studio.decide import edit_cue
from scenescore.studio.folder import FilmFolder, open_folder
from scenescore.studio.new_take import cue_called
from scenescore.studio.pipeline import plan_film, replan
from scenescore.studio.project import read_project

Say = Callable[[MusicBrief], tuple[str, ...]]


def planned(source: Path, parent: Path, *, run: Run) -> FilmFolder:
    """Return the folder of a film that is planned: a film folder as it is, or a script's, made."""
    if (source / "screenplay.json").is_file():
        return open_folder(source)
    return plan_film(source, parent, run=run)


def speaker(folder: FilmFolder, composer: str | None = None) -> tuple[str, Say]:
    """Return who is told, and what words a brief becomes; None: the film's own composer.

    Raises
    ------
    UsageError
        a composer that is not told in words
    """
    name = composer or read_project(folder).get("made", {}).get("composer") or "orchestra"
    say = getattr(get("composers", name, load(folder.root)), "prompts", None)
    if say is None:
        told = [n for n in names("composers") if hasattr(get("composers", n), "prompts")]
        raise UsageError(
            f"the composer '{name}' is not told in words",
            hint=f"Name one that is: --composer {' or '.join(told)}.",
        )
    return name, say


def tell_prompts(folder: FilmFolder, composer: str | None = None) -> dict[str, Any]:
    """Return `{"composer", "cues": [{"uid", "label", "duration_s", "prompts", "is_own"}]}`.

    A line for each window of a cue, as for a clean start.
    """
    name, say = speaker(folder, composer)
    plan = from_json(CuePlan, read_json(folder.cues) or {})
    cues = [
        {
            "uid": cue.uid,
            "label": cue.label,
            "duration_s": cue.music.duration_s,
            "prompts": list(say(cue.music)),
            "is_own": bool(cue.music.steer and cue.music.steer.prompts),
        }
        for cue in plan.cues
    ]
    return {"composer": name, "cues": cues}


def change_prompts(folder: FilmFolder, label: str, lines: Sequence[str] | None) -> None:
    """Keep a person's prompts for a cue, one for all its windows or one each; None: ours again.

    Raises
    ------
    NoInputError, BadDataError
        no such cue; a line that is empty or too long
    """
    cue = cue_called(folder, label)
    change = None if lines is None else list(lines)
    edit_cue(folder, cue.uid, {"music": {"prompts": change}}, said=f"prompt of {cue.label}")
    replan(folder)
