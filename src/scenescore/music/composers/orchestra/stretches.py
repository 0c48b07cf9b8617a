"""Fits bars to the seconds between hard hits: a whole number of pulses each, gently in tempo.

A search over all stretches weighs tempo changes against odd bars (field notes, section 6). Knows
where bars lie and which beats are tied to which seconds; knows no tempo map. What is bent, in
this order: soft hits, tempo, meter; never a hard hit, never the duration.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scenescore.core.types import Hit
from scenescore.music.composers.orchestra.grid import Bar
from scenescore.music.composers.orchestra.meter import Meter, meter_of
from scenescore.music.composers.orchestra.search import walked_back

# Costs: 40 ln^2(1.09) = .30, so a tempo 9 % off weighs as much as an odd bar.
_DEVIATION, _JUMP, _ODD_HALF, _ODD, _FINE = 40.0, 10.0, 0.22, 0.32, 0.9
_GENTLE = (0.86, 1.17)
_SOFT_WORTH = 0.12


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


class Anchor(NamedTuple):
    """A beat tied to a second."""

    at_s: float
    at_beats: float


class Laid(NamedTuple):
    """Bars that fill a cue."""

    anchors: list[Anchor]
    """What beat falls on what second, first to last; between two the tempo is ours."""
    bars: tuple[Bar, ...]
    bent: list[str]
    """What had to give, as sentences."""


class _Option(NamedTuple):
    """One way to fill a stretch."""

    beats: float
    cost: float


# ------------------------------------------------------------------ tempo kept to the letter


def keep_tempo(duration_s: float, wish: Wish) -> Laid:
    """Hold the asked tempo within 1 %: whole bars if they fit, else whole pulses, else cut."""
    wanted = duration_s * wish.bpm / 60
    bar, pulse = wish.meter.length_beats, wish.meter.pulse_beats
    for unit, slack in ((bar, 0.009), (pulse, 0.009)):
        beats = max(round(wanted / unit), 1) * unit
        if abs(beats / wanted - 1) <= slack and beats >= bar:
            bars = _bars_for(beats, 0.0, wish.meter, is_last=True)
            return Laid([Anchor(0.0, 0.0), Anchor(duration_s, beats)], _index(bars), [])
    count = max(math.ceil(wanted / bar - 1e-9), 1)
    bars = [(index * bar, wish.meter) for index in range(count)]
    return Laid([Anchor(0.0, 0.0), Anchor(duration_s, wanted)], _index(bars), [])


# ------------------------------------------------------------------ the search


def fit(duration_s: float, wish: Wish, hard: list[float], soft: Sequence[Hit]) -> Laid:
    """Fill the stretches between the `hard` seconds with bars, of all ways the cheapest.

    Soft hits inside a stretch fall on beats where little has to bend for it.
    """
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
    return [options[i][place].beats for i, place in enumerate(walked_back(costs, trail))]


def _lay_spans(
    spans: Sequence[tuple[float, float]],
    chosen: Sequence[float],
    inside: Sequence[Sequence[Hit]],
    wish: Wish,
) -> Laid:
    anchors = [Anchor(0.0, 0.0)]
    bars: list[tuple[float, Meter]] = []
    odd: list[str] = []
    for index, ((low, high), beats) in enumerate(zip(spans, chosen, strict=True)):
        start = anchors[-1].at_beats
        anchors += _soft_anchors(low, high, start, beats, inside[index])
        laid = _bars_for(beats, start, wish.meter, is_last=index == len(spans) - 1)
        odd += [f"{m.beats}/{m.unit}" for _, m in laid if m != wish.meter]
        bars += laid
        anchors.append(Anchor(high, start + beats))
    return Laid(anchors, _index(bars), _say_bent(spans, chosen, odd, wish))


def _soft_anchors(
    low: float, high: float, start: float, beats: float, soft: Sequence[Hit]
) -> list[Anchor]:
    """Tie soft hits to beats where bending the tempo costs less than the hit is worth."""
    found: list[Anchor] = []
    at_s, at_beats = low, start
    for hit in soft[:6]:
        left = start + beats - at_beats
        target, cost = _bend_for(left, high - at_s, hit.at_s - at_s)
        if hit.at_s - at_s > 1.0 and high - hit.at_s > 1.0 and cost < _SOFT_WORTH * hit.weight:
            at_s, at_beats = hit.at_s, at_beats + target
            found.append(Anchor(at_s, at_beats))
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
