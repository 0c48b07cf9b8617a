"""A cue has its exact length, its loudness and its ceiling; its stems add up to it."""

from __future__ import annotations

import hashlib
import resource
import subprocess
import sys
from contextlib import contextmanager

import numpy as np
import pytest
import soundfile

from scenescore.core.errors import BadDataError, Cancelled, CannotWriteError, NoInputError
from scenescore.core.progress import Run
from scenescore.mix.cue import master_file, mix_cue
from scenescore.mix.measure import loudness_lufs, true_peak_dbtp

RATE = 48000
FAMILIES = ("strings", "brass", "percussion")


def music(seconds, seed=0, families=FAMILIES):
    """Swelling tones, noise and beats: something of everything, in stems."""
    rng = np.random.default_rng(seed)
    n = round(seconds * RATE)
    t = np.arange(n) / RATE
    stems = {}
    for index, family in enumerate(families):
        swell = 0.2 + 0.8 * np.sin(np.pi * t * (0.21 + 0.1 * index)) ** 2
        beat = np.exp(-((t * (1 + index)) % 1.0) * 9)
        wave = swell * np.sin(2 * np.pi * 131 * (index + 1) * t) * 0.2
        wave = wave + beat * rng.standard_normal(n) * 0.1
        stems[family] = np.stack([wave, wave * 0.7]).astype(np.float32)
    return stems


