"""The acceptance rows of the memory rule, on scenes and on bare moods."""

from __future__ import annotations

import pytest
from story_films import BREAKFAST, CHASE, FLASHBACK, GRIEF, MEADOW, OFFICE, PORCH, film

from scenescore.core.types import Memory, Mood
from scenescore.story import memory as remembering
from scenescore.story.analyse import analyse, portray, remember
from scenescore.story.emotion_rows import BITTERSWEET, LOSS
from scenescore.testing import brief, scene, screenplay

JOY, SORROW = Mood(0.9, 0.4, 0.05), Mood(-0.8, -0.4, 0.4)


def _last(*texts):
    return analyse(film(*texts))[-1]


def test_a_joyful_flashback_alone_stays_joyful():
    alone = _last(FLASHBACK)
    assert alone.flashback
    assert alone.felt == alone.portrayed
    assert alone.felt.valence > 0.7
    assert not set(alone.emotions) & set(BITTERSWEET)


def test_a_joyful_flashback_after_grief_is_bittersweet():
    after = _last(GRIEF, FLASHBACK)
    assert after.portrayed.valence > 0.7
    assert -0.2 <= after.felt.valence <= 0.3
    assert after.felt.arousal < after.portrayed.arousal
    assert set(after.emotions[:2]) == {"nostalgic", "bittersweet"}
    assert after.genre in ("elegiac strings", "solo piano", "understated drama")


def test_the_same_flashback_after_a_happy_scene_is_unchanged():
    alone, after = _last(FLASHBACK), _last(BREAKFAST, FLASHBACK)
    assert after.felt == alone.felt
    assert after.emotions == alone.emotions


def test_joy_after_grief_without_a_flashback_is_dimmed_less():
    inside, outside = _last(GRIEF, FLASHBACK), _last(GRIEF, MEADOW)
    assert inside.felt.valence < outside.felt.valence < outside.portrayed.valence
    assert set(outside.emotions) & set(BITTERSWEET)
    assert outside.emotions[0] not in BITTERSWEET


def test_plain_scenes_between_let_grief_fade():
    soon, late = _last(GRIEF, MEADOW), _last(GRIEF, *[OFFICE] * 5, MEADOW)
    assert late.felt.valence >= soon.felt.valence + 0.2
    assert not set(late.emotions) & set(BITTERSWEET)


def test_grief_after_joy_is_not_softened():
    alone, after = _last(GRIEF), _last(BREAKFAST, GRIEF)
    assert after.felt.valence == alone.felt.valence < -0.6


def test_loss_after_joy_is_coloured_as_loss():
    shadowed = remember(
        [brief(1, portrayed=Mood(0.9, 0.3, 0.0)), brief(2, portrayed=Mood(-0.9, 0.0, 0.3))],
        screenplay(scene(1), scene(2)),
    )
    assert shadowed[1].felt.valence == -0.9
    assert set(shadowed[1].emotions) & set(LOSS)


def test_tension_lingers_after_a_chase_but_not_into_a_flashback():
    calm, shaken = _last(PORCH), _last(CHASE, PORCH)
    assert shaken.felt.tension > calm.felt.tension
    assert shaken.felt.valence == pytest.approx(calm.felt.valence, abs=0.051)
    assert _last(CHASE, FLASHBACK).felt.tension == _last(FLASHBACK).felt.tension


def test_gladness_after_danger_is_relief_rather_than_bittersweet():
    danger, sorrow = Mood(-0.8, 0.9, 0.9), Mood(-0.8, -0.4, 0.9)
    glad = Mood(0.7, 0.2, 0.1)
    felt = [
        remembering.feel(glad, remembering.after(Memory(), before, 90.0))
        for before in (danger, sorrow)
    ]
    assert felt[0].mood.valence > felt[1].mood.valence
    assert felt[0].mixed < 0.35 < felt[1].mixed


