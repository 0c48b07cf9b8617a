"""Lifts printed scene numbers off the edges of slugs: `12A  INT. KITCHEN - NIGHT   12A`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.slugs import heading_strength, split_left_number

_NUM = r"[A-Z]{0,2}\d{1,4}[A-Z]{0,3}(?:[-/][A-Z0-9]{1,3})?"
_RIGHT = re.compile(rf"\s{{2,}}({_NUM})[.)]?\s*$")
_RIGHT_ONE = re.compile(rf"\s+({_NUM})[.)]?\s*$")
#: No number ends so.
_NO_END = "abcdefghijklmnopqrstuvwxyz,;:!?\"'-"
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def lift_numbers(lines: Iterable[Line]) -> None:
    """Move scene numbers from the texts of slugs to `printed_number`."""
    for line in lines:
        text = line.text
        if text[-1] in _NO_END and text[:3].isalpha():
            continue
        if _DIGIT.search(text[:3] + text[-7:]):
            _lift(line)


def _lift(line: Line) -> None:
    text = line.text
    left = split_left_number(text)
    body = left[1] if left else text
    right = _RIGHT.search(body)
    if left and right is None:
        same = _RIGHT_ONE.search(body)
        right = same if same and same[1] == left[0] else None
    if left and _YEAR.fullmatch(left[0]) and not right:
        return
    rest = body[: right.start()] if right else body
    if not rest or not any(c.isalpha() for c in rest):
        return
    strong = heading_strength(rest) == 3
    both = left is not None and right is not None and left[0] == right[1]
    if not (strong or both or (left and rest.isupper() and _is_apart(line, left[0], rest))):
        return
    if right and not left and not (strong and len(right[1]) < 6):
        return
    number = left[0] if left else right[1] if right else None
    line.text, line.printed_number = rest.strip(), number
    if left:
        line.indent += text.index(left[1])


def _is_apart(line: Line, number: str, rest: str) -> bool:
    """Return True when a number stands well off the capitals behind it: `34      ANGLE`."""
    behind = line.text[len(number) :]
    return len(behind) - len(behind.lstrip(" .):")) >= 3 and len(rest) > 2