def clicks(seconds, per_s=2, height=4.0):
    stem = np.zeros((2, round(seconds * RATE)), np.float32)
    stem[:, :: RATE // per_s] = height
    return {"percussion": stem}


def cut(stems, size):
    length = max((s.shape[1] for s in stems.values()), default=0)
    for start in range(0, length, size):
        yield {name: stem[:, start : start + size] for name, stem in stems.items()}


def mixed(dry, folder, *, seconds=None, size=30000, run=None, **wishes):
    length = max((s.shape[1] for s in dry.values()), default=0)
    frames = length if seconds is None else round(seconds * RATE)
    return mix_cue(cut(dry, size), frames=frames, folder=folder, run=run or Run(), **wishes)


def read(path):
    return soundfile.read(path, dtype="float64")[0].T


# ------------------------------------------------------------------ loudness and peaks


@pytest.mark.parametrize("space", ["hall", "room", "dry"])
def test_a_cue_has_the_loudness_and_keeps_under_the_ceiling(tmp_path, space):
    cue = mixed(music(8), tmp_path, space=space)
    sound = read(cue.audio.path).astype(np.float32)
    assert loudness_lufs(sound, RATE) == pytest.approx(-18.0, abs=0.1)
    assert true_peak_dbtp(sound, RATE) <= -1.0
    assert cue.loudness_lufs == pytest.approx(loudness_lufs(sound, RATE), abs=0.01)
    assert cue.true_peak_dbtp == pytest.approx(true_peak_dbtp(sound, RATE), abs=0.02)


@pytest.mark.parametrize(("target", "ceiling"), [(-14.0, -1.0), (-23.0, -3.0), (-10.0, -2.0)])
def test_other_targets_are_met_too(tmp_path, target, ceiling):
    cue = mixed(music(8), tmp_path, target_lufs=target, ceiling_dbtp=ceiling)
    assert cue.loudness_lufs == pytest.approx(target, abs=0.5)
    assert cue.true_peak_dbtp <= ceiling


def test_peaks_between_samples_are_limited(tmp_path):
    """Quarter-rate bursts hide their crests between samples; sparse, so the limiter must work."""
    n = 6 * RATE
    t = np.arange(n)
    burst = np.sin(np.pi / 2 * t + np.pi / 4) * (t % RATE < 1200)
    bed = 0.003 * np.random.default_rng(1).standard_normal(n)
    stem = np.stack([burst + bed] * 2).astype(np.float32)
    cue = mixed({"synth": stem}, tmp_path, space="dry", target_lufs=-10.0)
    sound = read(cue.audio.path).astype(np.float32)
    assert true_peak_dbtp(sound, RATE) <= -1.0
    assert true_peak_dbtp(sound, RATE) > -1.5, "the limiter was not needed: the test is void"
    assert cue.loudness_lufs == pytest.approx(-10.0, abs=0.5)


def test_level_of_the_players_sound_does_not_matter(tmp_path):
    loud = mixed({k: v * 6 for k, v in music(5).items()}, tmp_path / "a")
    soft = mixed({k: v * 1e-4 for k, v in music(5).items()}, tmp_path / "b")
    assert loud.loudness_lufs == pytest.approx(-18.0, abs=0.1)
    assert soft.loudness_lufs == pytest.approx(-18.0, abs=0.1)


def test_what_cannot_be_made_loud_enough_is_said(tmp_path):
    said = []
    run = Run(lambda event: said.append(event.text) if event.kind == "note" else None)
    cue = mixed(clicks(6), tmp_path, space="dry", target_lufs=-6.0, run=run)
    assert cue.true_peak_dbtp <= -1.0
    assert len(said) == 1
    assert "LUFS" in said[0]


@pytest.mark.parametrize("seconds", [0.2, 0.39, 1.0, 2.9])
def test_short_cues_are_levelled_by_peak_and_do_not_shout(tmp_path, seconds):
    cue = mixed(music(seconds), tmp_path)
    assert cue.audio.frames == round(seconds * RATE)
    assert -12.0 < cue.true_peak_dbtp <= -1.0
    assert (cue.loudness_lufs is None) == (seconds < 0.4)
    if cue.loudness_lufs is not None:
        assert cue.loudness_lufs <= -13.9


def test_silence_stays_silence(tmp_path):
    silence = {"strings": np.zeros((2, 5 * RATE), np.float32)}
    cue = mixed(silence, tmp_path, stems=True)
    assert not read(cue.audio.path).any()
    assert cue.loudness_lufs is None
    assert cue.true_peak_dbtp == -144.0


def test_no_stems_at_all_are_silence_of_the_right_length(tmp_path):
    cue = mixed({}, tmp_path, seconds=2)
    assert read(cue.audio.path).shape == (2, 2 * RATE)


def test_very_wide_dynamics_are_brought_in_and_usual_ones_are_left(tmp_path):
    quiet_then_loud = music(40)["strings"] * np.where(np.arange(40 * RATE) < 20 * RATE, 0.03, 1.0)
    before = 20 * np.log10(quiet_then_loud[:, 21 * RATE :].std())
    before -= 20 * np.log10(quiet_then_loud[:, : 19 * RATE].std())
    sound = read(
        mixed({"strings": quiet_then_loud.astype(np.float32)}, tmp_path, space="dry").audio.path
    )
    after = 20 * np.log10(sound[:, 21 * RATE :].std() / sound[:, RATE : 19 * RATE].std())
    assert 3.0 < before - after < 11.0


# ------------------------------------------------------------------ length and edges


@pytest.mark.parametrize("seconds", [0.2, 2.9, 3.217])
def test_length_is_exact_even_when_the_player_gives_less_or_more(tmp_path, seconds):
    for given in (seconds - 0.1, seconds + 0.1):
        cue = mixed(music(given), tmp_path, seconds=seconds)
        assert soundfile.info(cue.audio.path).frames == round(seconds * RATE) == cue.audio.frames


def test_the_last_sample_is_silent_and_the_end_is_no_click(tmp_path):
    steady = {"synth": np.full((2, 4 * RATE), 0.3, np.float32)}
    steady["synth"] *= np.sin(2 * np.pi * 220 * np.arange(4 * RATE) / RATE).astype(np.float32)
    sound = read(mixed(steady, tmp_path, space="dry").audio.path)
    assert not sound[:, -1].any()
    assert np.abs(sound[:, -2200:-1800]).max() > 0.8 * np.abs(sound[:, -48000:]).max()
    assert np.abs(sound[:, -100:]).max() < 0.02 * np.abs(sound).max()


def test_fades_asked_for_are_there(tmp_path):
    cue = mixed(music(6), tmp_path, fade_in_s=1.0, fade_out_s=2.0)
    level = np.abs(read(cue.audio.path)).max(axis=0).reshape(-1, RATE // 4).max(axis=1)
    assert level[0] < 0.2 * level.max()
    assert level[-1] < 0.2 * level.max()
    assert cue.loudness_lufs == pytest.approx(-18.0, abs=0.1)


# ------------------------------------------------------------------ stems


@pytest.mark.parametrize("format", ["flac", "wav"])
def test_stems_null_against_the_cue(tmp_path, format):
    cue = mixed(music(8), tmp_path, stems=True, target_lufs=-12.0, format=format)
    total = sum(read(stem.path) for _, stem in cue.stems)
    assert [name for name, _ in cue.stems] == list(FAMILIES)
    left = np.abs(total - read(cue.audio.path)).max()
    assert 20 * np.log10(left) < -90.0
    assert {stem.frames for _, stem in cue.stems} == {cue.audio.frames}
    assert all(stem.path.parent == tmp_path / "stems" for _, stem in cue.stems)


def test_keeping_stems_does_not_change_the_cue(tmp_path):
    with_stems = mixed(music(5), tmp_path / "a", stems=True)
    without = mixed(music(5), tmp_path / "b")
    assert with_stems.audio.sha256 == without.audio.sha256
    assert not (tmp_path / "b" / "stems").exists()


def test_a_long_cue_is_spooled_and_no_different(tmp_path, monkeypatch):
    in_memory = mixed(music(5), tmp_path / "a", stems=True)
    monkeypatch.setattr("scenescore.mix.spool._IN_MEMORY_FRAMES", 1000)
    on_disk = mixed(music(5), tmp_path / "b", stems=True)
    assert [s.sha256 for _, s in on_disk.stems] == [s.sha256 for _, s in in_memory.stems]
    assert on_disk.audio.sha256 == in_memory.audio.sha256
    assert sorted(p.name for p in (tmp_path / "b").rglob("*") if p.is_file()) == sorted(
        ["cue.flac", *(f"{name}.flac" for name in FAMILIES)]
    )


# ------------------------------------------------------------------ determinism and files


@pytest.mark.parametrize("size", [480, 65536, 99999])
def test_the_players_block_size_does_not_matter(tmp_path, size):
    one = mixed(music(5), tmp_path / "a", stems=True)
    other = mixed(music(5), tmp_path / "b", stems=True, size=size)
    assert one.audio.sha256 == other.audio.sha256
    assert [s.sha256 for _, s in one.stems] == [s.sha256 for _, s in other.stems]


def test_two_processes_write_the_same_bytes(tmp_path):
    code = f"""
import sys; sys.path.insert(0, {str(__file__.rpartition("/")[0])!r})
from pathlib import Path; from test_cue import mixed, music
mixed(music(4), Path(sys.argv[1]), stems=True)
"""
    for folder in ("a", "b"):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / folder)], check=True, timeout=120
        )
    first, second = (
        [
            hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted((tmp_path / f).rglob("*"))
            if p.is_file()
        ]
        for f in ("a", "b")
    )
    assert len(first) == 4
    assert first == second


