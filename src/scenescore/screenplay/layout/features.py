"""Turns each line into scores: how well its words alone fit each kind of line.

Knows words, not columns; what the script's own layout adds is learned in `columns.py`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from scenescore.screenplay.headings import SIDE, is_capital
from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.places import names_place
from scenescore.screenplay.layout.slugs import (
    base_of_name,
    heading_strength,
    is_name_like,
    is_shot,
    is_titled_name,
    is_transition,
    separator,
)
from scenescore.screenplay.layout.voice import voice

#: Kinds of line, in the order of every score table here.
ACTION, CHARACTER, PARENTHETICAL, DIALOGUE, HEADING, SHOT, TRANSITION = range(7)
KINDS = 7
_NEVER = -60.0
#: Kinds that are settled before decoding.
KNOWN = {"name": CHARACTER, "dual": CHARACTER, "words": DIALOGUE, "bracket": PARENTHETICAL}
_LONGEST_BRACKET = 8
_LONGEST_SLIP = 30
"""Letters; a longer line with small letters is no name, wherever it stands."""
_LATE_SIDE = re.compile(rf"[-–—,(]\s*{SIDE}", re.IGNORECASE)
_LONE_NAME = 4.0
_FEWEST_TITLED = 5
_SENTENCE_ENDS = ",;:!?-"
_ENDS = ".!?:\"'”)-–—…"
_FAR_RIGHT = 44
"""Columns from the left; names and speeches end before."""


@dataclass(frozen=True, slots=True)
class Features:
    """All lines of a script, as scores (natural log-odds)."""

    words: list[Sequence[float]]
    """One row per line, one score per kind."""
    heading: list[int]
    """`heading_strength` of each line."""
    name_like: list[bool]
    continues: list[bool]
    """True where the line carries on the sentence above."""
    name_count: dict[str, int]
    """How often each possible name stands alone on a line."""


def featurise(lines: Sequence[Line]) -> Features:
    """Return the scores of all lines."""
    # Most lines are prose: that is seen before it is asked for.
    name_like = [not line.text[1:4].islower() and is_name_like(line.text) for line in lines]
    if _names_in_small_letters(lines, name_like):
        name_like = [is_titled_name(line.text) and _stands_apart(lines, index)
                     for index, line in enumerate(lines)]  # fmt: skip
    else:
        also = _names_among_sentences(lines)
        name_like = [known or line.text in also
                     for known, line in zip(name_like, lines, strict=True)]  # fmt: skip
    counts = Counter(base_of_name(line.text) for line, is_name in zip(lines, name_like, strict=True)
                     if is_name)  # fmt: skip
    inside = _inside_brackets(lines)
    edge = _right_edge(lines)
    heading = [0] * len(lines)
    words: list[Sequence[float]] = []
    for index, line in enumerate(lines):
        text = line.text
        if line.said_by:
            words.append(_glued(line.said_by))
            continue
        upper = is_capital(text)
        if not upper and name_like[index] and heading_strength(text) == 0:
            words.append(_capitals(line, 0, True, counts, inside[index]))
        elif upper or name_like[index]:
            strength = heading_strength(text)
            heading[index] = strength
            row = _capitals(line, strength, name_like[index], counts, inside[index])
            if upper and edge and _ends_at(line, edge) and _is_alone(lines, index):
                row[TRANSITION] = 6.0
            words.append(row)
        else:
            strength = heading_strength(text) if _may_open_or_close(text) else 0
            heading[index] = strength
            words.append(_mixed(line, strength, inside[index]))
    if sum(line.said_by == "words" for line in lines) > 0.5 * sum(name_like):
        _doubt_names(lines, words)
    return Features(words, heading, name_like, _continues(lines), dict(counts))


def _doubt_names(lines: Sequence[Line], words: list[Sequence[float]]) -> None:
    """Where names stand before their words, a line in capitals alone is hardly one."""
    for index, (line, row) in enumerate(zip(lines, words, strict=True)):
        if not line.said_by and row[CHARACTER] > _NEVER:
            less = list(row)
            less[CHARACTER] -= _LONE_NAME
            words[index] = less


def _may_open_or_close(text: str) -> bool:
    """Return True for a line with small letters that is worth asking whether it is a heading."""
    return text[0] in "IEieAa0123456789" or (len(text) < 70 and _LATE_SIDE.search(text) is not None)


def _names_in_small_letters(lines: Sequence[Line], name_like: Sequence[bool]) -> bool:
    """Return True when names above speeches are written `Anna`, not `ANNA`."""
    titled: Counter[str] = Counter()
    for index, line in enumerate(lines[:-1]):
        text = line.text
        if len(text) > 30 or not text[0].isupper() or text[-1] in _SENTENCE_ENDS:
            continue
        if is_titled_name(text) and _stands_apart(lines, index):
            titled[base_of_name(text)] += 1
    often = sum(count for count in titled.values() if count >= 3)
    names = (line.text for line, is_name in zip(lines, name_like, strict=True) if is_name)
    capital = Counter(map(base_of_name, names))
    return often > 10 and often > 2 * sum(count for count in capital.values() if count >= 3)


def _names_among_sentences(lines: Sequence[Line]) -> frozenset[str]:
    """Return names in small letters that come again and again on lines of their own.

    Some scripts lost the capitals of a few names; what stands above a name has come to its end.
    """
    short = Counter(
        text for text in (line.text for line in lines)
        if len(text) <= 30 and text[0].isupper() and text[-1].isalpha()
    )  # fmt: skip
    often = {text for text, count in short.items()
             if count >= _FEWEST_TITLED and is_titled_name(text)}  # fmt: skip
    ended: Counter[str] = Counter()
    for above, line in pairwise(lines):
        if line.text in often:
            ended[line.text] += bool(line.gap) or above.text[-1] in _ENDS
    return frozenset(text for text in often if ended[text] >= 0.8 * short[text])


def _stands_apart(lines: Sequence[Line], index: int) -> bool:
    """Return True for a line with a blank one above, or in a column unlike its neighbours'."""
    here = lines[index].indent
    near = lines[max(index - 1, 0) : index + 2]
    return lines[index].gap > 0 or sum(abs(line.indent - here) > 1 for line in near) == 2