def test_leaving_a_flashback_restores_the_residue_exactly():
    before = remembering.after(Memory(), SORROW, 70.0)
    inside = remembering.after(remembering.enter_frame(before), JOY, 60.0)
    nested = remembering.after(remembering.enter_frame(inside), JOY, 60.0)
    assert remembering.leave_frame(nested).residue == inside.residue
    back = remembering.to_depth(nested, 0)
    assert (back.residue, back.weight, back.frames) == (before.residue, before.weight, ())


def test_a_flashback_leaves_no_trace_in_the_story_around_it():
    around, straight = _last(GRIEF, FLASHBACK, MEADOW), _last(GRIEF, MEADOW)
    assert around.felt == straight.felt


def test_the_first_scene_of_a_film_is_felt_as_portrayed():
    for first in analyse(film(GRIEF, CHASE))[:1] + analyse(film(GRIEF)):
        assert first.felt == first.portrayed == analyse(film(GRIEF))[0].portrayed


def test_without_memory_every_scene_is_felt_as_portrayed():
    for read in analyse(film(GRIEF, FLASHBACK, CHASE, PORCH), memory=False):
        assert read.felt == read.portrayed


def test_remember_works_from_the_briefs_a_person_changed():
    whole = film(GRIEF, MEADOW)
    alone = list(analyse(whole, memory=False))
    alone[0] = brief(1, key=alone[0].key, portrayed=Mood(0.9, 0.3, 0.0))
    assert remember(alone, whole)[1].felt == alone[1].portrayed


def test_a_person_may_say_that_a_scene_is_a_flashback():
    whole = screenplay(scene(1), scene(2))
    said = [brief(1, portrayed=SORROW), brief(2, portrayed=JOY, flashback=True)]
    unsaid = [brief(1, portrayed=SORROW), brief(2, portrayed=JOY)]
    assert remember(said, whole)[1].felt.valence < remember(unsaid, whole)[1].felt.valence


def test_a_longer_sorrow_weighs_more():
    sorrow = Mood(-0.5, -0.4, 0.3)
    left = [remembering.residue_of(remembering.after(Memory(), sorrow, s)) for s in (30.0, 180.0)]
    assert left[1].valence < left[0].valence < 0


def test_memory_carries_on_from_an_earlier_part():
    before = remembering.after(Memory(), SORROW, 120.0)
    whole = film(MEADOW)
    alone = analyse(whole, memory=False)
    assert remember(alone, whole, memory=before)[0].felt.valence < alone[0].portrayed.valence


def test_a_faint_smile_after_sorrow_is_not_called_bittersweet():
    felt = remembering.feel(Mood(0.1, -0.2, 0.2), remembering.after(Memory(), SORROW, 90.0))
    assert felt.mixed < 0.35


def test_the_worked_example_of_the_documentation_holds():
    hospital, summer = Mood(-0.85, -0.45, 0.5), Mood(0.85, 0.5, 0.05)
    seen = remembering.after(Memory(), hospital, 60.0)
    assert seen.weight == pytest.approx(0.44, abs=0.005)
    assert remembering.residue_of(seen).valence == pytest.approx(-0.85, abs=0.005)
    inside = remembering.feel(summer, seen, flashback=True)
    assert inside.mood.valence == pytest.approx(0.0, abs=0.005)
    assert inside.mood.arousal == pytest.approx(0.18, abs=0.005)
    assert inside.mixed == pytest.approx(1.0, abs=0.005)
    outside = remembering.feel(summer, seen)
    assert outside.mood.valence == pytest.approx(0.425, abs=0.005)


@pytest.mark.parametrize("scenes", [1, 2, 5])
def test_what_is_felt_does_not_depend_on_how_many_scenes_are_read_at_once(scenes):
    from scenescore.core.progress import Run
    from scenescore.story.analysts.lexicon import LexiconAnalyst

    whole = film(GRIEF, FLASHBACK, CHASE, PORCH, OFFICE)
    parts = whole.scored_scenes
    read = [
        one
        for start in range(0, len(parts), scenes)
        for one in LexiconAnalyst().briefs(parts[start : start + scenes], film=whole, run=Run())
    ]
    together = portray(whole, run=Run())
    assert [(b.portrayed, b.genre, b.title) for b in read] == [
        (b.portrayed, b.genre, b.title) for b in together
    ]
