"""Writes sound files. Knows formats, nothing of mixing.

Samples are rounded here, once, to as many bits as `depth` says, inside a 24-bit file. Writing
goes through a file of ours, so that a full disk is an error of ours and not a short file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from scenescore.core.files import atomic
from scenescore.mix.depth import FRAME, Depth, needed_bits

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio

# libFLAC level 3, the fastest of those that look for long-term structure: 1 % larger than level 7
# in two thirds of its time; level 2 and below are 15 % larger and no faster.
_EFFORT = 0.4


class SoundWriter:
    """Takes blocks of float32 (2, n) of any size and writes them, rounded, in whole frames."""

    def __init__(self, file: Any, rate_hz: int, depth: Depth) -> None:
        self._file, self._rate_hz, self._depth = file, rate_hz, depth
        self._waiting = np.zeros((2, 0), np.float32)

    def add(self, block: Audio) -> None:
        """Write the next block."""
        self._waiting = np.concatenate((self._waiting, block), axis=1)
        whole = self._waiting.shape[1] // FRAME * FRAME
        self._write(self._waiting[:, :whole])
        self._waiting = self._waiting[:, whole:]

    def close(self) -> None:
        """Write what is left."""
        self._write(self._waiting)

    def _write(self, sound: Audio) -> None:
        length = sound.shape[1]
        if not length:
            return
        frames = -(-length // FRAME)
        full = np.pad(sound, ((0, 0), (0, frames * FRAME - length)))
        bits = needed_bits(full, self._rate_hz, self._depth)[:, None]
        scale = np.ldexp(np.float32(1), bits - 1).astype(np.float32)
        whole = np.rint(full.reshape(2, frames, FRAME) * scale)
        whole = np.clip(whole, -scale, scale - 1).astype(np.int32) << (32 - bits).astype(np.int32)
        self._file.write(np.ascontiguousarray(whole.reshape(2, -1)[:, :length].T))


@contextmanager
def sound_writer(path: Path, *, rate_hz: int, depth: Depth) -> Iterator[SoundWriter]:
    """Yield a writer whose file appears at `path` once the block ends without an error.

    The suffix chooses the format: `.flac` or `.wav`, both 24 bits wide.

    Raises
    ------
    CannotWriteError
        the disk is full, or the folder cannot be written
    """
    import soundfile

    flac = path.suffix == ".flac"
    options = {"compression_level": _EFFORT} if flac else {}
    kind = "FLAC" if flac else "WAV"
    with atomic(path) as temporary, temporary.open("wb+", buffering=0) as raw:
        disk = _Disk(raw)
        try:
            with soundfile.SoundFile(
                disk, "w", rate_hz, 2, "PCM_24", format=kind, **options
            ) as file:
                writer = SoundWriter(file, rate_hz, depth)
                yield writer
                writer.close()
        except (soundfile.SoundFileError, AssertionError):
            disk.check()
            raise
        disk.check()


class _Disk:
    """A file that keeps the first error to itself: the sound library cannot pass one on."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._problem: OSError | None = None
        self.seek, self.tell, self.read = raw.seek, raw.tell, raw.read

    def write(self, data: bytes) -> int:
        """Write all of the data; 0 when that fails, which makes the library stop."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._raw.write(rest) :]
        except OSError as problem:
            self._problem = self._problem or problem
            return 0
        return len(data)

    def check(self) -> None:
        """Raise the error that was kept."""
        if self._problem is not None:
            raise self._problem
