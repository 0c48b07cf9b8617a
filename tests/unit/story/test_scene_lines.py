"""The written lines, their vectors, and what is learned from them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from scenescore.core.types import Mood

pytest.importorskip("tokenizers", reason="needs the extra 'semantic'")

from scenescore.story.encoder import pins
from scenescore.story.encoder.sentences import Encoder, _batches
from scenescore.story.meaning.lines import Line, all_lines, marks_of, stored, vectors_of
from scenescore.story.meaning.norms import load_norms
from scenescore.story.meaning.sense import Sense


def test_lines_are_told_once_and_lie_within_the_scales():
    texts = Counter(line.text for line in all_lines() if line.kind == "scene")
    assert len(texts) >= 300
    assert max(texts.values()) == 1
    for line in all_lines():
        assert -1 <= line.mood.valence <= 1
        assert -1 <= line.mood.arousal <= 1
        assert 0 <= line.mood.tension <= 1


def test_lines_of_scenes_lie_on_all_sides():
    moods = [line.mood for line in all_lines() if line.kind == "scene"]
    assert min(sum(m.valence > 0.3 for m in moods), sum(m.valence < -0.3 for m in moods)) > 50
    assert min(sum(m.arousal > 0.3 for m in moods), sum(m.arousal < -0.2 for m in moods)) > 50


def test_the_vectors_that_ship_are_of_these_lines_and_of_the_pinned_encoder():
    kept = stored(pins.PINS["model.safetensors"])
    assert kept is not None, "run tools/train_semantic.py lines: a line has changed"
    assert kept.shape == (len(all_lines()), 384)
    assert np.linalg.norm(kept, axis=1) == pytest.approx(1.0, abs=1e-2)


def test_another_encoder_makes_its_own_vectors(tiny_encoder):
    encoder = Encoder(tiny_encoder)
    assert stored(encoder.weights) is None
    assert marks_of(encoder.weights) != marks_of("another")
    assert vectors_of(encoder)[3] == pytest.approx(encoder.encode([all_lines()[3].text])[0])


def test_a_line_is_felt_as_it_was_placed_and_a_stranger_in_the_middle():
    vectors = stored(pins.PINS["model.safetensors"])
    sense = Sense(all_lines(), vectors)
    told = sense.moods_of([line.text for line in all_lines()], vectors)
    placed = np.array([line.mood.valence for line in all_lines()])
    assert np.corrcoef(told[:, 0], placed)[0, 1] > 0.9
    assert np.abs(told).max() < 1.5


def test_what_is_like_a_line_takes_its_mood():
    glad, sorry = (
        Line("one", Mood(0.8, 0.5, 0.0), "scene"),
        Line("two", Mood(-0.8, -0.5, 0.6), "scene"),
    )
    vectors = np.eye(2, 384, dtype=np.float32)
    near = vectors[:1] * 0.9 + vectors[1:] * 0.1
    ((valence, arousal, tension),) = Sense([glad, sorry], vectors).moods_of(["near"], near)
    assert valence > 0.1
    assert arousal > 0.05
    assert tension < 0.3


def test_the_lexicon_has_its_share_in_every_side():
    assert all(0 < side.words < 1 for side in load_norms().sides.values())


def test_batches_hold_every_text_once_and_waste_little():
    lengths = sorted([3, 4, 4, 5, 9, 30, 31, 31, 60, 4, 4, 8] * 9)
    found = _batches(lengths)
    assert [i for first, last in found for i in range(first, last)] == list(range(len(lengths)))
    padded = sum((last - first) * lengths[last - 1] for first, last in found)
    assert padded < 1.2 * sum(lengths)
    assert _batches([]) == []
