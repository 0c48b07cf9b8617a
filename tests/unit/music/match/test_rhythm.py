"""CMT's measures, on rhythms whose answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scenescore.core.progress import Run
from scenescore.core.registry import get
from scenescore.core.score import MeterChange, Note, Part, Score, TempoChange
from scenescore.core.types import Hit, Mood, MusicBrief
from scenescore.music.match.rhythm import (
    accents_met,
    densities,
    density_error,
    drums_strengths,
    likeness,
    moment_to_tick,
    saliency_level,
    strength_error,
    strengths,
)

COMMON = (MeterChange(0.0, 4, 4),)


def rhythm(ticks, *, bars=4, instrument="drum-kit", meters=COMMON):
    """A score at 120 a minute with a stroke on each tick named, as often as it is named."""
    notes = tuple(Note(t / 4, 0.25, 36 + i % 12, 80) for i, t in enumerate(sorted(ticks)))
    parts = (Part("Kit", instrument, "drums", notes),)
    return Score(bars * 2.0, (TempoChange(0.0, 120.0),), meters, "C major", parts)


def test_density_counts_moments_and_strength_counts_notes():
    score = rhythm([0, 0, 0, 8, 16, 20, 24, 28, 28])
    assert densities(score) == (2, 4, 0, 0)
    assert strengths(score) == {0: 3, 8: 1, 16: 1, 20: 1, 24: 1, 28: 2}


def test_bars_of_other_meters_are_counted_as_they_are():
    meters = (MeterChange(0.0, 3, 4), MeterChange(6.0, 4, 4))
    score = rhythm([0, 12, 13, 24, 39], meters=meters)
    assert densities(score) == (1, 2, 2, 0, 0)[: len(densities(score))]


def test_human_timing_does_not_move_a_note_to_another_tick():
    notes = (Note(0.02, 1.0, 60, 80, 0.01), Note(0.99, 1.0, 60, 80, -0.02))
    score = replace(rhythm([]), parts=(Part("P", "piano", "keys", notes),))
    assert strengths(score) == {0: 1, 4: 1}


def test_the_errors_are_zero_on_target_and_one_at_a_spread():
    score = rhythm([0, 4, 8, 12] * 2 + [16])
    assert density_error(score, [4, 1, 0, 0]) == 0
    assert density_error(score, [4 + 10.9, 1 - 10.9, 10.9, -10.9]) == pytest.approx(1.0)
    assert strength_error(score, {0: 2, 4: 2, 16: 1, 20: 0}) == 0
    assert strength_error(score, {0: 2 + 1.83, 20: 1.83}) == pytest.approx(1.0)


def test_an_accent_is_met_within_a_tick():
    score = rhythm([0, 9, 20])
    assert accents_met(score, [0, 8, 19, 40]) == 0.75
    assert accents_met(score, []) == 1.0


def test_saliency_asks_for_more_the_rarer_it_is():
    levels = [saliency_level(s) for s in (0.0, 0.1, 0.3, 0.5, 0.8, 0.9, 0.97, 0.995, 0.999, 1.0)]
    assert levels == [1, 1, 2, 3, 4, 5, 6, 7, 8, 10]


def test_the_right_music_is_ranked_first_of_fifty():
    chance = np.random.default_rng(4)
    pool = [rhythm(np.flatnonzero(chance.random(64) < 0.1 + 0.015 * i).tolist()) for i in range(50)]
    for index in (0, 17, 49):
        wanted = pool[index]
        target = densities(wanted), {t: float(n) for t, n in strengths(wanted).items()}
        order = sorted(range(50), key=lambda i: -likeness(pool[i], *target))
        assert order[0] == index


def test_a_moment_is_found_through_the_tempo_map():
    score = replace(rhythm([]), tempo=(TempoChange(0.0, 60.0), TempoChange(4.0, 120.0)))
    assert moment_to_tick(score, 4.5) == 20


@pytest.mark.parametrize("seed", [1, 2])
def test_the_composer_s_onsets_rise_with_arousal(seed):
    composer = get("composers", "orchestra")
    briefs = [
        MusicBrief(30.0, genre="action ostinato", mood=Mood(0.0, arousal, 0.4), bpm=120.0)
        for arousal in (-0.6, 0.0, 0.9)
    ]
    means = [
        float(np.mean(densities(score)))
        for score in composer.compose(briefs, seeds=[seed] * 3, run=Run())
    ]
    assert means[0] < means[2]


def test_hits_carry_an_onset():
    composer = get("composers", "orchestra")
    at_s = (6.4, 12.15, 19.0)
    hits = tuple(Hit(moment, weight=1.0) for moment in at_s)
    (score,) = composer.compose([MusicBrief(25.0, genre="action", hits=hits)], seeds=[1], run=Run())
    assert accents_met(score, [moment_to_tick(score, moment) for moment in at_s]) == 1.0
    assert drums_strengths(score)
