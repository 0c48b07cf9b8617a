"""The title page of a Fountain file: `Key: value` lines before the first blank one.

A script may begin with `FADE IN:` or `CUT TO:`; that is no title page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_ENTRY = re.compile(r"([^\s:][^:\n]{0,39}):(?:\s+(.*)|\s*)$")
_KNOWN_LINES = """
title|credit|author|authors|source|notes|draft|draft date|date|contact|copyright|revision|format
font|genre|genres|language|version|watermark|rights|written by|based on|episode|show title
tl|tc|tr|cc|bl|br
"""
_KNOWN = frozenset(_KNOWN_LINES.strip().replace("\n", "|").split("|"))


def split_title_page(lines: Sequence[str]) -> tuple[tuple[tuple[str, str], ...], int]:
    """Return the entries, and how many lines they take (0: there is no title page)."""
    if not lines or not _opens(lines):
        return (), 0
    entries: list[tuple[str, list[str]]] = []
    for index, line in enumerate(lines):
        match = _ENTRY.match(line) if line[:1].strip() else None
        if match:
            value = (match[2] or "").strip()
            entries.append((match[1].strip(), [value] if value else []))
        elif line.strip() and line[:1].isspace() and entries:
            entries[-1][1].append(line.strip())
        else:
            return _joined(entries), index
    return _joined(entries), len(lines)


def _opens(lines: Sequence[str]) -> bool:
    """Return True when the first line is an entry, and a plausible one."""
    match = _ENTRY.match(lines[0]) if lines[0][:1].strip() else None
    if match is None:
        return False
    if match[1].strip().lower() in _KNOWN:
        return True
    below = len(lines) > 1 and bool(lines[1].strip()) and lines[1][:1].isspace()
    return match[1] != match[1].upper() and (bool(match[2]) or below)


def _joined(entries: Iterable[tuple[str, Sequence[str]]]) -> tuple[tuple[str, str], ...]:
    return tuple((key, "\n".join(value)) for key, value in entries)


def plain(text: str) -> str:
    """Return text without emphasis marks, on one line: `_**BRICK**_` is `BRICK`."""
    return " ".join(re.sub(r"(?<!\\)[*_]+", "", text).replace("\\", "").split())


def names_in(value: str) -> tuple[str, ...]:
    """Return the people in an entry such as `Anna Ode and Ben Ito, Cy Ray`."""
    parts = re.split(r"\n|,|;|&|\band\b", value)
    return tuple(name for part in parts if (name := plain(part)))
