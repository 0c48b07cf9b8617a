"""Attention for a few new tokens over many by our own C, in bfloat16 on a CPU."""

from __future__ import annotations

import ctypes
from pathlib import Path

import torch

from scenescore.neural.native import Threads, library
from scenescore.neural.products import address

_SOURCE = Path(__file__).parent / "c" / "look.c"
_FEW = 16
"""New tokens at most: with more, products of whole blocks are faster."""
_THREADS = Threads()


class _Question(ctypes.Structure):
    _fields_ = (
        ("rows", ctypes.c_long), ("shared", ctypes.c_long), ("groups", ctypes.c_long),
        ("news", ctypes.c_long), ("places", ctypes.c_long), ("width", ctypes.c_long),
        ("keys", ctypes.c_void_p), ("values", ctypes.c_void_p), ("asked", ctypes.c_void_p),
        ("mask", ctypes.c_void_p), ("out", ctypes.c_void_p), ("scale", ctypes.c_float),
        ("cap", ctypes.c_float),
    )  # fmt: skip


def look_back(
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    mask: torch.Tensor | None,
    *,
    scale: float,
    cap: float | None,
) -> torch.Tensor | None:
    """Return (rows, new, heads, width) for queries (rows, heads, new, width), None where it cannot.

    Keys and values are (rows, heads that share, places, width), the mask (rows, 1, new, places).
    """
    rows, heads, new, width = query.shape
    shared, places = key.shape[1], key.shape[2]
    given = (query, key, value) if mask is None else (query, key, value, mask)
    fits = new <= _FEW and width % 64 == 0 and all(one.dtype == torch.bfloat16 for one in given)
    found = library(_SOURCE) if fits and query.device.type == "cpu" else None
    if found is None:
        return None
    asked, keys, values = query.contiguous(), key.contiguous(), value.contiguous()
    if mask is not None:
        mask = mask.expand(rows, 1, new, places).contiguous()
    out = torch.empty(rows, new, heads, width, dtype=torch.bfloat16)
    question = _Question(
        rows, shared, heads // shared, new, places, width, keys.data_ptr(), values.data_ptr(),
        asked.data_ptr(), None if mask is None else mask.data_ptr(), out.data_ptr(), scale,
        cap or 0.0,
    )  # fmt: skip
    found.room_of_look.restype = ctypes.c_long
    with _THREADS.given(torch.get_num_threads()) as threads:
        room = torch.empty(threads * int(found.room_of_look(ctypes.byref(question))))
        found.look_back(ctypes.byref(question), address(room), ctypes.c_long(threads))
    return out
