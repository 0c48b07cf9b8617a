"""A film has a colour, but a scene has its own mood: what wins when."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from story_films import BREAKFAST, CHASE, GRIEF, HIDING, OFFICE, PORCH, film

from scenescore.core.genres import GENRES
from scenescore.core.types import Mood
from scenescore.screenplay.read import read_file
from scenescore.story.analyse import analyse
from scenescore.story.emotions import distance
from scenescore.story.genre_rank import rank_genres

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
FIST_FIGHT = """INT. PARLOUR - DAY

TOM punches BILL in the jaw. BILL crashes through the piano, roars, and swings a chair.

They fight without mercy, fists and boots. Blood. TOM smashes him against the wall and kicks him.

BILL
I'll kill you!"""
QUIET = """INT. PARLOUR - EVENING

ANNA plays the piano, alone. The old photograph stands on the lid. She remembers.

She stops, closes the lid, and looks at the letter."""
MOVING = {
    "action ostinato",
    "thriller pulse",
    "industrial action",
    "percussion",
    "tragedy",
    "adventure",
    "metal",
}


@pytest.mark.parametrize("name", sorted(GENRES))
def test_no_films_leaning_makes_a_fight_of_what_it_is_not(name):
    fight = Mood(-0.5, 0.85, 0.85)
    chosen = rank_genres({}, 120, fight, {name: 2.5})[0][1]
    assert distance(GENRES[chosen].mood, fight) < 1.0


def test_a_fist_fight_in_a_film_of_pianos_is_a_fight():
    read = analyse(film(*[QUIET] * 12, FIST_FIGHT, *[QUIET] * 12), analyst="lexicon")
    assert read[12].genre in MOVING
    assert Counter(brief.genre for brief in read)[read[0].genre] >= 20


def test_a_chase_after_a_funeral_is_a_chase():
    read = analyse(film(GRIEF, GRIEF, CHASE, GRIEF), analyst="lexicon")
    assert read[2].genre in MOVING


def test_scenes_of_five_moods_get_more_than_three_genres():
    read = analyse(film(GRIEF, CHASE, PORCH, HIDING, BREAKFAST, OFFICE), analyst="lexicon")
    assert len({brief.genre for brief in read}) >= 4


def test_what_moves_gets_music_that_moves():
    chase, lurking = Mood(-0.35, 0.4, 0.7), Mood(-0.35, 0.0, 0.7)
    leaning = {"psychological strings": 0.5}
    assert rank_genres({}, 120, chase, leaning)[0][1] in MOVING
    assert rank_genres({}, 120, lurking, leaning)[0][1] == "psychological strings"


def test_the_leaning_decides_where_the_mood_does_not():
    calm = Mood(0.2, -0.1, 0.3)
    assert rank_genres({}, 120, calm, {"western": 2.0})[0][1] == "western"


def test_likeness_to_a_genres_lines_may_decide():
    plain = dict.fromkeys(GENRES, 0.0)
    mood = GENRES["mystery"].mood
    told = rank_genres({}, 120, mood, {}, plain | {"noir jazz": 3.0})
    assert told[0][1] == "noir jazz"


def test_the_examples_chases_are_chases_and_its_flashback_is_bittersweet():
    read = analyse(read_file(EXAMPLES / "three-quiet-nights.fountain"), analyst="lexicon")
    for chase in (read[6], read[7]):
        assert chase.genre in MOVING
    (back,) = (brief for brief in read if brief.flashback)
    assert back.portrayed.valence >= 0.4
    assert back.felt.valence <= back.portrayed.valence - 0.25
    assert {"nostalgic", "bittersweet"} & set(back.emotions)
    assert back.genre in ("solo piano", "elegiac strings", "understated drama")


def test_no_genre_takes_more_than_six_in_ten_scenes_of_an_example():
    for name in ("three-quiet-nights", "small-weather"):
        read = analyse(read_file(EXAMPLES / f"{name}.fountain"), analyst="lexicon")
        counts = Counter(brief.genre for brief in read)
        assert counts.most_common(1)[0][1] <= 0.6 * len(read)
        assert len(counts) >= 5
