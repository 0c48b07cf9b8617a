from __future__ import annotations

import json

import pytest

from scenescore.core.types import Mood
from scenescore.story.emotion_rows import BITTERSWEET, EMOTIONS, EVIDENCE, LOSS, REMEMBERED
from scenescore.story.emotions import PARTICULAR, choose, distance, mood_of_word, vocabulary
from scenescore.story.song_rows import BITTERSWEET_FEELS, BITTERSWEET_MOVES, FAST_SCENERY, SCENERY
from scenescore.story.song_words import bittersweet_words, choose_words, fits

EVERYTHING = dict.fromkeys(EVIDENCE, 1.0)


def test_the_vocabulary_is_wide_and_each_word_lies_somewhere():
    words = [emotion.word for emotion in vocabulary()]
    assert len(words) == len(set(words)) >= 170
    for emotion in vocabulary():
        assert -1 <= emotion.mood.valence <= 1
        assert -1 <= emotion.mood.arousal <= 1
        assert 0 <= emotion.mood.tension <= 1


def test_every_family_of_feelings_has_words_and_evidence():
    assert set(EMOTIONS) == set(EVIDENCE)
    assert set(EVIDENCE) >= PARTICULAR
    assert all(mood_of_word(word) for word in (*BITTERSWEET, *LOSS, *REMEMBERED))


@pytest.mark.parametrize("valence", [-0.9, -0.5, -0.2, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("arousal", [-0.7, 0.0, 0.7])
@pytest.mark.parametrize("tension", [0.0, 0.5, 1.0])
def test_feelings_agree_with_the_mood_in_sign_and_come_from_three_families(
    valence, arousal, tension
):
    families = {emotion.word: emotion.family for emotion in vocabulary()}
    mood = Mood(valence, arousal, tension)
    chosen = choose(mood, EVERYTHING)
    assert len({families[word] for word in chosen}) == len(chosen) == 3
    assert all(mood_of_word(word).valence * valence >= 0 for word in chosen)


def test_particular_feelings_need_the_scene_to_speak_of_them():
    mood = mood_of_word("jealous")
    assert "jealous" not in choose(mood, {}, wanted=10)
    assert "jealous" in choose(mood, {"envy": 2.0}, wanted=10)


def test_evidence_decides_between_near_feelings():
    mood = Mood(-0.3, 0.0, 0.6)
    assert choose(mood, {"unease": 2.0}) != choose(mood, {"stealth": 3.0})
    assert choose(mood, {"stealth": 3.0})[0] == "stealth"


def test_songs_are_told_in_three_different_words_near_the_mood():
    fast = choose_words(Mood(-0.4, 0.9, 0.9), key="a")
    slow = choose_words(Mood(0.5, -0.7, 0.05), key="a")
    assert len(set(fast)) == len(set(slow)) == 3
    assert not set(fast) & set(slow)
    assert all(fits(word, Mood(-0.4, 0.9, 0.9)) for word in fast)


def test_equal_moods_do_not_all_sound_the_same_but_one_scene_always_does():
    mood = Mood(-0.2, -0.3, 0.4)
    said = {choose_words(mood, key=str(n)) for n in range(12)}
    assert len(said) > 3
    assert choose_words(mood, key="7") == choose_words(mood, key="7")


def test_scenery_colours_the_words_when_it_is_shown():
    mood = Mood(-0.2, -0.4, 0.4)
    assert "icy" in choose_words(mood, key="a", shown={"icy": 3.0})
    assert "icy" not in choose_words(mood, key="a", shown={"icy": 1.0})
    assert "domestic" not in choose_words(Mood(-0.3, 0.9, 0.9), key="a", shown={"domestic": 9.0})
    assert set(SCENERY) >= FAST_SCENERY


def test_words_said_as_feelings_are_not_said_again():
    mood = mood_of_word("tender")
    assert "tender" not in choose_words(mood, key="a", avoid=("tender",))


def test_bittersweet_words_move_gently_glow_and_ache():
    move, sound, feel = bittersweet_words(Mood(0.9, 0.4, 0.0), Mood(0.0, -0.3, 0.1), key="a")
    assert move in BITTERSWEET_MOVES
    assert fits(sound, Mood(0.6, -0.25, 0.0))
    assert feel in BITTERSWEET_FEELS


def test_tension_weighs_most_in_how_far_moods_lie_apart():
    calm = Mood()
    assert distance(calm, Mood(tension=0.5)) > distance(calm, Mood(valence=0.5))
    assert distance(calm, Mood(valence=0.5)) > distance(calm, Mood(arousal=0.5))


@pytest.mark.shared
def test_every_word_that_readers_used_can_be_said(shared):
    told = json.loads((shared / "data/label-vocabulary.json").read_text("utf-8"))
    assert all(mood_of_word(word) for word in told["emotions"])
