"""Lifts notes `[[...]]` and boneyard `/* ... */` out of Fountain text, and remembers where.

Each leaves a mark of two private letters around its index, so that its place inside a paragraph is
known later. A note may not hold an empty line; boneyard may hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

_STARTS = re.compile(r"/\*|\[\[")
_OPEN, _CLOSE = "\ue0a0", "\ue0a1"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Aside:
    """A note or a boneyard."""

    kind: Literal["note", "boneyard"]
    text: str

    @property
    def markup(self) -> str:
        """The aside as it is written."""
        return f"[[{self.text}]]" if self.kind == "note" else f"/*{self.text}*/"

    @property
    def holds_blank_line(self) -> bool:
        """True when it spans paragraphs, so that it parts the text around it."""
        return "\n\n" in self.text or (self.kind == "boneyard" and self.text.count("\n") > 1)


def lift_asides(text: str) -> tuple[list[tuple[int, str]], list[Aside]]:
    """Return the lines left, each with its line number in `text` from 1, and the asides lifted."""
    asides: list[Aside] = []
    pieces: list[str] = []
    numbers: list[int] = [1]
    at, line = 0, 1
    text = text.replace(_OPEN, "").replace(_CLOSE, "")
    for start, end, aside in _found(text):
        before = text[at:start]
        numbers.extend(line + n + 1 for n in range(before.count("\n")))
        line += text.count("\n", at, end)
        pieces.append(f"{before}{_OPEN}{len(asides)}{_CLOSE}")
        asides.append(aside)
        at = end
    rest = text[at:]
    numbers.extend(line + n + 1 for n in range(rest.count("\n")))
    pieces.append(rest)
    return list(zip(numbers, "".join(pieces).split("\n"), strict=True)), asides


def _found(text: str) -> Iterator[tuple[int, int, Aside]]:
    """Yield (start, end, aside) from left to right.

    Looks for each end once, so that a text of nothing but beginnings takes no longer than another.
    """
    after = 0
    close = blank = -1
    for match in _STARTS.finditer(text):
        start, inside = match.start(), match.end()
        if start < after:
            continue
        if match[0] == "/*":
            end = text.find("*/", inside)
            stop, after = (end, end + 2) if end >= 0 else (len(text), len(text))
            yield start, after, Aside("boneyard", text[inside:stop])
            continue
        close = _next(text, "]]", inside, close)
        blank = _next(text, "\n\n", inside, blank)
        if close < len(text) and close <= blank:
            after = close + 2
            yield start, after, Aside("note", text[inside:close])


def _next(text: str, sign: str, start: int, known: int) -> int:
    """Return where a sign comes next, given where it was last found; the end when it does not."""
    if known >= start:
        return known
    found = text.find(sign, start)
    return found if found >= 0 else len(text)


def marks_in(text: str) -> list[int]:
    """Return the indices of the asides lifted from a text."""
    return [int(match[1]) for match in _MARK.finditer(text)]


def split_marks(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text without marks, and (index of the aside, offset in that text) for each."""
    clean, found, at = "", [], 0
    for match in _MARK.finditer(text):
        clean += text[at : match.start()]
        found.append((int(match[1]), len(clean)))
        at = match.end()
    return clean + text[at:], found


def restore_asides(text: str, asides: Sequence[Aside]) -> str:
    """Return the text with every mark replaced by its aside again."""
    return _MARK.sub(lambda match: asides[int(match[1])].markup, text)
