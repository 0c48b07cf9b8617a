"""Products of few rows by a large weight at the speed of the memory, by our own C.

Weights are repacked once, as float32 or as bytes with a scale for each output. A row's result
depends neither on the other rows nor on the number of threads.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import numpy as np
import torch

from scenescore.neural.native import SHARED, Threads, library

_PIECE, _LINE = 1 << 26, 64
"""Bytes of memory asked for at once; a weight begins at a line of the cache."""


class Linear(ctypes.Structure):
    """A packed weight as C knows it."""

    _fields_ = (
        ("weight", ctypes.c_void_p),
        ("scales", ctypes.c_void_p),
        ("outs", ctypes.c_long),
        ("ins", ctypes.c_long),
        ("is_int8", ctypes.c_long),
    )


class _Store:
    """Memory in large pieces: weights side by side in large pages are read a third faster.

    numpy asks for large pages where a piece is large. A piece goes when its last weight goes.
    """

    def __init__(self) -> None:
        self._piece = np.empty(0, np.uint8)

    def take(self, size: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Return so many bytes that nothing else uses."""
        size = _filled(size, _LINE)
        if size > _PIECE // 2:
            return np.empty(size, np.uint8)
        if size > len(self._piece):
            piece = np.empty(_PIECE + _LINE, np.uint8)
            self._piece = piece[-piece.ctypes.data % _LINE :][:_PIECE]
        taken, self._piece = self._piece[:size], self._piece[size:]
        return taken


@cache
def _store() -> _Store:
    return _Store()


def is_native() -> bool:
    """Return whether our C runs here."""
    return library(SHARED / "products.c") is not None


def reads_panels(found: ctypes.CDLL) -> bool:
    """Return whether a library of ours is as wide as the one that packs: they are built apart."""
    packing = library(SHARED / "products.c")
    return packing is not None and packing.panel() == found.panel()


class NativeProduct:
    """float32 rows (n, ins) to rows @ weight.T (n, outs) in float32."""

    def __init__(self, weight: torch.Tensor, scales: torch.Tensor | None = None) -> None:
        """Pack a weight (outs, ins), float32, or int8 with a scale for each output."""
        found = library(SHARED / "products.c")
        if found is None:
            raise OSError("there is no compiler here")
        self._library, self._threads = found, Threads()
        outs, self._ins = weight.shape
        self.broad = _filled(outs, found.panel())
        """Floats from row to row of a result."""
        self._deep = self._ins if scales is None else _filled(self._ins, 4)
        kind = np.float32 if scales is None else np.uint8
        size = self.broad * self._deep * np.dtype(kind).itemsize
        self._weight = _store().take(size).view(kind)
        self._scales = np.zeros(self.broad, np.float32)
        if scales is not None:
            self._scales[:outs] = scales.float().numpy()
        pack = found.pack_floats if scales is None else found.pack_bytes
        given = weight.float() if scales is None else weight
        pack(address(given.contiguous()), _count(outs), _count(self._ins), address(self._weight))
        self.linear = Linear(
            self._weight.ctypes.data, self._scales.ctypes.data, outs, self._deep, scales is not None
        )

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """Return the product."""
        if rows.shape[1:] != (self._ins,):
            raise ValueError(f"rows of {tuple(rows.shape)} meet a weight of {self._ins} inputs")
        rows = rows.float().contiguous()
        count = len(rows)
        out = torch.empty((count, self.broad))
        room = torch.empty(count * (self._deep + 8), dtype=torch.int8)
        with self._threads.given(torch.get_num_threads()) as threads:
            self._library.product(
                ctypes.byref(self.linear), address(rows), _count(count), _count(self._ins),
                address(room), address(out), _count(threads),
            )  # fmt: skip
        return out[:, : self.linear.outs]


def _filled(count: int, to: int) -> int:
    return -(-count // to) * to


def address(array: Any) -> ctypes.c_void_p:
    """Return where a tensor or an array of numpy begins."""
    is_tensor = isinstance(array, torch.Tensor)
    return ctypes.c_void_p(array.data_ptr() if is_tensor else array.ctypes.data)


def _count(number: int) -> ctypes.c_long:
    return ctypes.c_long(number)
