"""The paper's free answers are read whatever their shape, and what is missing stays missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_answers import SHAPES

from scenescore.story.llm.answer import ASKED
from scenescore.story.llm.free_text import read_free


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_is_read_as_a_person_reads_it(shape):
    raw, words, genre, emotions, title = SHAPES[shape]
    answer = read_free(raw)
    assert (answer.words, answer.genre, answer.emotions, answer.title) == (
        *(words, genre, emotions),
        title,
    )
    assert answer.raw == raw


def test_what_is_missing_is_named():
    assert read_free("").lacking == ASKED
    assert read_free("Words: dark, slow\nGenre: Folk\nEmotion: Grief").lacking == ("words",)
    assert read_free("Words: dark, slow, low\nGenre: Folk\nEmotion: Grief").lacking == ()


@given(st.text(max_size=400))
def test_any_text_is_read_without_fail(raw):
    answer = read_free(raw)
    assert len(answer.words) <= 3
    assert len(answer.emotions) <= 3
    assert all(0 < len(word) <= 24 for word in (*answer.words, *answer.emotions))
    assert answer.genre is None or 0 < len(answer.genre) <= 60
    assert answer.title is None or 0 < len(answer.title) <= 64


def test_long_answers_are_read_in_time_that_grows_with_them():
    import time

    def cpu_s(raw):
        start_s = time.process_time()
        read_free(raw)
        return time.process_time() - start_s

    shapes = ["a, " * 20_000, "Genre: " * 8_000, "-" * 60_000, "(" * 60_000, "word and " * 8_000]
    assert max(map(cpu_s, shapes)) < 3.0
