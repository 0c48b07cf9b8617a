"""Streams of stems are cut to one size and one length."""

from __future__ import annotations

import numpy as np
import pytest

from scenescore.core.errors import ScenescoreError
from scenescore.mix.blocks import reblocked


def ramp(start, end):
    return np.tile(np.arange(start, end, dtype=np.float32), (2, 1))


@pytest.mark.parametrize("sizes", [[1000], [1] * 1000, [7, 300, 693], [999, 1]])
def test_any_cut_of_the_stream_gives_the_same_blocks(sizes):
    ends = np.cumsum(sizes)
    given = [{"keys": ramp(end - size, end)} for size, end in zip(sizes, ends, strict=True)]
    blocks = list(reblocked(given, 1000, 256))
    assert [length for length, _ in blocks] == [256, 256, 256, 232]
    assert np.array_equal(np.concatenate([b["keys"] for _, b in blocks], axis=1), ramp(0, 1000))


@pytest.mark.parametrize("frames", [1, 100, 600, 1500])
def test_the_length_is_exact_whether_too_little_or_too_much_is_given(frames):
    blocks = list(reblocked([{"keys": ramp(1, 1001)}], frames, 256))
    sound = np.concatenate([b["keys"] for _, b in blocks], axis=1)
    assert sound.shape == (2, frames)
    assert np.array_equal(sound[:, :1000], ramp(1, 1001)[:, :frames])
    assert not sound[:, 1000:].any()


def test_a_stem_that_comes_late_or_goes_early_is_silent_elsewhere():
    given = [{"a": ramp(1, 11)}, {"a": ramp(11, 21), "b": ramp(1, 11)}, {"b": ramp(11, 21)}]
    ((_, block),) = reblocked(given, 30, 64)
    assert np.array_equal(block["a"][0], [*range(1, 21), *[0] * 10])
    assert np.array_equal(block["b"][0], [*[0] * 10, *range(1, 21)])


def test_no_stems_at_all_still_have_a_length():
    assert list(reblocked([], 600, 256)) == [(256, {}), (256, {}), (88, {})]


def test_samples_that_are_no_numbers_are_refused():
    with pytest.raises(ScenescoreError, match="keys"):
        list(reblocked([{"keys": np.full((2, 8), np.nan, np.float32)}], 8, 8))
