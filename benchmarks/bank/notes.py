"""Views of a Score that several gates share: lines, weights, bars. Works from outside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.score import Note, Part, Score
from scenescore.core.timing import TempoMap

Floats = npt.NDArray[np.float64]
Gram = tuple[tuple[int, float], ...]


def pitched(score: Score) -> list[Part]:
    """Return the parts whose notes have pitches."""
    return [
        part
        for part in score.parts
        if not INSTRUMENTS[part.instrument].is_drums and part.instrument != "risers"
    ]


def mean_bpm(score: Score) -> float:
    """Return beats by minutes, over the whole cue."""
    beats = TempoMap(score.tempo).seconds_to_beats(score.duration_s)
    return 60 * beats / score.duration_s


def top_line(notes: Sequence[Note]) -> list[tuple[float, int, float]]:
    """Return (onset, pitch, length) of the highest note at each moment."""
    line: dict[float, tuple[int, float]] = {}
    for note in notes:
        at = round(note.onset_beats * 48) / 48
        if at not in line or note.pitch > line[at][0]:
            line[at] = (note.pitch, note.length_beats)
    return [(at, *line[at]) for at in sorted(line)]


def grams(score: Score, n: int = 4) -> set[Gram]:
    """Return n-grams of (interval, duration ratio) over every pitched part's top line."""
    found: set[Gram] = set()
    for part in pitched(score):
        notes = top_line(part.notes)
        steps = [(b[1] - a[1], b[0] - a[0]) for a, b in pairwise(notes)]
        for i in range(len(steps) - n + 1):
            piece = steps[i : i + n]
            if len({interval for interval, _ in piece}) > 1:  # a repeated note is nobody's tune
                base = piece[0][1] or 1.0
                found.add(tuple((interval, round(gap / base, 2)) for interval, gap in piece))
    return found


def class_weights(score: Score, low: float = 0.0, high: float = 1e9) -> Floats:
    """Return how long each pitch class sounds between two beats, by loudness; sums to 1."""
    found = np.zeros(12)
    for part in pitched(score):
        for note in part.notes:
            start, end = note.onset_beats, note.onset_beats + min(note.length_beats, 8)
            overlap = min(end, high) - max(start, low)
            if overlap > 0:
                found[note.pitch % 12] += overlap * note.velocity / 64
    return found / (found.sum() or 1.0)


def bass_weights(score: Score, low: float = 0.0, high: float = 1e9) -> Floats:
    """Return how long each pitch class lies lowest, sampled every half beat; sums to 1."""
    end = min(TempoMap(score.tempo).seconds_to_beats(score.duration_s), high)
    lowest: dict[int, int] = {}
    for part in pitched(score):
        for note in part.notes:
            first = int(np.ceil(note.onset_beats * 2 - 1e-6))
            last = int(np.ceil((note.onset_beats + note.length_beats) * 2 - 1e-6))
            for place in range(max(first, int(low * 2)), min(last, int(end * 2) + 1)):
                lowest[place] = min(lowest.get(place, 200), note.pitch)
    found = np.zeros(12)
    for pitch in lowest.values():
        found[pitch % 12] += 1
    return found / (found.sum() or 1.0)


def bars_of(score: Score) -> list[tuple[float, float]]:
    """Return (first beat, length) of every bar up to the score's end."""
    end = TempoMap(score.tempo).seconds_to_beats(score.duration_s)
    found: list[tuple[float, float]] = []
    borders = [change.at_beats for change in score.meters[1:]] + [end]
    for change, border in zip(score.meters, borders, strict=True):
        length, at = change.beats * 4 / change.unit, change.at_beats
        while at < border - 1e-6:
            found.append((at, length))
            at += length
    return found
