"""Finds the likeliest kind for every line of a script at once (Viterbi), and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scenescore.screenplay.layout.columns import Columns, gap_class, learn, seed_kinds
from scenescore.screenplay.layout.features import (
    ACTION,
    CHARACTER,
    DIALOGUE,
    HEADING,
    KINDS,
    Features,
)
from scenescore.screenplay.layout.lines import Line

_ROUNDS = 2
_HOPELESS = 14.0
#: What a script may begin with.
_START = [0.0] * KINDS
_START[DIALOGUE] = -12.0


def decode(lines: Sequence[Line], features: Features) -> tuple[list[int], list[float]]:
    """Return the kind of every line, and how sure each is, 0..1."""
    kinds = seed_kinds(lines, features)
    columns = learn(lines, kinds, habit=False)
    for _ in range(_ROUNDS):
        totals = _totals(lines, features, columns)
        kinds = _best_path(lines, features, totals, columns)
        columns = learn(lines, kinds, habit=True)
    totals = _totals(lines, features, columns)
    kinds = _best_path(lines, features, totals, columns)
    return kinds, _sureness(lines, features, totals, columns, kinds)


def _totals(lines: Sequence[Line], features: Features, columns: Columns) -> list[list[float]]:
    """Return words + place + width for every line and kind."""
    indent, width = columns.indent, columns.width
    totals = []
    for line, words in zip(lines, features.words, strict=True):
        place = indent[line.indent]
        size = width[min(len(line.text) // 6, 14)]
        totals.append([w + p + s for w, p, s in zip(words, place, size, strict=True)])
    return totals


def _best_path(
    lines: Sequence[Line], features: Features, totals: Sequence[Sequence[float]], columns: Columns
) -> list[int]:
    best = [s + t for s, t in zip(_START, totals[0], strict=True)]
    alive = list(range(KINDS))
    trail: list[dict[int, int]] = []
    for index in range(1, len(lines)):
        row = totals[index]
        floor = max(row) - _HOPELESS
        follow = columns.follow[2 * gap_class(lines[index]) + features.continues[index]]
        now = [-math.inf] * KINDS
        came: dict[int, int] = {}
        for kind in range(KINDS):
            if row[kind] < floor:
                continue
            top, from_kind = -math.inf, alive[0]
            for above in alive:
                score = best[above] + follow[above][kind]
                if score > top:
                    top, from_kind = score, above
            now[kind] = top + row[kind]
            came[kind] = from_kind
        best, alive = now, list(came)
        trail.append(came)
    kind = max(alive, key=best.__getitem__)
    path = [kind]
    for came in reversed(trail):
        kind = came[kind]
        path.append(kind)
    return path[::-1]


def _sureness(
    lines: Sequence[Line],
    features: Features,
    totals: Sequence[Sequence[float]],
    columns: Columns,
    kinds: Sequence[int],
) -> list[float]:
    """Return each line's share of its own kind, its neighbours held as they are."""
    sure = []
    last = len(lines) - 1
    for index, kind in enumerate(kinds):
        scores = list(totals[index])
        if index:
            into = columns.follow[2 * gap_class(lines[index]) + features.continues[index]]
            above = into[kinds[index - 1]]
            scores = [s + a for s, a in zip(scores, above, strict=True)]
        if index < last:
            out = columns.follow[2 * gap_class(lines[index + 1]) + features.continues[index + 1]]
            below = kinds[index + 1]
            scores = [s + out[k][below] for k, s in enumerate(scores)]
        top = max(scores)
        sure.append(math.exp(scores[kind] - top) / sum(math.exp(s - top) for s in scores))
    return sure


__all__ = ["ACTION", "CHARACTER", "DIALOGUE", "HEADING", "decode"]
