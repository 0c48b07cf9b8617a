"""Keys and meters by name."""

from __future__ import annotations

import pytest

from scenescore.core.errors import BadBriefError
from scenescore.core.types import Mood, MusicBrief
from scenescore.music.composers.orchestra.compose import write_score
from scenescore.music.composers.orchestra.keys import Key, owner_tonic, parse_key, related
from scenescore.music.composers.orchestra.meter import Meter, meter_of, parse_meter
from scenescore.music.composers.orchestra.scales import MODES, PARALLEL, is_major, step_to_pitch

LIKED = (0, 2, 3, 4, 5, 7, 8, 9, 10, 11)
"""Tonics of a style that names none."""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("D minor", Key(2, "aeolian")),
        ("F# major", Key(6, "ionian")),
        ("E dorian", Key(4, "dorian")),
        ("Bb", Key(10, "ionian")),
        ("C#m", Key(1, "aeolian")),
        ("g harmonic minor", Key(7, "harmonic-minor")),
        ("Ab lydian", Key(8, "lydian")),
    ],
)
def test_a_key_is_read_from_words(text, key):
    assert parse_key(text) == key


@pytest.mark.parametrize("text", ["", "H minor", "loud", "3f9a0c", "D sideways"])
def test_words_that_name_no_key_give_none(text):
    assert parse_key(text) is None


@pytest.mark.parametrize("mode", sorted(MODES))
def test_every_key_prints_a_name_that_reads_back(mode):
    for tonic in range(12):
        assert parse_key(Key(tonic, mode).name) == Key(tonic, mode)


def test_the_parallel_key_has_the_other_third():
    assert all(is_major(mode) != is_major(PARALLEL[mode]) for mode in MODES)


def test_the_nearest_keys_of_a_minor_key_include_its_relative():
    assert 0 in related(Key(9, "aeolian"), "ionian")


def test_seven_steps_make_an_octave_in_every_mode():
    for mode in MODES:
        assert step_to_pitch(7, 60, mode) == 72
        assert step_to_pitch(-7, 60, mode) == 48


@pytest.mark.parametrize(
    ("text", "length", "pulses"),
    [
        ("4/4", 4.0, 4),
        ("3/4", 3.0, 3),
        ("6/8", 3.0, 2),
        ("12/8", 6.0, 4),
        ("5/4", 5.0, 5),
        ("7/8", 3.5, 3),
        ("2/2", 4.0, 4),
    ],
)
def test_a_meter_knows_its_length_and_its_felt_beats(text, length, pulses):
    meter = parse_meter(text)
    assert meter.length_beats == length
    assert len(meter.pulses) == pulses
    assert sum(meter.pulses) == pytest.approx(length)


@pytest.mark.parametrize("text", ["4", "0/4", "4/3", "99/4", "waltz"])
def test_a_meter_that_is_none_is_refused(text):
    with pytest.raises(BadBriefError):
        parse_meter(text)


@pytest.mark.parametrize("length", [0.125, 0.25, 0.5, 0.75, 1.0, 2.5, 3.0, 5.0])
def test_an_odd_bar_is_written_in_a_meter_of_its_length(length):
    assert meter_of(length, Meter(4, 4)).length_beats == length


def test_an_owner_is_met_in_one_key_and_grief_moves_it_down_the_fifths():
    every = tuple(range(12))
    glad = owner_tonic("ANNA", Mood(0.6, 0.0, 0.1), every)
    assert glad == owner_tonic("ANNA", Mood(0.6, -0.5, 0.1), every)
    sad = owner_tonic("ANNA", Mood(-0.6, 0.0, 0.1), every)
    assert (glad - sad) * 7 % 12 == 4
    assert owner_tonic("ANNA", Mood(0.6, 0.0, 0.1), (2, 9)) in (2, 9)


def test_music_without_a_theme_stands_around_the_film_s_home():
    def tonic(**where):
        brief = MusicBrief(20.0, "minimalism", mood=Mood(0.6, 0.0, 0.1), **where)
        return parse_key(write_score(brief, 5).key).tonic

    near = {tonic(home="ANNA", variation=number) for number in range(4)}
    assert near == {owner_tonic("ANNA", Mood(0.6, 0.0, 0.1), LIKED)}
    assert tonic(home="BEN") != tonic(home="ANNA")
    assert len({tonic(variation=number) for number in range(8)}) > 2
