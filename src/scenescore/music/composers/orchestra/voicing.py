"""A four-part setting of the chords, led smoothly. Exact for its cost, by dynamic programming.

Never: crossed voices, parallel fifths or octaves, with one another or with the tune (they cost
more than any leap), notes outside the voices' ranges. Knows no instruments.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product

import numpy as np

from scenescore.music.composers.orchestra.model import Harmony
from scenescore.music.composers.orchestra.search import walked_back

_RANGES = ((60, 79), (55, 74), (48, 69), (36, 55))
"""Soprano, alto, tenor, bass, MIDI."""
_PARALLEL = 40.0
_WITH_TUNE = 25.0
TuneMove = tuple[int, int] | None
"""(pitch before, pitch after) of the tune where it moves with a chord."""


def set_chords(
    chords: Sequence[Harmony], lifts: Sequence[float] = (), tune: Sequence[TuneMove] = ()
) -> tuple[tuple[int, ...], ...]:
    """Return four pitches a chord, top first.

    `lifts` moves the middle of the setting chord by chord, in semitones; `tune` tells how the tune
    enters each chord.
    """
    if not chords:
        return ()
    choices = [_settings(chord.classes, chord.bass) for chord in chords]
    raised = [lifts[place] if lifts else 0.0 for place in range(len(chords))]
    own = [_height_cost(c, lift) for c, lift in zip(choices, raised, strict=True)]
    scores, trail = own[0], []
    for index in range(1, len(chords)):
        joined = scores[:, None] + _motion(choices[index - 1], choices[index])
        if tune and (move := tune[index]) is not None:
            joined = joined + _WITH_TUNE * _shadows(choices[index - 1], choices[index], move)
        trail.append(joined.argmin(axis=0))
        scores = joined.min(axis=0) + own[index]
    path = walked_back(scores.tolist(), [back.tolist() for back in trail])
    return tuple(tuple(int(p) for p in choices[index][place]) for index, place in enumerate(path))


def _height_cost(settings: np.ndarray, lift: float) -> np.ndarray:
    """Return how far each setting lies from where it is wanted, shape (n,)."""
    wanted = np.array([69 + lift, 63 + lift, 57 + lift, 45 + 0.3 * lift], dtype=np.float64)
    return np.asarray(((settings - wanted) ** 2) @ np.array([0.035, 0.03, 0.03, 0.012]))


@cache
def _settings(classes: tuple[int, ...], bass: int) -> np.ndarray:
    """Return every sensible four-part setting of a chord, shape (n, 4)."""
    upper = [[p for p in range(low, high + 1) if p % 12 in classes] for low, high in _RANGES[:3]]
    lows = [p for p in range(_RANGES[3][0], _RANGES[3][1] + 1) if p % 12 == bass]
    needed = set(classes[1:3]) if len(classes) > 2 else set(classes)
    found = [
        (s, a, t, b)
        for s, a, t in product(*upper)
        if s > a > t and s - a <= 12 and a - t <= 12 and needed <= {s % 12, a % 12, t % 12, bass}
        for b in lows
        if t > b and t - b <= 24
    ]
    if not found:
        found = [(s, a, t, b) for s, a, t in product(*upper) if s >= a >= t for b in lows if t > b]
    return np.array(found or [(67, 60, 55, 43)], dtype=np.int64)


def _motion(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Return the cost of every way from one setting to the next, shape (n, m)."""
    moves = after[None, :, :] - before[:, None, :]
    sizes = np.abs(moves)
    cost = sizes[:, :, :3].sum(axis=2) * 0.75 + sizes[:, :, 3] * 0.25
    cost = cost + 3.0 * (sizes[:, :, :3] > 5).sum(axis=2)
    for one in range(4):
        for two in range(one + 1, 4):
            cost = cost + _PARALLEL * _is_parallel(before, after, moves, one, two)
    return np.asarray(cost, dtype=np.float64)


def _shadows(before: np.ndarray, after: np.ndarray, move: tuple[int, int]) -> np.ndarray:
    """Return how many voices go in fifths or octaves with the tune, shape (n, m)."""
    way = move[1] - move[0]
    gap_before = (move[0] - before) % 12
    gap_after = (move[1] - after) % 12
    same = (gap_before[:, None, :] == gap_after[None, :, :]) & np.isin(gap_after, (0, 7))[None]
    moves = after[None, :, :] - before[:, None, :]
    return np.asarray((same & (moves * way > 0)).sum(axis=2))


def _is_parallel(
    before: np.ndarray, after: np.ndarray, moves: np.ndarray, one: int, two: int
) -> np.ndarray:
    gap_before = (before[:, one] - before[:, two]) % 12
    gap_after = (after[:, one] - after[:, two]) % 12
    same = (gap_before[:, None] == gap_after[None, :]) & np.isin(gap_after, (0, 7))[None, :]
    return np.asarray(same & (moves[:, :, one] == moves[:, :, two]) & (moves[:, :, one] != 0))
