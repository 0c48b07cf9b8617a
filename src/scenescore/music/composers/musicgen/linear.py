"""One door to fast linear layers: `pack_linear` gives what multiplies rows by a weight.

A step of decoding reads every weight once for a few rows, so what counts is bytes read. On a CPU
our own C does it where a compiler is at hand, else whatever else is fastest.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from scenescore.neural.int8 import int8_product
from scenescore.neural.products import NativeProduct, is_native

Linear = Callable[[torch.Tensor], torch.Tensor]
"""Takes float32 or the engine's own type (rows, in); gives the same type (rows, out)."""

PRECISIONS = ("fp32", "bf16", "int8")
_CACHED_BYTES = 1 << 19
"""Of a weight multiplied at once: stays in a core's own cache for the rows after the first."""
_FEW_ROWS, _SOME_ROWS = 4, 64
"""Up to so many rows one after the other, up to so many by oneDNN; more by torch's own product."""


def pack_linear(weight: torch.Tensor, precision: str) -> Linear:
    """Return rows @ weight.T for a weight (out, in), in one of `PRECISIONS`.

    `fp32` is exact; `bf16` keeps 8 bits of every number; `int8` is for the CPU.
    """
    return _PACKERS[precision](weight.detach())


class _Plain:
    """torch's own product."""

    def __init__(self, weight: torch.Tensor, dtype: torch.dtype) -> None:
        self._weight, self._dtype = weight.to(dtype), dtype

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.linear(rows.to(self._dtype), self._weight).to(rows.dtype)


class _Exact:
    """float32 on a CPU without our C, by whatever reads the weight fastest for so many rows.

    torch's own product of two rows reads a quarter of what the memory gives. One row after the
    other against a block that stays in the cache, by numpy's BLAS, reads three quarters.
    """

    def __init__(self, weight: torch.Tensor) -> None:
        self._weight = weight.float().contiguous()
        self._array = self._weight.numpy()
        self._block = max(_CACHED_BYTES // (4 * weight.shape[1]), 1)

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        if len(rows) <= _FEW_ROWS:
            return self._row_by_row(rows)
        if len(rows) <= _SOME_ROWS:
            product = _one_dnn(rows, self._weight)
            if product is not None:
                return product
        return torch.nn.functional.linear(rows, self._weight)

    def _row_by_row(self, rows: torch.Tensor) -> torch.Tensor:
        given = rows.contiguous().numpy()
        out = np.empty((len(given), len(self._array)), np.float32)
        for first in range(0, len(self._array), self._block):
            part = self._array[first : first + self._block]
            for row, line in enumerate(given):
                np.dot(part, line, out=out[row, first : first + self._block])
        return torch.from_numpy(out)


def _exact(weight: torch.Tensor) -> Linear:
    if weight.device.type != "cpu":
        return _Plain(weight, torch.float32)
    return NativeProduct(weight) if is_native() else _Exact(weight)


def _one_dnn(rows: torch.Tensor, weight: torch.Tensor) -> torch.Tensor | None:
    """Return the product by oneDNN, None where this torch has no such door."""
    try:
        run = torch.ops.mkldnn._linear_pointwise
        product: torch.Tensor = run(rows.contiguous(), weight, None, "none", [], "")
    except (AttributeError, RuntimeError, NotImplementedError):
        return None
    return product


_PACKERS: dict[str, Callable[[torch.Tensor], Linear]] = {
    "fp32": lambda weight: _exact(weight),
    "bf16": lambda weight: _Plain(weight, torch.bfloat16),
    "int8": int8_product,
}
