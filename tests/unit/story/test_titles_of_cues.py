from __future__ import annotations

import pytest
from story_films import BREAKFAST, CHASE, FLASHBACK, GRIEF, HIDING, OFFICE, PORCH, film

from scenescore.core.types import Mood
from scenescore.story.analyse import analyse
from scenescore.story.passages import passages_of
from scenescore.story.title_rows import BREAKS, FRAMES
from scenescore.story.titles import find, kind_of, scene_frequency, title_of
from scenescore.testing import scene, screenplay


def _title(kind, *lines, heading="INT. LIGHTHOUSE - NIGHT", people=("ANNA",), key="k"):
    passages = passages_of(screenplay(scene(1, heading, *lines)))
    return title_of(find(passages[0], scene_frequency(passages), people), kind, key=key)


def _titles(kind, *lines, **more):
    return {_title(kind, *lines, key=str(n), **more) for n in range(8)}


def test_a_chase_is_named_after_where_it_runs():
    assert _title("chase", "Anna runs to the burning gate.") == "Running to the Burning Gate"


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("EXT. RIVER CROSSING - DAY", "Fight at the River Crossing"),
        ("EXT. JUNGLE - NIGHT", "Fight in the Jungle"),
        ("INT. SEWER TUNNEL - NIGHT", "Fight in the Sewer Tunnel"),
    ],
)
def test_a_fight_is_in_a_place_or_at_it(heading, title):
    assert title in _titles("action", "They fight.", heading=heading)


def test_a_thing_that_belongs_to_somebody_makes_a_title():
    assert "Anna's Letter" in _titles("sorrow", "He finds Anna's letter under the stairs.")


def test_two_people_talking_name_their_talk():
    assert "Anna and Ben" in _titles("talk", "They look at each other.", people=("ANNA", "BEN"))


def test_a_quiet_place_is_named_with_its_time():
    assert "Lighthouse at Night" in _titles("calm", "Nothing.")


@pytest.mark.parametrize("verb", ["roars", "explodes", "slowly turns", "is gone", "suddenly stops"])
def test_a_title_does_not_trail_into_the_verb(verb):
    (title,) = _titles("dread", f"The iron wheel {verb}.", heading="INT. ROOM - NIGHT", people=())
    assert title == "The Iron Wheel"


@pytest.mark.parametrize(
    ("line", "wanted", "odd"),
    [
        ("The crowd claps, which makes the lion antsy.", "The Lion", "Antsy"),
        ("The wind leaves the lantern sooty.", "The Lantern", "Sooty"),
        ("The sugar factory burns.", "The Sugar Factory", "The Sugar"),
        ("The trouser cuffs rise inch by inch.", "The Trouser Cuffs", "The Trouser"),
    ],
)
def test_what_is_said_of_a_thing_is_no_part_of_its_name(line, wanted, odd):
    titles = _titles("dread", line, heading="INT. ROOM - NIGHT", people=())
    assert wanted in titles
    assert odd not in titles
    assert not any(title.endswith(odd) for title in titles if title != wanted)


def test_a_thing_before_another_is_nobodys():
    titles = _titles("sorrow", "Anna's pant cuffs rise inch by inch.", people=("ANNA",))
    assert not any(title.endswith("Pant") for title in titles)


def test_bodies_rooms_and_cameras_make_no_title():
    lines = ["He lifts his head. The door. She turns her face to the wall. The camera."]
    assert not any("{" in t or t.startswith("The ") for t in _titles("joy", *lines, people=()))


def test_people_who_are_only_a_role_are_not_named():
    people = ("GUARD #2", "CAR SALESMAN", "THE NURSE")
    assert not any("and" in title.split() for title in _titles("talk", "Rain.", people=people))


def test_a_scene_that_offers_nothing_still_has_a_title():
    for kind, frames in FRAMES.items():
        titles = _titles(kind, "...", heading="INT. ROOM - DAY", people=())
        assert titles <= set(frames)
        assert titles


@pytest.mark.parametrize("text", [GRIEF, FLASHBACK, BREAKFAST, OFFICE, CHASE, PORCH, HIDING])
def test_titles_look_like_cue_titles(text):
    (read,) = analyse(film(text))
    words = read.title.split()
    assert 1 <= len(words) <= 7
    assert words[0][0].isupper()
    assert words[-1].lower() not in BREAKS or read.title in FRAMES["talk"]
    assert not set(read.title) & set('.,;:!?()"')


def test_moods_choose_the_kind_of_title():
    assert kind_of(Mood(-0.4, 0.8, 0.9), {"pursuit": 3.0}) == "chase"
    assert kind_of(Mood(-0.4, 0.8, 0.9), {"violence": 3.0}) == "action"
    assert kind_of(Mood(-0.6, -0.2, 0.8), {}) == "dread"
    assert kind_of(Mood(-0.7, -0.4, 0.3), {}) == "grief"
    assert kind_of(Mood(0.6, 0.0, 0.1), {"wonder": 2.0}) == "wonder"
    assert kind_of(Mood(0.0, -0.6, 0.2), {}) == "calm"


@pytest.mark.parametrize("word", ["larger", "fifth", "different", "multiple"])
def test_no_title_is_an_adjective_left_alone(word):
    assert not any(word in t.lower() for t in _titles("joy", f"She takes the {word}.", people=()))
