"""Files hold the bits that can be heard, and no more."""

from __future__ import annotations

import numpy as np
import pytest

from scenescore.mix.depth import FILM, FRAME, STEM, TAKE, WHOLE, needed_bits

RATE = 48000


def noise(dbfs, seed=0):
    rng = np.random.default_rng(seed)
    return (10 ** (dbfs / 20) * rng.standard_normal((2, 4 * FRAME))).astype(np.float32)


def tone(dbfs, hz=440):
    wave = np.sin(2 * np.pi * hz * np.arange(4 * FRAME) / RATE) * 10 ** (dbfs / 20)
    return np.stack([wave, wave]).astype(np.float32)


def bits(sound, depth):
    return int(needed_bits(sound, RATE, depth).max())


def test_bright_loud_music_hides_its_own_rounding():
    assert bits(noise(-18), FILM) == FILM.fewest
    assert bits(noise(-18), TAKE) == TAKE.fewest


def test_a_bare_tone_hides_nothing_and_gets_more():
    assert bits(tone(-18), FILM) > bits(noise(-18), FILM) + 2


def test_quiet_music_keeps_its_distance_from_the_noise():
    loud, soft = bits(tone(-15), TAKE), bits(tone(-45), TAKE)
    assert soft > loud
    assert soft <= TAKE.most


@pytest.mark.parametrize("level", [-10, -20, -30, -40])
def test_rounding_noise_stays_under_music_and_under_its_every_band(level):
    """The promise itself, measured: the noise of a film mix under white music of any level."""
    music = noise(level)
    step = 2.0 ** (1 - bits(music, FILM))
    added = np.rint(music / step) * step - music
    assert 20 * np.log10(added.std() / music.std()) < -FILM.under_bands_db


def test_stems_and_wav_have_one_depth_whatever_they_hold():
    assert bits(noise(-60), STEM) == 20
    assert bits(noise(-3), WHOLE) == 24


def test_silence_gets_some_depth_and_does_not_fail():
    silence = np.zeros((2, FRAME), np.float32)
    assert needed_bits(silence, RATE, TAKE).tolist() == [TAKE.most]
