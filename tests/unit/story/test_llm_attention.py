"""Attention over what was read: our C against torch, whatever is masked."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.engine
_WHY = "needs torch and transformers, which ./test --full installs"
torch = pytest.importorskip("torch", reason=_WHY)
pytest.importorskip("transformers", reason=_WHY)

from scenescore.story.analysts.gemma import attention, native  # noqa: E402

needs_compiler = pytest.mark.skipif(
    native.library(native._SOURCE) is None, reason="no compiler builds our C here"
)


def _material(new, places=301, width=64):
    torch.manual_seed(new)
    query = torch.randn(3, 8, new, width).bfloat16()
    keys, values = torch.randn(2, 3, 4, places, width).bfloat16()
    is_open = torch.rand(3, 1, new, places) < 0.7
    is_open[0, :, 0] = torch.arange(places) < 3
    low = torch.finfo(torch.bfloat16).min
    return query, keys, values, torch.where(is_open, 0.0, low).bfloat16()


@needs_compiler
@pytest.mark.parametrize("cap", [None, 50.0, 2.0])
@pytest.mark.parametrize("new", [1, 3, 16])
def test_our_attention_is_torchs_in_more_than_bf16(new, cap, monkeypatch):
    query, keys, values, mask = _material(new)
    ours, _ = attention.attend(None, query, keys, values, mask, scaling=0.125, softcap=cap)
    monkeypatch.setattr(attention, "look_back", lambda *_, **__: None)
    exact, _ = attention.attend(
        None, query.float(), keys.float(), values.float(), mask.float(), scaling=0.125, softcap=cap
    )
    assert ours.shape == exact.shape == (3, new, 8, 64)
    assert (ours - exact).abs().max() < 0.01 * exact.abs().max()


@needs_compiler
def test_what_is_masked_has_no_say_and_neither_have_other_rows(monkeypatch):
    query, keys, values, mask = _material(1)
    ours = native.look_back(query, keys, values, mask, scale=0.125, cap=None)
    spoilt = values.clone()
    spoilt[0, :, 3:] = 1e4  # masked in row 0
    spoilt[1] = 7.0
    again = native.look_back(query, keys, spoilt, mask, scale=0.125, cap=None)
    assert torch.equal(ours[[0, 2]], again[[0, 2]])
    for threads in (1, 2):
        monkeypatch.setattr(torch, "get_num_threads", lambda threads=threads: threads)
        for _ in range(7):
            assert torch.equal(
                native.look_back(query, keys, values, mask, scale=0.125, cap=None), ours
            )


def test_blocks_and_other_types_are_left_to_torch():
    query, keys, values, mask = _material(1)
    assert native.look_back(query.float(), keys, values, mask, scale=1.0, cap=None) is None
    long = torch.randn(3, 8, 40, 64).bfloat16()
    assert native.look_back(long, keys, values, None, scale=1.0, cap=None) is None
