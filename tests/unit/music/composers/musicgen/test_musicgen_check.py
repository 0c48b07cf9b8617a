"""What is listened for in a model's sound, and how a cue is cut into windows. No model needed."""

from __future__ import annotations

import numpy as np
import pytest

from scenescore.core.types import (
    Mood,
    MusicBrief,
    Theme,
    ThemeNote,
    ThemeSlot,
    ThemeUse,
)
from scenescore.music.composers.musicgen.chroma import FRAME_S, chroma_of, theme_of
from scenescore.music.composers.musicgen.form import frames_of, middles_s, stretches
from scenescore.music.composers.neural.check import listen
from scenescore.music.composers.neural.prompt import prompt_of
from scenescore.music.composers.neural.say import Wording

RATE = 32_000
RNG = np.random.default_rng(1)


def _noise(seconds, level=0.1):
    return (level * RNG.standard_normal((1, int(seconds * RATE)))).astype(np.float32)


def _beats(bpm, seconds=15.0):
    sound = np.zeros((1, int(seconds * RATE)), np.float32)
    hit = np.exp(-np.arange(4000) / 600) * np.sin(np.arange(4000) * 0.3)
    for at_s in np.arange(0.0, seconds - 0.2, 60 / bpm):
        sound[0, int(at_s * RATE) : int(at_s * RATE) + 4000] += 0.5 * hit
    return sound + _noise(seconds, 0.003)


def test_a_sound_to_the_end_has_no_fault():
    assert listen(_noise(6), RATE).faults == ()


def test_silence_at_the_end_and_in_between_is_heard():
    tail = np.concatenate([_noise(6), np.zeros((1, 2 * RATE), np.float32)], axis=1)
    assert listen(tail, RATE).faults == ("its last 2.0 s are silent",)
    hole = np.concatenate([_noise(3), np.zeros((1, 4 * RATE), np.float32), _noise(3)], axis=1)
    assert listen(hole, RATE).faults == ("it is silent for 4.0 s in between",)


def test_a_stinger_may_ring_out():
    tail = np.concatenate([_noise(2.1), np.zeros((1, int(1.9 * RATE)), np.float32)], axis=1)
    assert listen(tail, RATE).faults
    assert not listen(tail, RATE, may_fade=True).faults


def test_near_silence_and_numbers_that_are_no_sound_are_faults():
    assert "nearly silent" in listen(_noise(4, 1e-4), RATE).faults[0]
    assert listen(np.zeros((2, RATE), np.float32), RATE).faults
    assert listen(np.full((1, RATE), np.nan, np.float32), RATE).faults


@pytest.mark.parametrize("bpm", [60, 75, 96, 120, 150])
def test_the_tempo_asked_for_is_found_and_another_is_a_fault(bpm):
    sound = _beats(bpm)
    for same in (bpm, bpm * 2, bpm / 2):
        assert listen(sound, RATE, bpm=same).faults == ()
    other = listen(sound, RATE, bpm=bpm * 1.25)
    assert len(other.faults) == 1
    assert f"where {bpm * 1.25:.0f} were asked for" in other.faults[0]
    assert listen(sound, RATE, bpm=bpm * 1.25, tolerance=0.0).faults == ()


def test_without_a_clear_beat_no_tempo_is_told():
    assert listen(_noise(15), RATE, bpm=100.0) == listen(_noise(15), RATE)
    assert listen(_noise(15), RATE).bpm is None


# ------------------------------------------------------------------ windows


def test_thirty_seconds_less_the_delay_are_the_papers_1500_tokens():
    assert frames_of(29.94, 50.0) + 3 == 1500
    assert frames_of(30.0, 50.0) == 1500
    assert frames_of(0.001, 50.0) == 1


@pytest.mark.parametrize("total", [1, 1499, 1500, 1501, 4000])
@pytest.mark.parametrize("start", [0, 600])
def test_windows_fill_a_cue_and_none_is_too_long(total, start):
    parts = stretches(total, 1500, 600, start)
    assert sum(new for new, _ in parts) == total
    for place, (new, before) in enumerate(parts):
        assert new > 0
        assert new + (before if place else start) <= 1500
        assert before == (600 if place else 0)


def test_each_window_is_told_what_holds_in_its_middle():
    brief = MusicBrief(52.0, "adventure", curve=((0.0, 0.0), (52.0, 1.0)))
    said = Wording(prompt_of).lines(brief, middles_s(stretches(2600, 1500, 600), 50.0))
    assert "soft and restrained" in said[0]
    assert "powerful and intense" in said[1]
    assert said[1] == said[2]


# ------------------------------------------------------------------ melody

NOTES = tuple(ThemeNote(float(i), 1.0, step) for i, step in enumerate((0, 2, 4, -1)))
THEME = Theme(ThemeSlot("ANNA"), NOTES)


def test_a_theme_becomes_its_classes_of_pitch_and_comes_again():
    brief = MusicBrief(8.0, key="D major", bpm=60.0, themes=(ThemeUse("ANNA", theme=THEME),))
    assert theme_of(brief) is THEME
    chroma = chroma_of(THEME, brief, round(8.0 / FRAME_S))
    assert chroma.sum(1).tolist() == [1.0] * len(chroma)
    heard = [int(chroma[int((at + 0.5) / FRAME_S)].argmax()) for at in range(8)]
    assert heard == [2, 6, 9, 1] * 2  # D F# A C#


def test_a_theme_in_minor_is_in_minor_and_moods_do_not_need_a_key():
    minor = Theme(ThemeSlot("BEN"), NOTES[:2], minor=True)
    brief = MusicBrief(8.0, bpm=60.0, mood=Mood(-0.5, 0.0, 0.2))
    chroma = chroma_of(minor, brief, 16)
    assert {int(row.argmax()) for row in chroma} == {9, 0}  # A C
