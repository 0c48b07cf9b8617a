"""Measurements on sound that the players' tests share."""

from __future__ import annotations

import numpy as np
import pyloudnorm

RATE_HZ = 48_000


def rms(sound) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))


def momentary_lufs(sound) -> float:
    """Loudest 0.4 s, weighted as ITU-R BS.1770 does."""
    heard = sound.astype(np.float64)
    for stage in pyloudnorm.Meter(RATE_HZ)._filters.values():
        heard = np.stack([stage.apply_filter(channel) for channel in heard])
    total = np.concatenate([[0.0], np.cumsum(np.square(heard).sum(axis=0))])
    window, hop = round(0.4 * RATE_HZ), round(0.05 * RATE_HZ)
    power = (total[window::hop] - total[:-window:hop]).max() / window
    return float(-0.691 + 10 * np.log10(power + 1e-12))


def spectrum(sound) -> tuple[np.ndarray, np.ndarray]:
    """Frequencies and power of the louder channel."""
    one = sound[int(np.argmax(np.square(sound, dtype=np.float64).sum(axis=1)))]
    power = np.abs(np.fft.rfft(one * np.hanning(len(one)), 1 << 18)) ** 2
    return np.fft.rfftfreq(1 << 18, 1 / RATE_HZ), power


def centroid_hz(sound) -> float:
    frequencies, power = spectrum(sound)
    return float((frequencies * power).sum() / power.sum())


def cents_off(sound, pitch: int) -> float:
    """How far the nearest of the first partials lies from where the pitch has it.

    Partials, not the fundamental alone: a bassoon's or a bell's is weak.
    """
    frequencies, power = spectrum(sound)
    f0 = 440.0 * 2.0 ** ((pitch - 69) / 12)
    votes = []
    for number in (1, 2, 3):
        near = (frequencies > f0 * number * 0.92) & (frequencies < f0 * number * 1.08)
        peak = int(np.argmax(power * near))
        votes.append((power[peak], 1200 * np.log2(frequencies[peak] / (f0 * number))))
    return max(votes)[1]


def share_of_power(sound, pitch: int) -> float:
    """Share of the power near multiples of the pitch's frequency: half a semitone, or 4 Hz,
    which is what a window of half a second can tell apart.
    """
    frequencies, power = spectrum(sound)
    f0 = 440.0 * 2.0 ** ((pitch - 69) / 12)
    nearest = f0 * np.maximum(np.round(frequencies / f0), 1)
    near = np.abs(frequencies - nearest) < np.maximum(0.035 * nearest, 4.0)
    return float(power[near].sum() / power.sum())
