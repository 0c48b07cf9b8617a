"""No two scenes of a film bear one title."""

from __future__ import annotations

from dataclasses import replace

from scenescore.core.progress import Run
from scenescore.story.analyse import portray
from scenescore.story.raw_scene import screenplay_of
from scenescore.story.told_apart import told_apart

TALK = "INT. OFFICE - DAY\n\nANNA\nGood morning.\n\nBEN\nGood morning."


def _film(*texts):
    scenes = [screenplay_of(text).scenes[0] for text in texts]
    numbered = [replace(s, number=n, key=f"k{n}") for n, s in enumerate(scenes, 1)]
    return replace(screenplay_of(TALK), scenes=tuple(numbered))


def _titles(*texts):
    return [b.title for b in portray(_film(*texts), analyst="lexicon", run=Run())]


def _named(*titles):
    told = _film(*[TALK] * len(titles))
    briefs = portray(told, analyst="lexicon", run=Run())
    named = [replace(b, title=title) for b, title in zip(briefs, titles, strict=True)]
    return [brief.title for brief in told_apart(named, told)]


def test_no_title_comes_twice_however_often_people_meet():
    titles = _titles(*[TALK] * 12)
    assert len(set(titles)) == 12


def test_the_second_is_named_after_what_it_alone_has():
    other = TALK + "\n\nA broken compass lies on the ledger."
    first, second = _titles(TALK, other)
    assert first != second
    assert "Part" not in second


def test_order_number_and_articles_make_no_other_title():
    for first, second in (("Anna and Ben", "Ben and Anna"), ("The Tray", "Trays")):
        told = _named(first, second)
        assert told[0] == first
        assert told[1] not in (first, second)


def test_titles_that_differ_stay_as_they_are():
    assert _named("One Lamp", "Two Lamps", None) == ["One Lamp", "Two Lamps", None]


def test_a_name_that_is_used_up_gets_parts():
    told = _named(*["Storm"] * 30)
    assert told[0] == "Storm"
    assert "Storm, Part 2" in told
    assert len(set(told)) == 30


def test_a_film_of_one_scene_keeps_its_title():
    assert _titles(TALK) == [_named(_titles(TALK)[0])[0]]
