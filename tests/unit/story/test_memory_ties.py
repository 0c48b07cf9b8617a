"""What memory makes of wins, falls, nerves and secrets."""

from __future__ import annotations

import pytest
from story_films import CHASE, film

from scenescore.core.types import Memory, Mood
from scenescore.story import memory as remembering
from scenescore.story.analyse import analyse
from scenescore.story.ties import learned, ties_of
from scenescore.testing import brief

DEFEAT = """INT. LOCKER ROOM - NIGHT

ANNA sits on the bench, weeps, and stares at the floor. She is ashamed and miserable.

ANNA
I lost. I failed them all."""
FUNERAL = """EXT. CEMETERY - DAY

ANNA stands at the grave and weeps. The coffin goes down. Her father is dead.

ANNA
I lost him."""
VICTORY = """INT. ARENA - NIGHT

ANNA lifts the trophy. The crowd cheers and sings. She laughs, hugs her trainer, dances.

ANNA
We won! I am the champion!"""
PLOT = """INT. CELLAR - NIGHT

CARL loads the pistol. A cold smile. The knife lies ready on the table.

CARL
Anna will be dead by midnight. Ben will bring her to the party."""
THREAT = "Anna takes the gun. The killer will murder Ben."
PEOPLE = {"anna": "ANNA", "ben": "BEN"}
PARTY = """INT. GARDEN - EVENING

ANNA and BEN dance under the lanterns, laughing, happy. He kisses her and she beams.

ANNA
What a lovely party!

BEN
Happy birthday, darling."""


def _last(*texts):
    return analyse(film(*texts), analyst="lexicon")[-1]


def test_a_win_is_worth_what_the_defeat_cost():
    alone, after = _last(VICTORY), _last(DEFEAT, VICTORY)
    assert after.felt.valence >= alone.felt.valence


def test_no_win_undoes_a_death():
    assert _last(FUNERAL, VICTORY).felt.valence < _last(DEFEAT, VICTORY).felt.valence
    assert _last(FUNERAL, VICTORY).felt.valence < _last(VICTORY).felt.valence


def test_a_win_of_somebody_else_undoes_nothing():
    other = VICTORY.replace("ANNA", "ZOE")
    assert _last(DEFEAT, other).felt.valence < _last(DEFEAT, VICTORY).felt.valence


def test_a_joy_is_poisoned_by_what_somebody_in_it_does_not_know():
    alone, after = _last(PARTY), _last(PLOT, PARTY)
    assert after.felt.valence <= alone.felt.valence - 0.2
    assert after.felt.tension >= alone.felt.tension + 0.2
    assert after.felt.arousal > alone.felt.arousal


def test_who_was_there_has_no_secret_kept_from_them():
    told = learned(
        Memory(),
        brief(1, characters=("ANNA",), portrayed=Mood(-0.6, 0.0, 0.8), analysed_text=THREAT),
        60.0,
        {"anna": "ANNA", "ben": "BEN"},
    )
    glad = {"portrayed": Mood(0.6, 0.2, 0.1), "analysed_text": "They dance."}
    assert ties_of(brief(2, characters=("ANNA",), **glad), told).secret is None
    assert ties_of(brief(2, characters=("BEN",), **glad), told).secret.person == "BEN"


def test_a_name_far_from_any_danger_is_no_secret():
    text = "Anna takes the gun. " + "Rain falls on the roof. " * 9 + "Ben has written."
    told = learned(
        Memory(), brief(1, portrayed=Mood(-0.6, 0.0, 0.8), analysed_text=text), 60.0, {"ben": "BEN"}
    )
    assert told.told == ()


def test_a_secret_fades_and_is_forgotten():
    told = learned(
        Memory(),
        brief(1, portrayed=Mood(-0.6, 0.0, 0.8), analysed_text=THREAT),
        60.0,
        {"ben": "BEN"},
    )
    calm = brief(2, portrayed=Mood(0.0, -0.5, 0.1), analysed_text="Tea.")
    later = told
    strengths = []
    while later.told:
        strengths.append(later.told[0].strength)
        later = learned(later, calm, 120.0, {})
    assert strengths == sorted(strengths, reverse=True)
    assert 3 <= len(strengths) <= 12


def test_a_flashback_teaches_nothing_and_lets_nothing_be_forgotten():
    memory = learned(
        Memory(), brief(1, portrayed=Mood(-0.6, 0.0, 0.8), analysed_text=THREAT), 60.0, PEOPLE
    )
    inside = remembering.enter_frame(memory)
    seen = learned(inside, brief(2, portrayed=Mood(-0.9, 0.0, 0.9), analysed_text=THREAT), 90.0, {})
    assert remembering.leave_frame(seen) == memory


def test_a_laugh_after_danger_is_keyed_up_but_a_calm_after_it_is_calm():
    after = remembering.after(Memory(), Mood(-0.6, 0.5, 0.9), 90.0)
    laugh = Mood(0.6, 0.1, 0.1)
    assert remembering.feel(laugh, after).mood.arousal > laugh.arousal
    for calm in (Mood(0.0, -0.3, 0.1), Mood(0.3, -0.7, 0.1)):
        assert remembering.feel(calm, after).mood.arousal <= calm.arousal


def test_ordinary_scenes_leave_no_tension():
    memory = Memory()
    for _ in range(5):
        memory = remembering.after(memory, Mood(0.1, 0.0, 0.3), 60.0)
    assert remembering.feel(Mood(0.5, 0.0, 0.0), memory).mood.tension == 0.0


def test_a_film_that_cuts_from_joy_to_sorrow_makes_it_worse_by_the_fall():
    joy = remembering.after(Memory(), Mood(0.9, 0.6, 0.1), 90.0)
    grim = Mood(-0.6, 0.0, 0.5)
    assert remembering.feel(grim, joy, flashback=True).mood.valence < grim.valence
    assert remembering.feel(grim, joy).mood.valence == grim.valence


@pytest.mark.parametrize("first", [DEFEAT, PLOT, CHASE])
def test_ties_do_not_depend_on_what_comes_later(first):
    shorter, longer = (
        analyse(film(first, PARTY, *more), analyst="lexicon")[1] for more in ((), (VICTORY, CHASE))
    )
    assert shorter.felt == longer.felt
