"""Measures a sound file as it is heard, by other means than the house's own meters.

The K-weighting comes from pyloudnorm, gating follows ITU-R BS.1770-4, the true peak is that of the
sound at eight times its rate. Reads in blocks: a long film fits in a small machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyloudnorm
import soundfile
from scipy import signal

Samples = npt.NDArray[np.float64]
_OVER = 8
_AROUND = 128
"""Samples on both sides of a block that its resampling hears."""
_SILENCE_DBFS = -60.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What a sound file holds."""

    frames: int
    rate_hz: int
    loudness_lufs: float | None
    """None: shorter than 400 ms, or silent."""
    true_peak_dbtp: float
    silent_share: float
    """0..1: how many tenths of a second are below -60 dBFS."""


def hear(path: Path) -> Heard:
    """Return the figures of a sound file."""
    with soundfile.SoundFile(path) as file:
        rate_hz, frames = file.samplerate, file.frames
        weighted = _powers(_weighted(_blocks(file), rate_hz), rate_hz // 10)
        plain = _powers(_blocks(file), rate_hz // 10)
        peak = max((_peak(block) for block in _wide_blocks(file)), default=0.0)
    level_db = 10 * np.log10(plain / file.channels + 1e-30)
    return Heard(
        frames=frames,
        rate_hz=rate_hz,
        loudness_lufs=_gated(weighted),
        true_peak_dbtp=20 * float(np.log10(peak + 1e-12)),
        silent_share=float((level_db < _SILENCE_DBFS).mean()) if len(level_db) else 0.0,
    )


def _blocks(file: soundfile.SoundFile) -> Iterator[Samples]:
    file.seek(0)
    yield from file.blocks(file.samplerate // 10 * 64, dtype="float64", always_2d=True)


def _weighted(blocks: Iterator[Samples], rate_hz: int) -> Iterator[Samples]:
    stages = list(pyloudnorm.Meter(rate_hz)._filters.values())
    states: list[Samples] | None = None
    for block in blocks:
        states = states or [np.zeros((len(s.a) - 1, block.shape[1])) for s in stages]
        for index, stage in enumerate(stages):
            block, states[index] = signal.lfilter(stage.b, stage.a, block, 0, states[index])
            block = block * stage.passband_gain
        yield block


def _powers(blocks: Iterator[Samples], hop: int) -> Samples:
    """Return the mean power of each whole tenth of a second, channels together."""
    found = [np.zeros(0)]
    for block in blocks:
        whole = block[: len(block) // hop * hop].reshape(-1, hop, block.shape[1])
        found.append(np.square(whole).mean(axis=1).sum(axis=1))
    return np.concatenate(found)


def _gated(powers: Samples) -> float | None:
    # BS.1770-4: blocks of 400 ms, each beginning 100 ms later; gates at -70 LUFS and 10 LU below.
    if len(powers) < 4:
        return None
    blocks = np.convolve(powers, np.full(4, 0.25), "valid")
    blocks = blocks[_lufs(blocks) >= -70.0]
    if not len(blocks):
        return None
    return float(_lufs(blocks[_lufs(blocks) > _lufs(blocks.mean()) - 10.0].mean()))


def _lufs(power: Samples | float) -> Samples:
    return np.asarray(-0.691 + 10 * np.log10(np.asarray(power) + 1e-30))


def _wide_blocks(file: soundfile.SoundFile) -> Iterator[tuple[Samples, int, int]]:
    """Yield (samples, first, last): a block with what surrounds it."""
    size = file.samplerate * 4
    for start in range(0, file.frames, size):
        first = min(start, _AROUND)
        file.seek(start - first)
        sound = file.read(first + size + _AROUND, dtype="float64", always_2d=True)
        yield sound, first, min(first + size, len(sound))


def _peak(block: tuple[Samples, int, int]) -> float:
    sound, first, last = block
    fine = signal.resample_poly(sound, _OVER, 1, axis=0)
    return float(np.abs(fine[first * _OVER : last * _OVER]).max())
