"""Listens to what a model played: does it sound to the end, loud enough, in the tempo asked for?

Knows no model. Whether somebody sings cannot be heard here; the take says that it was not checked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

UNCHECKED = "It was not checked for voices: no tool for that is part of this version."

_BLOCK_S = 0.1
_FLOOR_DB = -60.0
_BELOW_LOUDEST_DB = 45.0
"""A block this far under the loudest tenth is silence."""
_QUIETEST_DB = -45.0
_LONGEST_TAIL_S = 1.5
_LONGEST_HOLE_S = 3.0
_CLEAR_BEAT = 0.35
"""Share of the onsets' energy that repeats; below, no tempo can be told."""
_AS_GOOD = 0.7
_TEMPI_BPM = (40.0, 220.0)
_FRAME, _HOP_S = 1024, 0.01
_LISTENED_S = 60.0
"""The tempo is told from the first minute."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was found."""

    faults: tuple[str, ...]
    """Sentences; empty: it can be used."""
    bpm: float | None
    """Measured tempo; None: no clear beat."""


def listen(
    sound: npt.NDArray[np.float32],
    rate_hz: int,
    *,
    bpm: float | None = None,
    tolerance: float = 0.08,
    may_fade: bool = False,
) -> Heard:
    """Return what is wrong with a sound (channels, samples).

    Parameters
    ----------
    bpm : tempo asked for; None: any
    tolerance : how far off it may be, as a ratio; 0: not checked
    may_fade : True for a single accent, half of which may ring out
    """
    mono = sound.astype(np.float64).mean(0)
    if not np.isfinite(mono).all():
        return Heard(("it holds numbers that are no sound",), None)
    levels = _levels_db(mono, rate_hz)
    faults = [*_loudness(mono), *_silences(levels, may_fade)]
    curve = _repeats(mono, rate_hz)
    measured = _tempo(curve)
    if bpm and tolerance and measured and not _fits(curve, bpm, tolerance):
        faults.append(f"it beats at {measured:.0f} a minute where {bpm:.0f} were asked for")
    return Heard(tuple(faults), measured)


def _levels_db(mono: npt.NDArray[np.float64], rate_hz: int) -> npt.NDArray[np.float64]:
    size = max(int(_BLOCK_S * rate_hz), 1)
    count = max(len(mono) // size, 1)
    blocks = np.resize(mono, count * size).reshape(count, size)
    return np.asarray(10 * np.log10((blocks**2).mean(1) + 1e-12))


def _loudness(mono: npt.NDArray[np.float64]) -> list[str]:
    level_db = 10 * np.log10((mono**2).mean() + 1e-12)
    return [f"it is nearly silent ({level_db:.0f} dB)"] if level_db < _QUIETEST_DB else []


def _silences(levels: npt.NDArray[np.float64], may_fade: bool) -> list[str]:
    floor = max(_FLOOR_DB, float(np.percentile(levels, 90)) - _BELOW_LOUDEST_DB)
    sounding = np.flatnonzero(levels > floor)
    if not len(sounding):
        return []  # loudness has said so
    tail_s = (len(levels) - 1 - sounding[-1]) * _BLOCK_S
    most_s = len(levels) * _BLOCK_S / 2 if may_fade else _LONGEST_TAIL_S
    hole_s = (np.diff(sounding, prepend=-1).max() - 1) * _BLOCK_S
    faults = []
    if tail_s > most_s:
        faults.append(f"its last {tail_s:.1f} s are silent")
    if hole_s > _LONGEST_HOLE_S:
        faults.append(f"it is silent for {hole_s:.1f} s in between")
    return faults


def _repeats(mono: npt.NDArray[np.float64], rate_hz: int) -> npt.NDArray[np.float64]:
    """Return how well onsets repeat after each lag in hops, 1 at lag 0."""
    hop = round(_HOP_S * rate_hz)
    mono = mono[: round(_LISTENED_S * rate_hz)]
    count = (len(mono) - _FRAME) // hop
    if count < 300:  # under three seconds no tempo can be told
        return np.zeros(0)
    window = np.hanning(_FRAME)
    places = np.arange(count)[:, None] * hop + np.arange(_FRAME)
    spectra = np.log1p(100 * np.abs(np.fft.rfft(mono[places] * window)).astype(np.float32))
    rise = np.maximum(np.diff(spectra, axis=0), 0).sum(1)
    rise = np.convolve(rise - rise.mean(), np.hanning(7) / 4, mode="same")
    spectrum = np.fft.rfft(rise, 2 * len(rise))
    repeats = np.fft.irfft(np.abs(spectrum) ** 2)[: len(rise)]
    fair = repeats / np.arange(len(rise), 0, -1)
    return np.asarray(fair / max(fair[0], 1e-12))


def _lag(bpm: float) -> float:
    return 60.0 / bpm / _HOP_S


def _tempo(curve: npt.NDArray[np.float64]) -> float | None:
    """Return the tempo whose beat repeats best; None when none does clearly."""
    low, high = (round(_lag(bpm)) for bpm in reversed(_TEMPI_BPM))
    if len(curve) < 2 * high:
        return None
    best = low + int(curve[low : high + 1].argmax())
    return 60.0 / (best * _HOP_S) if curve[best] >= _CLEAR_BEAT else None


def _fits(curve: npt.NDArray[np.float64], bpm: float, tolerance: float) -> bool:
    """Return whether the tempo, its half or its double repeats nearly as well as the best one."""
    low, high = (round(_lag(limit)) for limit in reversed(_TEMPI_BPM))
    best = curve[low : high + 1].max()
    for times in (0.5, 1.0, 2.0):
        first = int(_lag(bpm * times * (1 + tolerance)))
        last = int(_lag(bpm * times * (1 - tolerance))) + 2
        part = curve[first:last]
        if len(part) and part.max() >= _AS_GOOD * best:
            return True
    return False
