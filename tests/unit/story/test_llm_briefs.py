"""Labels are the model's, numbers the table's, gaps are filled by us and named."""

from __future__ import annotations

import json
from functools import partial

import pytest

from scenescore.core.errors import BadAnswerError
from scenescore.core.genres import GENRES
from scenescore.core.progress import Run
from scenescore.core.types import Mood, Provenance
from scenescore.story.emotions import mood_of_word
from scenescore.story.llm import feelings, interview
from scenescore.story.llm.answer import Answer
from scenescore.story.llm.briefs import brief_of
from scenescore.story.llm.schema import json_schema, longest_answer, read_answer, repeats_a_word
from scenescore.story.llm.tally import tally
from scenescore.testing import brief, scene, screenplay

AUTHOR = Provenance("gemma", "1")
WHOLE = {
    "genre": "horror", "emotions": ["dread", "panic"], "words": ["cold", "slow", "thin"],
    "title": "The Door", "function": "build",
}  # fmt: skip


def _said(**changes):
    return json.dumps({**WHOLE, **changes})


def test_numbers_come_from_the_table_of_feelings():
    made = brief_of(read_answer(_said(emotions=["dread"])), brief(), "text", AUTHOR)
    place = mood_of_word("dread")
    assert made.portrayed == made.felt
    assert made.portrayed.valence == pytest.approx(place.valence, abs=0.026)
    assert made.portrayed.tension == pytest.approx(place.tension, abs=0.026)


@pytest.mark.parametrize("said", [("grief", "joy", "fear"), ("elated",), ("panic", "dread")])
def test_moods_are_in_range_and_rounded(said):
    mood = feelings.mood_of(said)
    assert -1 <= mood.valence <= 1
    assert -1 <= mood.arousal <= 1
    assert 0 <= mood.tension <= 1
    for value in (mood.valence, mood.arousal, mood.tension):
        assert value == pytest.approx(round(value / 0.05) * 0.05, abs=1e-9)


def test_the_first_feeling_counts_most():
    glad, sorry = feelings.mood_of(("joy", "grief")), feelings.mood_of(("grief", "joy"))
    assert glad.valence > 0 > sorry.valence


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("Sadness", "sorrow"),
        ("hopefulness", "hopeful"),
        ("deep sorrow", "sorrow"),
        ("FEAR", "fear"),
    ],
)
def test_words_that_models_say_find_their_place(said, means):
    assert feelings.known(said) == means


def test_a_feeling_outside_the_table_keeps_the_mood_of_the_embedded_analyst():
    embedded = brief(portrayed=Mood(0.5, 0.2, 0.1), felt=Mood(0.5, 0.2, 0.1))
    made = brief_of(Answer("x", "folk", ("qwertz",), ("a b", "c", "d")), embedded, "", AUTHOR)
    assert made.emotions == ("qwertz",)
    assert made.portrayed == embedded.portrayed
    assert "feelings not in the table" in dict(made.made_by.params)


def test_what_the_model_said_stands_in_the_brief():
    made = brief_of(read_answer(_said()), brief(), "text", AUTHOR)
    assert (made.genre, made.genres[0]) == ("horror", "horror")
    assert made.words == ("cold", "slow", "thin")
    assert (made.title, made.function) == ("The Door", "build")
    assert (made.analysed_text, made.raw_answer) == ("text", _said())
    assert made.missing_fields == ()


def test_a_genre_in_free_words_finds_its_row_and_is_kept_as_said():
    made = brief_of(
        Answer("x", "Dark Horror Score", ("dread",), ("a", "b", "c")), brief(), "", AUTHOR
    )
    assert made.genre in GENRES
    assert dict(made.made_by.params)["genre said"] == "Dark Horror Score"


