"""The form of a cue: phrases, their purpose, and the intensity curve they follow.

Knows bars and hits; knows no pitches. Phrases begin on hard hits, else every four bars or so.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

from scenescore.core.types import MusicBrief
from scenescore.music.composers.orchestra.affect import Params, clamp
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.grid import Grid, Landing
from scenescore.music.composers.orchestra.keys import Key
from scenescore.music.composers.orchestra.model import Phrase

_SHIFTS: dict[str, dict[str, tuple[int, ...]]] = {
    "home": {},
    "lift": {"climax": (2, 3)},
    "mediant": {"climax": (3, 4, -4), "build": (-3, 5)},
    "relative": {"build": (5, -2), "climax": (0,)},
    "fifths": {"build": (7, 5)},
}
"""Key plans: semitones from home that a section may stand in."""


def shape(
    brief: MusicBrief, params: Params, grid: Grid, key: Key, key_plan: str, dice: Dice
) -> tuple[tuple[Phrase, ...], tuple[float, ...]]:
    """Return the phrases of a cue and the intensity of each of its bars."""
    curve = _curve(brief, grid, dice)
    levels = tuple(_effective(value, params) for value in curve)
    landings = _hard_bars(grid)
    lengths = _cut(grid, landings, _phrase_bars(grid, dice))
    phrases = _name(lengths, levels, grid, brief, key, landings)
    phrases = _key_plan(phrases, key_plan, dice)
    return phrases, _with_roles(levels, phrases, grid)


# ------------------------------------------------------------------ intensity


def _curve(brief: MusicBrief, grid: Grid, dice: Dice) -> list[float]:
    """Return the wished intensity of every bar, 0..1."""
    middles = [
        grid.clock.beats_to_seconds(bar.start_beats + min(bar.length_beats, 2) / 2)
        for bar in grid.bars
    ]
    if not brief.curve:
        peak = _own_peak(brief, grid, dice)
        return [_arch(at_s / grid.duration_s, brief, peak) for at_s in middles]
    wished = [interpolate(brief.curve, at_s) for at_s in middles]
    if max(wished) - min(wished) < 0.12:
        peak = _own_peak(brief, grid, dice)
        own = [_arch(at_s / grid.duration_s, brief, peak) for at_s in middles]
        return [clamp(w + 0.3 * (o - 0.5), 0, 1) for w, o in zip(wished, own, strict=True)]
    return wished


def interpolate(curve: Sequence[tuple[float, float]], at_s: float) -> float:
    """Return a curve's value at a moment, straight lines between its points."""
    if at_s <= curve[0][0]:
        return clamp(curve[0][1], 0, 1)
    for (low_s, low), (high_s, high) in itertools.pairwise(curve):
        if at_s <= high_s:
            share = (at_s - low_s) / max(high_s - low_s, 1e-9)
            return clamp(low + share * (high - low), 0, 1)
    return clamp(curve[-1][1], 0, 1)


def _own_peak(brief: MusicBrief, grid: Grid, dice: Dice) -> float:
    """Return where the cue would like its summit, as a share: at a late hard hit, else .6-.78."""
    late = [landing.hit.at_s / grid.duration_s for landing in grid.landings if landing.is_hard]
    late = [share for share in late if 0.45 < share < 0.9]
    if late:
        return late[-1] + 0.03
    return dice.between(0.3, 0.6) if brief.role == "source" else dice.between(0.6, 0.78)


def _arch(share: float, brief: MusicBrief, peak: float) -> float:
    """Return an intensity curve that grows to its peak and comes down to the end."""
    low = {"source": 0.55, "title": 0.5, "stinger": 0.8}.get(brief.role, 0.22)
    if share <= peak:
        rise = share / max(peak, 1e-6)
        return float(low + (1 - low) * 0.95 * rise**1.25)
    fall = (share - peak) / max(1 - peak, 1e-6)
    return float(0.95 - (0.95 - low - 0.05) * fall**1.1)


def _effective(value: float, params: Params) -> float:
    """Mix the curve with arousal: a calm cue never reaches a tutti, a frantic one never dozes."""
    return clamp(value * (0.55 + 0.38 * params.arousal01) + 0.16 * params.arousal01, 0.02, 1.0)


def _with_roles(
    levels: Sequence[float], phrases: Sequence[Phrase], grid: Grid
) -> tuple[float, ...]:
    """Grow inside builds, thin out the last bar before a hard hit's phrase stays untouched."""
    shaped = list(levels)
    for phrase in phrases:
        for place in range(phrase.count):
            bar = phrase.first + place
            share = (place + 0.5) / phrase.count
            if phrase.role == "build":
                shaped[bar] = clamp(shaped[bar] + 0.16 * (share - 0.4), 0.02, 1)
            elif phrase.role == "climax":
                shaped[bar] = clamp(shaped[bar] + 0.08, 0.02, 1)
            elif phrase.role == "outro":
                shaped[bar] = clamp(shaped[bar] * (1.05 - 0.25 * share), 0.02, 1)
    return tuple(shaped)


