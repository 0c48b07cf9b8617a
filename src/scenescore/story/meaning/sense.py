"""What sentences of a scene feel like, learned from written lines of scene language.

A kernel ridge: what is like a line in meaning, or in what the trained heads, polarity and signal
words say of it, is felt like that line. It is solved on loading, from the lines alone, and has seen
no labelled scene. Knows no film.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scenescore.story import signals
from scenescore.story.encoder.bert import Floats
from scenescore.story.meaning.heads import load_heads
from scenescore.story.meaning.lines import Line
from scenescore.story.surface import NAMES, surface_of
from scenescore.story.wordforms import lower_words

Numbers = npt.NDArray[np.float64]

_WIDE, _NARROW = 0.5, 2.0
"""What the distance of two vectors, squared, costs in the two kernels."""
_BY_WIDE, _BY_NARROW = 3.0, 1.0
_PENALTY = 1.0
_BY_EMOTION, _BY_POLARITY = 0.075, 0.3
_MIDDLE = 3.0
"""Of EmoBank's scale."""
_POLARITY = tuple(NAMES.index(name) for name in ("polarity", "exclaims", "asks"))
_MOST, _FEW_WORDS = 3.0, 3
"""Of one signal in a sentence; words added to each, so that one word is not everything."""


class Sense:
    """Sentences in, moods out."""

    def __init__(self, lines: Sequence[Line], vectors: Floats) -> None:
        """Learn from lines and their vectors."""
        moods = np.array([(x.mood.valence, x.mood.arousal, x.mood.tension) for x in lines])
        self._middle = moods.mean(0)
        self._vectors = vectors.astype(np.float64)
        self._said = _said([line.text for line in lines], vectors)
        kernel = self._near(self._vectors, self._said) + _PENALTY * np.eye(len(lines))
        self._weights: Numbers = np.linalg.solve(kernel, moods - self._middle)

    def moods_of(self, texts: Sequence[str], vectors: Floats) -> Numbers:
        """Return (texts, 3): valence and arousal about -1..1, tension about 0..1."""
        near = self._near(vectors.astype(np.float64), _said(texts, vectors))
        moods: Numbers = near @ self._weights + self._middle
        return moods

    def _near(self, vectors: Numbers, said: Numbers) -> Numbers:
        """Return how near each text is to each line."""
        apart = 2 - 2 * np.clip(vectors @ self._vectors.T, -1, 1)
        meant = _BY_WIDE * np.exp(-_WIDE * apart) + _BY_NARROW * np.exp(-_NARROW * apart)
        near: Numbers = meant + said @ self._said.T
        return near


def _said(texts: Sequence[str], vectors: Floats) -> Numbers:
    """Return what the heads, polarity and signal words say of each text."""
    surfaces = [surface_of(text) for text in texts]
    heads = load_heads()
    columns = [
        heads.moods_of(vectors, surfaces) - _MIDDLE,
        _BY_POLARITY * np.array([[row[i] for i in _POLARITY] for row in surfaces]),
        _BY_EMOTION * heads.emotions_of(vectors),
        np.array([_signals(text) for text in texts]),
    ]
    return np.hstack(columns).astype(np.float64)


def _signals(text: str) -> list[float]:
    words = lower_words(text)
    counts = signals.signal_table().count(words)
    longer = math.sqrt(len(words) + _FEW_WORDS)
    return [min(counts.get(name, 0.0), _MOST) / longer for name in signals.NAMES]
