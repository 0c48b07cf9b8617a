"""The film mix puts takes where their cues are, as loud as they are meant against each other."""

from __future__ import annotations

import resource
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import soundfile

from scenescore.core.errors import CannotWriteError, NoInputError
from scenescore.core.joins import arrange, shape
from scenescore.core.progress import Run
from scenescore.core.types import Cue, CuePlan, MusicBrief
from scenescore.mix.film import mix_film
from scenescore.mix.measure import loudness_lufs, true_peak_dbtp

RATE = 48000
SEED = {"a": 1, "b": 2, "c": 3}


def cue(uid, start_s, length_s, **more):
    return Cue(uid, f"1m0{uid}", start_s, (1,), MusicBrief(length_s), **more)


def plan_of(*cues, duration_s=30.0):
    return CuePlan("Film", Fraction(24), "01:00:00:00", duration_s, (), cues, (), ())


def takes_of(folder, *cues, rate=RATE, sound=None):
    """One take for each cue: noise with its own seed, -20 dBFS."""
    found = {}
    for each in cues:
        n = round(each.music.duration_s * rate)
        noise = 0.1 * np.random.default_rng(SEED[each.uid]).standard_normal((n, 2))
        noise = np.clip(noise, -0.5, 0.5) if sound is None else sound(n)
        found[each.uid] = folder / f"{each.uid}.wav"
        soundfile.write(found[each.uid], noise, rate, subtype="FLOAT")
    return found


def mixed(folder, *cues, takes=None, duration_s=30.0, **wishes):
    takes = takes_of(folder, *cues) if takes is None else takes
    plan = plan_of(*cues, duration_s=duration_s)
    mix = mix_film(plan, takes, out=folder / "mix" / "score.flac", run=Run(), **wishes)
    return mix, soundfile.read(mix.audio.path)[0].T


def level_db(sound, start_s, end_s):
    return 20 * np.log10(sound[:, round(start_s * RATE) : round(end_s * RATE)].std())


def test_music_sits_on_its_sample_and_all_else_is_silence(tmp_path):
    one = cue("a", 5.123, 6.0)
    mix, sound = mixed(tmp_path, one)
    heard = np.flatnonzero(np.abs(sound).max(axis=0))
    assert heard[0] == pytest.approx(round(5.123 * RATE), abs=1)
    assert heard[-1] < round(11.123 * RATE)
    assert sound.shape[1] == mix.audio.frames == 30 * RATE
    take = soundfile.read(tmp_path / "a.wav")[0].T
    there = sound[:, round(5.123 * RATE) :][:, : take.shape[1]]
    likeness = (take * there).sum() / np.sqrt((take**2).sum() * (there**2).sum())
    assert likeness > 0.9999


@pytest.mark.parametrize("target", [-18.0, -23.0, -14.0])
def test_the_films_target_is_met_over_its_music(tmp_path, target):
    mix, sound = mixed(tmp_path, cue("a", 2, 5), cue("b", 20, 5, gain_db=-3), target_lufs=target)
    assert mix.loudness_lufs == pytest.approx(target, abs=0.1)
    assert loudness_lufs(sound.astype(np.float32), RATE) == pytest.approx(target, abs=0.15)
    assert mix.true_peak_dbtp <= -1.0
    assert true_peak_dbtp(sound.astype(np.float32), RATE) <= -1.0
    assert mix.target_lufs == target


def test_drama_between_cues_is_kept(tmp_path):
    mix, sound = mixed(tmp_path, cue("a", 2, 5), cue("b", 10, 5, gain_db=-6), cue("c", 20, 5))
    difference = level_db(sound, 2.5, 6.5) - level_db(sound, 10.5, 14.5)
    assert difference == pytest.approx(6.0, abs=0.1)
    gains = dict(mix.cue_gains_db)
    assert list(gains) == ["a", "b", "c"]
    assert gains["a"] - gains["b"] == pytest.approx(6.0)
    take_db = 20 * np.log10(soundfile.read(tmp_path / "a.wav")[0].std())
    assert level_db(sound, 2.5, 6.5) - take_db == pytest.approx(gains["a"], abs=0.1)


def test_a_film_that_is_too_loud_for_its_ceiling_is_limited(tmp_path):
    cues = cue("a", 1, 10), cue("b", 15, 10, gain_db=4)
    mix, _ = mixed(tmp_path, *cues, target_lufs=-8.0, ceiling_dbtp=-2.0)
    assert mix.true_peak_dbtp <= -2.0
    assert mix.loudness_lufs == pytest.approx(-8.0, abs=0.5)


def test_fades_of_a_cue_are_heard(tmp_path):
    _, sound = mixed(tmp_path, cue("a", 5, 10, fade_in_s=2.0, fade_out_s=3.0))
    steady = level_db(sound, 8, 11)
    assert level_db(sound, 5.9, 6.1) == pytest.approx(steady - 6.0, abs=0.5)
    assert level_db(sound, 13.4, 13.6) == pytest.approx(steady - 6.0, abs=0.5)
    assert level_db(sound, 14.9, 15.0) < steady - 40


def test_overlapping_cues_cross_at_equal_power(tmp_path):
    """Two unlike sounds that cross keep their level: no hole, no bump."""
    first, second = cue("a", 2, 10), cue("b", 11, 10)
    _, sound = mixed(tmp_path, first, second, crossfade_s=1.5)
    steady = level_db(sound, 4, 10)
    for at_s in np.arange(11.1, 11.9, 0.2):
        assert level_db(sound, at_s, at_s + 0.1) == pytest.approx(steady, abs=0.6)


