"""Bursts of coloured noise: hammers, picks, snares, breath of a drum skin."""

from __future__ import annotations

import numpy as np
from scipy import fft

from scenescore.music.players.performance import Samples


def band(
    count: int, low_hz: float, high_hz: float, rate_hz: int, chance: np.random.Generator
) -> Samples:
    """Return noise between two corners (12 dB per octave outside), RMS 1, `count` samples."""
    size = fft.next_fast_len(max(count, 16), real=True)
    white = chance.standard_normal(size, dtype=np.float32)
    frequencies = np.arange(size // 2 + 1) * (rate_hz / size)
    shape = 1.0 / np.sqrt(1.0 + (low_hz / np.maximum(frequencies, 1.0)) ** 4)
    shape /= np.sqrt(1.0 + (frequencies / high_hz) ** 4)
    shape[0] = 0.0
    wave: Samples = fft.irfft(fft.rfft(white) * shape.astype(np.float32), size)[:count]
    return wave / np.float32(max(float(wave.std()), 1e-9))


def burst(
    count: int,
    low_hz: float,
    high_hz: float,
    decay_s: float,
    rate_hz: int,
    chance: np.random.Generator,
) -> Samples:
    """Return noise that falls by 60 dB in `decay_s`."""
    fall = np.exp(-np.log(1000.0) * np.arange(count) / max(decay_s * rate_hz, 1.0))
    found: Samples = band(count, low_hz, high_hz, rate_hz, chance) * fall.astype(np.float32)
    return found
