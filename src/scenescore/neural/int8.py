"""Products with 8-bit weights and 8-bit activations on a CPU.

Weights are rounded per output channel once; activations per row at each call, so a row's result
does not depend on who shares its batch. Sums are exact integers. Our own C where a compiler is at
hand, else torch's kernels.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

import torch

from scenescore.neural.products import NativeProduct, is_native

_ROWS = 4096
"""Rows of a weight rounded at once: the largest layer alone would need gigabytes in float."""


def rounded(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return a weight (out, in) as int8 with a scale for each output channel."""
    whole = torch.empty(weight.shape, dtype=torch.int8)
    scales = torch.empty(weight.shape[0], dtype=torch.float32)
    for first in range(0, weight.shape[0], _ROWS):
        rows = weight[first : first + _ROWS].detach().float()
        scale = rows.abs().amax(1).clamp_min(1e-12) / 127
        whole[first : first + _ROWS] = (rows / scale[:, None]).round().clamp_(-127, 127)
        scales[first : first + _ROWS] = scale
    return whole, scales


def int8_product(weight: torch.Tensor) -> Callable[[torch.Tensor], torch.Tensor]:
    """Return rows @ weight.T for a weight (out, in), rows and result in float32."""
    whole, scales = rounded(weight)
    return NativeProduct(whole, scales) if is_native() else TorchProduct(whole, scales)


class TorchProduct:
    """Rows (n, in) in float32 to rows @ weight.T (n, out) in float32, by torch's kernels."""

    def __init__(self, weight: torch.Tensor, scales: torch.Tensor) -> None:
        self._engine = packed_linear(weight, scales)

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """Return the product."""
        peak = rows.abs().amax(-1, keepdim=True).clamp_min(1e-12)
        return self._engine(rows / peak).mul_(peak)


class PackedLinear:
    """int8 products by torch's packed kernels; rows come with a peak of 1."""

    def __init__(self, weight: torch.Tensor, scales: torch.Tensor) -> None:
        # Without VNNI the kernel adds pairs in 16 bits, so one bit of the input is given up.
        self._levels = 127 if _adds_exactly() else 63
        zeros = torch.zeros(len(scales), dtype=torch.long)
        with warnings.catch_warnings():  # torch says that quantised tensors will be removed
            warnings.simplefilter("ignore")
            make = torch._make_per_channel_quantized_tensor
            self._packed = torch.ops.quantized.linear_prepack(
                make(weight, scales.double(), zeros, 0), None
            )

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """Return rows @ W.T in float32."""
        run = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32
        product: torch.Tensor = run(rows, 1 / self._levels, self._levels + 1, self._packed)
        return product


class PlainLinear:
    """The same products by torch's plain integer matrix product; slower with several rows."""

    def __init__(self, weight: torch.Tensor, scales: torch.Tensor) -> None:
        self._weight, self._scales = weight, scales / 127

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """Return rows @ W.T in float32."""
        whole = (rows * 127).round().to(torch.int8)
        return torch._int_mm(whole, self._weight.t()).float() * self._scales


def packed_linear(weight: torch.Tensor, scales: torch.Tensor) -> PackedLinear | PlainLinear:
    """Return the fastest engine that this torch has."""
    try:
        return PackedLinear(weight, scales)
    except (AttributeError, RuntimeError, NotImplementedError):
        return PlainLinear(weight, scales)


def _adds_exactly() -> bool:
    asked = getattr(torch.cpu, "_is_vnni_supported", None)
    return bool(asked and asked())
