"""Video2Music's measures, on chords whose answer is known."""

from __future__ import annotations

import pytest

from scenescore.core.score import Chord, MeterChange, Score, TempoChange
from scenescore.music.match.harmony import (
    ALLOWED,
    QUALITIES,
    emotion_match,
    qualities_per_second,
    quality_of,
    velocity_for,
)


def chord(quality, root=0, at=0.0, length=2.0):
    tones = tuple((root + step) % 12 for step in QUALITIES[quality])
    return Chord(at, length, quality, root, tones)


def song(*qualities):
    """One chord a second at 120 a minute."""
    chords = tuple(chord(q, (5 * i) % 12, 2.0 * i) for i, q in enumerate(qualities))
    meters = (MeterChange(0.0, 4, 4),)
    return Score(float(len(chords)), (TempoChange(0.0, 120.0),), meters, "C", (), chords)


@pytest.mark.parametrize("quality", QUALITIES)
@pytest.mark.parametrize("root", [0, 7, 10])
def test_each_of_the_thirteen_qualities_is_recognised(quality, root):
    assert quality_of(chord(quality, root)) == quality


@pytest.mark.parametrize(
    ("tones", "quality"),
    [((0, 2, 4, 7), "maj"), ((0, 3, 7, 10, 2), "min7"), ((0, 7), None), ((0, 1, 2), None)],
)
def test_added_notes_are_left_aside_and_fifths_have_no_quality(tones, quality):
    assert quality_of(Chord(0.0, 4.0, "x", 0, tones)) == quality


def test_there_is_one_quality_for_each_second():
    assert qualities_per_second(song("maj", "min", "sus4")) == ("maj", "min", "sus4")


def test_only_sure_seconds_are_judged():
    score = song("min", "maj", "dim", "maj")
    told = [{"sad": 0.9}, {"sad": 0.85}, {"fearful": 0.95}, {"sad": 0.5, "neutral": 0.5}]
    assert emotion_match(score, told) == pytest.approx(2 / 3)
    assert emotion_match(score, [{"sad": 0.1}] * 4) == 1.0


@pytest.mark.parametrize("emotion", ALLOWED)
def test_chords_chosen_from_the_table_match_fully(emotion):
    score = song(*sorted(ALLOWED[emotion]))
    assert emotion_match(score, [{emotion: 1.0}] * len(score.chords)) == 1.0


def test_velocity_rises_with_loudness():
    values = [velocity_for(loudness) for loudness in (0, 1, 5, 20, 50, 80)]
    assert values == sorted(values)
    assert (values[0], values[-1]) == (49, 112)
