"""Spaces ring as long as they say, and genres find one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import butter, sosfilt

from scenescore.core.errors import UsageError
from scenescore.core.genres import GENRES
from scenescore.core.instruments import FAMILIES
from scenescore.mix.spaces import _SPACE_OF_GENRE, SPACES, response, space_named, space_of

RATE = 48000
ROOMS = [name for name, space in SPACES.items() if not space.is_dry]


def ringing_s(ir, space, hz):
    """Time to fall by 60 dB: the slope of the tail's energy (Schroeder) from -3 to -18 dB."""
    tail = ir[round((space.predelay_s + 4 * space.swell_s) * RATE) :].astype(np.float64)
    band = sosfilt(butter(2, (hz / 1.4, hz * 1.4), "bandpass", fs=RATE, output="sos"), tail)
    left_db = 10 * np.log10(np.cumsum(band[::-1] ** 2)[::-1] + 1e-30)
    left_db -= left_db[0]
    first, last = np.argmax(left_db < -3), np.argmax(left_db < -18)
    return 4 * (last - first) / RATE


@pytest.mark.parametrize("name", ROOMS)
def test_a_space_rings_as_long_as_its_table_says(name):
    space = SPACES[name]
    ir = response(space, "strings", RATE)
    assert ringing_s(ir[0], space, 1000) == pytest.approx(space.decay_s[1], rel=0.2)
    if space.decay_s[2] < 0.7 * space.decay_s[1]:
        assert ringing_s(ir[0], space, 8000) < ringing_s(ir[0], space, 1000)


@pytest.mark.parametrize("name", ROOMS)
def test_left_and_right_are_different_rooms_of_equal_level(name):
    left, right = response(SPACES[name], "woodwinds", RATE).astype(np.float64)
    likeness = (left @ right) / np.sqrt((left @ left) * (right @ right))
    assert abs(likeness) < 0.5
    assert 10 * np.log10((left @ left) / (right @ right)) == pytest.approx(0, abs=1.5)


def test_basses_stay_drier_than_choirs():
    def tail(family):
        return float((response(SPACES["hall"], family, RATE)[:, RATE // 5 :] ** 2).sum())

    assert 10 * np.log10(tail("choir") / tail("bass")) == pytest.approx(11.0, abs=0.5)


def test_a_response_is_the_same_every_time_and_each_family_has_its_own():
    first = response(SPACES["hall"], "brass", RATE).copy()
    response.cache_clear()
    assert np.array_equal(first, response(SPACES["hall"], "brass", RATE))
    assert len({response(SPACES["hall"], f, RATE).tobytes() for f in FAMILIES}) == len(FAMILIES)


def test_every_genre_is_heard_somewhere_and_the_table_knows_only_genres():
    assert set(_SPACE_OF_GENRE) <= set(GENRES)
    assert {space_of(genre) for genre in GENRES} <= set(SPACES)


@pytest.mark.parametrize(
    ("words", "space"),
    [("noir jazz", "room"), ("choir", "cathedral"), ("synthwave", "plate"),
     ("solo piano", "chamber"), ("heroic brass action", "hall")],
)  # fmt: skip
def test_genres_have_the_space_one_expects(words, space):
    assert space_of(words) == space


def test_an_unknown_space_is_answered_with_the_list():
    with pytest.raises(UsageError) as problem:
        space_named("bathroom")
    assert "hall" in problem.value.hint
