"""Keeps a person's edits with their scenes and cues when a draft changes what these are known by.

A scene is known by its first words, a cue by its first scene. Where a draft puts as many new ones
as it takes old ones away between two that stayed, they are taken to be the same in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from scenescore.core.codec import read_json
from scenescore.core.types import CuePlan, Screenplay
from scenescore.spotting.cues import uid_of
from scenescore.studio.edits import Edits, load_edits, save_edits
from scenescore.studio.folder import FilmFolder

Edit = TypeVar("Edit")


def renamed(before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """Return old name to new name for what changed its name but kept its place.

    >>> renamed(["a", "b", "c"], ["a", "x", "c"])
    {'b': 'x'}
    >>> renamed(["a", "b", "c"], ["a", "c"])
    {}
    """
    found: dict[str, str] = {}
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, low, high, new_low, new_high in matcher.get_opcodes():
        if kind == "replace" and high - low == new_high - new_low:
            found |= dict(zip(before[low:high], after[new_low:new_high], strict=True))
    return found


def reattach(folder: FilmFolder, screenplay: Screenplay) -> None:
    """Move edits and takes along with scenes of a new draft; the former is still in the folder."""
    former = (read_json(folder.screenplay) or {}).get("scenes", ())
    scenes = renamed([s["key"] for s in former], [scene.key for scene in screenplay.scenes])
    if not scenes:
        return
    cues = {uid_of(old): uid_of(new) for old, new in scenes.items()}
    for old, new in cues.items():
        takes, place = folder.takes(old).parent, folder.takes(new).parent
        if takes.is_dir() and not place.exists():
            takes.rename(place)
    edits = load_edits(folder)
    moved = Edits(_moved(edits.scenes, scenes), _moved(edits.cues, cues))
    if moved != edits:
        save_edits(folder, moved)


def homeless(edits: Edits, screenplay: Screenplay, plan: CuePlan) -> list[str]:
    """Return a sentence for each kind of edit that belongs to nothing any more.

    `plan` is the plan before edits, in which cues that a person silenced still stand.
    """
    scenes = {scene.key for scene in screenplay.scenes}
    cues = {cue.uid for cue in plan.cues}
    lost = {"scene": edits.scenes.keys() - scenes, "cue": edits.cues.keys() - cues}
    return [
        f"{len(names)} edited {what}{'s are' if len(names) > 1 else ' is'} not in the film now; "
        f"the edit{'s wait' if len(names) > 1 else ' waits'} in edits.json."
        for what, names in lost.items()
        if names
    ]


def _moved(edits: Mapping[str, Edit], names: Mapping[str, str]) -> dict[str, Edit]:
    stay = {name: edit for name, edit in edits.items() if name not in names}
    return stay | {names[name]: edit for name, edit in edits.items() if name in names}
