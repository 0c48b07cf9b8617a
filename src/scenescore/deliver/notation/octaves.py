"""Octave lines: where a staff lies so high or low that ledger lines are hard to read.

Whole stretches of bars only: a line that begins and ends with every high note reads worse than the
ledger lines it saves. Pitches in the file stay what they are; programs draw them nearer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scenescore.deliver.notation.model import Bar, Clef, Line, Tone

_MEAN_BEYOND, _ALL_BEYOND, _ONE_BEYOND = 10, 3, 17
"""Semitones from the middle line: the notes of each bar of a stretch lie beyond the first on the
mean and all beyond the second, one at least beyond the third (in the treble A5, one ledger line;
D5, which an octave lower hangs under the staff; and E6, four ledger lines)."""
_WITHOUT = {"brass", "choir", "drums", "bass"}
"""Who never reads octave lines; other single staves do in the treble clef only."""
_FEWEST = 3
"""Notes that are worth a line."""


@dataclass(frozen=True, slots=True)
class OctaveLine:
    """Notes that are written an octave nearer to the staff."""

    start: int
    """Ticks: the first note begins."""
    stop: int
    """Ticks: the last note ends."""
    side: Literal["above", "below"]


def octave_lines(
    tones: Sequence[Tone], bars: Sequence[Bar], clef: Clef, line: Line
) -> tuple[OctaveLine, ...]:
    """Return the octave lines of one staff of a line."""
    if line.family in _WITHOUT or (len(line.staves) == 1 and clef.sign != "G"):
        return ()
    middle = clef.middle + 12 * line.octaves
    above = _lines(tones, bars, [tone.pitch - middle for tone in tones], "above")
    below = _lines(tones, bars, [middle - tone.pitch for tone in tones], "below")
    return tuple(sorted((*above, *below), key=lambda line: line.start))


def _lines(
    tones: Sequence[Tone],
    bars: Sequence[Bar],
    heights: Sequence[int],
    side: Literal["above", "below"],
) -> Iterator[OctaveLine]:
    for stretch in _stretches(tones, bars, heights):
        inside = [tones[place] for place in stretch]
        start, stop = min(t.start for t in inside), max(t.stop for t in inside)
        outside = (t for i, t in enumerate(tones) if i not in stretch)
        is_alone = all(t.stop <= start or t.start >= stop for t in outside)
        if len(inside) >= _FEWEST and is_alone and max(heights[i] for i in stretch) >= _ONE_BEYOND:
            yield OctaveLine(start, stop, side)


def _stretches(
    tones: Sequence[Tone], bars: Sequence[Bar], heights: Sequence[int]
) -> Iterator[set[int]]:
    """Yield the places of tones in neighbouring bars that lie beyond."""
    starts = [bar.start for bar in bars]
    by_bar: dict[int, set[int]] = {}
    for place, tone in enumerate(tones):
        by_bar.setdefault(bisect_right(starts, tone.start), set()).add(place)
    found: set[int] = set()
    for _, inside in sorted(by_bar.items()):
        there = [heights[place] for place in inside]
        if min(there) >= _ALL_BEYOND and sum(there) >= _MEAN_BEYOND * len(there):
            found |= inside
            continue
        if found:
            yield found
        found = set()
    if found:
        yield found
