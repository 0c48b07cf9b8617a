"""Pieces of a long cue: how it is cut, and that the seams are level. No model needed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.music.composers.ace_step import length_of
from scenescore.music.composers.neural.windows import joined, pieces

RATE_HZ = 1000


@given(
    st.floats(0.1, 900), st.floats(3, 60), st.floats(0.1, 1.4), st.floats(0.3, 12)
)  # a bar may be longer than a piece
def test_pieces_cover_a_cue_and_none_is_too_long(duration_s, longest_s, fade_s, bar_s):
    parts = pieces(duration_s, longest_s, fade_s=fade_s, bar_s=bar_s)
    assert parts[0].at_s == 0.0
    assert parts[-1].at_s + parts[-1].length_s == pytest.approx(duration_s)
    for one, other in pairwise(parts):
        assert one.at_s + one.length_s == pytest.approx(other.at_s + fade_s)
    assert all(0 < part.length_s <= longest_s + 1e-6 for part in parts)


def test_pieces_begin_on_bar_lines_when_a_bar_fits():
    for part in pieces(200.0, 44.5, fade_s=2.0, bar_s=2.4):
        assert part.at_s / 2.4 == pytest.approx(round(part.at_s / 2.4))


def test_a_seam_keeps_the_level_of_music_that_differs():
    rng = np.random.default_rng(0)
    parts = pieces(20.0, 9.0, fade_s=2.0, bar_s=1.0)
    sounds = [
        rng.standard_normal((2, int(part.length_s * RATE_HZ) + 500)).astype(np.float32)
        for part in parts
    ]
    whole = joined(sounds, parts, RATE_HZ, fade_s=2.0)
    assert whole.shape == (2, 20 * RATE_HZ)
    levels = np.sqrt((whole.reshape(2, 20, RATE_HZ) ** 2).mean((0, 2)))
    assert levels.min() > 0.9
    assert levels.max() < 1.1


def test_ace_step_is_asked_for_a_little_more_on_a_grid():
    for length_s in (0.5, 9.99, 10.0, 58.1, 115.0, 580.0):
        asked_s = length_of(length_s)
        assert asked_s % 10 == 0
        assert length_s + 2 <= asked_s <= max(length_s + 12, 10.0)
