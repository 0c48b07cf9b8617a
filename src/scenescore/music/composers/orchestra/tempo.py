"""Fits bars to seconds: the exact duration, every hard hit on a downbeat, gentle tempo.

The stretch between two hard hits gets a whole number of pulses; a search over all stretches
weighs tempo changes against odd bars (field notes, section 6). What is bent, in this order:
soft hits, tempo, meter; never a hard hit, never the duration.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scenescore.core.score import HitLanding, TempoChange
from scenescore.core.timing import MIDI_MICROSECONDS_PER_MINUTE, TempoMap
from scenescore.core.types import Hit
from scenescore.music.composers.orchestra.grid import Bar, Grid, Landing
from scenescore.music.composers.orchestra.meter import Meter, meter_of

# Costs: 40 ln^2(1.09) = .30, so a tempo 9 % off weighs as much as an odd bar.
_DEVIATION, _JUMP, _ODD_HALF, _ODD, _FINE = 40.0, 10.0, 0.22, 0.32, 0.9
_GENTLE = (0.86, 1.17)
_SOFT_WORTH = 0.12
_SAME_MOMENT_S = 0.03


@dataclass(frozen=True, slots=True)
class Wish:
    """What the music would like of time."""

    bpm: float
    """Quarters per minute."""
    meter: Meter
    is_explicit: bool = False
    """True: the brief named the tempo."""
    is_steady: bool = False
    """True: no ritard, no breathing (source music, machines)."""
    tail_s: float = 3.0
    """How long the last chord would like to ring."""
    breath: float = 0.0
    """0..0.03, how much each phrase leans and relaxes."""
    paces: tuple[float, ...] = ()
    """How much longer than on the whole a beat is, at even shares of the cue; empty: nowhere."""
    is_stinger: bool = False
    """True: all is one accent, at the first hard hit or at once, and its decay."""


class _Option(NamedTuple):
    """One way to fill a stretch."""

    beats: float
    cost: float


class _Anchor(NamedTuple):
    """A beat tied to a second."""

    at_s: float
    at_beats: float


def lay_out(duration_s: float, wish: Wish, hits: Sequence[Hit]) -> Grid:
    """Return the bars and tempo map of a cue of exactly this duration."""
    hard, soft, bent = _sort_hits(duration_s, hits)
    struck = [hit.at_s for hit in hard]
    if wish.is_explicit and not hard:
        anchors, bars, more = _keep_tempo(duration_s, wish)
    else:
        ending = _ending_hit(duration_s, wish, hard, soft)
        struck = [hit.at_s for hit in (*hard, *ending)]
        anchors, bars, more = _fit(duration_s, wish, struck, [h for h in soft if h not in ending])
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


# ------------------------------------------------------------------ tempo kept to the letter


def _keep_tempo(duration_s: float, wish: Wish) -> tuple[list[_Anchor], tuple[Bar, ...], list[str]]:
    """Hold the asked tempo within 1 %: whole bars if they fit, else whole pulses, else cut."""
    wanted = duration_s * wish.bpm / 60
    bar, pulse = wish.meter.length_beats, wish.meter.pulse_beats
    for unit, slack in ((bar, 0.009), (pulse, 0.009)):
        beats = max(round(wanted / unit), 1) * unit
        if abs(beats / wanted - 1) <= slack and beats >= bar:
            bars = _bars_for(beats, 0.0, wish.meter, is_last=True)
            return [_Anchor(0.0, 0.0), _Anchor(duration_s, beats)], _index(bars), []
    count = max(math.ceil(wanted / bar - 1e-9), 1)
    bars = [(index * bar, wish.meter) for index in range(count)]
    return [_Anchor(0.0, 0.0), _Anchor(duration_s, wanted)], _index(bars), []


# ------------------------------------------------------------------ the search


def _fit(
    duration_s: float, wish: Wish, hard: list[float], soft: Sequence[Hit]
) -> tuple[list[_Anchor], tuple[Bar, ...], list[str]]:
    points = [0.0, *(at_s for at_s in hard if at_s > 1e-6), duration_s]
    spans = list(itertools.pairwise(points))
    inside = [[hit for hit in soft if low < hit.at_s < high] for low, high in spans]
    options = [
        _options(high - low, low, inside[index], wish, index == len(spans) - 1)
        for index, (low, high) in enumerate(spans)
    ]
    chosen = _cheapest([high - low for low, high in spans], options)
    return _lay_spans(spans, chosen, inside, wish)


def _options(
    dt: float, low: float, soft: Sequence[Hit], wish: Wish, is_last: bool
) -> list[_Option]:
    """Return the ways to fill `dt` seconds, coarsest unit first that gives a gentle tempo."""
    ideal = dt * wish.bpm / 60
    unit, fine = wish.meter.pulse_beats, 0.0
    while unit > ideal * 1.35 and unit > 1 / 16:
        unit, fine = unit / 2 if unit != 1.5 else 1.0, fine + _FINE
    counts = range(max(math.floor(ideal * 0.8 / unit), 1), math.ceil(ideal * 1.25 / unit) + 1)
    if len(counts) > 24:
        middle = round(ideal / unit)
        counts = range(max(middle - 12, 1), middle + 13)
    found = []
    for count in counts:
        beats = count * unit
        cost = fine + _deviation(beats / ideal, wish) + _odd_cost(beats, wish.meter)
        cost += sum(_soft_cost(beats, dt, low, hit) for hit in soft[:6])
        found.append(_Option(beats, cost))
    return found


def _deviation(ratio: float, wish: Wish) -> float:
    outside = not _GENTLE[0] <= ratio <= _GENTLE[1]
    weight = _DEVIATION * (1.5 if wish.is_explicit else 1.0)
    return weight * math.log(ratio) ** 2 + (0.5 if outside else 0.0)


def _odd_cost(beats: float, meter: Meter) -> float:
    rest = beats % meter.length_beats
    if min(rest, meter.length_beats - rest) < 1e-6:
        return 0.0
    return _ODD_HALF if abs(rest * 2 - meter.length_beats) < 1e-6 else _ODD


def _bend_for(beats: float, dt: float, offset_s: float) -> tuple[float, float]:
    """Return (nearest whole beat, cost of bending the tempo so that the offset falls on it)."""
    place = beats * offset_s / dt
    target = round(place)
    if not 0 < target < beats:
        return 0.0, math.inf
    first, second = target / place, (beats - target) / (beats - place)
    return float(target), _DEVIATION * (math.log(first) ** 2 + math.log(second) ** 2)


def _soft_cost(beats: float, dt: float, low: float, hit: Hit) -> float:
    return min(_bend_for(beats, dt, hit.at_s - low)[1], _SOFT_WORTH * hit.weight)


def _cheapest(lengths_s: list[float], options: list[list[_Option]]) -> list[float]:
    """Return the number of beats of each stretch, by dynamic programming."""
    costs = [option.cost for option in options[0]]
    trail: list[list[int]] = []
    for index in range(1, len(options)):
        ahead: list[float] = []
        back: list[int] = []
        for option in options[index]:
            pace = option.beats / lengths_s[index]
            joined = [
                cost + _JUMP * math.log(pace * lengths_s[index - 1] / before.beats) ** 2
                for cost, before in zip(costs, options[index - 1], strict=True)
            ]
            best = min(range(len(joined)), key=joined.__getitem__)
            ahead.append(joined[best] + option.cost)
            back.append(best)
        costs, trail = ahead, [*trail, back]
    place = min(range(len(costs)), key=costs.__getitem__)
    path = [place]
    for back in reversed(trail):
        path.append(back[path[-1]])
    return [options[i][place].beats for i, place in enumerate(reversed(path))]


def _lay_spans(
    spans: Sequence[tuple[float, float]],
    chosen: Sequence[float],
    inside: Sequence[Sequence[Hit]],
    wish: Wish,
) -> tuple[list[_Anchor], tuple[Bar, ...], list[str]]:
    anchors = [_Anchor(0.0, 0.0)]
    bars: list[tuple[float, Meter]] = []
    odd: list[str] = []
    for index, ((low, high), beats) in enumerate(zip(spans, chosen, strict=True)):
        start = anchors[-1].at_beats
        anchors += _soft_anchors(low, high, start, beats, inside[index])
        laid = _bars_for(beats, start, wish.meter, is_last=index == len(spans) - 1)
        odd += [f"{m.beats}/{m.unit}" for _, m in laid if m != wish.meter]
        bars += laid
        anchors.append(_Anchor(high, start + beats))
    return anchors, _index(bars), _say_bent(spans, chosen, odd, wish)


def _soft_anchors(
    low: float, high: float, start: float, beats: float, soft: Sequence[Hit]
) -> list[_Anchor]:
    """Tie soft hits to beats where bending the tempo costs less than the hit is worth."""
    found: list[_Anchor] = []
    at_s, at_beats = low, start
    for hit in soft[:6]:
        left = start + beats - at_beats
        target, cost = _bend_for(left, high - at_s, hit.at_s - at_s)
        if hit.at_s - at_s > 1.0 and high - hit.at_s > 1.0 and cost < _SOFT_WORTH * hit.weight:
            at_s, at_beats = hit.at_s, at_beats + target
            found.append(_Anchor(at_s, at_beats))
    return found


def _bars_for(
    beats: float, start: float, meter: Meter, *, is_last: bool
) -> list[tuple[float, Meter]]:
    """Return bars filling a stretch: whole ones, and an odd one before what comes."""
    bar = meter.length_beats
    full, rest = divmod(beats + 1e-9, bar)
    count, rest = int(full), round(rest, 6)
    lengths = [bar] * count
    if rest > 1e-6:
        single = rest < min(2 * meter.pulse_beats, bar / 2) - 1e-6
        if not count:
            lengths = [rest]
        elif single or (is_last and count == 1):
            lengths[-1 if not is_last or count == 1 else -2] += rest
        else:
            lengths.insert(count - 1 if is_last else count, rest)
    found = []
    for length in lengths:
        found.append((start, meter if length == bar else meter_of(length, meter)))
        start += length
    return found


def _index(bars: Sequence[tuple[float, Meter]]) -> tuple[Bar, ...]:
    return tuple(Bar(index, start, meter) for index, (start, meter) in enumerate(bars))


def _say_bent(
    spans: Sequence[tuple[float, float]], chosen: Sequence[float], odd: Sequence[str], wish: Wish
) -> list[str]:
    said = []
    tempi = [beats * 60 / (high - low) for (low, high), beats in zip(spans, chosen, strict=True)]
    if wish.is_explicit and max(abs(t / wish.bpm - 1) for t in tempi) > 0.01:
        said.append(
            f"The tempo moves between {min(tempi):.1f} and {max(tempi):.1f} bpm instead of "
            f"{wish.bpm:g}, so that the hard hits fall on downbeats."
        )
    if odd:
        said.append(
            f"Bars of {', '.join(dict.fromkeys(odd))} stand between the {wish.meter.beats}/"
            f"{wish.meter.unit} bars, so that the music arrives in time."
        )
    return said


# ------------------------------------------------------------------ the ending and the map


def _choose_end(
    duration_s: float,
    wish: Wish,
    bars: Sequence[Bar],
    anchors: Sequence[_Anchor],
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


def _seconds_at(beats: float, anchors: Sequence[_Anchor]) -> float:
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
    anchors: Sequence[_Anchor], bars: Sequence[Bar], end_bar: int, wish: Wish
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
