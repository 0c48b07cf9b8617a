"""One stretch of tokens being written, each codebook a step later than the one before.

Columns are what the decoder reads; frames are what EnCodec plays. Column j holds, of the codebook
with delay d, frame j - 1 - d; what lies before the first frame or after the last is a pad. So new
frames take `frames + delays` steps. Knows no model.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
"""Tokens, shape (codebooks, frames)."""

_FREE = -1


def delays(codebooks: int, channels: int) -> tuple[int, ...]:
    """Return how many steps late each codebook is; left and right of a stereo model go together.

    >>> delays(4, 1), delays(8, 2)
    ((0, 1, 2, 3), (0, 0, 1, 1, 2, 2, 3, 3))
    """
    return tuple(book // channels for book in range(codebooks))


def steps_of(frames: int, late: tuple[int, ...]) -> int:
    """Return the decoder's steps for new frames: one each, and the longest delay."""
    return frames + max(late)


class Tape:
    """Frames already there, and room for new ones."""

    def __init__(self, before: Codes, frames: int, late: tuple[int, ...], pad: int) -> None:
        self._late, self._known = np.asarray(late), before.shape[1]
        total = self._known + frames
        self._grid = np.full((len(late), 1 + total + max(late)), pad, np.int64)
        for book, delay in enumerate(late):
            start = 1 + delay
            self._grid[book, start : start + self._known] = before[book]
            self._grid[book, start + self._known : start + total] = _FREE
        self._total, self._at = total, 1 + self._known

    @property
    def is_done(self) -> bool:
        """True when every column is written."""
        return bool(self._at == self.columns)

    @property
    def columns(self) -> int:
        """How many columns there are when it is done."""
        return int(self._grid.shape[1])

    def beginning(self) -> Codes:
        """Return the columns that are read before the first is written."""
        start = self._grid[:, : 1 + self._known]
        return np.where(start == _FREE, 0, start)  # nothing is free there

    def write(self, tokens: Codes) -> Codes:
        """Write the next column from tokens (codebooks,), pads kept; return what it holds."""
        column = self._grid[:, self._at]
        column[...] = np.where(column == _FREE, tokens, column)
        self._at += 1
        return column.copy()

    def frames(self) -> Codes:
        """Return the frames, new ones only, of which every codebook is written."""
        last = int(min(max(self._at - 1 - max(self._late), self._known), self._total))
        rows = [
            self._grid[book, 1 + delay + self._known : 1 + delay + last]
            for book, delay in enumerate(self._late)
        ]
        return np.stack(rows)
