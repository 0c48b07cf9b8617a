"""How a part is being played: what a patch must know besides the note.

Turns controllers into level over the part's time and brightness over a note's, at a control step of
64 samples.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.music.players.performance import Curve, PlayedNote, PlayedPart, Samples

STEP = 64
"""Samples between control values."""
DYNAMICS, EXPRESSION, BRIGHTNESS = 1, 11, 74
_DYNAMICS_DB = 5.0
_SPAN = 10.0
_RAMP = np.arange(STEP, dtype=np.float32) / np.float32(STEP)
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hand:
    """One part's manner of playing."""

    instrument: str
    articulation: str
    rate_hz: int
    curves: dict[int, Curve]

    def grid(self, note: PlayedNote, count: int) -> npt.NDArray[np.int64]:
        """Return the control moments, in samples from the start of the score."""
        return note.start + np.arange(0, count + STEP, STEP)

    def level(self, start: int, count: int) -> Samples | None:
        """Return the part's gain for `count` samples of the score from `start` on, None when no
        controller moves it.

        CC11 follows MIDI's own law; CC1 adds up to 5 dB either way.
        """
        expression, dynamics = self.curves.get(EXPRESSION), self.curves.get(DYNAMICS)
        if expression is None and dynamics is None:
            return None
        early = start % STEP
        grid = np.arange(start - early, start + count + STEP, STEP)
        gain: Values = np.ones(len(grid))
        if expression is not None:
            gain *= (expression.at(grid) / 127.0) ** 2
        if dynamics is not None:
            gain *= 10.0 ** ((dynamics.at(grid) - 64.0) / 64.0 * _DYNAMICS_DB / 20.0)
        return smooth(gain, early + count)[early:]

    def brightness(self, note: PlayedNote, count: int) -> Values:
        """Return brightness 0..1 at control moments, from velocity and controllers.

        It is the share of the loud wave that is mixed to the soft one, spread so that equal steps
        of velocity are equal steps in dB where the two are 20 dB apart.
        """
        grid = self.grid(note, count)
        found = np.full(len(grid), 0.05 + 0.9 * (note.velocity / 127.0) ** 1.3)
        for number, (centre, reach) in _BRIGHTENING.items():
            if number in self.curves:
                found += (self.curves[number].at(grid) - centre) / 64.0 * reach
        clipped: Values = np.clip(found, 0.0, 1.0)
        return (_SPAN**clipped - 1.0) / (_SPAN - 1.0)

    def vibrato(self, note: PlayedNote, count: int) -> Values | float:
        """Return the depth of vibrato as a multiple of the patch's own."""
        dynamics = self.curves.get(DYNAMICS)
        if dynamics is None:
            return 1.0
        depth: Values = 0.4 + dynamics.at(self.grid(note, count)) / 107.0
        return depth


_BRIGHTENING = {DYNAMICS: (64.0, 0.3), EXPRESSION: (127.0, 0.12), BRIGHTNESS: (64.0, 0.45)}


def hand_of(played: PlayedPart, rate_hz: int) -> Hand:
    """Return the manner of a part."""
    part = played.part
    return Hand(part.instrument, part.articulation, rate_hz, played.curves)


def smooth(values: Values, count: int) -> Samples:
    """Return control values as `count` samples, linear between control moments."""
    steps = -(-count // STEP)
    single = values[: steps + 1].astype(np.float32)
    found = np.multiply.outer(np.diff(single), _RAMP)
    found += single[:-1, None]
    smoothed: Samples = found.reshape(-1)[:count]
    return smoothed


def velocity_gain(velocity: int) -> float:
    """Return the gain of a velocity: 33 dB per decade, as fluidsynth's measures."""
    return float((velocity / 127.0) ** 1.65)
