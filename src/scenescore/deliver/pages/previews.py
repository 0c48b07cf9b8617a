"""Makes small MP3s of cues, all of them together within a number of bytes.

Quality is lowered first, for all alike; only at the lowest are the longest cues shortened. The bit
rate is constant, so sizes are known before anything is encoded. Knows nothing about pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from scenescore.core.progress import Run

_BLOCK_FRAMES = 1 << 16
_FADE_S = 1.5
_FRAME_SAMPLES = 1152
_SPARE_FRAMES = 8
"""What an encoder adds at both ends, and its header."""


@dataclass(frozen=True, slots=True)
class Quality:
    """One way to encode, constant bit rate."""

    rate_hz: int
    channels: int
    kbps: int

    @property
    def words(self) -> str:
        """`96 kbit/s stereo`."""
        return f"{self.kbps} kbit/s {'stereo' if self.channels == 2 else 'mono'}"

    def size_bytes(self, seconds: float) -> int:
        """Return how large a recording of that length becomes, at most."""
        spare_s = _SPARE_FRAMES * _FRAME_SAMPLES / self.rate_hz
        return int((seconds + spare_s) * self.kbps * 1000 / 8) + 1


LADDER = (
    Quality(44_100, 2, 128),
    Quality(44_100, 2, 96),
    Quality(44_100, 2, 80),
    Quality(32_000, 2, 64),
    Quality(24_000, 2, 48),
    Quality(24_000, 1, 40),
    Quality(24_000, 1, 32),
)
"""Best first; below the last music is no longer worth judging, so cues are shortened instead."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How the previews are made so that they fit."""

    quality: Quality
    longest_s: float
    """A cue longer than this is cut there, with a fade; infinite when all fit whole."""


def budget(lengths_s: Sequence[float], most_bytes: int) -> Budget:
    """Return the best quality at which recordings of these lengths fit into `most_bytes`."""
    for quality in LADDER:
        if sum(map(quality.size_bytes, lengths_s)) <= most_bytes:
            return Budget(quality, float("inf"))
    return Budget(LADDER[-1], _longest_that_fits(lengths_s, LADDER[-1], most_bytes))


def _longest_that_fits(lengths_s: Sequence[float], quality: Quality, most_bytes: int) -> float:
    """Return the length, in whole seconds, at which the longest must be cut."""
    low, high = 0, int(max(lengths_s)) + 1
    while high - low > 1:
        middle = (low + high) // 2
        size = sum(quality.size_bytes(min(length, middle)) for length in lengths_s)
        low, high = (middle, high) if size <= most_bytes else (low, middle)
    return float(low)


def encode(path: Path, plan: Budget, *, run: Run) -> bytes:
    """Return a recording as MP3 within a budget.

    Raises
    ------
    OSError
        when the file cannot be read as sound
    """
    out = io.BytesIO()
    try:
        with (
            soundfile.SoundFile(path) as sound,
            soundfile.SoundFile(
                out, "w", plan.quality.rate_hz, plan.quality.channels, format="MP3",
                subtype="MPEG_LAYER_III", bitrate_mode="CONSTANT",
                compression_level=_level(plan.quality),
            ) as preview,
        ):  # fmt: skip
            for block in _resampled(_shortened(sound, plan.longest_s), sound, plan.quality):
                run.check()
                preview.write(block)
    except soundfile.LibsndfileError as problem:
        raise OSError(str(problem)) from problem
    return out.getvalue()


def _level(quality: Quality) -> float:
    """Return libsndfile's name for a bit rate: 0 the highest of the MPEG version, 1 the lowest."""
    high, low = (320, 32) if quality.rate_hz >= 32_000 else (160, 8)
    return (high - quality.kbps) / (high - low)


Block = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def _shortened(sound: soundfile.SoundFile, longest_s: float) -> Iterator[Block]:
    """Yield the recording in blocks (frames, channels), faded out where it is cut."""
    rate_hz = sound.samplerate
    whole = sound.frames <= longest_s * rate_hz
    last = sound.frames if whole else int(longest_s * rate_hz)
    fade = 0 if whole else min(int(_FADE_S * rate_hz), last)
    at = 0
    while at < last:
        block = sound.read(min(_BLOCK_FRAMES, last - at), dtype="float32", always_2d=True)
        if not len(block):
            return
        left = last - at - np.arange(len(block))
        at += len(block)
        yield block * np.clip(left / fade, 0, 1)[:, None].astype(np.float32) if fade else block


def _resampled(
    blocks: Iterator[Block], sound: soundfile.SoundFile, quality: Quality
) -> Iterator[Block]:
    converter = soxr.ResampleStream(sound.samplerate, quality.rate_hz, quality.channels)
    silence = np.zeros((0, quality.channels), np.float32)
    for block in blocks:
        yield converter.resample_chunk(_folded(block, quality.channels))
    yield converter.resample_chunk(silence, last=True)


def _folded(block: Block, channels: int) -> Block:
    if channels == 1:
        mono: Block = np.mean(block, axis=1, keepdims=True, dtype=np.float32)
        return mono
    stereo: Block = np.repeat(block, 2, axis=1) if block.shape[1] == 1 else block[:, :2]
    return stereo
