"""What the semantic analyst holds its measures against: ordinary scenes, and the scale of moods."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FILE = "semantic-moods.json"


@dataclass(frozen=True, slots=True)
class Side:
    """How one side of a mood is told from two readings, before squashing."""

    bias: float
    gain: float
    words: float
    """Share of the lexicon's reading beside the sense of the sentences."""

    def of(self, sense: float, words: float) -> float:
        """Return the side, 0 in the middle of -1..1."""
        return self.bias + self.gain * (sense + self.words * words)


@dataclass(frozen=True, slots=True)
class Norms:
    """Everything measured over whole screenplays."""

    sides: Mapping[str, Side]
    genres: Mapping[str, tuple[float, float]]
    """Genre -> (mean, deviation) of its likeness."""
    feelings: Mapping[str, tuple[float, float]]
    """Word -> the same."""


@cache
def load_norms() -> Norms:
    """Return the norms that ship with the package."""
    data = json.loads((files("scenescore.story") / "data" / FILE).read_text("utf-8"))
    genres, feelings = (
        {name: (row[0], row[1]) for name, row in data[table].items()}
        for table in ("genres", "feelings")
    )
    return Norms({name: Side(**row) for name, row in data["sides"].items()}, genres, feelings)
