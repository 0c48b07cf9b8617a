"""How loud a note is, and which letters say so. Knows velocities and controllers, not staves."""

from __future__ import annotations

from bisect import bisect_left

from scenescore.core.score import Note, Part

_DYNAMICS = ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff")
_USUAL_EXPRESSION = 96
_EXPRESSION, _DYNAMICS_WHEEL = 11, 1


class Loudness:
    """Hears one part: velocity, expression and dynamics together, as a velocity."""

    def __init__(self, part: Part) -> None:
        self._curves = {
            number: [(c.at_beats, c.value) for c in part.controls if c.number == number]
            for number in (_EXPRESSION, _DYNAMICS_WHEEL)
        }
        self._beats = {n: [at for at, _ in curve] for n, curve in self._curves.items()}

    def of(self, note: Note) -> float:
        """Return how loud a note is at its middle: 1 .. 127 as a velocity, may exceed it."""
        # Players: velocity 33 dB per decade, expression 40, dynamics 5 dB either way.
        expression = self._at(_EXPRESSION, note) or _USUAL_EXPRESSION
        wheel = self._at(_DYNAMICS_WHEEL, note) or 64
        change_db = 5.0 * (wheel - 64) / 64
        scale = (max(expression, 20) / _USUAL_EXPRESSION) ** (40 / 33)
        return float(note.velocity * scale * 10 ** (change_db / 33))

    def _at(self, number: int, note: Note) -> int | None:
        curve, beats = self._curves[number], self._beats[number]
        if not curve:
            return None
        middle = note.onset_beats + 0.5 * note.length_beats
        return curve[min(bisect_left(beats, middle), len(curve) - 1)][1]


def degree_of(loudness: float) -> float:
    """Return loudness as a place among the dynamics: 0 the middle of `ppp` .. 7 of `fff`."""
    middles = [18, 31, 43, 57, 72, 88, 104, 120]
    place = bisect_left(middles, loudness)
    if place == 0:
        return 0.0
    if place == len(middles):
        return 7.0
    low, high = middles[place - 1], middles[place]
    return place - 1 + (loudness - low) / (high - low)


def dynamic_at(degree: float) -> str:
    """Return the letters for a place among the dynamics."""
    return _DYNAMICS[max(0, min(round(degree), len(_DYNAMICS) - 1))]
