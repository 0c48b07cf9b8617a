"""Loudness and true peak are what BS.1770 says."""

from __future__ import annotations

import shutil
import subprocess

import numpy as np
import pyloudnorm
import pytest
import soundfile

from scenescore.mix.measure import (
    Meter,
    hop_frames,
    k_weighting,
    loudness_lufs,
    measure,
    true_peak_dbtp,
)

RATE = 48000


def sine(hz, seconds, dbfs, rate=RATE, phase=0.0, channels=2):
    t = np.arange(round(seconds * rate)) / rate
    wave = 10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * t + phase)
    return np.repeat(wave[None], channels, axis=0).astype(np.float32)


def noisy(seconds, seed=0, rate=RATE):
    """Noise whose level changes every half second over 40 dB, so that both gates work."""
    rng = np.random.default_rng(seed)
    steps = 10 ** (rng.uniform(-45, -5, round(seconds * 2)) / 20)
    level = np.repeat(steps, rate // 2)
    return (rng.standard_normal((2, len(level))) * level).astype(np.float32)


def test_a_997_hz_sine_in_one_channel_reads_3_lu_below_its_level():
    assert loudness_lufs(sine(997, 5, -20, channels=1), RATE) == pytest.approx(-23.0, abs=0.02)
    assert loudness_lufs(sine(997, 5, -20), RATE) == pytest.approx(-20.0, abs=0.02)


def test_the_weighting_at_48_khz_is_the_one_printed_in_the_standard():
    shelf, high_pass = k_weighting(RATE)
    printed = [1.53512485958697, -2.69169618940638, 1.19839281085285,
               1.0, -1.69065929318241, 0.73248077421585]  # fmt: skip
    assert shelf == pytest.approx(printed, abs=1e-8)
    assert high_pass[3:] == pytest.approx([1.0, -1.99004745483398, 0.99007225036621], abs=1e-8)


@pytest.mark.parametrize("rate", [44100, 48000, 96000])
def test_it_agrees_with_another_meter_on_gated_material(rate):
    sound = noisy(12, rate=rate)
    other = pyloudnorm.Meter(rate, filter_class="DeMan").integrated_loudness(sound.T)
    assert loudness_lufs(sound, rate) == pytest.approx(other, abs=0.02)


def test_long_silence_does_not_change_loudness():
    sound = noisy(6)
    spaced = np.concatenate((sound, np.zeros((2, 60 * RATE), np.float32)), axis=1)
    assert loudness_lufs(spaced, RATE) == pytest.approx(loudness_lufs(sound, RATE), abs=0.15)


@pytest.mark.parametrize("seconds", [0.0, 0.2, 0.399])
def test_loudness_is_not_defined_below_one_gating_block(seconds):
    assert loudness_lufs(sine(997, seconds, -20), RATE) is None


def test_silence_has_no_loudness_and_the_lowest_peak():
    silence = np.zeros((2, RATE), np.float32)
    assert loudness_lufs(silence, RATE) is None
    assert true_peak_dbtp(silence, RATE) == -144.0


def test_a_peak_between_samples_is_found():
    """A quarter-rate sine sampled 45 degrees off its crests hides 3 dB between samples."""
    fade = np.hanning(RATE)
    sound = sine(RATE / 4, 1, 0, phase=np.pi / 4) * fade.astype(np.float32)
    assert 20 * np.log10(np.abs(sound).max()) == pytest.approx(-3.01, abs=0.02)
    assert true_peak_dbtp(sound, RATE) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("hz", [100, 997, 5000, 11000, 18000])
def test_a_sine_peaks_at_its_level(hz):
    fade = np.hanning(RATE // 2).astype(np.float32)
    sound = sine(hz, 0.5, -6, phase=0.3) * fade
    assert true_peak_dbtp(sound, RATE) == pytest.approx(-6.0, abs=0.25)


@pytest.mark.parametrize("size", [1, 63, 4800, 65536, 100001])
def test_block_size_does_not_matter(size):
    sound = noisy(3)[:, : 100000 if size > 1 else 3000]
    meter = Meter(RATE)
    for start in range(0, sound.shape[1], size):
        meter.add(sound[:, start : start + size])
    pieces, whole = meter.profile(), measure(sound, RATE)
    assert np.array_equal(pieces.peaks, whole.peaks)
    assert np.array_equal(pieces.energies, whole.energies)


def test_a_hop_is_a_whole_part_of_a_tenth_of_a_second():
    for rate in (8000, 16000, 22050, 44100, 48000, 96000):
        assert (rate // 10) % hop_frames(rate) == 0
    assert hop_frames(48000) == 64


def test_a_gain_curve_forecasts_what_a_meter_will_hear():
    sound = noisy(8)
    profile = measure(sound, RATE)
    curve = (0.5 + 0.5 * np.hanning(len(profile.peaks))).astype(np.float32)
    gained = sound * np.repeat(curve, profile.hop_frames)[: sound.shape[1]]
    assert profile.loudness_lufs(curve) == pytest.approx(loudness_lufs(gained, RATE), abs=0.02)


@pytest.mark.engine
def test_ffmpeg_reads_the_same(tmp_path):
    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg is not installed")
    sound = noisy(10, seed=3) * np.float32(0.3)
    soundfile.write(tmp_path / "a.wav", sound.T, RATE, subtype="FLOAT")
    told = subprocess.run(
        ["ffmpeg", "-nostats", "-i", tmp_path / "a.wav", "-af", "ebur128=peak=true", "-f", "null",
         "-"], capture_output=True, text=True, check=True, timeout=60,
    ).stderr.rpartition("Summary:")[2]  # fmt: skip
    lufs = float(told.partition("I:")[2].split()[0])
    peak = float(told.partition("Peak:")[2].split()[0])
    assert loudness_lufs(sound, RATE) == pytest.approx(lufs, abs=0.11)
    assert true_peak_dbtp(sound, RATE) == pytest.approx(peak, abs=0.3)
