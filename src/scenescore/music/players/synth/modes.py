"""Sums of decaying sines, quickly: the heart of everything struck or plucked.

A mode is a frequency, a decay and a level per channel. All modes over all time are one matrix
product (block starts times the inside of a block), which is some fifty times faster than adding
sines one by one, exact in pitch, and free of aliasing because no mode lies too high.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.music.players.performance import Samples
from scenescore.music.players.synth.spectrum import TOP_SHARE

Values = npt.NDArray[np.float64]
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Modes:
    """Decaying sines; arrays of equal length."""

    frequencies: Values
    """Hz."""
    decays: Values
    """Time to fall by 60 dB, in seconds."""
    levels: Values
    """Amplitudes, shape (channels, modes)."""
    phases: Values
    """Radians at the start."""

    def ring(self, count: int, rate_hz: int) -> Samples:
        """Return `count` samples, shape (channels, count)."""
        heard = self.frequencies < TOP_SHARE * rate_hz
        turn = 2j * np.pi * self.frequencies[heard] / rate_hz
        turn -= np.log(1000.0) / np.maximum(self.decays[heard], 1e-3) / rate_hz
        start = self.levels[:, heard] * np.exp(1j * (self.phases[heard] - np.pi / 2.0))
        blocks = -(-count // _BLOCK)
        inside = np.exp(turn[:, None] * np.arange(_BLOCK))
        steps = np.exp(turn[None, :] * (_BLOCK * np.arange(blocks))[:, None])
        left = start[:, None, :] * steps[None]
        left = np.concatenate([left.real, -left.imag], axis=-1).astype(np.float32)
        right = np.concatenate([inside.real, inside.imag]).astype(np.float32)
        found: Samples = (left.reshape(-1, left.shape[-1]) @ right).reshape(len(start), -1)
        return np.ascontiguousarray(found[:, :count])
