"""How many bits a stretch of sound needs, so that files stay small and nothing is heard of it.

Rounding to n bits adds a noise of known level, equal at all frequencies. It goes unheard where the
music itself is louder in every band, and it does no harm where it lies far under the music's own
level. Each FLAC frame gets as few bits as one of the two allows; FLAC stores the zero bits beneath
for nothing. Knows sound, not files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import fft

if TYPE_CHECKING:
    import numpy.typing as npt

    from scenescore.core.protocols import Audio

FRAME = 4096
"""Samples in a frame: what libFLAC uses, so that zero bits are found frame by frame."""
_WINDOW = 1024
# Bands that noise must hide in; above 16 kHz hardly anyone hears it at these levels.
_EDGES_HZ = (500, 1000, 1500, 2000, 3000, 4000, 5000, 6500, 8000, 10000, 12500, 16000)


@dataclass(frozen=True, slots=True)
class Depth:
    """What rounding is allowed."""

    fewest: int
    """Bits, whatever the music allows."""
    most: int
    under_bands_db: float = 0.0
    """How far the noise stays under the quietest band of the music."""
    under_level_db: float = 0.0
    """Farther than this under the music's level the noise need not be."""


WHOLE = Depth(24, 24)
STEM = Depth(20, 20)
TAKE = Depth(16, 20, 6.0, 78.0)
FILM = Depth(11, 18, 3.0, 70.0)


def needed_bits(sound: Audio, rate_hz: int, depth: Depth) -> npt.NDArray[np.int64]:
    """Return the bits for each frame of a sound whose length is a multiple of `FRAME`."""
    count = sound.shape[1] // FRAME
    if depth.fewest == depth.most:
        return np.full(count, depth.most)
    windows = sound.reshape(2, count, FRAME // _WINDOW, _WINDOW)
    level = np.einsum("cfwi,cfwi->f", windows, windows) / (2 * FRAME)
    bands = _bands(windows, rate_hz).min(axis=(0, 2, 3))
    noise = np.maximum(
        bands * 10 ** (-depth.under_bands_db / 10), level * 10 ** (-depth.under_level_db / 10)
    )
    step = np.sqrt(12 * np.maximum(noise, 1e-18))  # rounding noise has power step^2 / 12
    return np.asarray(np.clip(np.ceil(1 - np.log2(step)), depth.fewest, depth.most), np.int64)


def _bands(windows: npt.NDArray[np.float32], rate_hz: int) -> npt.NDArray[np.float32]:
    """Return the level of each band of each window, as the power of white noise that fills it."""
    shape = _window()
    power = np.square(np.abs(fft.rfft(windows * shape, axis=-1))) / np.square(shape).sum()
    edges = np.array(_EDGES_HZ) * _WINDOW // rate_hz
    starts = edges[edges < power.shape[-1]]
    sums = np.add.reduceat(power[..., : starts[-1]], starts[:-1], axis=-1)
    return np.asarray(sums / np.diff(starts), np.float32)


@lru_cache(maxsize=1)
def _window() -> npt.NDArray[np.float32]:
    return np.hanning(_WINDOW).astype(np.float32)
