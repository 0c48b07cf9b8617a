"""How long a scene is: on paper in eighths of a page, on screen in seconds.

Sets the text as a studio page would (55 lines, usual column widths), so the result does not depend
on how the source file was wrapped or spaced. Knows nothing about the source's own pages.
"""

from __future__ import annotations

from collections.abc import Iterable

from scenescore.core.types import Element

LINES_PER_PAGE = 55
# kind: (characters per line, blank lines before). US letter, 12 point Courier, usual margins.
_SET = {
    "heading": (60, 2),
    "shot": (60, 1),
    "action": (60, 1),
    "centered": (60, 1),
    "character": (38, 1),
    "parenthetical": (26, 0),
    "dialogue": (35, 0),
    "lyric": (35, 0),
    "transition": (60, 1),
}
# Film talk runs at about 165 words a minute with a breath between speakers; a line of action
# plays about as long as the page rule says (55 lines a minute, blank lines included).
_WORDS_PER_S = 2.75
_TURN_S = 0.5
_ACTION_LINE_S = 1.15
_HEADING_S = 1.0


def set_lines(kind: str, text: str) -> int:
    """Return how many lines a paragraph takes on a studio page, the blank ones before included."""
    if kind not in _SET:
        return 0
    width, before = _SET[kind]
    return before + sum(_wrapped(line, width) for line in text.split("\n"))


def _wrapped(line: str, width: int) -> int:
    """Return the lines that greedy filling needs."""
    if len(line) <= width:
        return 1
    count, used = 1, 0
    for word in line.split():
        size = len(word)
        if used and used + 1 + size > width:
            count, used = count + 1, min(size, width)
        else:
            used += size + (1 if used else 0)
    return count


def page_lines(heading: str, elements: Iterable[Element]) -> int:
    """Return the lines of a scene on a studio page; two speeches at once share their lines."""
    total = set_lines("heading", heading) if heading else 0
    for element in elements:
        if not element.dual:
            total += set_lines(element.kind, element.text)
    return total


def eighths_of(lines: int) -> int:
    """Return eighths of a page, at least 1 for anything printed."""
    return max(1, round(lines * 8 / LINES_PER_PAGE)) if lines else 0


def playing_s(heading: str, elements: Iterable[Element]) -> float:
    """Return the estimated playing time in seconds, to 0.1 s.

    Words spoken at the pace of film talk, action at the page rule, a second for a new place.
    """
    seconds = _HEADING_S if heading else 0.0
    for element in elements:
        if element.dual:
            continue
        if element.kind in ("dialogue", "lyric"):
            seconds += len(element.text.split()) / _WORDS_PER_S
        elif element.kind == "character":
            seconds += _TURN_S
        elif element.kind in ("action", "shot", "centered"):
            seconds += set_lines(element.kind, element.text) * _ACTION_LINE_S
    return round(seconds, 1)
