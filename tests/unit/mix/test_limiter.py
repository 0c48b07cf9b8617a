"""The limiter's curve catches every peak, smoothly, and leaves the rest alone."""

from __future__ import annotations

import numpy as np
import pytest

from scenescore.mix.limiter import limiting_gains

HOPS_PER_S = 750.0


def peaks_with(*places, height=2.0, count=3000):
    peaks = np.full(count, 0.5, np.float32)
    peaks[list(places)] = height
    return peaks


def test_nothing_under_the_ceiling_is_touched():
    assert np.array_equal(limiting_gains(peaks_with(), 0.9, HOPS_PER_S), np.ones(3000))


def test_no_peak_passes_and_neither_do_its_neighbours_between_hops():
    rng = np.random.default_rng(0)
    peaks = rng.uniform(0.1, 3.0, 5000).astype(np.float32)
    gains = limiting_gains(peaks, 0.9, HOPS_PER_S)
    beside = np.maximum(gains, np.maximum(np.roll(gains, 1), np.roll(gains, -1)))
    assert (peaks[1:-1] * beside[1:-1]).max() <= 0.9 * 1.0001


def test_gain_moves_smoothly_and_ahead_of_the_peak():
    gains = limiting_gains(peaks_with(1500), 1.0, HOPS_PER_S)
    assert gains[1500] == pytest.approx(0.5, abs=0.001)
    assert 0.5 < gains[1495] < 1.0
    assert gains[1480] == 1.0
    assert np.abs(np.diff(20 * np.log10(gains))).max() < 1.6


def test_it_recovers_within_a_fifth_of_a_second():
    gains = limiting_gains(peaks_with(1500), 1.0, HOPS_PER_S)
    assert gains[1500 + 20] < 0.7
    assert gains[1500 + 150] == 1.0


def test_no_sound_has_no_gains():
    assert len(limiting_gains(np.zeros(0, np.float32), 0.9, HOPS_PER_S)) == 0