def test_what_was_left_empty_is_filled_and_named():
    embedded = brief(emotions=("calm",), words=("warm", "slow", "plain"))
    made = brief_of(Answer("x", "folk", (), ("slow", "low")), embedded, "", AUTHOR)
    assert made.missing_fields == ("words", "emotions")
    assert made.words == ("slow", "low", "warm")
    assert made.emotions == ("calm",)
    assert made.confidence < embedded.confidence


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (_said(genre="polka"), "polka"),
        (_said(emotions=[]), "emotions"),
        (_said(emotions=["joy", "grief", "fear", "dread"]), "emotions"),
        (_said(words=["one", "two"]), "words"),
        (_said(words="one two three"), "words"),
        (_said(function="explode"), "function"),
        (_said(title=""), "title"),
        ('{"genre": "horror"}', "emotions"),
        ("{" + _said()[1:-20], "JSON"),
        ("", "JSON"),
        ("[1, 2]", "object"),
        ("null", "object"),
    ],
)
def test_an_answer_of_another_form_is_refused_with_what_is_wrong(raw, fault):
    with pytest.raises(BadAnswerError) as problem:
        read_answer(raw)
    assert fault.lower() in problem.value.message.lower()
    assert problem.value.raw == raw


@pytest.mark.parametrize(
    "raw",
    [f"```json\n{_said()}\n```", f"Here it is: {_said()} Enjoy!", _said(genre="Horror", extra=1)],
)
def test_fences_talk_and_letter_case_are_forgiven(raw):
    assert read_answer(raw).genre == "horror"


def test_the_schema_is_finite_and_its_longest_answer_is_known():
    properties = json_schema()["properties"]
    assert json_schema()["additionalProperties"] is False
    assert set(json_schema()["required"]) == set(properties)
    assert all("enum" in p or "pattern" in p or "maxItems" in p for p in properties.values())
    assert len(_said().replace(" ", "")) < longest_answer() < 400


def test_a_word_said_twice_is_noticed_while_it_is_written():
    assert repeats_a_word('{"genre":"x","words":["low","low"')
    assert not repeats_a_word('{"genre":"x","words":["low","lo')
    assert not repeats_a_word('{"emotions":["joy","joy"],"words":["low","slow","joy"],"title":"low')


def _briefs(raws, is_free=True, kept=None):
    film = screenplay(*(scene(i, "INT. HALL - DAY", "She waits.") for i in range(1, len(raws) + 1)))
    from scenescore.story.llm.prompts import prompt_for

    asked = interview.questions(
        film.scored_scenes, film, prompt_for("paper", film), budget=100,
        measure=lambda text: len(text.split()), clean=str, run=Run(),
    )  # fmt: skip
    notes = []
    run = Run(lambda event: notes.append(event.text) if event.kind == "note" else None)
    reader = partial(interview.read, is_free=is_free)
    made = interview.briefs(
        asked,
        lambda some: map(reader, raws[: len(some)]),
        AUTHOR,
        reader=reader,
        kept=kept,
        run=run,
    )
    return list(made), notes


def test_the_share_of_incomplete_answers_is_counted_and_said():
    whole = "Words: dark, slow, low\nGenre: Folk\nEmotion: Grief"
    made, notes = _briefs([whole, whole, whole.replace("Emotion: Grief", ""), ""])
    counted = tally(made)
    assert (counted.asked, counted.incomplete, counted.replaced) == (4, 2, 1)
    assert counted.share == 0.5
    assert dict(counted.lacking) == {"emotions": 2, "words": 1, "genre": 1}
    assert notes == [f"gemma: {counted.told}"]
    assert "2 of 4 answers were incomplete (50%" in notes[0]


def test_an_empty_answer_is_a_fall_back_with_its_reason_never_an_empty_brief():
    made, _ = _briefs([""])
    assert made[0].made_by.backend == "lexicon"
    assert "names no words" in made[0].made_by.fallback
    assert made[0].raw_answer == ""
    assert all(made[0].words)
    assert made[0].missing_fields == ("words", "genre", "emotions")


def test_whole_answers_need_no_note():
    made, notes = _briefs([_said()], is_free=False)
    assert notes == []
    assert tally(made).share == 0.0


class _Shelf(dict):
    put = dict.__setitem__


def test_answers_are_kept_as_they_come_and_not_asked_for_again():
    whole = "Words: dark, slow, low\nGenre: Folk\nEmotion: Grief"
    shelf = _Shelf()
    first, _ = _briefs([whole], kept=shelf)
    assert list(shelf.values()) == [whole]
    again, _ = _briefs([AssertionError("asked again")], kept=shelf)
    assert again == first
