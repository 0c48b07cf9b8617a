"""Tells a new scene by who is in it, where a script writes its headings bare.

`THE CLIFF` or `ANNA` alone on a line may be a shot or a place to be. When all the leading people of
the scene so far are gone and others are there, the story has moved. Knows names and paragraphs;
where the script marks its scenes with INT/EXT it is not asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from scenescore.screenplay.layout.levels import opens_low
from scenescore.screenplay.layout.slugs import is_shot
from scenescore.screenplay.names import split_name
from scenescore.screenplay.paragraphs import Paragraph

_LEADING = 8
"""Speeches; who has fewer may walk into anybody's scene."""
_THERE = 2
"""Mentions that make somebody present; a speech does, a face in a photograph does not."""
_CONFIDENCE = 0.5
_CAPITAL = re.compile(r"\b[A-Z][A-Za-z]{2,}")
_PARTS = """
THE AND MAN WOMAN BOY GIRL KID COP GUARD VOICE OLD YOUNG FIRST SECOND THIRD OFFICER DOCTOR MOTHER
FATHER SHERIFF WAITRESS BARTENDER DRIVER ANNOUNCER REPORTER
"""
_NOBODY = frozenset(_PARTS.split())


def part_by_company(
    paragraphs: Sequence[Paragraph], speeches: Mapping[str, int], candidates: Collection[int]
) -> list[Paragraph]:
    """Return the paragraphs; a slug below which all leading people are others is a heading.

    `speeches` counts them by name; `candidates` are indexes of shots that stand alone.
    """
    leading = frozenset(
        word for name, count in speeches.items() if count >= _LEADING for word in _words(name)
    )
    found = list(paragraphs)
    so_far: Counter[str] = Counter()
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind == "heading":
            so_far.clear()
        elif index in candidates and _may_be_place(paragraph.text):
            below = _company_below(paragraphs, index, leading)
            there = {who for who, count in so_far.items() if count >= _THERE}
            if below and there and below.isdisjoint(there):
                found[index] = replace(paragraph, kind="heading", confidence=_CONFIDENCE)
                so_far.clear()
        weight = _THERE if paragraph.kind == "character" else 1
        for who in _company(paragraph, leading):
            so_far[who] += weight
    return found


def _may_be_place(text: str) -> bool:
    return not is_shot(text) and opens_low(text) < 1.0


def _company_below(
    paragraphs: Sequence[Paragraph], index: int, leading: frozenset[str]
) -> set[str]:
    """Return who is there from a slug to the next one."""
    if index + 1 >= len(paragraphs) or paragraphs[index + 1].kind != "action":
        return set()
    company = _company(paragraphs[index], leading)
    for paragraph in paragraphs[index + 1 :]:
        if paragraph.kind in ("heading", "shot"):
            break
        company |= _company(paragraph, leading)
    return company


def _company(paragraph: Paragraph, leading: frozenset[str]) -> set[str]:
    if paragraph.kind == "character":
        return _words(split_name(paragraph.text).character) & leading
    if paragraph.kind not in ("action", "heading", "shot"):
        return set()
    return {word.upper() for word in _CAPITAL.findall(paragraph.text)} & leading


def _words(name: str) -> set[str]:
    return set(re.findall(r"[A-Z]{3,}", name.upper())) - _NOBODY
