"""How strong the music is from bar to bar: the brief's curve, or a shape of the cue's own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from scenescore.core.types import MusicBrief
from scenescore.music.composers.orchestra.affect import Params, clamp
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.grid import Grid

Points = tuple[tuple[float, float], ...]
"""(share of the cue, intensity 0..1)."""

# Where a cue begins, swells, and how it stands before its close; the last point is set by `_CLOSE`.
_SHAPES: dict[str, tuple[Points, ...]] = {
    "underscore": (
        ((0.0, 0.2), (0.66, 1.0)),
        ((0.0, 0.24), (0.3, 0.64), (0.44, 0.34), (0.76, 1.0)),
        ((0.0, 0.16), (0.45, 0.42), (0.82, 1.0)),
        ((0.0, 0.3), (0.4, 0.85), (0.56, 0.42), (0.8, 1.0)),
    ),
    "title": (((0.0, 0.5), (0.35, 0.75), (0.5, 0.55), (0.8, 1.0)), ((0.0, 0.55), (0.7, 1.0))),
    "source": (((0.0, 0.55), (0.45, 0.8), (0.6, 0.65), (0.85, 0.85)),),
    "stinger": (((0.0, 0.9), (0.2, 1.0)),),
}
_CLOSE = {"hold": 0.36, "fade": 0.16, "button": 0.96, "ring": 0.8}
"""Intensity with which a cue reaches its last chord, by kind of ending."""
_SKETCH = 4
"""A brief's curve of so few points says where to go; how to get there is partly ours."""
_FLAT = 0.12
"""A brief's curve that moves less than this leaves the shaping to us."""


def intensities(
    brief: MusicBrief, params: Params, grid: Grid, ending: str, dice: Dice
) -> tuple[float, ...]:
    """Return the intensity of every bar, arousal mixed in: 0..1.1, for the form to name by."""
    middles = [
        grid.clock.beats_to_seconds(bar.start_beats + min(bar.length_beats, 2) / 2)
        for bar in grid.bars
    ]
    shape = _own_shape(brief, grid, ending, dice)
    own = [_smooth(shape, at_s / grid.duration_s) for at_s in middles]
    wished = _lifted([interpolate(brief.curve, at) for at in middles]) if brief.curve else own
    if brief.curve and len(brief.curve) <= _SKETCH:
        wished = [0.8 * w + 0.2 * o * max(wished) for w, o in zip(wished, own, strict=True)]
    if brief.curve and max(wished) - min(wished) < _FLAT:
        wished = [clamp(w + 0.3 * (o - 0.5), 0, 1) for w, o in zip(wished, own, strict=True)]
    if brief.role == "stinger":
        return tuple(0.12 if i < grid.end_bar else 0.9 for i in range(len(grid.bars)))
    moved = [
        clamp(level + bump + wave, 0, 1)
        for level, bump, wave in zip(wished, _hit_bumps(grid), _waves(middles, dice), strict=True)
    ]
    return tuple(_effective(level, params) for level in moved)


def _waves(middles: list[float], dice: Dice) -> list[float]:
    """Return the slow ebb and flow of a long cue; nothing in a short one."""
    period_s, phase = dice.between(34, 52), dice.between(0, 2 * math.pi)
    depth = 0.13 * clamp((middles[-1] - 60) / 40, 0, 1)
    return [depth * math.sin(2 * math.pi * at_s / period_s + phase) for at_s in middles]


def _lifted(levels: list[float]) -> list[float]:
    """Return a curve raised in proportion, so that even a quiet cue has a summit to climb."""
    peak = max(levels)
    if peak < 0.05:
        return [0.3 for _ in levels]
    return [level * (0.5 + 0.5 * peak) / peak for level in levels]


def interpolate(curve: Sequence[tuple[float, float]], at: float) -> float:
    """Return a curve's value at a moment, straight lines between its points."""
    if at <= curve[0][0]:
        return clamp(curve[0][1], 0, 1)
    for (low_at, low), (high_at, high) in pairwise(curve):
        if at <= high_at:
            share = (at - low_at) / max(high_at - low_at, 1e-9)
            return clamp(low + share * (high - low), 0, 1)
    return clamp(curve[-1][1], 0, 1)


def _own_shape(brief: MusicBrief, grid: Grid, ending: str, dice: Dice) -> Points:
    """Return a shape whose summit meets the last strong hit, if one lies where summits lie."""
    points = dice.pick(_SHAPES[brief.role])
    late = [landing.hit.at_s / grid.duration_s for landing in grid.landings if landing.is_hard]
    late = [share for share in late if 0.4 < share < 0.92]
    summit = points[-1][0]
    if late and brief.role != "stinger":
        scale = (late[-1] + 0.02) / summit
        points = tuple((at * scale, level) for at, level in points)
    close = 0.3 if brief.role == "stinger" else _CLOSE[ending]
    if points[-1][0] < 0.78 and close > 0.7:
        dip = (points[-1][0] + 1) / 2
        return (*points, (dip, 0.8), (1.0, close))
    return (*points, (1.0, close))


def _smooth(points: Points, at: float) -> float:
    """Return a shape's value, easing in and out of its points."""
    for (low_at, low), (high_at, high) in pairwise(points):
        if at <= high_at:
            share = clamp((at - low_at) / max(high_at - low_at, 1e-9), 0, 1)
            return low + (high - low) * (1 - math.cos(math.pi * share)) / 2
    return points[-1][1]


def _hit_bumps(grid: Grid) -> list[float]:
    """Return what hard hits add: a breath held before, a push from the hit on."""
    found = [0.0] * len(grid.bars)
    for landing in grid.landings:
        if not landing.is_hard:
            continue
        bar = grid.bar_at(landing.at_beats).index
        size = {"action": 1.0, "reveal": 0.8, "cut": 0.4, "line": -0.5}[landing.hit.kind]
        for place, share in ((bar, 0.14), (bar + 1, 0.08), (bar - 1, -0.06)):
            if 0 <= place < len(found):
                found[place] += share * size
    return found


def _effective(value: float, params: Params) -> float:
    """Mix the curve with arousal: a calm cue never reaches a tutti, a frantic one never dozes."""
    return max(value * (0.56 + 0.34 * params.arousal01) + 0.18 * params.arousal01, 0.02)
