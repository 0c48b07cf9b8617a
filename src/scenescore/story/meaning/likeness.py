"""How like written examples a scene is: each genre's cue lines, each feeling's, the moods' ends.

Nearness is the product of the encoder's vectors, -1..1. Knows no training and no film.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scenescore.core.genres import GENRES
from scenescore.story.emotions import vocabulary
from scenescore.story.encoder.bert import Floats
from scenescore.story.encoder.sentences import Encoder
from scenescore.story.meaning import pole_rows
from scenescore.story.meaning.emotion_cues import EMOTION_CUES

_BEST_CUES = 2
"""A scene is like a genre when it is like one or two of its cue lines, not like all."""
_POLES = {
    "glad": (pole_rows.GLAD, pole_rows.SORRY),
    "lively": (pole_rows.LIVELY, pole_rows.STILL),
    "tense": (pole_rows.TENSE, pole_rows.SAFE),
}
AXES: tuple[str, ...] = tuple(_POLES)


@dataclass(frozen=True)
class Examples:
    """The examples' vectors, encoded once."""

    encoder: Encoder

    @cached_property
    def _genres(self) -> tuple[list[str], Floats]:
        rows = [(name, cue) for name, genre in GENRES.items() for cue in genre.cues]
        return [name for name, _ in rows], self.encoder.encode([cue for _, cue in rows])

    @cached_property
    def _feelings(self) -> Floats:
        return self.encoder.encode([EMOTION_CUES[emotion.word] for emotion in vocabulary()])

    @cached_property
    def _axes(self) -> Floats:
        """Shape (axes, width): the mean of one end less the mean of the other."""
        ends = [
            self.encoder.encode(high).mean(0) - self.encoder.encode(low).mean(0)
            for high, low in _POLES.values()
        ]
        return np.stack(ends)

    def genres(self, windows: Floats) -> dict[str, float]:
        """Return genre -> how like its cue lines the windows of a scene are."""
        names, cues = self._genres
        near = _over_scene(windows @ cues.T)
        found: dict[str, list[float]] = {}
        for name, value in zip(names, near, strict=True):
            found.setdefault(name, []).append(float(value))
        return {name: _mean(sorted(values)[-_BEST_CUES:]) for name, values in found.items()}

    def feelings(self, windows: Floats) -> dict[str, float]:
        """Return word -> how like its line a scene is, in deviations from the other words."""
        near = _over_scene(windows @ self._feelings.T)
        spread = (near - near.mean()) / (near.std() + 1e-6)
        words = [emotion.word for emotion in vocabulary()]
        return {word: float(value) for word, value in zip(words, spread, strict=True)}

    def nearest_mood(self, likeness: Mapping[str, float]) -> tuple[float, float, float]:
        """Return the middle of the places of all feelings, those that `feelings` finds most like
        the scene weighing most.
        """
        pull = np.exp([likeness[emotion.word] for emotion in vocabulary()])
        valence, arousal, tension = (pull / pull.sum()) @ self._places
        return float(valence), float(arousal), float(tension)

    @cached_property
    def _places(self) -> npt.NDArray[np.float64]:
        return np.array([(e.mood.valence, e.mood.arousal, e.mood.tension) for e in vocabulary()])

    def axes(self, windows: Floats) -> dict[str, tuple[float, float]]:
        """Return axis -> (mean, highest) over the windows of a scene."""
        along = windows @ self._axes.T
        return {
            name: (float(along[:, index].mean()), float(along[:, index].max()))
            for index, name in enumerate(AXES)
        }


def _over_scene(near: Floats) -> Floats:
    """Return one nearness per example: a moment may decide, but the whole scene counts too."""
    whole: Floats = 0.5 * near.mean(0) + 0.5 * near.max(0)
    return whole


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def standardised(
    values: Mapping[str, float], norms: Mapping[str, tuple[float, float]]
) -> dict[str, float]:
    """Return each value in deviations from ordinary scenes, clipped to -2.5..3."""
    return {
        name: min(max((value - norms[name][0]) / norms[name][1], -2.5), 3.0)
        for name, value in values.items()
    }
