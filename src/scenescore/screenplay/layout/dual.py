"""Parts two speeches that are set side by side: names on one line, words in two columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.slugs import is_name_like

_TWO = re.compile(r"(\S.*?\S)\s{4,}(\S.*\S)")
_WIDE = re.compile(r"\s{2,}")


def part_dual(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, speeches side by side made one after the other; the second is dual."""
    parted: list[Line] = []
    at = 0
    while at < len(lines):
        text = lines[at].text
        block = _block(lines, at) if "    " in text or not text.isascii() else 0
        if block:
            parted += _columns(lines[at : at + block])
        else:
            parted.append(lines[at])
        at += block or 1
    return parted


def _block(lines: Sequence[Line], at: int) -> int:
    """Return how many lines two speeches side by side take from here; 0: there are none."""
    text = lines[at].text
    names = _TWO.fullmatch(text)
    if names is None or not _is_two(lines[at]):
        return 0
    left_edge = lines[at].indent + names.start(2)
    size = 1
    while at + size < len(lines) and _is_beside(lines[at + size], lines[at], left_edge):
        size += 1
    gutters = sum(_WIDE.search(line.text) is not None or line.indent > lines[at].indent
                  for line in lines[at + 1 : at + size])  # fmt: skip
    if size == 1:
        return 0
    # One of two may say far more; both begin right below their names.
    begin = _WIDE.search(lines[at + 1].text) is not None
    return size if begin or gutters >= 0.4 * (size - 1) else 0


def _is_beside(line: Line, head: Line, right_name: int) -> bool:
    """Return True for a line of two speeches side by side, or of one of them alone."""
    if line.gap:
        return False
    # Names stand to the right of words; a song in capitals stands where words do.
    among_names = line.indent >= head.indent - 4
    if _WIDE.search(line.text):
        return not (among_names and _is_two(line))
    if among_names and _is_name(line.text):
        return False
    end = line.indent + len(line.text)
    return end <= right_name + 2 or line.indent > head.indent + 4


def _is_two(line: Line) -> bool:
    both = _TWO.fullmatch(line.text)
    return both is not None and _is_name(both[1]) and _is_name(both[2])


def _is_name(text: str) -> bool:
    return is_name_like(text) and len(text) < 30


def _columns(block: Sequence[Line]) -> list[Line]:
    head = block[0]
    names = _TWO.fullmatch(head.text)
    assert names is not None
    left, right = [names[1]], [names[2]]
    middle = _gutter(block, head.indent + names.start(2))
    for line in block[1:]:
        row = " " * line.indent + line.text
        cut = _cut(row, middle)
        for column, part in ((left, row[:cut].strip()), (right, row[cut:].strip())):
            if part:
                column.append(part)
    return [*_speech(block, left, False), *_speech(block, right, True)]


def _gutter(block: Sequence[Line], name_at: int) -> int:
    """Return the column where the right speech begins: what most right parts share."""
    starts = []
    for line in block[1:]:
        row = " " * line.indent + line.text
        starts += [m.end() for m in re.finditer(r"\s{2,}(?=\S)", row) if m.end() > block[0].indent]
    fitting = [start for start in starts if start <= name_at + 4]
    return max(set(fitting), key=lambda s: (fitting.count(s), s)) if fitting else name_at


def _cut(row: str, middle: int) -> int:
    """Return where to cut a row: at the gutter, or the gap nearest to it."""
    if len(row) <= middle:
        return len(row)
    gaps = [m.end() for m in _WIDE.finditer(row) if abs(m.end() - middle) <= 6]
    return min(gaps, key=lambda g: abs(g - middle)) if gaps else middle


def _speech(block: Sequence[Line], parts: Sequence[str], dual: bool) -> list[Line]:
    head = block[0]
    name = replace(head, text=parts[0], said_by="dual" if dual else "name")
    if dual:
        name.gap, name.after_page, name.after_more = 1, False, False
    words = [
        replace(head, text=part, gap=0, number=head.number + min(i, len(block) - 1),
                said_by="bracket" if part[0] == "(" and part[-1] == ")" else "words")
        for i, part in enumerate(parts[1:], start=1)
    ]  # fmt: skip
    return [name, *words]
