"""Finds the likeliest kind for every line of a script at once (Viterbi), and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import islice
from operator import add, itemgetter, ne

from scenescore.screenplay.layout.columns import (
    Columns,
    Places,
    gap_class,
    learn,
    seed_kinds,
)
from scenescore.screenplay.layout.features import (
    DIALOGUE,
    KINDS,
    PARENTHETICAL,
    Features,
)
from scenescore.screenplay.layout.lines import Line

_MOST_ROUNDS = 4
_SETTLED = 0.004
"""Share of lines that may still change when the layout is taken as learned."""
_HOPELESS = 12.0
#: What a script may begin with.
_START = [0.0] * KINDS
_START[DIALOGUE] = _START[PARENTHETICAL] = -12.0
_NOTHING_BELOW = [[0.0]] * KINDS


def decode(lines: Sequence[Line], features: Features) -> tuple[list[int], list[float]]:
    """Return the kind of every line, and how sure each is, 0..1."""
    kinds = seed_kinds(lines, features)
    places = Places.of(lines)
    columns = learn(places, kinds, habit=False)
    joints = [2 * gap_class(line) + goes_on
              for line, goes_on in zip(lines, features.continues, strict=True)]  # fmt: skip
    for _ in range(_MOST_ROUNDS):
        before = kinds
        totals = _totals(places, features, columns)
        kinds = _best_path(totals, joints, columns)
        changed = sum(map(ne, before, kinds))
        if changed < _SETTLED * len(kinds):
            break
        columns = learn(places, kinds, habit=True)
    return kinds, _sureness(totals, joints, columns, kinds)


def _totals(places: Places, features: Features, columns: Columns) -> list[list[float]]:
    """Return words + place + width for every line and kind."""
    pairs = list(zip(places.indents, places.widths, strict=True))
    known = {pair: columns.scores(*pair) for pair in set(pairs)}
    return [
        list(map(add, words, known[pair]))
        for words, pair in zip(features.words, pairs, strict=True)
    ]


def _best_path(
    totals: Sequence[Sequence[float]], joints: Sequence[int], columns: Columns
) -> list[int]:
    """Return the likeliest kinds; a kind far behind the best of its line is not tried."""
    arrive = [list(zip(*table, strict=True)) for table in columns.follow]
    best = [(kind, s + t) for kind, (s, t) in enumerate(zip(_START, totals[0], strict=True))]
    trail: list[dict[int, int]] = []
    for row, joint in zip(islice(totals, 1, None), islice(joints, 1, None), strict=True):
        into = arrive[joint]
        floor = max(row) - _HOPELESS
        now: list[tuple[int, float]] = []
        came: dict[int, int] = {}
        (first, score), *others = best
        for kind, own in enumerate(row):
            if own < floor:
                continue
            cost = into[kind]
            top, source = score + cost[first], first
            for above, other in others:
                other += cost[above]
                if other > top:
                    top, source = other, above
            now.append((kind, top + own))
            came[kind] = source
        best = now
        trail.append(came)
    kind = max(best, key=itemgetter(1))[0]
    path = [kind]
    for came in reversed(trail):
        kind = came[kind]
        path.append(kind)
    return path[::-1]


def _sureness(
    totals: Sequence[Sequence[float]], joints: Sequence[int], columns: Columns, kinds: Sequence[int]
) -> list[float]:
    """Return each line's share of its own kind, its neighbours held as they are."""
    follow = columns.follow
    sure = []
    last = len(kinds) - 1
    for index, kind in enumerate(kinds):
        row = totals[index]
        floor = row[kind] - _HOPELESS
        rivals = [k for k, own in enumerate(row) if own > floor and k != kind]
        if not rivals:
            sure.append(1.0)
            continue
        above = follow[joints[index]][kinds[index - 1]] if index else _START
        out = follow[joints[index + 1]] if index < last else _NOTHING_BELOW
        below = kinds[index + 1] if index < last else 0
        mine = row[kind] + above[kind] + out[kind][below]
        sure.append(1.0 / (1.0 + sum(
            [math.exp(min(row[k] + above[k] + out[k][below] - mine, 50.0)) for k in rivals]
        )))  # fmt: skip
    return sure