def _glued(said_by: str) -> list[float]:
    row = [_NEVER] * KINDS
    row[KNOWN[said_by]] = 0.0
    return row


def _capitals(
    line: Line, strength: int, name_like: bool, counts: Counter[str], inside: bool
) -> list[float]:
    text = line.text
    count = counts[base_of_name(text)] if name_like else 0
    size = len(text)
    row = [-1.0, -6.0, -7.0, -2.0, -5.0, -2.5, -7.0]
    if name_like:
        row[CHARACTER] = 0.8 + min(0.75 * math.log2(count), 3.2) - (1.5 if size > 28 else 0.0)
        if text[-1] == ")":
            row[CHARACTER] += 1.5
        elif names_place(text):
            row[CHARACTER] -= 2.0
            row[SHOT] += 1.5
    if text[0] in "([":
        row[PARENTHETICAL] = 2.0
        row[CHARACTER] = _NEVER if text[-1] in ")]" else -8.0
    if inside or (text[-1] == ")" and "(" not in text):
        row[PARENTHETICAL] = 2.0
        row[CHARACTER] -= 6.0
    if strength == 3:
        row[HEADING] = 9.0
        row[CHARACTER] = -9.0
    elif strength == 2:
        row[HEADING] = 3.5
        row[CHARACTER] -= 2.0
    if separator(text):
        row[HEADING] = 5.0
    if line.printed_number:
        row[HEADING] += 4.0
        row[SHOT] += 4.5
        row[CHARACTER] -= 3.0
    if is_transition(text):
        row[TRANSITION] = 6.0
        row[CHARACTER] = -5.0
    elif is_shot(text):
        row[SHOT] = max(row[SHOT], 0.0) + 3.0
        row[CHARACTER] -= 2.0 if count < 4 else 0.5
    if size > 60:
        row[SHOT] -= 2.0
    if text.startswith("BACK TO "):
        row[CHARACTER] -= 4.0
    return row


@lru_cache(maxsize=1024)
def _prose(spoken: float) -> tuple[float, ...]:
    """Return the scores of a long line with small letters; one row for all of one voice."""
    return (0.0, _NEVER, -7.0, spoken, -10.0, -10.0, -10.0)


def _mixed(line: Line, strength: int, inside: bool) -> Sequence[float]:
    text = line.text
    if (
        len(text) > _LONGEST_SLIP and strength == 0 and not inside and text[0] not in "(["
        and line.printed_number is None
    ):  # fmt: skip
        return _prose(voice(text))
    row = [0.0, _NEVER, -7.0, voice(text), -10.0, -10.0, -10.0]
    if len(text) <= _LONGEST_SLIP:
        row[CHARACTER] = -8.0
    if text[0] in "([":
        row[PARENTHETICAL] = 3.0 if text[-1] in ")]" else 2.5
        row[DIALOGUE] -= 1.5
    elif inside:
        row[PARENTHETICAL] = 2.5
        row[DIALOGUE] -= 1.0
    if strength == 3:
        row[HEADING] = 8.0
    if line.printed_number:
        row[HEADING] += 3.0
    if len(text) < 30 and is_transition(text):
        row[TRANSITION] = 4.0
    elif len(text) <= 26 and text[0].isupper() and text[-1] not in ".!?,:;-":
        capital = sum(word[:1].isupper() for word in text.split())
        if capital == len(text.split()) <= 3:
            row[CHARACTER] = -5.0
    return row


def _right_edge(lines: Sequence[Line]) -> int:
    """Return the column where transitions end, when they are set flush right; else 0."""
    ends = Counter(
        line.indent + len(line.text) for line in lines
        if line.indent >= _FAR_RIGHT and is_transition(line.text)
    )  # fmt: skip
    edge, count = max(ends.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    starts = {line.indent for line in lines
              if line.indent + len(line.text) == edge and is_transition(line.text)}  # fmt: skip
    return edge if count >= 2 and len(starts) > 1 else 0


def _ends_at(line: Line, edge: int) -> bool:
    return line.indent >= _FAR_RIGHT and abs(line.indent + len(line.text) - edge) <= 1


def _is_alone(lines: Sequence[Line], index: int) -> bool:
    below = lines[index + 1] if index + 1 < len(lines) else None
    return lines[index].gap > 0 and (below is None or below.gap > 0)


def _inside_brackets(lines: Sequence[Line]) -> list[bool]:
    """Return True for lines that go on with a bracket opened at the head of a line above."""
    inside = [False] * len(lines)
    left = 0
    for index, line in enumerate(lines):
        text = line.text
        if left and line.gap <= 1:
            inside[index] = True
            left -= 1
            if ")" in text:
                left = 0
        elif text[0] == "(" and ")" not in text:
            left = _LONGEST_BRACKET
        else:
            left = 0
    return inside


def _continues(lines: Sequence[Line]) -> list[bool]:
    """Return True where a line goes on with the sentence of the line right above."""
    result = [False] * len(lines)
    for index in range(1, len(lines)):
        line, above = lines[index], lines[index - 1].text
        if (line.gap == 0 or line.after_page) and not line.said_by:
            result[index] = line.text[0].islower() or (
                above[-1] in "," or (above[-1].islower() and len(above) > 20)
            )
    return result
