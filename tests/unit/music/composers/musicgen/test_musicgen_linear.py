"""Packed products against plain ones: exact, and int8 within its budget."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.engine
torch = pytest.importorskip("torch", reason="needs torch, which ./test --full installs")

from scenescore.music.composers.musicgen import linear  # noqa: E402

ROWS = (1, 2, 4, 5, 16, 100)


def _material(rows, out=300, into=256):
    torch.manual_seed(rows)
    return torch.randn(rows, into), torch.randn(out, into) * 0.05


@pytest.mark.parametrize("rows", ROWS)
def test_float32_products_are_exact_for_any_number_of_rows(rows, monkeypatch):
    monkeypatch.setattr(linear, "_CACHED_BYTES", 1 << 16)  # several blocks, the last a rest
    x, weight = _material(rows)
    exact = (x.double() @ weight.double().T).float()
    assert (linear.pack_linear(weight, "fp32")(x) - exact).abs().max() < 1e-5


@pytest.mark.parametrize("rows", ROWS)
@pytest.mark.parametrize(("precision", "budget"), [("int8", 0.015), ("bf16", 0.006)])
def test_rounded_products_stay_within_their_budget(rows, precision, budget):
    x, weight = _material(rows)
    exact = x @ weight.T
    error = (linear.pack_linear(weight, precision)(x) - exact).norm() / exact.norm()
    assert 0 < error < budget


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_a_rows_product_does_not_depend_on_the_other_rows(precision):
    x, weight = _material(16)
    packed = linear.pack_linear(weight, precision)
    alone = torch.cat([packed(row[None]) for row in x])
    loud = x.clone()
    loud[1:] *= 100
    assert (packed(loud)[0] - alone[0]).abs().max() < 1e-5
    assert (packed(x) - alone).abs().max() < 1e-5
