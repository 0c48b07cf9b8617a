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
_HOPELESS = 10.0
_BEHIND = 18.0
"""No line can bring back a kind so far behind: more than the longest odds of any joint."""
#: What a script may begin with.
_START = [0.0] * KINDS
_START[DIALOGUE] = _START[PARENTHETICAL] = -12.0
_NOTHING_BELOW = [[0.0]] * KINDS
_SCORE = itemgetter(1)
_Look = tuple[tuple[float, ...], int, int]


def decode(lines: Sequence[Line], features: Features) -> tuple[list[int], list[float]]:
    """Return the kind of every line, and how sure each is, 0..1."""
    kinds = seed_kinds(lines, features)
    places = Places.of(lines)
    columns = learn(places, kinds, habit=False)
    looks, classes = _looks(features.words, places)
    joints = [2 * gap_class(line) + goes_on
              for line, goes_on in zip(lines, features.continues, strict=True)]  # fmt: skip
    for _ in range(_MOST_ROUNDS):
        before = kinds
        totals = _totals(looks, columns)
        fitting = [_fitting(row) for row in totals]
        kinds = _best_path([fitting[c] for c in classes], joints, columns)
        changed = sum(map(ne, before, kinds))
        if changed < _SETTLED * len(kinds):
            break
        columns = learn(places, kinds, habit=True)
    return kinds, _sureness(classes, totals, joints, columns, kinds)


def _looks(words: Sequence[Sequence[float]], places: Places) -> tuple[list[_Look], list[int]]:
    """Return the different looks of lines (words, indent, width), and the look of every line."""
    rows: dict[int, int] = {}
    same: dict[tuple[float, ...], int] = {}
    # Rows of prose are shared: what an object is tells them apart faster than what it holds.
    for row in words:
        if id(row) not in rows:
            rows[id(row)] = same.setdefault(tuple(row), len(same))
    contents = list(same)
    known: dict[tuple[int, int, int], int] = {}
    keys = zip([rows[id(row)] for row in words], places.indents, places.widths, strict=True)
    classes = [known.setdefault(key, len(known)) for key in keys]
    return [(contents[row], indent, width) for row, indent, width in known], classes


def _totals(looks: Sequence[_Look], columns: Columns) -> list[list[float]]:
    """Return words + place + width for every look and kind."""
    known = {pair: columns.scores(*pair) for pair in {look[1:] for look in looks}}
    return [list(map(add, words, known[indent, width])) for words, indent, width in looks]


def _fitting(row: Sequence[float]) -> list[tuple[int, float]]:
    """Return the kinds that are worth trying, with their scores."""
    floor = max(row) - _HOPELESS
    return [(kind, own) for kind, own in enumerate(row) if own >= floor]


def _best_path(
    fitting: Sequence[Sequence[tuple[int, float]]], joints: Sequence[int], columns: Columns
) -> list[int]:
    """Return the likeliest kinds, given those that fit each line."""
    arrive = [list(zip(*table, strict=True)) for table in columns.follow]
    best = [(kind, _START[kind] + own) for kind, own in fitting[0]]
    trail: list[dict[int, int]] = []
    for kinds, joint in zip(islice(fitting, 1, None), islice(joints, 1, None), strict=True):
        into = arrive[joint]
        now: list[tuple[int, float]] = []
        came: dict[int, int] = {}
        (first, score), *others = best
        for kind, own in kinds:
            cost = into[kind]
            top, source = score + cost[first], first
            for above, other in others:
                other += cost[above]
                if other > top:
                    top, source = other, above
            now.append((kind, top + own))
            came[kind] = source
        if len(now) > 1:
            least = max(map(_SCORE, now)) - _BEHIND
            best = [pair for pair in now if pair[1] > least]
        else:
            best = now
        trail.append(came)
    kind = max(best, key=_SCORE)[0]
    path = [kind]
    for came in reversed(trail):
        kind = came[kind]
        path.append(kind)
    return path[::-1]


def _sureness(
    classes: Sequence[int], totals: Sequence[Sequence[float]], joints: Sequence[int],
    columns: Columns, kinds: Sequence[int],
) -> list[float]:  # fmt: skip
    """Return each line's share of its own kind, its neighbours held as they are."""
    follow = columns.follow
    known: dict[tuple[int, int, int, int, int, int], float] = {}
    aboves = [-1, *kinds[:-1]]
    belows = [*kinds[1:], -1]
    found = []
    for place in zip(classes, joints, aboves, kinds, [*joints[1:], -1], belows, strict=True):
        sure = known.get(place)
        if sure is None:
            look, joint, above, kind, below_joint, below = place
            into = follow[joint][above] if above >= 0 else _START
            out = follow[below_joint] if below >= 0 else _NOTHING_BELOW
            sure = known[place] = _share(totals[look], kind, into, out, max(below, 0))
        found.append(sure)
    return found


def _share(
    row: Sequence[float], kind: int, into: Sequence[float], out: Sequence[Sequence[float]],
    below: int,
) -> float:  # fmt: skip
    """Return the share of one kind among those that fit a line, 0..1."""
    floor = row[kind] - _HOPELESS
    mine = row[kind] + into[kind] + out[kind][below]
    return 1.0 / (1.0 + sum(
        [math.exp(min(own + into[k] + out[k][below] - mine, 50.0))
         for k, own in enumerate(row) if own > floor and k != kind]
    ))  # fmt: skip
