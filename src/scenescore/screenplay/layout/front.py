"""Finds the title page: the short lines before the first heading, fade or sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scenescore.screenplay.headings import closes_heading, is_capital, names_time, opens_heading
from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.places import names_place
from scenescore.screenplay.layout.slugs import heading_strength, is_owned

#: More lines than this before the first heading are story, not title page.
_LONGEST = 70
_FADE = re.compile(
    r"\W*(?:(?:SLOW |VERY )*FADE[ -]*(?:IN|UP|OUT|FROM)|OPEN(?:ING)? (?:ON|TITLES|CREDITS)"
    r"|OVER (?:BLACK|TITLES|CREDITS)|PROLOGUE|TEASER|COLD OPEN|ACT (?:ONE|1|I)\b|TITLE CARD"
    r"|BLACK SCREEN|SCREEN IS BLACK|DARKNESS|BLACK\b|SCENE (?:1|ONE)\b)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:[A-Z]?\d+[A-Z]?[.)]?\s+)")
_MATTER = re.compile(
    r"written|screenplay|\bby\b|draft|revis|©|copyright|\(c\)|\d{4}|@|based on|from (?:the|a) "
    r"|story|rights|permission|property|production|pictures|studio|shooting|provided|educational|purposes"
    r"|transcri|registered|wga|agency|street|\d+/\d+|http|www|\.com|script|inc\.|ltd|converted"
    r"|please|unauthor|confidential|reproduc|distribut",
    re.IGNORECASE,
)


def split_front(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines of the title page, and the rest."""
    for index, line in enumerate(lines[:_LONGEST]):
        if _starts_story(line, lines, index):
            at = _first_slug(lines, index)
            return list(lines[:at]), list(lines[at:])
    return [], list(lines)


def _first_slug(lines: Sequence[Line], start: int) -> int:
    """Return where the story starts: at the place in capitals above its first sentence, if any."""
    if start:
        above, first = lines[start - 1], lines[start]
        is_slug = names_place(above.text) or names_time(above.text) or is_owned(above.text)
        if (above.text.isupper() and above.indent == first.indent and is_slug
                and not _MATTER.search(above.text.replace("STREET", ""))):  # fmt: skip
            return start - 1
    return start


def _starts_story(line: Line, lines: Sequence[Line], index: int) -> bool:
    text = line.text
    bare = _NUMBERED.sub("", text, count=1)
    if heading_strength(bare) == 3 or (opens_heading(bare) and text.isupper()):
        return True
    if _FADE.match(text) and len(text) < 60:
        return True
    if _is_late_heading(bare):
        return True
    if _MATTER.search(text):
        return False
    below = lines[index + 1] if index + 1 < len(lines) else None
    prose = len(text.split()) >= 6 and any(c.islower() for c in text)
    if prose and (len(text) >= 45 or (below is not None and below.gap == 0)):
        return not _is_centered(line, lines)
    return _is_speech(line, below)


def _is_late_heading(text: str) -> bool:
    """Return True for `KITCHEN - INT. NIGHT`, `QUAY - DAY`, and for nothing a title page says."""
    if not is_capital(text) or _MATTER.search(text) or len(text) < 8:
        return False
    told = closes_heading(text) is not None or names_time(text)
    return told and heading_strength(text) >= 2


def _is_centered(line: Line, lines: Sequence[Line]) -> bool:
    """Return True when the middle of the line is where the page's middle is, far from an edge."""
    least = min(other.indent for other in lines[:_LONGEST])
    return line.indent - least > 12 and abs(line.indent + len(line.text) / 2 - 37) < 8


def _is_speech(line: Line, below: Line | None) -> bool:
    """Return True for a name in capitals over words that stand further left."""
    if below is None or below.gap or not line.text.isupper() or len(line.text) > 30:
        return False
    words = below.text
    return (
        4 <= line.indent - below.indent <= 25
        and not words.isupper()
        and not _MATTER.search(words)
        and len(words.split()) >= 3
    )
