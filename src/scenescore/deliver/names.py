"""What files for editors are called: with the timecode they look for. Knows no formats."""

from __future__ import annotations

import re

from scenescore.core.names import file_name, safe_name
from scenescore.core.timing import seconds_to_timecode
from scenescore.core.types import Cue, CuePlan


def cue_timecode(cue: Cue, plan: CuePlan) -> str:
    """Return the timecode at which a cue starts."""
    return seconds_to_timecode(cue.start_s, plan.fps, plan.start_timecode)


def cue_name(cue: Cue, plan: CuePlan) -> str:
    """Return a cue's file name without suffix: `1m03_The-Lamp_01-00-25-00`."""
    clock = re.sub(r"[:;]", "-", cue_timecode(cue, plan))
    parts = (safe_name(cue.label), safe_name(cue.title), clock)
    return "_".join(part for part in parts if part)


def film_name(plan: CuePlan) -> str:
    """Return a film's name for files."""
    return file_name(plan.film, otherwise="film")
