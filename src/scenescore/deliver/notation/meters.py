"""Bars, and how a stretch of time inside one is written as note values. Knows no pitches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from scenescore.core.score import MeterChange, Score
from scenescore.core.timing import TempoMap
from scenescore.deliver.notation.model import TICKS, Bar

# Ticks of plain values, longest first.
_TYPES = {
    8 * TICKS: "breve", 4 * TICKS: "whole", 2 * TICKS: "half", TICKS: "quarter",
    TICKS // 2: "eighth", TICKS // 4: "16th", TICKS // 8: "32nd",
}  # fmt: skip
_BAR, _HALF, _BEAT, _EIGHTH, _SIXTEENTH, _FINEST = range(6)
# Beats in a bar to where its second half begins, in beats.
_HALVES = {4: 2, 5: 3, 6: 3, 7: 4, 8: 4}


@dataclass(frozen=True, slots=True)
class Value:
    """A note value: `quarter` with a dot, perhaps in a triplet."""

    ticks: int
    type: str
    dots: int = 0
    tuplet: tuple[int, int] | None = None
    """(3, 2): three in the time of two."""


def bars_of(score: Score) -> tuple[Bar, ...]:
    """Return the bars from the first beat to the end of the sound."""
    end = round(TempoMap(score.tempo).seconds_to_beats(score.duration_s) * TICKS)
    bars: list[Bar] = []
    meters = sorted(score.meters, key=lambda meter: meter.at_beats)
    for index, meter in enumerate(meters):
        start = round(meter.at_beats * TICKS)
        last = index + 1 == len(meters)
        stop = end if last else min(round(meters[index + 1].at_beats * TICKS), end)
        bars += _bars_in(meter, start, stop, len(bars), bars[-1] if bars else None)
    return tuple(bars)


def _bars_in(meter: MeterChange, start: int, stop: int, before: int, last: Bar | None) -> list[Bar]:
    length = meter.beats * 4 * TICKS // meter.unit
    count = max(-(-(stop - start) // length), 0 if last else 1)
    is_new = last is None or (last.beats, last.unit) != (meter.beats, meter.unit)
    return [
        Bar(before + i + 1, start + i * length, meter.beats, meter.unit, is_new and i == 0)
        for i in range(count)
    ]


def is_compound(beats: int, unit: int) -> bool:
    """Return True for 6/8, 9/8, 12/8."""
    return unit >= 8 and beats % 3 == 0 and beats > 3


@lru_cache(maxsize=64)
def beat_starts(beats: int, unit: int) -> tuple[int, ...]:
    """Return where the counted beats of a bar begin, in ticks, with the bar's end.

    7/8 is counted 2 + 2 + 3, 5/8 as 3 + 2.
    """
    one = 4 * TICKS // unit
    if is_compound(beats, unit):
        groups = [3] * (beats // 3)
    elif unit >= 8:
        groups = [2] * (beats // 2)
        groups[-1:] = [3] if beats % 2 and groups else groups[-1:] or [1]
        if beats == 5:
            groups = [3, 2]
    else:
        groups = [1] * beats
    starts = [0]
    for group in groups:
        starts.append(starts[-1] + group * one)
    return tuple(starts)


@lru_cache(maxsize=4096)
def _weight(at: int, beats: int, unit: int) -> int:
    """Return how strong a moment of the bar is: 0 its start .. 5 between sixteenths."""
    starts = beat_starts(beats, unit)
    if at in (0, starts[-1]):
        return _BAR
    if at in starts:
        half = _HALVES.get(len(starts) - 1)
        return _HALF if half is not None and starts.index(at) == half else _BEAT
    if at % (TICKS // 2) == 0:
        return _EIGHTH
    return _SIXTEENTH if at % (TICKS // 4) == 0 else _FINEST


def values_in(bar: Bar, start: int, stop: int, *, is_rest: bool) -> list[Value]:
    """Return the values that fill a stretch of a bar, in order, so that its beats stay visible.

    A note may cross a moment one degree stronger than where it begins, a rest none.
    """
    return _values(start - bar.start, stop - bar.start, bar.beats, bar.unit, is_rest)


def _values(start: int, stop: int, beats: int, unit: int, is_rest: bool) -> list[Value]:
    plain = _plain(stop - start, dots=not is_rest or is_compound(beats, unit))
    inside = [(_weight(at, beats, unit), at) for at in range(start + 3, stop, 3) if at % 3 == 0]
    inside = [(weight, at) for weight, at in inside if weight < _FINEST or stop - start < 12]
    if not inside:
        return [plain or Value(stop - start, "32nd")]
    strongest = min(weight for weight, _ in inside)
    own = _weight(start, beats, unit)
    reach = strongest > own if is_rest else strongest >= own - 1
    if plain is not None and reach:
        return [plain]
    cuts = [at for weight, at in inside if weight == strongest]
    cut = _cut(cuts, start, stop)
    return [
        *_values(start, cut, beats, unit, is_rest),
        *_values(cut, stop, beats, unit, is_rest),
    ]


def _cut(cuts: Sequence[int], start: int, stop: int) -> int:
    """Return where to cut: so that the first piece is one plain value and as long as can be."""
    whole = [at for at in cuts if _plain(at - start, dots=False)]
    return max(whole or cuts[:1], key=lambda at: at - start)


def _plain(ticks: int, *, dots: bool) -> Value | None:
    if ticks in _TYPES:
        return Value(ticks, _TYPES[ticks])
    base = ticks * 2 // 3
    if dots and ticks % 3 == 0 and base in _TYPES and base >= 6:
        return Value(ticks, _TYPES[base], 1)
    return None


def is_straight(tick: int) -> bool:
    """Return True where a tick lies on a grid of thirty-seconds."""
    return tick % 3 == 0


def triplet_values(start: int, stop: int) -> list[Value]:
    """Return the values that fill a stretch inside one quarter divided by three or six."""
    values, at = [], start
    while at < stop:
        left = stop - at
        size = next(size for size in (16, 12, 8, 4, 2, 1) if size <= left)
        if size == 16 and at % 8:
            size = 8
        values.append(_triplet(size))
        at += size
    return values


def _triplet(ticks: int) -> Value:
    base = ticks * 3 // 2
    if base in _TYPES:
        return Value(ticks, _TYPES[base], 0, (3, 2))
    return Value(ticks, _TYPES.get(base * 2 // 3, "32nd"), 1, (3, 2))
