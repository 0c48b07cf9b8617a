"""Gate of the motif: is a quoted theme found by its contour, and only where it is quoted?

The head of each two bars (five to seven notes) is looked for in every pitched part by rhythm and
by moves in scale steps, plain and mirrored, at full, half and double length. What operator was
used is not told to the search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefs import OWNERS, theme_of
from notes import pitched, top_line

from scenescore.core.score import Score
from scenescore.core.types import Theme

_MOST = 7
_LEAST = 5
_SEMITONES = 12 / 7
Line = Sequence[tuple[float, int, float]]


def motif_facts(score: Score, asked: frozenset[str]) -> dict[str, float]:
    """Return quotations and how many were found; strangers' themes and how many seemed found."""
    lines = [top_line(part.notes) for part in pitched(score)]
    told = [q for q in score.quotations]
    found = 0
    for quotation in told:
        theme = theme_of(quotation.owner).theme
        low, high = quotation.at_beats - 0.6, quotation.at_beats + quotation.length_beats + 0.6
        inside = [[n for n in line if low <= n[0] <= high] for line in lines]
        found += theme is not None and any(_is_in(theme, line) for line in inside if line)
    strangers = [name for name, _, _ in OWNERS if name not in asked]
    false = 0
    for name in strangers:
        theme = theme_of(name).theme
        false += theme is not None and any(_is_in(theme, line) for line in lines)
    return {"quotations": len(told), "found": found, "strangers": len(strangers), "false": false}


def _is_in(theme: Theme, line: Line) -> bool:
    return any(_matches(gaps, steps, line) for gaps, steps in _forms(theme))


def _forms(theme: Theme) -> Iterator[tuple[tuple[float, ...], tuple[int, ...]]]:
    """Yield (gaps in beats, moves in steps) of every form of the theme's heads.

    A theme may be taken up from any second bar, so there is a head at each.
    """
    bar = theme.beats_per_bar
    heads = []
    for first in range(0, int(theme.length_beats), 2 * bar):
        inside = [n for n in theme.notes if n.onset_beats >= first - 1e-6][:_MOST]
        head = [n for n in inside if n.onset_beats < first + 2 * bar - 1e-6]
        heads.append(head if len(head) >= _LEAST else inside[:_LEAST])
    for head in heads:
        if len(head) < _LEAST:
            continue
        gaps = tuple(b.onset_beats - a.onset_beats for a, b in pairwise(head))
        steps = tuple(b.step - a.step for a, b in pairwise(head))
        for scale in (1.0, 2.0, 0.5):
            timed = tuple(gap * scale for gap in gaps)
            yield timed, steps
            yield timed, tuple(-step for step in steps)


def _matches(gaps: tuple[float, ...], steps: tuple[int, ...], line: Line) -> bool:
    """Return True when the line holds these moves in this rhythm somewhere."""
    count = len(gaps)
    for first in range(len(line) - count):
        error = 0.0
        for place in range(count):
            here, after = line[first + place], line[first + place + 1]
            if abs(after[0] - here[0] - gaps[place]) > 0.13:
                break
            moved = after[1] - here[1]
            if steps[place] and moved * steps[place] <= 0:
                break
            error += abs(moved - steps[place] * _SEMITONES)
        else:
            if error <= 1.0 * count:
                return True
    return False
