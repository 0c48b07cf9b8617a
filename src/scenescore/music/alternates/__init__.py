"""Other versions of a finished score: thinner, shorter, with another ending, as a loop.

Everything here is a pure function Score -> Score, whoever composed it. Knows notes, not sound.
"""

from __future__ import annotations

from scenescore.core.score import Score
from scenescore.music.alternates.loop import loop_of
from scenescore.music.alternates.short import shortened
from scenescore.music.alternates.stinger import with_stinger
from scenescore.music.alternates.thin import thinned, without_percussion

LOOP = "loop"
"""The version whose sound must be folded round: its tail belongs under its beginning."""
LENGTHS_S = (60.0, 30.0, 15.0)
"""Lengths that trailers and spots ask for."""

__all__ = [
    "LENGTHS_S",
    "LOOP",
    "alternates_of",
    "loop_of",
    "shortened",
    "thinned",
    "with_stinger",
    "without_percussion",
]


def alternates_of(score: Score) -> dict[str, Score]:
    """Return every version that makes sense for a score, by the name its file is given.

    A version equal to the score (nothing to leave out, shorter than the cut) is not among them.
    """
    made: dict[str, Score | None] = {
        "no-percussion": without_percussion(score),
        "dialogue": thinned(score),
        **{f"{length_s:.0f}s": shortened(score, length_s) for length_s in LENGTHS_S},
        "stinger": with_stinger(score),
        LOOP: loop_of(score),
    }
    return {name: version for name, version in made.items() if version is not None}