def test_no_cue_goes_on_beneath_the_next_for_longer_than_the_crossfade(tmp_path):
    first, second = cue("a", 2, 15), cue("b", 10, 5)
    cues = (first, second)
    placed = arrange(cues, takes_of(tmp_path, *cues), RATE, 1.5)
    assert placed[0].end == placed[1].start + round(1.5 * RATE)
    assert placed[0].crossed_out
    assert placed[1].crossed_in


def test_where_cues_touch_the_first_makes_way_and_the_second_starts_in_full(tmp_path):
    cues = cue("a", 2, 8), cue("b", 10, 8)
    _, sound = mixed(tmp_path, *cues, crossfade_s=1.5)
    steady = level_db(sound, 3, 8)
    assert level_db(sound, 9.95, 10.0) < steady - 20
    assert level_db(sound, 10.0, 10.1) == pytest.approx(steady, abs=0.6)


def test_where_cues_touch_no_hole_opens_between_fades(tmp_path):
    cues = cue("a", 2, 8), cue("b", 10, 8, fade_in_s=0.4)
    _, sound = mixed(tmp_path, *cues, crossfade_s=1.5)
    steady = level_db(sound, 3, 8)
    low = [at_s for at_s in np.arange(9.0, 11.0, 0.02)
           if level_db(sound, at_s, at_s + 0.02) < steady - 6]  # fmt: skip
    assert max(low) - min(low) < 0.3
    assert level_db(sound, 8.5, 9.5) == pytest.approx(steady, abs=0.5)


def test_cues_apart_are_not_touched(tmp_path):
    cues = cue("a", 2, 5), cue("b", 8, 5)
    assert all(
        p.fade_in == p.fade_out == 0 for p in arrange(cues, takes_of(tmp_path, *cues), RATE, 1.5)
    )


def test_the_shape_of_a_take_does_not_depend_on_how_it_is_cut(tmp_path):
    one = cue("a", 2, 2.0, fade_in_s=0.5, fade_out_s=0.7, gain_db=-3)
    (placed,) = arrange([one], takes_of(tmp_path, one), RATE, 1.0)
    whole = shape(placed, 0, placed.frames)
    pieces = [
        shape(placed, at, min(7777, placed.frames - at)) for at in range(0, placed.frames, 7777)
    ]
    assert np.array_equal(whole, np.concatenate(pieces))
    assert whole[0] == 0
    assert whole.max() == pytest.approx(10 ** (-3 / 20))


def test_a_cue_without_a_take_stays_silent(tmp_path):
    there, missing = cue("a", 2, 5), cue("b", 15, 5)
    mix, sound = mixed(tmp_path, there, missing, takes=takes_of(tmp_path, there))
    assert not sound[:, 15 * RATE :].any()
    assert [uid for uid, _ in mix.cue_gains_db] == ["a"]


def test_a_film_without_any_take_is_silence_of_its_length(tmp_path):
    mix, sound = mixed(tmp_path, takes={}, duration_s=3.0)
    assert sound.shape == (2, 3 * RATE)
    assert not sound.any()
    assert mix.loudness_lufs is None


def test_a_persons_take_of_another_rate_and_one_channel_is_heard_right(tmp_path):
    one = cue("a", 3, 5)

    def tone(n):
        return 0.1 * np.sin(2 * np.pi * 700 * np.arange(n) / 44100)

    _, sound = mixed(tmp_path, one, takes=takes_of(tmp_path, one, rate=44100, sound=tone))
    spectrum = np.abs(np.fft.rfft(sound[1, 4 * RATE : 5 * RATE]))
    assert spectrum.argmax() == 700


def test_a_take_that_runs_past_the_films_end_is_kept_whole(tmp_path):
    mix, _ = mixed(tmp_path, cue("a", 27, 5), duration_s=30.0)
    assert mix.audio.frames == 32 * RATE


def test_the_same_film_gives_the_same_bytes(tmp_path):
    cues = cue("a", 2, 5), cue("b", 6.5, 5)
    takes = takes_of(tmp_path, *cues)
    sums = set()
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        sums.add(mixed(tmp_path / name, *cues, takes=takes)[0].audio.sha256)
    assert len(sums) == 1


def test_a_take_that_is_gone_is_said(tmp_path):
    one = cue("a", 2, 5)
    with pytest.raises(NoInputError, match=r"a\.wav"):
        mixed(tmp_path, one, takes={"a": tmp_path / "a.wav"})


@contextmanager
def full_at(size):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_and_leaves_nothing_behind(tmp_path):
    one = cue("a", 2, 5)
    takes = takes_of(tmp_path, one)
    with full_at(20_000), pytest.raises(CannotWriteError, match="disk is full"):
        mixed(tmp_path, one, takes=takes)
    assert [p for p in (tmp_path / "mix").rglob("*") if p.is_file()] == []


def test_cues_are_mixed_by_their_place_whatever_their_order(tmp_path):
    first, second = cue("a", 2, 5), cue("b", 10, 5)
    takes = takes_of(tmp_path, first, second)
    placed = arrange([second, replace(first, gain_db=-1)], takes, RATE, 1.0)
    assert [p.cue.uid for p in placed] == ["a", "b"]
