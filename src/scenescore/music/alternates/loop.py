"""A stretch of a score that leads back to its own beginning.

The loop is whole bars of the steady middle: no intro, no ending. Its sound is seamless when what
rings after its end is laid under its beginning, which whoever renders it must do.
"""

from __future__ import annotations

from scenescore.core.score import Score
from scenescore.core.timing import TempoMap
from scenescore.music.alternates.cut import Span, bar_lines, in_tempo, spliced
from scenescore.music.alternates.moment import chord_at, intensity_at

_SHORTEST_S, _LONGEST_S = 8.0, 64.0
_ROOMY_S = 30.0
"""Loops shorter than this are heard as loops."""
_ENDS = ("intro", "release", "outro")


def loop_of(score: Score) -> Score | None:
    """Return the stretch that loops best, 8 to 64 s long; None when there is none.

    Its tempo is changed by less than a thousandth, so that it lasts whole milliseconds.
    """
    best = min(_stretches(score), default=None)
    if best is None:
        return None
    _, _, start, stop = best
    span = Span(start, stop)
    clock = TempoMap(score.tempo)
    exact = clock.beats_to_seconds(stop) - clock.beats_to_seconds(start)
    duration_s = round(exact, 3)
    return in_tempo(spliced(score, [span], duration_s), span.length, duration_s)


def _stretches(score: Score) -> list[tuple[float, float, float, float]]:
    """Return (cost, minus length, start, stop) of every stretch of whole bars that fits."""
    lines = bar_lines(score)
    clock = TempoMap(score.tempo)
    seconds = {line: clock.beats_to_seconds(line) for line in lines}
    found = []
    for index, start in enumerate(lines):
        for stop in lines[index + 2 :]:
            if _SHORTEST_S <= seconds[stop] - seconds[start] <= _LONGEST_S:
                bars = lines.index(stop) - index
                short = max(0.0, _ROOMY_S - seconds[stop] + seconds[start]) / 10.0
                cost = _cost(score, start, stop, bars) + short
                found.append((round(cost, 3), -(stop - start), start, stop))
    return found


def _cost(score: Score, start: float, stop: float, bars: int) -> float:
    """Return how unlike a loop a stretch is: in form, in tempo, in the way back."""
    outside = sum(
        _shared(start, stop, s.at_beats, s.length_beats) for s in score.form if s.role in _ENDS
    )
    clock = TempoMap(score.tempo)
    tempo = abs(clock.bpm_at(start) / clock.bpm_at(stop - 1e-3) - 1)
    phrase = 0.0 if bars % 8 == 0 else 0.3 if bars % 4 == 0 else 1.0 if bars % 2 == 0 else 2.0
    first, last = chord_at(score, start), chord_at(score, stop - 1e-3)
    following = chord_at(score, stop)
    back = 0.0
    if first and last:
        leads = (last.root - first.root) % 12 == 7
        natural = following is not None and following.root == first.root
        back = 0.0 if natural else 0.2 if leads else 0.6 if last.root != first.root else 1.0
    level = abs(intensity_at(score, start) - intensity_at(score, stop - 1e-3))
    return 4.0 * outside / (stop - start) + 10.0 * tempo + phrase + back + 2.0 * level


def _shared(start: float, stop: float, at: float, length: float) -> float:
    return max(0.0, min(stop, at + length) - max(start, at))