def test_files_are_48_khz_24_bit_stereo(tmp_path):
    for format, name in (("flac", "FLAC"), ("wav", "WAV")):
        info = soundfile.info(mixed(music(1), tmp_path, format=format).audio.path)
        assert (info.format, info.subtype) == (name, "PCM_24")
        assert (info.samplerate, info.channels) == (48000, 2)


@contextmanager
def full_at(size):
    """A disk on which no file grows past `size` bytes: what a full one does to a program."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("format", ["flac", "wav"])
@pytest.mark.parametrize("size", [0, 5000, 200_000])
@pytest.mark.parametrize("in_memory", [10**9, 0])
def test_a_full_disk_is_said_and_leaves_nothing_behind(
    tmp_path, monkeypatch, format, size, in_memory
):
    monkeypatch.setattr("scenescore.mix.spool._IN_MEMORY_FRAMES", in_memory)
    folder = tmp_path / "takes" / "1"
    with full_at(size), pytest.raises(CannotWriteError, match="disk is full"):
        mixed(music(3), folder, stems=True, format=format)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWriteError):
        mixed(music(1), tmp_path / "file" / "takes")


def test_stopping_leaves_nothing_behind(tmp_path):
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        mixed(music(1), tmp_path / "takes", run=run)
    assert list(tmp_path.rglob("*.flac")) == []


# ------------------------------------------------------------------ finished sound


@pytest.mark.parametrize(("rate", "channels"), [(32000, 1), (44100, 2), (48000, 2)])
def test_finished_sound_of_any_rate_is_mastered(tmp_path, rate, channels):
    t = np.arange(5 * rate) / rate
    wave = 0.05 * np.sin(2 * np.pi * 500 * t)
    soundfile.write(tmp_path / "in.wav", np.stack([wave] * channels, axis=1), rate)
    cue = master_file(tmp_path / "in.wav", folder=tmp_path, run=Run())
    sound = read(cue.audio.path)
    assert sound.shape == (2, 5 * RATE)
    assert cue.loudness_lufs == pytest.approx(-18.0, abs=0.1)
    spectrum = np.abs(np.fft.rfft(sound[0, RATE : 2 * RATE]))
    assert spectrum.argmax() == 500


def test_finished_sound_is_fitted_to_the_length_asked_for(tmp_path):
    soundfile.write(tmp_path / "in.wav", music(4)["strings"].T, RATE)
    for frames in (3 * RATE + 1, 6 * RATE):
        cue = master_file(tmp_path / "in.wav", folder=tmp_path, frames=frames, run=Run())
        assert soundfile.info(cue.audio.path).frames == frames


def test_sound_that_is_not_there_or_is_none_is_said(tmp_path):
    with pytest.raises(NoInputError):
        master_file(tmp_path / "no.wav", folder=tmp_path, run=Run())
    (tmp_path / "bad.wav").write_bytes(b"this is no sound")
    with pytest.raises(BadDataError):
        master_file(tmp_path / "bad.wav", folder=tmp_path, run=Run())
