"""int8 products: near the exact ones, the same by either engine."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.engine
torch = pytest.importorskip("torch", reason="needs torch, which ./test --full installs")

from scenescore.core.errors import SettingsError  # noqa: E402
from scenescore.neural import device, int8  # noqa: E402


def test_packed_and_plain_products_are_the_same_and_near_the_exact_one():
    torch.manual_seed(0)
    weight, rows = torch.randn(96, 64), torch.randn(9, 64)
    whole, scales = int8.rounded(weight)
    peak = rows.abs().amax(1, keepdim=True)
    plain = int8.PlainLinear(whole, scales)(rows / peak)
    packed = int8.PackedLinear(whole, scales)
    near = 1e-2 if packed._levels == 127 else 0.1
    assert (packed(rows / peak) - plain).abs().max() < near * plain.abs().max()
    exact = rows @ weight.T
    assert ((plain * peak - exact).norm() / exact.norm()) < 0.015


def test_int8_is_refused_away_from_the_cpu():
    with pytest.raises(SettingsError, match="int8 is for the CPU"):
        device.choose_precision("gemma", "int8", "cuda", known=("bf16", "int8"), auto="bf16")
