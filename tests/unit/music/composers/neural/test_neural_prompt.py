"""What a text-to-music model is told of a brief: short, musical, and nothing of the story."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.core.genres import GENRES
from scenescore.core.instruments import FAMILIES, INSTRUMENTS
from scenescore.core.types import Mood, MusicBrief, Steer
from scenescore.music.composers.neural.prompt import (
    MOST_WORDS,
    Style,
    bpm_of,
    intensity_of,
    paper_prompt,
    prompt_of,
)
from scenescore.music.composers.neural.words import FRAME, LOUDNESS, MOOD_OF, PLACES, TEMPO


def _words(*texts: str) -> set[str]:
    return set(re.findall(r"[a-z-]+", " ".join(texts).lower()))


ALLOWED = _words(
    *(genre.name for genre in GENRES.values()),
    *(genre.model_words for genre in GENRES.values()),
    *(home.label for home in INSTRUMENTS.values()),
    *FAMILIES,
    *MOOD_OF.values(),
    *(word for word, _ in PLACES),
    *(said for _, said in (*LOUDNESS, *TEMPO)),
    *FRAME,
)
ANY = st.text(max_size=30) | st.sampled_from(["ANNA stabs Ben", "Violins I", "piano", "dread"])
BRIEFS = st.builds(
    MusicBrief,
    duration_s=st.floats(1, 300),
    genre=ANY | st.sampled_from(list(GENRES)),
    emotions=st.lists(ANY, max_size=3).map(tuple),
    words=st.lists(ANY, max_size=3).map(tuple),
    mood=st.builds(Mood, st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1)),
    bpm=st.none() | st.floats(30, 240),
    palette=st.none() | st.lists(ANY, max_size=4).map(tuple),
    film_palette=st.none() | st.lists(ANY, max_size=4).map(tuple),
    curve=st.lists(st.tuples(st.floats(0, 300), st.floats(0, 1)), max_size=4).map(
        lambda points: tuple(sorted(points))
    ),
)


@settings(max_examples=150, deadline=None)
@given(BRIEFS, st.none() | st.floats(0, 300))
def test_a_prompt_is_one_short_line_of_musical_words_alone(brief, at_s):
    line = prompt_of(brief, at_s=at_s)
    assert "\n" not in line
    assert len(line.split()) <= MOST_WORDS
    assert _words(line) <= ALLOWED
    assert "instrumental" in line


@pytest.mark.parametrize("genre", GENRES)
def test_every_genre_leaves_room_for_two_instruments(genre):
    brief = MusicBrief(30.0, genre, ("dread", "urgent"), film_palette=("cello-solo", "piano"))
    line = prompt_of(brief)
    assert line.count("solo cello, piano") == 2, line
    assert len(line.split()) <= MOST_WORDS


@pytest.mark.parametrize("genre", GENRES)
def test_what_is_said_of_a_genre_ends_with_a_phrase(genre):
    line = prompt_of(MusicBrief(30.0, genre, ("dread",)))
    words = GENRES[genre].model_words
    ends = [len(words), *(found.start() for found in re.finditer(r",| and | with ", words))]
    assert any(line.startswith(f"{words[:end]}, ominous") for end in ends), line


def test_a_persons_genre_of_many_words_ends_with_a_phrase_too():
    style = Style("slow strings with a very old upright piano and far voices")
    assert prompt_of(MusicBrief(9.0), style).startswith(
        "slow strings with a very old upright piano,"
    )
    style = Style("a b c d e f g h i j")
    assert prompt_of(MusicBrief(9.0), style).startswith("a b c d e f g h, ")


def test_feelings_become_the_moods_that_captions_know():
    line = prompt_of(MusicBrief(20.0, "solo piano", ("grief", "tender")))
    assert "sad and tender" in line
    assert "moods: sad, tender." in line


def test_unknown_feelings_are_taken_from_where_the_mood_lies():
    line = prompt_of(MusicBrief(20.0, "romance", ("xyzzy",), mood=Mood(-0.6, 0.8, 0.8)))
    assert "aggressive" in line


def test_genre_and_instruments_can_be_kept_over_a_whole_film():
    style = Style("dark string quartet", ("bowed saw", "zither"))
    lines = [prompt_of(MusicBrief(9.0, genre), style) for genre in ("horror", "romance")]
    for line in lines:
        assert line.startswith("dark string quartet, ")
        assert "instrument: bowed saw, zither." in line


def test_tempo_comes_from_the_brief_else_from_the_mood():
    assert bpm_of(MusicBrief(9.0, bpm=72.0, mood=Mood(0, 1, 1))) == 72
    assert bpm_of(MusicBrief(9.0, mood=Mood(0, -1, 0))) == 60
    assert bpm_of(MusicBrief(9.0, mood=Mood(0, 1, 0.8))) == 150
    assert "slow tempo" in prompt_of(MusicBrief(9.0, bpm=60.0))
    assert "fast tempo" in prompt_of(MusicBrief(9.0, bpm=140.0))


def test_the_prompt_follows_the_curve_and_the_steered_moods():
    brief = MusicBrief(
        60.0,
        "adventure",
        ("hope",),
        curve=((0.0, 0.0), (40.0, 1.0)),
        steer=Steer(moods=((0.0, Mood(0.3, -0.7, 0.1)), (30.0, Mood(-0.6, 0.8, 0.8)))),
    )
    assert intensity_of(brief, 20.0) == pytest.approx(0.5)
    early, late = prompt_of(brief, at_s=1.0), prompt_of(brief, at_s=50.0)
    assert "sparse and quiet" in early
    assert "calm" in early
    assert "powerful and intense" in late
    assert "aggressive" in late


def test_the_papers_prompt_is_genre_and_emotions_as_they_were_said():
    brief = MusicBrief(29.94, "Epic Orchestral", ("tension", "fear"))
    assert paper_prompt(brief) == "Epic Orchestral, tension, fear"
    assert len(paper_prompt(MusicBrief(9.0, "la " * 80)).split()) == MOST_WORDS
