"""One script's own layout, learned from its lines: columns, widths, blank-line habit.

Begins from lines whose kind is plain (names that come back, INT/EXT headings, long prose), then
learns again from the decoded script. All scores are log-odds against the script as a whole, so
that what says nothing weighs nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scenescore.screenplay.layout.features import (
    ACTION,
    CHARACTER,
    DIALOGUE,
    HEADING,
    KINDS,
    KNOWN,
    PARENTHETICAL,
    SHOT,
    TRANSITION,
    Features,
)
from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.slugs import base_of_name

_GAPS = 3
_COLUMN_LIMIT, _WIDTH_LIMIT = 5.0, 1.5
_WIDTH_BIN = 6
_WIDTHS = 15
_DOUBT = 8.0
"""Lines of doubt: so many must agree before a column is believed."""
_STRENGTH = 60.0
"""Lines that the prior habit counts for."""
_FLOOR = 2e-4
_FORBIDDEN = 1e-6
A, C, P, D, H, S, T = ACTION, CHARACTER, PARENTHETICAL, DIALOGUE, HEADING, SHOT, TRANSITION
# How lines follow each other on an ordinary page: (blank lines between, kind) -> share.
_HABIT: dict[int, dict[tuple[int, int], float]] = {
    A: {(0, A): 0.45, (1, A): 0.18, (1, C): 0.22, (1, H): 0.06, (2, H): 0.04, (1, S): 0.03,
        (1, T): 0.02, (2, A): 0.02, (0, C): 0.02, (0, H): 0.006, (0, S): 0.004, (0, T): 0.005,
        (2, C): 0.01, (2, S): 0.01, (2, T): 0.003},
    C: {(0, D): 0.80, (0, P): 0.14, (1, D): 0.03, (1, P): 0.01, (2, D): 0.005, (0, C): 0.002},
    P: {(0, D): 0.80, (0, P): 0.14, (1, D): 0.02, (0, A): 0.005, (1, A): 0.02, (1, C): 0.02,
        (2, D): 0.003, (0, C): 0.003, (1, H): 0.003},
    D: {(0, D): 0.55, (0, P): 0.03, (1, C): 0.20, (1, A): 0.13, (1, H): 0.02, (2, H): 0.015,
        (1, S): 0.01, (1, T): 0.02, (0, A): 0.01, (0, C): 0.012, (1, D): 0.008, (1, P): 0.005,
        (2, C): 0.01, (2, A): 0.01, (0, H): 0.002, (0, S): 0.001, (2, S): 0.004, (2, D): 0.001},
    H: {(1, A): 0.60, (0, A): 0.15, (1, C): 0.06, (0, H): 0.04, (1, H): 0.03, (1, S): 0.05,
        (2, A): 0.04, (0, C): 0.01, (1, T): 0.01, (2, H): 0.01, (0, S): 0.01},
    S: {(1, A): 0.55, (0, A): 0.15, (1, C): 0.12, (1, S): 0.05, (1, H): 0.03, (0, S): 0.02,
        (0, C): 0.02, (2, A): 0.03, (2, H): 0.01},
    T: {(1, H): 0.45, (2, H): 0.20, (1, A): 0.20, (1, S): 0.08, (0, H): 0.05, (1, C): 0.02,
        (1, T): 0.02, (2, A): 0.03, (0, A): 0.01, (2, S): 0.03, (2, T): 0.01},
}  # fmt: skip
#: Words are spoken under a name only; this is never learned away.
_UNHEARD = {(above, below) for above in (A, H, S, T) for below in (P, D)}
_SILENT = {(C, below) for below in (A, C, H, S, T)}
_CARRY_ON, _BREAK_OFF = 1.6, -1.6


@dataclass(frozen=True, slots=True)
class Columns:
    """What was learned: scores to add to what the words say."""

    indent: dict[int, list[float]]
    """Indent -> score per kind."""
    width: dict[int, list[float]]
    """Width bin -> score per kind."""
    follow: list[list[list[float]]]
    """[2 * gap + continues][kind above][kind] -> log share."""

    def scores(self, indent: int, width: int) -> list[float]:
        """Return the scores of a line's place: indent and width class."""
        return [i + w for i, w in zip(self.indent[indent], self.width[width], strict=True)]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the lines of a script stand, and how far from each other."""

    indents: list[int]
    widths: list[int]
    """Classes of line length."""
    gaps: list[int]
    """0, 1 or 2 (and more) blank lines before; -1 over a page break, where nobody knows."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Places:
        """Return the places of lines."""
        return cls(
            [line.indent for line in lines],
            [min(len(line.text) // _WIDTH_BIN, _WIDTHS - 1) for line in lines],
            [-1 if line.after_page else gap_class(line) for line in lines],
        )


def gap_class(line: Line) -> int:
    """Return 0, 1 or 2 (and more) blank lines before a line."""
    return line.gap if line.gap < 2 else 2


def seed_kinds(lines: Sequence[Line], features: Features) -> list[int]:
    """Return a plain kind for each line that has one, else -1."""
    kinds = [-1] * len(lines)
    below_gap = _usual_gap_below_names(lines, features)
    for index, line in enumerate(lines):
        text = line.text
        if features.heading[index] == 3:
            kinds[index] = H
        elif line.said_by:
            kinds[index] = KNOWN[line.said_by]
        elif _is_plain_name(lines, features, index, below_gap):
            kinds[index] = C
        elif (index and kinds[index - 1] == C) or (
            index
            and kinds[index - 1] in (P, D)
            and line.gap == 0
            and (abs(line.indent - lines[index - 1].indent) <= 1 or kinds[index - 1] == P)
        ):
            kinds[index] = P if text[0] == "(" else D
        elif not text.isupper() and (line.gap or (index and kinds[index - 1] == A)):
            kinds[index] = A
    return kinds


def _usual_gap_below_names(lines: Sequence[Line], features: Features) -> int:
    """Return whether speeches follow their names with or without a blank line."""
    gaps = Counter(
        gap_class(lines[i + 1])
        for i in range(len(lines) - 1)
        if features.name_like[i]
        and features.name_count[base_of_name(lines[i].text)] >= 3
        and not lines[i + 1].text.isupper()
    )
    return 0 if gaps[0] >= 0.25 * sum(gaps.values()) else 1


def _is_plain_name(lines: Sequence[Line], features: Features, index: int, below_gap: int) -> bool:
    if not features.name_like[index] or index + 1 >= len(lines):
        return False
    line, below = lines[index], lines[index + 1]
    often = features.name_count[base_of_name(line.text)] >= 2 or line.text[-1] == ")"
    return (
        often
        and features.heading[index] == 0
        and line.printed_number is None
        and (below.gap == below_gap or (below_gap == 1 and below.gap > 0))
        and (features.words[index][C] > features.words[index][S])
    )


def learn(places: Places, kinds: Sequence[int], *, habit: bool) -> Columns:
    """Return the layout of a script whose lines have these kinds (-1: not known).

    `habit` says whether the order of lines is learned too; from seeds alone it is not.
    """
    return Columns(
        _odds(
            Counter(places.indents), Counter(zip(places.indents, kinds, strict=True)), _COLUMN_LIMIT
        ),
        _odds(
            Counter(places.widths), Counter(zip(places.widths, kinds, strict=True)), _WIDTH_LIMIT
        ),
        _follow(places.gaps, kinds if habit else ()),
    )


def _odds(
    everyone: Counter[int], each: Counter[tuple[int, int]], limit: float
) -> dict[int, list[float]]:
    """Return value -> log-odds per kind against the whole script, smoothed towards nothing.

    Columns say more than widths, so their odds may be longer (`limit`).
    """
    total = sum(everyone.values())
    sums = [0] * KINDS
    for (_, kind), count in each.items():
        if kind >= 0:
            sums[kind] += count
    table: dict[int, list[float]] = {}
    for value, count in everyone.items():
        share = count / total
        own = [(each[value, k] + _DOUBT * share) / (sums[k] + _DOUBT) for k in range(KINDS)]
        table[value] = [max(-limit, min(limit, math.log(o / share))) for o in own]
    return table


def _follow(gaps: Sequence[int], kinds: Sequence[int]) -> list[list[list[float]]]:
    """Return how lines follow each other; what a page break parts is not counted."""
    seen = Counter(zip(kinds, gaps[1:], kinds[1:], strict=False))
    table = [[[0.0] * KINDS for _ in range(KINDS)] for _ in range(2 * _GAPS)]
    for above in range(KINDS):
        total = _STRENGTH + sum(
            n for (a, gap, below), n in seen.items() if a == above and gap >= 0 and below >= 0
        )
        for gap in range(_GAPS):
            for below in range(KINDS):
                prior = _HABIT[above].get((gap, below), _FLOOR)
                share = (prior * _STRENGTH + seen[above, gap, below]) / total
                if (above, below) in _UNHEARD:
                    share = _FORBIDDEN
                elif (above, below) in _SILENT:
                    share = min(share, _FLOOR)
                score = math.log(share)
                carry = _carry(above, below, gap)
                table[2 * gap][above][below] = score
                table[2 * gap + 1][above][below] = score + carry
    return table


def _carry(above: int, below: int, gap: int) -> float:
    """Return what it weighs that a line goes on with the sentence above."""
    if gap:
        return 0.0
    if above == below and above in (A, D, P):
        return _CARRY_ON
    return 0.0 if (above, below) in {(C, D), (C, P), (P, D), (D, P)} else _BREAK_OFF
