"""Rhythm against picture, as CMT measures it (Di et al., Video Background Music Generation with
Controllable Music Transformer, ACM MM 2021): density per bar, strength per tick.

A tick is a sixteenth; a bar of 4/4 has 16. Human timing counts as written: the nearest tick.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.score import Part, Score
from scenescore.core.timing import TempoMap

TICKS_PER_BEAT = 4
# Bounds of visual saliency, least first, and the spreads both errors are divided by, as published
# with the system's code.
_SALIENCY_BOUNDS = (0.0, 0.229, 0.484, 0.787, 0.891, 0.965, 0.991, 0.998, 0.9997, 0.9999)
_DENSITY_SPREAD, _STRENGTH_SPREAD = 10.90, 1.83


def densities(score: Score) -> tuple[int, ...]:
    """Return for each bar on how many different ticks something begins."""
    lines = _bar_ticks(score)
    ticks = sorted(strengths(score))
    counts = Counter(bisect_right(lines, tick) - 1 for tick in ticks)
    return tuple(counts[index] for index in range(len(lines)))


def strengths(score: Score, family: str = "") -> dict[int, int]:
    """Return tick -> how many notes begin on it, of one family or of all; silent ticks are left
    out.
    """
    wanted = [part for part in score.parts if not family or part.family == family]
    return dict(sorted(Counter(tick for part in wanted for tick in _ticks(part)).items()))


def _ticks(part: Part) -> list[int]:
    return [round(note.onset_beats * TICKS_PER_BEAT) for note in part.notes]


def _bar_ticks(score: Score) -> list[int]:
    """Return the ticks on which bars begin that have sound."""
    end = TempoMap(score.tempo).seconds_to_beats(score.duration_s) * TICKS_PER_BEAT
    lines: list[int] = []
    for index, meter in enumerate(score.meters):
        last = index + 1 == len(score.meters)
        stop = end if last else min(score.meters[index + 1].at_beats * TICKS_PER_BEAT, end)
        at = meter.at_beats * TICKS_PER_BEAT
        while at < stop - 0.5:
            lines.append(round(at))
            at += meter.beats * 4 * TICKS_PER_BEAT / meter.unit
    return lines


def moment_to_tick(score: Score, at_s: float) -> int:
    """Return the tick nearest to a moment of the cue, in seconds."""
    return round(TempoMap(score.tempo).seconds_to_beats(at_s) * TICKS_PER_BEAT)


def saliency_level(saliency: float) -> int:
    """Return the strength, 1..10, that a visual beat of this saliency (0..1) asks for."""
    return max(1, bisect_right(_SALIENCY_BOUNDS, saliency))


def density_error(score: Score, targets: Sequence[float]) -> float:
    """Return the mean distance of each bar's density from its target, against CMT's spread.

    Bars beyond either end do not count; 0 when there are none.
    """
    pairs = list(zip(densities(score), targets, strict=False))
    return sum(abs(a - b) for a, b in pairs) / max(len(pairs), 1) / _DENSITY_SPREAD


def strength_error(score: Score, targets: Mapping[int, float], family: str = "") -> float:
    """Return the mean distance of strength from its target at the targets' ticks, against CMT's
    spread.
    """
    found = strengths(score, family)
    total = sum(abs(found.get(tick, 0) - wanted) for tick, wanted in targets.items())
    return total / max(len(targets), 1) / _STRENGTH_SPREAD


def accents_met(score: Score, accents: Sequence[int], *, within: int = 1) -> float:
    """Return the share of accents (ticks) with an onset at most `within` ticks away; 1 for none."""
    ticks = sorted(strengths(score))
    met = sum(any(abs(tick - accent) <= within for tick in ticks) for accent in accents)
    return met / len(accents) if accents else 1.0


def likeness(score: Score, density: Sequence[float], strength: Mapping[int, float]) -> float:
    """Return how well a score fits a film's rhythm, as CMT ranks music: 1 over the mean squared
    errors of density, and of strength at the film's ticks. Infinite for a perfect fit.
    """
    bars = list(zip(densities(score), density, strict=False))
    found = strengths(score)
    squares = sum((a - b) ** 2 for a, b in bars) / max(len(bars), 1)
    squares += sum((found.get(t, 0) - w) ** 2 for t, w in strength.items()) / max(len(strength), 1)
    return 1.0 / squares if squares else float("inf")


def drums_strengths(score: Score) -> dict[int, int]:
    """Return `strengths` of everything struck without pitch: what accents are steered by."""
    drums = [p for p in score.parts if (i := INSTRUMENTS.get(p.instrument)) and i.is_drums]
    return dict(sorted(Counter(tick for part in drums for tick in _ticks(part)).items()))
