"""How a cue longer than a model's longest sound is played: in pieces that fade into each other.

Each piece begins on a bar line and the one before sounds on beneath it, so that with tempo and key
told to both the seam is a change of bar.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenescore.music.composers.neural.played import Sound

_HAIR = 1e-9
"""Whole bars are whole more often than floats say."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a cue that is played at once."""

    at_s: float
    """Seconds from the start of the cue."""
    length_s: float
    """With the fade into the next piece."""


def pieces(
    duration_s: float, longest_s: float, *, fade_s: float, bar_s: float
) -> tuple[Piece, ...]:
    """Return pieces of nearly equal length that cover a cue, none longer than `longest_s`.

    >>> [(piece.at_s, piece.length_s) for piece in pieces(100.0, 47.0, fade_s=2.0, bar_s=2.0)]
    [(0.0, 36.0), (34.0, 36.0), (68.0, 32.0)]
    """
    if duration_s <= longest_s:
        return (Piece(0.0, duration_s),)
    room_s = longest_s - fade_s
    bar_s = bar_s if bar_s <= room_s else room_s  # no whole bar fits: pieces as long as can be
    widest_s = math.floor(room_s / bar_s + _HAIR) * bar_s
    count = 1 + math.ceil((duration_s - longest_s) / widest_s - _HAIR)
    even_s = max((duration_s - fade_s) / count, (duration_s - longest_s) / (count - 1))
    hop_s = min(math.ceil(even_s / bar_s - _HAIR) * bar_s, widest_s)
    starts = [place * hop_s for place in range(count)]
    ends = [at_s + fade_s for at_s in starts[1:]] + [duration_s]
    return tuple(Piece(at_s, end_s - at_s) for at_s, end_s in zip(starts, ends, strict=True))


def joined(
    sounds: Sequence[Sound], parts: Sequence[Piece], rate_hz: int, *, fade_s: float
) -> Sound:
    """Return the pieces as one sound; where two overlap they fade at equal power.

    A piece that is longer than its part is cut.
    """
    total = round((parts[-1].at_s + parts[-1].length_s) * rate_hz)
    whole = np.zeros((sounds[0].shape[0], total), np.float32)
    fade = round(fade_s * rate_hz)
    rise = np.sin(np.linspace(0, np.pi / 2, fade, dtype=np.float32))
    for place, (sound, part) in enumerate(zip(sounds, parts, strict=True)):
        first = round(part.at_s * rate_hz)
        last = min(round((part.at_s + part.length_s) * rate_hz), first + sound.shape[1], total)
        shaped = sound[:, : last - first].copy()
        if place:
            shaped[:, :fade] *= rise[: shaped.shape[1]]
        if place + 1 < len(parts):
            shaped[:, -fade:] *= rise[::-1][-shaped.shape[1] :]
        whole[:, first:last] += shaped
    return whole
