"""Keeps sound between two passes: short sound in memory, long sound in a nameless file.

The file has no name in its folder, so that nothing is left behind whatever happens.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

import numpy as np

from scenescore.core.files import writing

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio

_IN_MEMORY_FRAMES = 60 * 48000
_BYTES_PER_FRAME = 8


class Spool:
    """Stereo float32 sound that is written once from start to end and read in blocks."""

    def __init__(self, frames: int, folder: Path) -> None:
        self._blocks: list[Audio] | None = [] if frames <= _IN_MEMORY_FRAMES else None
        self._folder = folder
        self._file: IO[bytes] | None = None
        if self._blocks is None:
            with writing(folder):
                folder.mkdir(parents=True, exist_ok=True)
                self._file = self._nameless()
        self._next = 0

    def _nameless(self) -> IO[bytes]:
        return tempfile.TemporaryFile(dir=self._folder, buffering=0)

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._blocks = None
        if self._file is not None:
            self._file.close()

    def append(self, block: Audio) -> None:
        """Keep the next block.

        Raises
        ------
        CannotWriteError
            the disk is full
        """
        if self._blocks is not None:
            self._blocks.append(block)
        elif self._file is not None:
            with writing(self._folder):
                rest = memoryview(block.T.tobytes())
                while rest:
                    rest = rest[self._file.write(rest) :]

    def rewind(self) -> None:
        """Start reading at the first block."""
        self._next = 0
        if self._file is not None:
            self._file.seek(0)

    def read(self, frames: int) -> Audio:
        """Return the next block, of the size it was kept with: float32 (2, frames)."""
        if self._blocks is not None:
            self._next += 1
            return self._blocks[self._next - 1]
        assert self._file is not None
        data = self._file.read(frames * _BYTES_PER_FRAME)
        return np.frombuffer(data, np.float32).reshape(-1, 2).T
