"""How loud sound is, and how high it peaks: ITU-R BS.1770-4, in streams of any length.

One `Meter` hears the sound once, block by block, and keeps a few numbers for every hop of about
1.3 ms: its true peak and its K-weighted energy. Loudness and peak of the whole follow from these,
and so does what a gain that changes over time would make of them. Knows no files.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.signal import firwin, sosfilt

from scenescore.core.product import product

if TYPE_CHECKING:
    import numpy.typing as npt

    from scenescore.core.protocols import Audio

    Floats = npt.NDArray[np.float64]
    Curve = npt.NDArray[np.float32]

SILENCE_LUFS = -70.0  # BS.1770-4: the absolute gate
_RELATIVE_GATE_LU = -10.0
_OFFSET_LU = -0.691
_PHASES, _TAPS = 4, 24  # 4 times oversampled, as Annex 2 asks; its own filter has 12 taps
_CHUNK_HOPS = 1024
_PARTS = 2
"""Of a hop, interpolated each by one product: fewer zeros in the matrix."""


def hop_frames(rate_hz: int) -> int:
    """Return the samples in a hop: the largest part of 100 ms that is no more than 64."""
    tenth = rate_hz // 10
    return next(size for size in range(64, 0, -1) if tenth % size == 0)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a meter heard, hop by hop."""

    rate_hz: int
    hop_frames: int
    frames: int
    peaks: Curve
    """True peak of each hop, linear."""
    energies: Curve
    """K-weighted energy of each hop: sum of squares over both channels."""

    @property
    def true_peak(self) -> float:
        """Linear; 0 for silence."""
        return float(self.peaks.max(initial=0.0))

    def loudness_lufs(self, gains: Curve | float = 1.0) -> float | None:
        """Return integrated loudness under a gain (one, or one per hop).

        None when it is not defined: shorter than 400 ms, or nothing above the absolute gate.
        """
        tenths = self.tenths(gains)
        return gated_loudness(tenths / (self.rate_hz // 10))

    def tenths(self, gains: Curve | float = 1.0) -> Floats:
        """Return the energy of each whole 100 ms."""
        per_tenth = self.rate_hz // 10 // self.hop_frames
        whole = self.frames // (self.rate_hz // 10)
        loud = self.energies[: whole * per_tenth].reshape(whole, per_tenth)
        if isinstance(gains, float):
            return np.asarray(loud.sum(axis=1, dtype=np.float64) * gains**2)
        louder = gains[: whole * per_tenth].reshape(whole, per_tenth)
        return np.asarray((loud * louder * louder).sum(axis=1, dtype=np.float64))


def gated_loudness(tenths: Floats) -> float | None:
    """Return integrated loudness from mean squares (summed over channels) of each 100 ms."""
    if len(tenths) < 4:
        return None
    blocks = np.convolve(tenths, np.full(4, 0.25), "valid")
    loud = blocks[blocks > _power(SILENCE_LUFS)]
    if not len(loud):
        return None
    gate = loud.mean() * 10 ** (_RELATIVE_GATE_LU / 10)
    return _lufs(float(loud[loud > gate].mean()))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LU) / 10))


def _lufs(power: float) -> float:
    return float(_OFFSET_LU + 10 * np.log10(power))


def to_db(peak: float) -> float:
    """Return decibels of a linear peak, no lower than -144 (what 24 bits can hold)."""
    return float(20 * np.log10(max(peak, 10 ** (-144 / 20))))


