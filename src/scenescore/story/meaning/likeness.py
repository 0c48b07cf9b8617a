"""How like written lines a scene is: each genre's, each feeling's; and what it feels like by them.

Nearness is the product of the encoder's vectors, -1..1. Knows no film.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scenescore.story.encoder.bert import Floats
from scenescore.story.encoder.sentences import Encoder
from scenescore.story.meaning.lines import all_lines, vectors_of
from scenescore.story.meaning.sense import Sense

_BEST_CUES = 2
"""A scene is like a genre when it is like one or two of its cue lines, not like all."""


@dataclass(frozen=True)
class Examples:
    """The written lines, ready to compare with."""

    encoder: Encoder

    @cached_property
    def _vectors(self) -> Floats:
        return vectors_of(self.encoder)

    @cached_property
    def sense(self) -> Sense:
        """What sentences feel like, by all lines."""
        return Sense(all_lines(), self._vectors)

    def _lines(self, kind: str) -> tuple[list[str], Floats]:
        places = [place for place, line in enumerate(all_lines()) if line.kind == kind]
        return [all_lines()[place].name for place in places], self._vectors[places]

    @cached_property
    def _genres(self) -> tuple[list[str], Floats]:
        return self._lines("genre")

    @cached_property
    def _feelings(self) -> tuple[list[str], Floats]:
        return self._lines("feeling")

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
        words, lines = self._feelings
        near = _over_scene(windows @ lines.T)
        spread = (near - near.mean()) / (near.std() + 1e-6)
        return {word: float(value) for word, value in zip(words, spread, strict=True)}


def _over_scene(near: Floats) -> Floats:
    """Return one nearness per line: a moment may decide, but the whole scene counts too."""
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
