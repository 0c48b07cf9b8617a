"""A score cut to an exact length, keeping its beginning and its real ending.

Whole phrases are left out between two bar lines. Where to cut is found by trying every pair of
bar lines: the tempo should hardly change, the harmony should go on as if nothing were missing, the
climax should stay, and cuts at the borders of sections and four-bar phrases come before others.
"""

from __future__ import annotations

import math
from dataclasses import replace

from scenescore.core.score import Score
from scenescore.core.timing import TempoMap
from scenescore.music.alternates.cut import Span, bar_lines, end_beats, in_tempo, spliced
from scenescore.music.alternates.moment import chord_at, intensity_at

_MOST_STRETCH = 0.12
"""Tempo may change by this share; more sounds like another piece."""
_SHORTEST_PART_S = 3.0


def shortened(score: Score, duration_s: float) -> Score | None:
    """Return the score cut to `duration_s`; None when it is not longer, or cannot be cut well."""
    if score.duration_s <= duration_s * 1.02:
        return None
    lines, end = bar_lines(score), end_beats(score)
    best = min(_cuts(score, lines, end, duration_s), default=None)
    if best is None:
        return None
    _, leave, enter = best
    spans = [Span(0.0, leave), Span(enter, end)] if leave > 0 else [Span(enter, end)]
    beats = sum(span.length for span in spans)
    cut = in_tempo(spliced(score, spans, duration_s), beats, duration_s)
    left_out = f"Cut from {score.duration_s:.1f} s: beats {leave:g} to {enter:g} are left out."
    return replace(cut, bent=(left_out,))


def _cuts(
    score: Score, lines: list[float], end: float, duration_s: float
) -> list[tuple[float, float, float]]:
    """Return (cost, last beat before the cut, first after it) of each way that fits."""
    clock = TempoMap(score.tempo)
    seconds = {line: clock.beats_to_seconds(line) for line in (*lines, end)}
    found = []
    for leave in [line for line in lines if _is_long_enough(seconds[line])]:
        for enter in lines:
            tail_s = score.duration_s - seconds[enter]
            if enter <= leave or tail_s < _SHORTEST_PART_S:
                continue
            stretch = math.log((seconds[leave] + tail_s) / duration_s)
            if abs(stretch) <= math.log(1 + _MOST_STRETCH):
                cost = 60 * abs(stretch) + _roughness(score, leave, enter, lines)
                found.append((cost, leave, enter))
    return found


def _is_long_enough(seconds: float) -> bool:
    """Return True where nothing, or more than a moment, stands before the cut."""
    return seconds == 0.0 or seconds >= _SHORTEST_PART_S


def _roughness(score: Score, leave: float, enter: float, lines: list[float]) -> float:
    """Return how much a cut would be noticed."""
    cost = _place_cost(score, leave, lines) + _place_cost(score, enter, lines)
    expected, comes = chord_at(score, leave), chord_at(score, enter)
    before = chord_at(score, leave - 1e-3)
    if expected and comes and before and leave > 0:
        fifth = (before.root - comes.root) % 12 == 7
        cost += 0.0 if comes.root == expected.root else 0.5 if fifth else 1.5
        cost += 1.0 if comes.root == before.root and comes.root != expected.root else 0.0
    cost += 3.0 * abs(intensity_at(score, leave - 1e-3) - intensity_at(score, enter))
    return cost + 6.0 * _lost_climax(score, leave, enter) + (3.0 if leave == 0 else 0.0)


def _place_cost(score: Score, beat: float, lines: list[float]) -> float:
    if beat in (0.0, lines[-1]) or any(abs(s.at_beats - beat) < 1e-3 for s in score.form):
        return 0.0
    began = max((s.at_beats for s in score.form if s.at_beats <= beat), default=0.0)
    bars = sum(began <= line < beat for line in lines)
    return 0.5 if bars % 4 == 0 else 1.0 if bars % 2 == 0 else 2.5


def _lost_climax(score: Score, leave: float, enter: float) -> float:
    """Return the share of the most intense section that a cut leaves out."""
    if not score.form:
        return 0.0
    top = max(score.form, key=lambda section: section.intensity)
    lost = min(enter, top.at_beats + top.length_beats) - max(leave, top.at_beats)
    return max(lost, 0.0) / max(top.length_beats, 1e-6)
