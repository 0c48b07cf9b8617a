"""The form of a cue: phrases and their purpose, from its bars, hits and intensity.

Knows no pitches. Phrases begin on hard hits, else every two, four or eight bars.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

from scenescore.core.types import MusicBrief
from scenescore.music.composers.orchestra.affect import clamp
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.grid import Grid, Landing
from scenescore.music.composers.orchestra.keys import Key
from scenescore.music.composers.orchestra.model import Phrase, Style
from scenescore.music.composers.orchestra.scales import pitch_classes

_SHIFTS: dict[str, dict[str, tuple[int, ...]]] = {
    "home": {},
    "lift": {"climax": (2, 3)},
    "mediant": {"climax": (3, 4, -4), "build": (-3, 5)},
    "relative": {"build": (5, -2)},
    "fifths": {"build": (7, 5)},
}
"""Key plans: semitones from home that a section may stand in."""
_WIDE = 6
"""A cue of fewer phrases stays in its key."""
_PHRASE_S = 11.5
"""How long a phrase likes to be: four bars of a calm 4/4."""
_INTRO_S = 10.5
"""No introduction is longer, so that quick music does not lose its own to phrases of eight bars."""

_SWELL = 0.06
"""How far the energy has to come back after a climax before it is more than an ebb and flow."""

Cut = tuple[int, int]
"""(first bar, bars)."""


def shape(
    brief: MusicBrief,
    grid: Grid,
    key: Key,
    style: Style,
    levels: Sequence[float],
    dice: Dice,
) -> tuple[tuple[Phrase, ...], tuple[float, ...]]:
    """Return the phrases of a cue, and the intensity of each bar shaped by them."""
    landings = _hard_bars(grid)
    usual = _phrase_bars(grid)
    intro = _intro_bars(brief, grid, style, landings, usual)
    cuts = _cut(grid, landings, usual, intro)
    phrases = _name(cuts, levels, brief, key, landings, intro > 0)
    phrases = _key_plan(phrases, style.key_plan, dice)
    return phrases, _with_roles(levels, phrases)


def _hard_bars(grid: Grid) -> dict[int, Landing]:
    """Return the hard hits by the bar whose downbeat they are."""
    return {
        grid.bar_at(landing.at_beats).index: landing for landing in grid.landings if landing.is_hard
    }


def _phrase_bars(grid: Grid) -> int:
    """Return how many bars a phrase should have; short cues have short phrases."""
    bar_s = grid.duration_s / len(grid.bars)
    return min(
        (1, 2, 4, 8),
        key=lambda count: (
            abs(math.log(count * bar_s / _PHRASE_S))
            + (0.8 if count * bar_s > grid.duration_s / 2.2 else 0.0)
            + (0.5 if count == 1 else 0.0)
        ),
    )


def _intro_bars(
    brief: MusicBrief, grid: Grid, style: Style, landings: dict[int, Landing], usual: int
) -> int:
    """Return the length of the introduction; none when the cue grows out of another, or is short.

    The more a style lives by its tune, the sooner the tune begins.
    """
    bars = max(usual // 2, 1) if style.tune >= 0.7 else usual
    while bars > 1 and bars * grid.duration_s / len(grid.bars) > _INTRO_S:
        bars //= 2
    if brief.follows is not None or brief.role != "underscore" or grid.end_bar < 2 * usual + bars:
        return 0
    first = min((bar for bar in landings if bar > 0), default=grid.end_bar)
    return bars if first - bars >= 2 else 0


# ------------------------------------------------------------------ phrases


def _cut(grid: Grid, landings: dict[int, Landing], usual: int, intro: int) -> list[Cut]:
    """Return the phrases up to the ending."""
    last = max(grid.end_bar, 1)
    inner = {bar for bar in landings if 0 < bar < last}
    borders = sorted({0, last, *inner, *({intro} if 0 < intro < last else ())})
    found: list[Cut] = []
    for low, high in itertools.pairwise(borders):
        found += [(0, intro)] if low == 0 and high == intro else _even_cut(low, high - low, usual)
    return found


def _even_cut(first: int, bars: int, usual: int) -> list[Cut]:
    """Cut a block into phrases of the usual length; what is left over lengthens the last."""
    whole, rest = divmod(bars, usual)
    sizes = [usual] * whole
    if not sizes:
        sizes = [rest]
    elif rest and rest >= max(usual // 2, 2):
        sizes.append(rest)
    elif rest:
        sizes[-1] += rest
    found = []
    for size in sizes:
        found.append((first, size))
        first += size
    return found


def _name(
    cuts: Sequence[Cut],
    levels: Sequence[float],
    brief: MusicBrief,
    key: Key,
    landings: dict[int, Landing],
    has_intro: bool,
) -> tuple[Phrase, ...]:
    means = [sum(levels[first : first + count]) / count for first, count in cuts]
    roles = _roles(means, has_intro)
    letters = _letters(roles, max(count for _, count in cuts) >= _TUNE_BARS)
    phrases = []
    for index, (first, count) in enumerate(cuts):
        turn = letters[:index].count(letters[index])
        is_closed = index == len(cuts) - 1 or (turn % 2 == 1 and roles[index] != "build")
        phrases.append(
            Phrase(
                index, first, count, roles[index], min(means[index], 1.0), letters[index], turn,
                is_closed, key, landings.get(first),
            )
        )  # fmt: skip
    return tuple(phrases)


def _roles(means: Sequence[float], has_intro: bool) -> list[str]:
    """Give every phrase its purpose from the shape of the intensity."""
    count = len(means)
    peak = max(range(count), key=lambda i: (means[i], i))
    roles = ["statement"] * count
    if count >= 2 and peak > 0:
        roles[peak] = "climax"
    if peak >= 2 and means[peak - 1] < means[peak] - 0.02:
        roles[peak - 1] = "build"
    for index in range(peak + 1, count):
        near = means[index] > 0.93 * means[peak]
        low = min(means[peak : index + 1])
        roles[index] = "climax" if near else "release" if means[index] < low + _SWELL else (
            "statement"
        )  # fmt: skip
    is_low = count >= 4 and roles[-1] != "climax" and means[-1] < 0.8 * means[peak]
    if is_low and (roles[-2] != "release" or means[-1] < means[-2] - _SWELL):
        roles[-1] = "outro"
    if has_intro:
        roles[0] = "intro"
    if "statement" not in roles and "build" in roles:
        roles[roles.index("build")] = "statement"
    return roles


def sections_of(phrases: Sequence[Phrase]) -> tuple[tuple[int, int], ...]:
    """Return (first bar, bar after the last) of each run of phrases with one purpose."""
    runs = [list(run) for _, run in itertools.groupby(phrases, key=lambda phrase: phrase.role)]
    return tuple((run[0].first, run[-1].first + run[-1].count) for run in runs)


_TUNE_BARS = 8
"""A phrase so long says a whole tune, a shorter one half of it."""


def _letters(roles: Sequence[str], is_whole: bool) -> list[str]:
    """Name the material: statements go A A B A A C (by pairs when each says half a tune).

    The climax brings A back.
    """
    order = "AABAAC" if is_whole else "AABBAACC"
    stated = 0
    letters = []
    for role in roles:
        if role == "statement":
            letters.append(order[stated % len(order)])
            stated += 1
        else:
            own = {"intro": "I", "build": "D", "climax": "A", "release": "R", "outro": "A"}
            letters.append(own[role])
    return letters


def _key_plan(phrases: Sequence[Phrase], plan: str, dice: Dice) -> tuple[Phrase, ...]:
    """Move sections into other keys; the first and the last stay at home, and are of one key."""
    home = phrases[0].key
    shifts = {}
    for role, choices in sorted(_SHIFTS[plan].items()):
        near = [shift for shift in choices if _keeps_third(home, shift)]
        shifts[role] = dice.pick(near or (0,))
    last = max((p.index for p in phrases if p.role != phrases[-1].role), default=-1) + 1
    moved = []
    for phrase in phrases:
        at_rim = phrase.index == 0 or phrase.index >= last
        shift = 0 if at_rim or len(phrases) < _WIDE else shifts.get(phrase.role, 0)
        moved.append(replace(phrase, key=phrase.key.moved(shift)))
    return tuple(moved)


def _keeps_third(home: Key, shift: int) -> bool:
    """Return True when a key so far away holds the third of home, and not the other one."""
    third = 4 if home.is_major else 3
    there = pitch_classes(shift, home.mode)
    return third in there and (7 - third not in there or abs(shift) == 4)


def _with_roles(levels: Sequence[float], phrases: Sequence[Phrase]) -> tuple[float, ...]:
    """Let builds grow, the climax stand out, the outro sink, inside their own bars."""
    shaped = [min(level, 1.0) for level in levels]
    for phrase in phrases:
        for place in range(phrase.count):
            bar, share = phrase.first + place, (place + 0.5) / phrase.count
            if phrase.role == "build":
                shaped[bar] = clamp(shaped[bar] + 0.3 * (share - 0.6), 0.02, 1)
            elif phrase.role == "climax":
                shaped[bar] = clamp(shaped[bar] + 0.06, 0.02, 1)
            elif phrase.role == "outro":
                shaped[bar] = clamp(shaped[bar] * (1.05 - 0.25 * share), 0.02, 1)
    return tuple(shaped)
