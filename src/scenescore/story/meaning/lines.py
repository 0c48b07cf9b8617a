"""The written lines that scenes are compared with, and their vectors.

Lines of scene language with the mood they have (`data/scene-lines.tsv`), a line for each feeling, a
few for each genre. The vectors ship (`tools/train_semantic.py lines` makes them again); for another
encoder, or after a line has changed, they are made on loading. Knows no scene.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np

from scenescore.core.genres import GENRES
from scenescore.core.types import Mood
from scenescore.story.emotions import vocabulary
from scenescore.story.encoder.bert import Floats
from scenescore.story.encoder.sentences import Encoder
from scenescore.story.meaning.emotion_cues import EMOTION_CUES

VECTORS = "semantic-lines.safetensors"
_SCENES = "scene-lines.tsv"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of scene language."""

    text: str
    mood: Mood
    kind: Literal["scene", "feeling", "genre"]
    name: str = ""
    """Of the feeling or genre."""


@cache
def all_lines() -> tuple[Line, ...]:
    """Return every line: of scenes, of feelings in the order of the vocabulary, of genres."""
    feelings = [
        Line(EMOTION_CUES[emotion.word], emotion.mood, "feeling", emotion.word)
        for emotion in vocabulary()
    ]
    genres = [
        Line(cue, genre.mood, "genre", name) for name, genre in GENRES.items() for cue in genre.cues
    ]
    return (*_scene_lines(), *feelings, *genres)


def _scene_lines() -> list[Line]:
    text = (files("scenescore.story") / "data" / _SCENES).read_text("utf-8")
    rows = [row.split("\t") for row in text.splitlines() if not row.startswith("#")]
    return [Line(line, Mood(float(v), float(a), float(t)), "scene") for v, a, t, line in rows]


def vectors_of(encoder: Encoder) -> Floats:
    """Return the vector of each line, shape (lines, width)."""
    kept = stored(encoder.weights)
    return encoder.encode([line.text for line in all_lines()]) if kept is None else kept


def stored(weights: str) -> Floats | None:
    """Return the vectors that ship, if they are of an encoder with this sum and of these lines."""
    from safetensors import safe_open

    with safe_open(str(files("scenescore.story") / "data" / VECTORS), "np") as kept:
        if kept.metadata() != marks_of(weights):
            return None
        vectors: Floats = kept.get_tensor("vectors").astype(np.float32)
    return vectors


def marks_of(weights: str) -> dict[str, str]:
    """Return what stored vectors must be marked with: the encoder's sum, and the lines'."""
    text = "\n".join(line.text for line in all_lines())
    return {"encoder": weights, "lines": hashlib.sha256(text.encode()).hexdigest()}
