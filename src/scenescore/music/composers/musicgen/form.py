"""How a cue of any length is played: in windows that overlap. Knows frames, no words."""

from __future__ import annotations

import math

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


def middles_s(parts: tuple[tuple[int, int], ...], frames_per_s: float) -> tuple[float, ...]:
    """Return where the middle of each window's new frames lies, in seconds.

    >>> middles_s(((1500, 0), (900, 600)), 50.0)
    (15.0, 39.0)
    """
    found, begun = [], 0
    for new, _ in parts:
        found.append((begun + new / 2) / frames_per_s)
        begun += new
    return tuple(found)
