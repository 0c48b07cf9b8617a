"""Joins headings that ran over the line: `THE MILL, INT. KITCHEN -` / `NIGHT` is one.

Looks at the words of two lines in a row only; runs before anything is learned, so that a time of
day alone on a line is no name, and half a heading no heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scenescore.screenplay.headings import SIDE, TIMES, is_capital, names_time, opens_heading
from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.slugs import (
    ends_with_time,
    heading_strength,
    split_left_number,
)

_LONGEST, _LONGEST_TAIL = 75, 45
_OPEN_ENDS = ("-", "–", "—", ",", "(", "/")
_DASHES = "-–—(/"
_STARTS_WITH_SIDE = re.compile(rf"(?:{SIDE})[\s.:,/)]", re.IGNORECASE)
_AROUND_TIME = "-–—,(./ )"
_NUMBER = re.compile(r"\s{3,}[A-Z]?\d{1,4}[A-Z]?[.)]?$")


def join_wrapped(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines, the parts of a wrapped heading as one."""
    above: Line | None = None
    for line in lines:
        if (
            above is not None and line.gap == 0 and len(line.text) <= _LONGEST_TAIL
            and len(above.text) <= _LONGEST and not line.after_page and _may_end(line.text)
        ):  # fmt: skip
            joined = _joined(above.text, line.text)
            if joined:
                above = replace(above, text=joined)
                continue
        if above is not None:
            yield above
        above = line
    if above is not None:
        yield above


def _may_end(text: str) -> bool:
    """Return True for what the second line of a heading looks like: `- NIGHT`, `INT. NIGHT`."""
    if text[0] in _DASHES:
        return len(text) > 1
    last = text.rstrip(" .)").rpartition(" ")[2].strip(_AROUND_TIME).upper()
    return last in TIMES or (text[0] in "IEAieaL1T" and _STARTS_WITH_SIDE.match(text) is not None)


def _joined(above: str, below: str) -> str | None:
    """Return both lines as one heading, or None when they are not."""
    left, head, right = _unnumbered(above)
    whole = f"{head} {below}"
    if is_capital(head) != is_capital(below) or not _is_unfinished(head, below):
        return None
    return f"{left}{whole}{right}" if heading_strength(whole) >= 2 else None


def _unnumbered(text: str) -> tuple[str, str, str]:
    """Return what stands before a heading, the heading, and the number behind it."""
    left = split_left_number(text)
    head = left[1] if left else text
    right = _NUMBER.search(head)
    if left and right is None and head.endswith(f" {left[0]}"):
        return text[: -len(head)], head[: -len(left[0])].rstrip(), f"   {left[0]}"
    if right is None:
        return text[: len(text) - len(head)], head, ""
    return text[: len(text) - len(head)], head[: right.start()], right[0]


def _is_unfinished(head: str, below: str) -> bool:
    """Return True when the first line asks for the second."""
    if head.endswith(_OPEN_ENDS):
        return True
    if names_time(head):
        return False
    if below[0] in "-–—(/":
        return True
    return opens_heading(head) is not None and (names_time(below) or ends_with_time(below))
