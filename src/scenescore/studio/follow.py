"""Which cues go on from the one before: those that touch it while the mood holds. Knows no sound.

Only for composers that can; each other cue is a clean start.
"""

from __future__ import annotations

from dataclasses import astuple, replace
from itertools import pairwise
from math import dist

from scenescore.core.types import Cue, CuePlan
from scenescore.studio.recording import root_key

_TOUCH_S = 0.05
_HOLDS = 0.4
"""How far apart in valence, arousal and tension a mood still holds; spotting joins below 0.5."""
_APART = ("source", "stinger")
"""Roles that neither go on nor are gone on from."""


def with_follows(plan: CuePlan) -> CuePlan:
    """Return the plan with `follows` set where a cue goes on from the one before."""
    cues = [*plan.cues[:1]]
    for before, cue in pairwise(plan.cues):
        root = root_key(before.music) if _goes_on(before, cue) else None
        cues.append(replace(cue, music=replace(cue.music, follows=root)))
    return replace(plan, cues=tuple(cues))


def _goes_on(before: Cue, cue: Cue) -> bool:
    one, other = before.music, cue.music
    return (
        abs(cue.start_s - before.end_s) < _TOUCH_S
        and one.genre == other.genre
        and one.role not in _APART
        and other.role not in _APART
        and dist(astuple(one.mood), astuple(other.mood)) < _HOLDS
    )
