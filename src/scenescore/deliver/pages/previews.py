"""Makes small MP3s of cues, all of them together within a number of bytes.

Quality is lowered first, for all alike; only at the lowest are the longest cues shortened. The bit
rate is constant, so sizes are known before anything is encoded. Knows nothing about pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile

from scenescore.core.errors import UnavailableError
from scenescore.core.progress import Run
from scenescore.core.sound import read_sound, sound_frames

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio

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


def check_encoder() -> None:
    """Raise UnavailableError where the sound library cannot write MP3 (libsndfile before 1.1)."""
    if "MP3" not in soundfile.available_formats():
        raise UnavailableError(
            f"the sound library here ({soundfile.__libsndfile_version__}) cannot write MP3",
            hint="pip install --upgrade soundfile brings one that can.",
        )


def encode(path: Path, plan: Budget, *, run: Run) -> bytes:
    """Return a recording as MP3 within a budget.

    Raises
    ------
    NoInputError, NotPermittedError, BadDataError
        when the file cannot be read as sound
    """
    quality, out = plan.quality, io.BytesIO()
    sound = read_sound(path, rate_hz=quality.rate_hz)
    longest = plan.longest_s * quality.rate_hz
    if sound_frames(path, quality.rate_hz) > longest:
        sound = _shortened(sound, int(longest), int(_FADE_S * quality.rate_hz))
    with soundfile.SoundFile(
        out, "w", quality.rate_hz, quality.channels, format="MP3", subtype="MPEG_LAYER_III",
        bitrate_mode="CONSTANT", compression_level=_level(quality),
    ) as preview:  # fmt: skip
        for block in sound:
            run.check()
            preview.write(block.T if quality.channels == 2 else block.mean(axis=0))
    return out.getvalue()


def _level(quality: Quality) -> float:
    """Return libsndfile's name for a bit rate: 0 the highest of the MPEG version, 1 the lowest."""
    high, low = (320, 32) if quality.rate_hz >= 32_000 else (160, 8)
    return (high - quality.kbps) / (high - low)


def _shortened(blocks: Iterator[Audio], longest: int, fade: int) -> Iterator[Audio]:
    """Yield the first `longest` samples, the last `fade` of them fading to nothing."""
    left = longest
    for block in blocks:
        kept = block[:, :left]
        ramp = (left - np.arange(kept.shape[1])) / fade
        yield kept * np.clip(ramp, 0, 1).astype(np.float32)
        left -= kept.shape[1]
        if left == 0:
            return
