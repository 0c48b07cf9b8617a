"""A score does not change its world at every cut."""

from __future__ import annotations

from dataclasses import replace

from story_films import CHASE, GRIEF, OFFICE, PORCH

from scenescore.core.genres import GENRES
from scenescore.core.types import Mood
from scenescore.story.genre_rank import film_leaning, rank_genres
from scenescore.story.neighbours import neighbours_say
from scenescore.story.passages import passages_of
from scenescore.story.raw_scene import screenplay_of


def _said(*texts):
    scenes = [screenplay_of(text).scenes[0] for text in texts]
    numbered = [replace(s, number=n, key=f"k{n}") for n, s in enumerate(scenes, 1)]
    film = replace(screenplay_of(OFFICE), scenes=tuple(numbered))
    passages = passages_of(film)
    return neighbours_say(film, passages, film_leaning(passages))


def test_scenes_around_a_scene_speak_for_their_genre():
    said = _said(OFFICE, CHASE, OFFICE, CHASE, *[PORCH] * 6)[3]
    assert said["action ostinato"] > said["solo piano"]


def test_what_the_whole_film_is_gets_no_vote_beyond_the_near_ones():
    all_chase = _said(*[CHASE] * 6)[3]
    among_talk = _said(CHASE, CHASE, CHASE, *[OFFICE] * 9)[2]
    assert among_talk["action ostinato"] > all_chase["action ostinato"]


def test_a_film_of_one_scene_hears_nobody():
    assert set(_said(GRIEF)[1].values()) == {0.0}


def test_nothing_is_said_across_the_border_of_a_flashback():
    back = CHASE.replace(" - ", " (FLASHBACK) - ", 1)
    assert set(_said(OFFICE, back, OFFICE)[2].values()) == {0.0}


def test_a_vote_turns_a_tie_and_not_a_scene():
    mood = Mood(0.0, -0.2, 0.3)
    ranked = rank_genres({}, 120, mood, {})
    second, last = ranked[1][1], ranked[-1][1]
    assert rank_genres({}, 120, mood, {}, near={second: 0.8})[0][1] == second
    assert rank_genres({}, 120, mood, {}, near={last: 0.8})[0][1] == ranked[0][1]


def test_a_word_more_in_one_scene_moves_no_vote_elsewhere():
    films = [OFFICE, PORCH, GRIEF, CHASE]
    before = _said(*films)
    after = _said(films[0] + "\n\nA lamp.", *films[1:])
    assert {n: v for n, v in before.items() if n != 2} == {n: v for n, v in after.items() if n != 2}
    assert set(before[1]) == set(GENRES)
