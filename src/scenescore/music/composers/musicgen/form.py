"""How a cue of any length is played: windows that overlap, each with the prompt of its stretch."""

from __future__ import annotations

import math
from collections.abc import Callable

from scenescore.core.types import MusicBrief

_HAIR = 1e-6
"""Seconds times frames a second are whole numbers more often than floats say."""


def frames_of(duration_s: float, frames_per_s: float) -> int:
    """Return the frames that cover a duration.

    >>> frames_of(29.94, 50.0), frames_of(4.001, 50.0)
    (1497, 201)
    """
    return max(math.ceil(duration_s * frames_per_s - _HAIR), 1)


def stretches(
    total: int, longest: int, overlap: int, start: int = 0
) -> tuple[tuple[int, int], ...]:
    """Return (new frames, frames read again) of each window.

    The first window follows `start` frames of another cue, each other the last `overlap`.

    >>> stretches(2600, 1500, 600)
    ((1500, 0), (900, 600), (200, 600))
    """
    done = min(total, longest - start)
    found = [(done, 0)]
    while done < total:
        new = min(total - done, longest - overlap)
        found.append((new, min(overlap, done)))
        done += new
    return tuple(found)


def prompts(
    brief: MusicBrief,
    parts: tuple[tuple[int, int], ...],
    frames_per_s: float,
    say: Callable[[MusicBrief, float | None], str],
) -> tuple[str, ...]:
    """Return each window's prompt: what holds in the middle of its new frames."""
    if len(parts) == 1:
        return (say(brief, None if not brief.curve else brief.duration_s / 2),)
    said, begun = [], 0
    for new, _ in parts:
        said.append(say(brief, (begun + new / 2) / frames_per_s))
        begun += new
    return tuple(said)
