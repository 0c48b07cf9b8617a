"""Mood becomes numbers, and more of a mood never becomes less of its number."""

from __future__ import annotations

from itertools import pairwise

import pytest

from scenescore.core.types import Mood
from scenescore.music.composers.orchestra.affect import mode_of, params_of
from scenescore.music.composers.orchestra.scales import LADDER, is_major

STEPS = [step / 10 for step in range(-10, 11)]
SPAN = (58.0, 126.0)


def _sweep(name, moods):
    return [getattr(params_of(mood, SPAN), name) for mood in moods]


@pytest.mark.parametrize("name", ["bpm", "density", "velocity", "brightness", "notes_per_s"])
def test_arousal_raises(name):
    values = _sweep(name, [Mood(0.1, arousal, 0.3) for arousal in STEPS])
    assert all(b >= a for a, b in pairwise(values))
    assert values[-1] > values[0]


def test_arousal_shortens_notes():
    values = _sweep("sounding", [Mood(0.1, arousal, 0.3) for arousal in STEPS])
    assert all(b <= a for a, b in pairwise(values))


def test_valence_raises_the_register():
    values = _sweep("register", [Mood(valence, 0.0, 0.3) for valence in STEPS])
    assert all(b >= a for a, b in pairwise(values))
    assert values[-1] - values[0] == pytest.approx(10)


@pytest.mark.parametrize("name", ["sevenths", "chromatic"])
def test_tension_brings_dissonance(name):
    values = _sweep(name, [Mood(0.0, 0.0, step / 10) for step in range(11)])
    assert values == sorted(values)


def test_fear_is_soft():
    calm, afraid = (params_of(Mood(-0.6, 0.0, t), SPAN).velocity for t in (0.5, 1.0))
    assert afraid < calm


def test_the_tempo_follows_the_formula_over_the_usual_span():
    assert params_of(Mood(0.5, 0.5), SPAN).bpm == pytest.approx(92 + 34 * 0.5 + 6 * 0.5)


def test_the_third_follows_the_sign_of_valence():
    for valence in (0.15, 0.5, 1.0):
        assert is_major(mode_of(Mood(valence), LADDER))
        assert not is_major(mode_of(Mood(-valence), LADDER))


def test_a_style_without_a_major_mode_still_turns_major_for_joy():
    assert is_major(mode_of(Mood(0.8), ("aeolian", "phrygian")))
