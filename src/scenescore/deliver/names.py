"""File names that every system takes, with the timecode editors look for. Knows no formats."""

from __future__ import annotations

import re
import unicodedata

from scenescore.core.timing import seconds_to_timecode
from scenescore.core.types import Cue, CuePlan

_LONGEST_TITLE = 60
_FROM, _TO = (
    "ßæÆøØœŒđĐłŁþÞ",
    ("ss", "ae", "AE", "o", "O", "oe", "OE", "d", "D", "l", "L", "th", "Th"),
)
_SPELLED = str.maketrans({**dict(zip(_FROM, _TO, strict=True)), "'": "", "’": ""})


def safe_name(text: str) -> str:
    """Return text as plain letters, digits and hyphens; empty when nothing of it can be kept.

    >>> safe_name("Élodie: what's left? / Night")
    'Elodie-whats-left-Night'
    """
    plain = (
        unicodedata.normalize("NFKD", text.translate(_SPELLED)).encode("ascii", "ignore").decode()
    )
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
    return words[:_LONGEST_TITLE].strip("-")


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
    return safe_name(plan.film) or "film"
