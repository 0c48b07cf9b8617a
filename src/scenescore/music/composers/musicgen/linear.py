"""One door to fast linear layers: `pack_linear` gives what multiplies rows by a weight.

A step of decoding reads every weight once for a few rows, so what counts is bytes read. int8
rounds weights per output channel and activations per row at each call: a cue's result does not
depend on who shares its batch.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import torch

Linear = Callable[[torch.Tensor], torch.Tensor]
"""Takes float32 or the engine's own type (rows, in); gives the same type (rows, out)."""

PRECISIONS = ("fp32", "bf16", "int8")
_ROWS = 4096
"""Rows of a weight rounded at once: bounds memory."""
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
    """float32 on a CPU, by whatever reads the weight fastest for so many rows.

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


def _one_dnn(rows: torch.Tensor, weight: torch.Tensor) -> torch.Tensor | None:
    """Return the product by oneDNN, None where this torch has no such door."""
    try:
        run = torch.ops.mkldnn._linear_pointwise
        product: torch.Tensor = run(rows.contiguous(), weight, None, "none", [], "")
    except (AttributeError, RuntimeError, NotImplementedError):
        return None
    return product


class _Int8:
    """int8 products by torch's packed kernels; sums are exact integers."""

    def __init__(self, whole: torch.Tensor, scales: torch.Tensor) -> None:
        # Without VNNI the kernel adds pairs in 16 bits, so one bit of the input is given up.
        self._levels = 127 if _adds_exactly() else 63
        zeros = torch.zeros(len(scales), dtype=torch.long)
        with warnings.catch_warnings():  # torch says that quantised tensors will be removed
            warnings.simplefilter("ignore")
            make = torch._make_per_channel_quantized_tensor
            self._packed = torch.ops.quantized.linear_prepack(
                make(whole, scales.double(), zeros, 0), None
            )

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        peak = rows.abs().amax(-1, keepdim=True).clamp_min(1e-12)
        run = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32
        product: torch.Tensor = run(rows / peak, 1 / self._levels, self._levels + 1, self._packed)
        return product.mul_(peak)


class _PlainInt8:
    """The same products by torch's plain integer matrix product, where packed ones are gone."""

    def __init__(self, whole: torch.Tensor, scales: torch.Tensor) -> None:
        self._whole, self._scales = whole, scales / 127

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        peak = rows.abs().amax(-1, keepdim=True).clamp_min(1e-12)
        rounded = (rows / peak * 127).round().to(torch.int8)
        return torch._int_mm(rounded, self._whole.t()).float() * self._scales * peak


def rounded(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return a weight (out, in) as int8 with a scale for each output channel."""
    whole = torch.empty(weight.shape, dtype=torch.int8)
    scales = torch.empty(weight.shape[0], dtype=torch.float32)
    for first in range(0, weight.shape[0], _ROWS):
        rows = weight[first : first + _ROWS].float()
        scale = rows.abs().amax(1).clamp_min(1e-12) / 127
        whole[first : first + _ROWS] = (rows / scale[:, None]).round().clamp_(-127, 127)
        scales[first : first + _ROWS] = scale
    return whole, scales


def _int8(weight: torch.Tensor) -> Linear:
    whole, scales = rounded(weight)
    try:
        return _Int8(whole, scales)
    except (AttributeError, RuntimeError, NotImplementedError):
        return _PlainInt8(whole, scales)


def _adds_exactly() -> bool:
    asked = getattr(torch.cpu, "_is_vnni_supported", None)
    return bool(asked and asked())


_PACKERS: dict[str, Callable[[torch.Tensor], Linear]] = {
    "fp32": lambda weight: (
        _Exact(weight) if weight.device.type == "cpu" else _Plain(weight, torch.float32)
    ),
    "bf16": lambda weight: _Plain(weight, torch.bfloat16),
    "int8": _int8,
}
