"""The written time of a cue: bars laid out over seconds, where its last chord falls, its tempo map.

The duration is exact, every hard hit lies on a downbeat. How bars fill the stretches between hits
is `stretches.py`; here hits are sorted, the ending is chosen, and the tempo leans and ramps between
the beats that are tied to seconds.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from scenescore.core.score import HitLanding, TempoChange
from scenescore.core.timing import MIDI_MICROSECONDS_PER_MINUTE, TempoMap
from scenescore.core.types import Hit
from scenescore.music.composers.orchestra.grid import Bar, Grid, Landing
from scenescore.music.composers.orchestra.stretches import Anchor, Wish, fit, keep_tempo

_SAME_MOMENT_S = 0.03


def lay_out(duration_s: float, wish: Wish, hits: Sequence[Hit]) -> Grid:
    """Return the bars and tempo map of a cue of exactly this duration."""
    hard, soft, bent = _sort_hits(duration_s, hits)
    struck = [hit.at_s for hit in hard]
    if wish.is_explicit and not hard:
        anchors, bars, more = keep_tempo(duration_s, wish)
    else:
        ending = _ending_hit(duration_s, wish, hard, soft)
        struck = [hit.at_s for hit in (*hard, *ending)]
        anchors, bars, more = fit(duration_s, wish, struck, [h for h in soft if h not in ending])
    bent = [*bent, *more]
    end_bar = _choose_end(duration_s, wish, bars, anchors, struck)
    tempo = _tempo_steps(anchors, bars, end_bar, wish)
    clock = TempoMap(tempo)
    landings, missed = _land(clock, hard, soft)
    return Grid(duration_s, bars, tempo, landings, end_bar, wish.meter, (*bent, *missed), clock)


def _sort_hits(duration_s: float, hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit], list[str]]:
    hard: list[Hit] = []
    soft: list[Hit] = []
    bent: list[str] = []
    for hit in sorted(hits, key=lambda hit: (hit.at_s, -hit.weight)):
        if not 0 <= hit.at_s < duration_s - 0.01:
            bent.append(f"The hit at {hit.at_s:.2f} s lies outside the cue and was left out.")
        elif not hit.is_hard:
            soft.append(hit)
        elif hard and hit.at_s - hard[-1].at_s < _SAME_MOMENT_S:
            bent.append(f"The hit at {hit.at_s:.2f} s falls together with the one before it.")
        else:
            hard.append(hit)
    return hard, soft, bent


def _ending_hit(
    duration_s: float, wish: Wish, hard: Sequence[Hit], soft: Sequence[Hit]
) -> list[Hit]:
    """Return the soft hit that the last chord may well fall on, if one lies near there."""
    if wish.is_explicit or wish.is_stinger:
        return []
    before_s = hard[-1].at_s if hard else 0.0
    fitting = [
        hit
        for hit in soft
        if hit.weight >= 0.4
        and hit.at_s - before_s > 3.0
        and 0.5 * wish.tail_s < duration_s - hit.at_s < min(1.6 * wish.tail_s, duration_s * 0.3)
    ]
    return fitting[-1:]


# ------------------------------------------------------------------ the ending and the map


def _choose_end(
    duration_s: float,
    wish: Wish,
    bars: Sequence[Bar],
    anchors: Sequence[Anchor],
    hard: Sequence[float],
) -> int:
    """Return the bar whose downbeat leaves the last chord about `tail_s` to ring."""
    if len(bars) == 1:
        return 0
    starts = [_seconds_at(bar.start_beats, anchors) for bar in bars]
    if wish.is_stinger:
        first = next((at_s for at_s in hard if at_s > 0.05), 0.0)
        return min(range(len(bars)), key=lambda i: abs(starts[i] - first))
    tails = [duration_s - start for start in starts]
    wanted = min(wish.tail_s, duration_s * 0.4)
    allowed = [i for i in range(1, len(bars)) if tails[i] > min(0.8, wanted * 0.7)] or [1]
    best = min(allowed, key=lambda i: _tail_cost(max(tails[i], 1e-3) / wanted))
    final = max((at_s for at_s in hard if duration_s - at_s > 0.35), default=0.0)
    landing = min(range(len(bars)), key=lambda i: abs(starts[i] - final))
    return max(best, landing) if final > 0 else best


def _tail_cost(ratio: float) -> float:
    """Return how little a tail of `ratio` times the wished length is liked; long is worse."""
    return math.log(ratio) * 1.5 if ratio > 1 else -math.log(ratio)


def _seconds_at(beats: float, anchors: Sequence[Anchor]) -> float:
    for low, high in itertools.pairwise(anchors):
        if beats <= high.at_beats + 1e-9:
            share = (beats - low.at_beats) / (high.at_beats - low.at_beats)
            return low.at_s + share * (high.at_s - low.at_s)
    return anchors[-1].at_s


class _Piece(NamedTuple):
    """A stretch of one tempo inside one bar."""

    start: float
    length: float
    weight: float


def _tempo_steps(
    anchors: Sequence[Anchor], bars: Sequence[Bar], end_bar: int, wish: Wish
) -> tuple[TempoChange, ...]:
    """Return tempo steps that meet every anchor, ramping between stretches of unlike tempo."""
    paces = [(b.at_s - a.at_s) / (b.at_beats - a.at_beats) for a, b in itertools.pairwise(anchors)]
    knots = [paces[0], *(math.sqrt(a * b) for a, b in itertools.pairwise(paces)),
             paces[-1]]  # fmt: skip
    changes: list[TempoChange] = []
    now_s = 0.0
    for index, (low, high) in enumerate(itertools.pairwise(anchors)):
        middle = 2 * paces[index] - (knots[index] + knots[index + 1]) / 2
        if wish.is_explicit or not 0.85 < middle / paces[index] < 1.18:
            ramp = (paces[index],) * 3
        else:
            ramp = (knots[index], middle, knots[index + 1])
        pieces = [
            _Piece(start, length, _ramp_at(ramp, (start + length / 2 - low.at_beats)
                                           / (high.at_beats - low.at_beats))
                   * _lean(start, bars, end_bar, wish))
            for start, length in _cut(low.at_beats, high.at_beats, bars)
        ]  # fmt: skip
        now_s = _steps_of(pieces, now_s, high.at_s, changes)
    return tuple(changes)


def _ramp_at(ramp: tuple[float, float, float], place: float) -> float:
    if place < 0.5:
        return ramp[0] + (ramp[1] - ramp[0]) * place * 2
    return ramp[1] + (ramp[2] - ramp[1]) * (place * 2 - 1)


def _lean(start: float, bars: Sequence[Bar], end_bar: int, wish: Wish) -> float:
    """Return how much longer than usual a beat is here: phrase breath and final ritard."""
    if wish.is_explicit:
        return 1.0
    glide = _glide(start, bars, wish)
    if wish.is_steady:
        return glide
    index = max(i for i, bar in enumerate(bars) if bar.start_beats <= start + 1e-9)
    breath = 1 + wish.breath * (-0.5, -1.0, 0.2, 1.3)[index % 4]
    back = end_bar - index
    slow = {2: 0.2, 1: 0.6}.get(back, 1.0 if back <= 0 else 0.0) if len(bars) > 3 else 0.0
    return glide * breath * (1 + (0.04 + 4 * wish.breath) * slow)


def _glide(start: float, bars: Sequence[Bar], wish: Wish) -> float:
    if not wish.paces:
        return 1.0
    place = start / bars[-1].end_beats * (len(wish.paces) - 1)
    low = min(int(place), len(wish.paces) - 1)
    high = min(low + 1, len(wish.paces) - 1)
    return wish.paces[low] + (wish.paces[high] - wish.paces[low]) * (place - low)


def _cut(low: float, high: float, bars: Sequence[Bar]) -> list[tuple[float, float]]:
    marks = [low, *(b.start_beats for b in bars if low + 1e-9 < b.start_beats < high - 1e-9), high]
    return [(a, b - a) for a, b in itertools.pairwise(marks)]


def _steps_of(
    pieces: Sequence[_Piece], now_s: float, until_s: float, changes: list[TempoChange]
) -> float:
    """Append tempo steps as MIDI stores them; the last one takes up the rounding."""
    scale = (until_s - now_s) / sum(piece.length * piece.weight for piece in pieces)
    for piece in pieces:
        pace = piece.weight * scale
        if piece is pieces[-1]:
            pace = (until_s - now_s) / piece.length
        micros = max(round(pace * 1e6), 1)
        if not changes or round(MIDI_MICROSECONDS_PER_MINUTE / changes[-1].bpm) != micros:
            changes.append(TempoChange(piece.start, MIDI_MICROSECONDS_PER_MINUTE / micros))
        now_s += piece.length * micros / 1e6
    return now_s


def _land(
    clock: TempoMap, hard: Sequence[Hit], soft: Sequence[Hit]
) -> tuple[tuple[Landing, ...], list[str]]:
    landings: list[Landing] = []
    missed: list[str] = []
    for hit in sorted((*hard, *soft), key=lambda hit: hit.at_s):
        place = clock.seconds_to_beats(hit.at_s)
        beats = float(round(place)) if hit.is_hard else _soft_place(clock, place)
        if hit.is_hard:
            beats = round(place * 64) / 64
        landed_s = clock.beats_to_seconds(beats)
        landing = HitLanding(hit.at_s, landed_s, hit.kind, hit.weight, hit.label)
        landings.append(Landing(landing, beats, hit.is_hard))
        if not hit.is_hard and abs(landed_s - hit.at_s) > 0.08:
            side = "late" if landed_s > hit.at_s else "early"
            missed.append(
                f"The soft hit at {hit.at_s:.2f} s is met {abs(landed_s - hit.at_s):.2f} s {side}."
            )
    return tuple(landings), missed


def _soft_place(clock: TempoMap, place: float) -> float:
    """Return the nearest beat, or the half beat when the beat is too far away."""
    beat = float(round(place))
    if abs(clock.beats_to_seconds(beat) - clock.beats_to_seconds(place)) <= 0.08:
        return beat
    return round(place * 2) / 2
