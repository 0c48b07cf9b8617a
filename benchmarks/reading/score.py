"""Scores one reading against one truth."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from reading.truth import Truth
from scenescore.core.types import Screenplay


@dataclass(frozen=True, slots=True)
class Found:
    """Right, wrong and missed items of one kind in one script."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right, 0..1."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found, 0..1."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both, 0..1."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)


@dataclass(frozen=True, slots=True)
class Score:
    """How one script was read."""

    file: str
    scenes: int
    """Found, less those that may be taken either way."""
    true_scenes: int
    headings: Found
    cues: Found
    speeches: int
    """Speeches of scripts whose action is known by line; else 0."""
    polluted: int
    """Speeches with a line of action inside."""

    @property
    def count_error(self) -> float:
        """Share by which the number of scenes is wrong, capped at 1."""
        return min(1.0, abs(self.scenes - self.true_scenes) / self.true_scenes)


def score(film: Screenplay, truth: Truth, source_line: Mapping[int, int] | None = None) -> Score:
    """Return the score of a reading; `source_line` maps its lines to those of the truth."""

    def at(line: int) -> int:
        return source_line.get(line, 0) if source_line is not None else line

    headings = Counter(at(scene.line) for scene in film.scored_scenes)
    elements = [element for scene in film.scenes for element in scene.elements]
    cues = Counter(at(e.line) for e in elements if e.kind == "character")
    starts = [at(e.line) for e in elements]
    polluted = set()
    for line in truth.action:
        owner = bisect_right(starts, line) - 1
        if owner >= 0 and elements[owner].kind == "dialogue":
            polluted.add(owner)
    found = compare(headings, Counter(truth.headings), truth.maybe_headings)
    return Score(
        truth.file,
        found.right + found.wrong,
        len(truth.headings),
        found,
        compare(cues, truth.cues, truth.maybe_cues),
        sum(e.kind == "dialogue" for e in elements) if truth.action else 0,
        len(polluted),
    )


def compare(ours: Counter[int], true: Counter[int], maybe: frozenset[int]) -> Found:
    """Return how lines that were found compare to those that are there."""
    right = (ours & true).total()
    wrong = sum(n for line, n in (ours - true).items() if line not in maybe)
    return Found(right, wrong, (true - ours).total())
