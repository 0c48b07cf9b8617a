"""The gates of a film's sound are held against the sound itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile

RATE = 48_000
BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"


@pytest.fixture
def gates(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import check_film

    return check_film


def _noise(seconds: float, level_db: float) -> np.ndarray:
    noise = np.random.default_rng(1).standard_normal((round(seconds * RATE), 2)).clip(-3, 3)
    return noise * 10 ** (level_db / 20)


def _hear(gates, folder: Path, sound: np.ndarray):
    path = folder / "cue.wav"
    soundfile.write(path, sound, RATE, subtype="FLOAT")
    return gates.hear(path)


def test_loudness_is_that_of_another_meter_over_blocks_and_silence(gates, tmp_path):
    sound = np.concatenate([_noise(9.3, -30), np.zeros((5 * RATE, 2)), _noise(4.1, -24)])
    heard = _hear(gates, tmp_path, sound)
    assert heard.loudness_lufs == pytest.approx(
        pyloudnorm.Meter(RATE).integrated_loudness(sound), abs=0.05
    )
    assert heard.frames == len(sound)
    assert heard.silent_share == pytest.approx(5 / 18.4, abs=0.01)


def test_the_true_peak_lies_between_the_samples(gates, tmp_path):
    """A sine of a quarter of the rate, met 45 degrees off its tops: 3 dB hide between samples."""
    n = np.arange(10 * RATE)
    sine = 0.5 * np.sin(np.pi / 2 * n + np.pi / 4) * np.hanning(len(n))
    heard = _hear(gates, tmp_path, np.stack([sine, sine], 1))
    assert heard.true_peak_dbtp == pytest.approx(20 * np.log10(0.5), abs=0.05)


def test_a_sound_that_breaks_a_gate_is_named_whatever_its_take_json_says(gates, tmp_path):
    good = _hear(gates, tmp_path, _noise(5, -24))
    assert good.loudness_lufs == pytest.approx(-18, abs=0.5)
    assert gates.broken_gates(good, duration_s=5.0) == []
    loud = gates.broken_gates(_hear(gates, tmp_path, _noise(5, -8)), duration_s=5.0)
    assert [said.split()[-1] for said in loud] == ["dBTP", "LUFS"]
    silent = gates.broken_gates(_hear(gates, tmp_path, _noise(4, -200)), duration_s=5.0)
    assert silent[0] == "192000 samples for 5.0 s"
    assert "silent" in silent
    assert "no LUFS" in silent


def test_a_mix_that_is_not_what_mix_json_says_is_named(gates, tmp_path):
    from scenescore.core.types import AudioFile, Mix

    heard = _hear(gates, tmp_path, _noise(5, -24))
    told = Mix(AudioFile(tmp_path / "x", RATE, 2, 1, ""), heard.loudness_lufs, -5.0, -18.0)
    assert gates.broken_mix_gates(heard, told) == []
    lied = Mix(told.audio, -23.0, -5.0, -23.0)
    assert len(gates.broken_mix_gates(heard, lied)) == 2
