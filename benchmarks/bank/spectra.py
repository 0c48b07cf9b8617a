"""Spectral measures in numpy: mel cepstra, chroma, centroid, onsets. One definition for all sound,
ours and others'.

Frames of 2048 at 24 kHz, hop 512. MFCC: 40 mel bands 30 Hz..11 kHz, decibels, orthonormal DCT-II,
coefficients 0..12. Chroma: energy of 55..2000 Hz by pitch class, square root, mean over frames.
Onsets: peaks of spectral flux over 24 bands in decibels, by a moving median.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
RATE_HZ = 24_000
FRAME, HOP = 2048, 512


def power(sound: npt.NDArray[np.float32]) -> Floats:
    """Return power spectra (frames, bins) of mono sound at 24 kHz."""
    sound = np.pad(sound, (0, max(FRAME - len(sound), 0)))
    windows = np.lib.stride_tricks.sliding_window_view(sound, FRAME)[::HOP]
    shape = np.hanning(FRAME).astype(np.float32)
    pieces = [
        np.abs(np.fft.rfft(windows[i : i + 512] * shape, axis=1)) ** 2
        for i in range(0, len(windows), 512)
    ]
    return np.concatenate(pieces).astype(np.float64)


@cache
def _mel_bank(bands: int) -> Floats:
    freqs = np.fft.rfftfreq(FRAME, 1 / RATE_HZ)
    edges = 700 * (10 ** (np.linspace(_mel(30), _mel(11_000), bands + 2) / 2595) - 1)
    low, mid, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    up, down = (freqs - low) / (mid - low), (high - freqs) / (high - mid)
    return np.maximum(np.minimum(up, down), 0) * (2 / (high - low))


def _mel(hz: float) -> float:
    return float(2595 * np.log10(1 + hz / 700))


@cache
def _dct(bands: int, count: int) -> Floats:
    n, k = np.arange(bands)[None, :], np.arange(count)[:, None]
    table = np.cos(np.pi * k * (2 * n + 1) / (2 * bands)) * np.sqrt(2 / bands)
    table[0] /= np.sqrt(2)
    return table


def mfcc(spectra: Floats) -> Floats:
    """Return (frames, 13)."""
    bands = spectra @ _mel_bank(40).T
    decibels = 10 * np.log10(np.maximum(bands, 1e-10))
    decibels = np.maximum(decibels, decibels.max() - 80)
    return np.asarray(decibels @ _dct(40, 13).T)


@cache
def _chroma_bank() -> Floats:
    freqs = np.fft.rfftfreq(FRAME, 1 / RATE_HZ)
    bank = np.zeros((12, len(freqs)))
    inside = (freqs > 55) & (freqs < 2000)
    classes = np.round(69 + 12 * np.log2(freqs[inside] / 440)).astype(int) % 12
    bank[classes, np.flatnonzero(inside)] = 1
    return bank


def chroma(spectra: Floats) -> Floats:
    """Return the mean chroma, 12 values of unit length."""
    frames = np.sqrt(spectra @ _chroma_bank().T)
    mean = (frames / (frames.max(axis=1, keepdims=True) + 1e-9)).mean(axis=0)
    return np.asarray(mean / (np.linalg.norm(mean) or 1.0))


def centroid_hz(spectra: Floats) -> float:
    """Return the mean magnitude centroid, frames weighed by loudness."""
    freqs = np.fft.rfftfreq(FRAME, 1 / RATE_HZ)
    size = np.sqrt(spectra)
    total = size.sum(axis=1)
    own = (size @ freqs) / np.maximum(total, 1e-9)
    return float((own * total).sum() / max(total.sum(), 1e-9))


def onsets_per_s(spectra: Floats) -> float:
    """Return detected onsets a second."""
    bands = 10 * np.log10(np.maximum(spectra @ _mel_bank(24).T, 1e-9))
    bands = np.maximum(bands, bands.max() - 60)
    flux = np.maximum(np.diff(bands, axis=0), 0).mean(axis=1)
    if len(flux) < 20:
        return 0.0
    padded = np.pad(flux, 10, mode="edge")
    middle = np.median(np.lib.stride_tricks.sliding_window_view(padded, 21), axis=1)
    above = flux - middle
    peaks = (above[1:-1] > above[:-2]) & (above[1:-1] >= above[2:]) & (above[1:-1] > 0.45)
    return float(peaks.sum() / (len(flux) * HOP / RATE_HZ))


def summary(sound: npt.NDArray[np.float32]) -> dict[str, float | list[float]]:
    """Return every measure of a piece of mono sound at 24 kHz."""
    spectra = power(sound)
    cepstra = mfcc(spectra)
    loud = 10 * np.log10(np.maximum(spectra.sum(axis=1), 1e-12))
    flat = np.exp(np.log(spectra[:, 1:] + 1e-12).mean(axis=1)) / (
        spectra[:, 1:].mean(axis=1) + 1e-12
    )
    cumulated = np.cumsum(spectra.mean(axis=0))
    roll = float(np.searchsorted(cumulated, 0.95 * cumulated[-1]) * RATE_HZ / FRAME)
    return {
        "mfcc_mean": [float(x) for x in cepstra.mean(axis=0)],
        "mfcc_std": [float(x) for x in cepstra.std(axis=0)],
        "mfcc_move": [float(x) for x in np.abs(np.diff(cepstra, axis=0)).mean(axis=0)],
        "chroma": [float(x) for x in chroma(spectra)],
        "level_db": float(20 * np.log10(np.sqrt((sound.astype(np.float64) ** 2).mean()) + 1e-9)),
        "centroid_hz": centroid_hz(spectra),
        "rolloff_hz": roll,
        "onsets_per_s": onsets_per_s(spectra),
        "flatness": float(flat.mean()),
        "loud_std": float(loud.std()),
    }