class Meter:
    """Hears sound block by block; `profile()` tells what it heard. Block sizes do not matter."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz, self._hop = rate_hz, hop_frames(rate_hz)
        self._sos = k_weighting(rate_hz)
        self._state = np.zeros((2, 2, 2))
        self._frames = 0
        self._loudest = 0.0
        self._waiting = np.zeros((2, _TAPS // 2), np.float32)
        self._peaks: list[Curve] = []
        self._energies: list[Curve] = []

    def add(self, block: Audio) -> None:
        """Hear the next block: float32 (2, n)."""
        self._frames += block.shape[1]
        self._waiting = np.concatenate((self._waiting, block), axis=1)
        chunk = _CHUNK_HOPS * self._hop
        while self._waiting.shape[1] >= chunk + _TAPS:
            self._take(chunk)

    def profile(self) -> Profile:
        """End the sound and return what was heard."""
        left = self._waiting.shape[1] - _TAPS // 2
        if left > 0:
            whole = -(-left // self._hop) * self._hop
            self._waiting = np.pad(self._waiting, ((0, 0), (0, whole - left + _TAPS // 2)))
            self._take(whole)
        none: list[Curve] = [np.zeros(0, np.float32)]
        peaks = np.concatenate(self._peaks or none)
        energies = np.concatenate(self._energies or none)
        return Profile(self._rate_hz, self._hop, self._frames, peaks, energies)

    def _take(self, frames: int) -> None:
        """Measure `frames` samples; half a filter before and behind them is only looked at."""
        half = _TAPS // 2
        seen = self._waiting[:, : frames + 2 * half]
        heard = seen[:, half : half + frames]
        if not seen.any():
            self._energies.append(np.zeros(frames // self._hop, np.float32))
            self._state[:] = 0
            self._peaks.append(np.zeros(frames // self._hop, np.float32))
        else:
            self._energies.append(self._energy(heard))
            self._peaks.append(self._peak(seen, frames))
        self._waiting = self._waiting[:, frames:]

    def _energy(self, heard: Audio) -> Curve:
        weighted, self._state = sosfilt(self._sos, heard, axis=1, zi=self._state)
        squares = np.einsum("ij,ij->j", weighted, weighted)
        return np.asarray(squares.reshape(-1, self._hop).sum(axis=1), np.float32)

    def _peak(self, seen: Audio, frames: int) -> Curve:
        """Return each hop's true peak.

        Hops 12 dB and more under the loudest so far are not oversampled: they get their sample
        peak and 3.5 dB, which between samples is hardly ever passed.
        """
        half = _TAPS // 2
        level = np.abs(seen[:, half : half + frames]).max(axis=0)
        peaks = level.reshape(-1, self._hop).max(axis=1)
        self._loudest = max(self._loudest, float(peaks.max()))
        high = np.flatnonzero(peaks > 0.25 * self._loudest)
        out = 1.5 * peaks
        out[high] = np.maximum(peaks[high], _between(seen, high * self._hop, self._hop))
        return np.asarray(out, np.float32)


def _between(seen: Audio, starts: npt.NDArray[np.intp], hop: int) -> Curve:
    """Return the highest value between the samples of each hop that begins at `starts`."""
    part = hop // _PARTS if hop % _PARTS == 0 else hop
    spans = np.lib.stride_tricks.sliding_window_view(seen, part + _TAPS - 1, axis=1)
    firsts = (starts[:, None] + np.arange(1, hop + 1, part)).ravel()
    values = product(spans[:, firsts].reshape(-1, spans.shape[-1]), _interpolation(part))
    high = np.maximum(values.max(axis=1), -values.min(axis=1))
    return np.asarray(high.reshape(2, len(starts), hop // part).max(axis=(0, 2)))


@lru_cache(maxsize=4)
def _interpolation(count: int) -> Curve:
    """Return the matrix from samples to the values between `count` of them."""
    found = np.zeros((count + _TAPS - 1, _PHASES - 1, count), np.float32)
    for phase, taps in enumerate(_interpolators()):
        for place in range(count):
            found[place : place + _TAPS, phase, place] = taps
    return found.reshape(len(found), -1)


@lru_cache(maxsize=1)
def _interpolators() -> Curve:
    """Return the filters that give the values 1/4, 2/4 and 3/4 between two samples."""
    taps = firwin(_PHASES * _TAPS + 1, 1 / _PHASES, window=("kaiser", 6.0)) * _PHASES
    phases = taps[:-1].reshape(_TAPS, _PHASES).T[1:, ::-1]
    return np.asarray(phases / phases.sum(axis=1, keepdims=True), np.float32)


@lru_cache(maxsize=8)
def k_weighting(rate_hz: int) -> Floats:
    """Return the two sections of the K-weighting at any rate, by bilinear transform.

    The analogue prototypes are those whose transform at 48 kHz gives the very coefficients
    printed in BS.1770-4, Annex 1, tables 1 and 2.
    """
    shelf = _shelf(np.tan(np.pi * 1681.974450955533 / rate_hz), 3.999843853973347, 0.70717523695)
    k = np.tan(np.pi * 38.13547087602444 / rate_hz)
    q = 0.5003270373238773
    a0 = 1 + k / q + k * k
    high_pass = [1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0]
    return np.array([shelf, high_pass])


def _shelf(k: float, gain_db: float, q: float) -> list[float]:
    high = 10 ** (gain_db / 20)
    middle = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    return [
        (high + middle * k / q + k * k) / a0,
        2 * (k * k - high) / a0,
        (high - middle * k / q + k * k) / a0,
        1.0,
        2 * (k * k - 1) / a0,
        (1 - k / q + k * k) / a0,
    ]


def measure(sound: Audio, rate_hz: int) -> Profile:
    """Return what a meter hears in a whole sound: float32 (channels, n), one or two channels."""
    meter = Meter(rate_hz)
    meter.add(sound if sound.shape[0] == 2 else np.vstack([sound, np.zeros_like(sound)]))
    return meter.profile()


def loudness_lufs(sound: Audio, rate_hz: int) -> float | None:
    """Return integrated loudness; None below 400 ms and for silence.

    Source: ITU-R BS.1770-4, Annex 1. A mono sound counts as one channel.
    """
    return measure(sound, rate_hz).loudness_lufs()


def true_peak_dbtp(sound: Audio, rate_hz: int) -> float:
    """Return the true peak, 4 times oversampled. Source: ITU-R BS.1770-4, Annex 2."""
    return to_db(measure(sound, rate_hz).true_peak)
