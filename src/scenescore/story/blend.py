"""Turns a scene's measures into a Mood: z-scores, weighted and squashed.

Means, deviations and weights are data (`data/moods.json`, made by `tools/train_lexicon.py moods`):
means over whole screenplays, weights a ridge towards weights set in advance. Each scene alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scenescore.core.types import Mood

LOWEST_Z, HIGHEST_Z = -2.5, 3.0
STEP = 0.05


@dataclass(frozen=True, slots=True)
class Side:
    """How one side of a mood is blended."""

    bias: float
    gain: float
    """Undoes the narrowing of a ridge, so that clear scenes reach the ends of the scale."""
    weights: Mapping[str, float]

    def of(self, scores: Mapping[str, float]) -> float:
        """Return the side for z-scores, before squashing; 0 is the middle of -1..1."""
        blended = sum(weight * scores[name] for name, weight in self.weights.items())
        return self.bias + self.gain * blended


@dataclass(frozen=True, slots=True)
class Blend:
    """Everything needed to go from measures to moods."""

    norms: Mapping[str, tuple[float, float]]
    """Measure -> (mean, deviation) over whole screenplays."""
    valence: Side
    arousal: Side
    tension: Side
    genres: Mapping[str, tuple[float, float]]
    """Score genre -> (mean, deviation) of its words in a scene."""
    film_genres: Mapping[str, tuple[float, float]]
    """The same over a whole film."""


@cache
def load() -> Blend:
    """Return the blend that ships with the package."""
    text = (files("scenescore.story") / "data" / "moods.json").read_text("utf-8")
    data = json.loads(text)
    sides = {name: Side(**data["moods"][name]) for name in ("valence", "arousal", "tension")}
    tables = [
        {name: (row[0], row[1]) for name, row in data[table].items()}
        for table in ("norms", "genres", "film_genres")
    ]
    return Blend(tables[0], **sides, genres=tables[1], film_genres=tables[2])


def z_scores(
    values: Mapping[str, float], norms: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, float]:
    """Return how far each measure lies from an ordinary scene, in deviations, clipped."""
    known = load().norms if norms is None else norms
    return {
        name: min(max((values[name] - mean) / deviation, LOWEST_Z), HIGHEST_Z)
        for name, (mean, deviation) in known.items()
    }


def mood_of(scores: Mapping[str, float]) -> Mood:
    """Return the mood for z-scores, rounded to `STEP`."""
    blend = load()
    return rounded(
        Mood(
            math.tanh(blend.valence.of(scores)),
            math.tanh(blend.arousal.of(scores)),
            (1 + math.tanh(blend.tension.of(scores))) / 2,
        )
    )


def rounded(mood: Mood) -> Mood:
    """Return the mood in steps of 0.05, inside its ranges."""
    return Mood(
        _step(min(max(mood.valence, -1.0), 1.0)),
        _step(min(max(mood.arousal, -1.0), 1.0)),
        _step(min(max(mood.tension, 0.0), 1.0)),
    )


def _step(value: float) -> float:
    return round(round(value / STEP) * STEP, 2) + 0.0