# ------------------------------------------------------------------ phrases


def _hard_bars(grid: Grid) -> dict[int, Landing]:
    """Return the hard hits by the bar whose downbeat they are."""
    return {
        grid.bar_at(landing.at_beats).index: landing for landing in grid.landings if landing.is_hard
    }


def _phrase_bars(grid: Grid, dice: Dice) -> int:
    """Return how many bars a phrase should have: about 6 to 14 seconds."""
    bar_s = grid.duration_s / len(grid.bars)
    return min((2, 4, 8), key=lambda count: abs(math.log(count * bar_s / dice.between(8.5, 11))))


def _cut(grid: Grid, landings: dict[int, Landing], usual: int) -> list[tuple[int, int]]:
    """Return (first bar, bars) of every phrase up to the ending."""
    last = max(grid.end_bar, 1)
    borders = sorted({0, last, *(bar for bar in landings if 0 < bar < last)})
    found: list[tuple[int, int]] = []
    for low, high in itertools.pairwise(borders):
        found += _even_cut(low, high - low, usual)
    return found


def _even_cut(first: int, bars: int, usual: int) -> list[tuple[int, int]]:
    """Cut a block into phrases of the usual length, the rest going to the last one."""
    count = max(round(bars / usual), 1)
    size = usual if bars >= usual * count else bars // count
    sizes = [max(size, 1)] * count
    sizes[-1] += bars - sum(sizes)
    while sizes[-1] > usual * 1.5 and sizes[-1] > 5:
        sizes[-1:] = [usual, sizes[-1] - usual]
    found = []
    for size in sizes:
        found.append((first, size))
        first += size
    return found


def _name(
    cuts: Sequence[tuple[int, int]],
    levels: Sequence[float],
    grid: Grid,
    brief: MusicBrief,
    key: Key,
    landings: dict[int, Landing],
) -> tuple[Phrase, ...]:
    means = [sum(levels[first : first + count]) / count for first, count in cuts]
    roles = _roles(means, brief)
    letters = _letters(roles, cuts)
    phrases = []
    for index, (first, count) in enumerate(cuts):
        letter = letters[index]
        turn = letters[:index].count(letter)
        is_last = index == len(cuts) - 1
        phrases.append(
            Phrase(index, first, count, roles[index], means[index], letter, turn,
                   is_last or (turn % 2 == 1 and roles[index] != "build"), key,
                   landings.get(first))
        )  # fmt: skip
    return tuple(phrases)


def _roles(means: Sequence[float], brief: MusicBrief) -> list[str]:
    """Give every phrase its purpose from the shape of the intensity."""
    count = len(means)
    peak = max(range(count), key=lambda i: (means[i], i))
    starts_bare = brief.follows is None and brief.role == "underscore" and count >= 3
    roles = ["statement"] * count
    if starts_bare and peak > 0:
        roles[0] = "intro"
    if count >= 2 and peak > 0:
        roles[peak] = "climax"
    if count >= 4 and peak >= 2 and means[peak - 1] < means[peak] - 0.02:
        roles[peak - 1] = "build"
    for index in range(peak + 1, count):
        if means[index] > 0.93 * means[peak]:
            roles[index] = "climax"
        elif means[index] < means[index - 1]:
            roles[index] = "release"
    if count >= 4 and roles[-1] in ("release", "statement"):
        roles[-1] = "outro"
    return roles


def _letters(roles: Sequence[str], cuts: Sequence[tuple[int, int]]) -> list[str]:
    """Name the material: statements alternate A A B B A ..., climax brings A back."""
    stated = 0
    letters = []
    for role in roles:
        if role == "statement":
            letters.append("AABBAACC"[stated % 8])
            stated += 1
        else:
            letters.append({"intro": "I", "build": "D", "climax": "A", "release": "R",
                            "outro": "A"}[role])  # fmt: skip
    if "A" in letters and letters.count("A") == 1 and "R" in letters:
        letters[letters.index("R")] = "A"
    return letters


def _key_plan(phrases: Sequence[Phrase], plan: str, dice: Dice) -> tuple[Phrase, ...]:
    """Move sections into other keys; the first and the last phrase stay at home."""
    shifts = {role: dice.pick(choices) for role, choices in sorted(_SHIFTS[plan].items())}
    moved = []
    for phrase in phrases:
        at_rim = phrase.index in (0, len(phrases) - 1)
        shift = 0 if at_rim or len(phrases) < 5 else shifts.get(phrase.role, 0)
        moved.append(replace(phrase, key=phrase.key.moved(shift)))
    return tuple(moved)
