"""Takes page furniture away: page numbers, running heads, CONTINUED, (MORE), rules.

Knows what repeats from page to page; knows nothing about what the lines between say. Where
furniture stood, the next line is marked, so that speeches and paragraphs join over the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scenescore.screenplay.layout.lines import Line

_NUM = r"[A-Z]{0,3}-?\d+[A-Z]{0,3}(?:[-.]\d*[A-Z]?)?"
_PAGE = re.compile(
    r"(?:-\s*)?\(?(?:page|pg|p)?\.?\s*(\d{1,3})[A-Z]?(?:[-.](?:\d|[A-Z])?)?(?:\s*of\s*\d+)?\)?\s*[.\-]?",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    rf"(?:{_NUM}\s+)?\(?\s*CONT(?:INUED|'D|D|\.)?\s*\)?\s*[:.;]?\s*(?:\(\s*\d+\s*\)|\d+)?\s*[:.]?\s*\)?"
    rf"(?:\s+{_NUM})?\.?",
    re.IGNORECASE,
)
# `C-3PO (CONT'D)`: a robot that speaks on has the word in brackets, a scene has not.
_SPEAKS_ON = re.compile(r"[A-Z]+-?\d\S*\s*\(\s*CONT(?!INUED)", re.IGNORECASE)
_MORE = re.compile(r"[(\[{]?\s*(?:MORE|M0RE|CONT\.? NEXT PAGE)\s*[)\]}]?\.?", re.IGNORECASE)
_OMITTED = re.compile(r"\b(?:OMITTED|OMIT|OUT|DELETED)\b")
_AROUND_OMITTED = re.compile(rf"{_NUM}|-|,|&|TO|THRU|THROUGH|AND|SCENES?|OMITTED|OMIT|OUT|DELETED")
_RULE = re.compile(r"[-=_*~.•·\s]{4,}")
_RULE_ROUND = re.compile(r"[_=~-]{4,}\s*(.*?)\s*[_=~-]{4,}|[_=]{4,}\s*(.+)|(.+?)\s*[_=]{6,}")
_DRAFT = re.compile(
    r"\brev(?:is(?:ed|ions?))?\b|\bdraft\b|shooting script|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{2,4}"
    r"|©|copyright",
    re.IGNORECASE,
)
_REVISED = re.compile(
    r"\W*(?:REV(?:\.|ISED|ISIONS?)?|(?:\w+ ){0,3}DRAFT)\b.*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d+(?:-?[A-Z]\b)?")
_JOINED = re.compile(r"CONTINUED:?(?:\s*\(\d+\))?:?\s+(?=[A-Z])")
#: Fewer numbered pages than this say nothing about a page's length.
_FEWEST_PAGES = 8
_DRAFT_WORDS = ("draft", "revis", "shooting script", "copyright", "©")
_LONG_RULE = "______"
_DIGITS = re.compile(r"\d+")
_SIDE = re.compile(r"\b(?:INT|EXT|INTERIOR|EXTERIOR|I/E)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pages:
    """What the furniture said about the pages."""

    printed: int = 0
    """How many pages the printed numbers speak of; 0: not there, or not to be trusted."""
    continued: int = 0
    """How many CONTINUED lines there were."""
    rules: tuple[int, ...] = ()
    """Source lines that held a rule (`=====`, `* * *`) and nothing else."""


def drop_furniture(lines: Sequence[Line]) -> tuple[list[Line], Pages]:
    """Return the lines without furniture, and what it said."""
    lines = _unruled_lines(lines)
    heads = _running_heads(lines)
    numbers = _page_numbers(lines)
    kept: list[Line] = []
    rules: list[int] = []
    continued, gap, after_page, after_more = 0, 0, False, False
    for index, line in enumerate(lines):
        kind = _kind(line.text, index in numbers or index in heads)
        if kind is None:
            joined = _JOINED.match(line.text) if line.text.startswith("CONT") else None
            if joined:
                line.text, after_page = line.text[joined.end() :], True
            line.gap = max(line.gap, min(gap, 2)) if after_page else line.gap
            line.after_page, line.after_more = line.after_page or after_page, after_more
            kept.append(line)
            gap, after_page, after_more = 0, False, False
            continue
        gap = max(gap, line.gap)
        after_page = after_page or line.after_page or kind != "omitted"
        after_more = after_more or kind == "more"
        continued += kind == "continued"
        if kind == "rule":
            rules.append(line.number)
    printed = _printed_pages([*numbers.values(), *heads.values()], len(lines))
    return kept, Pages(printed, continued, tuple(rules))


def _printed_pages(pages: Sequence[int], lines: int) -> int:
    """Return the last page number when most pages are numbered and of a usual length."""
    found = {page for page in pages if page}
    last = max(found, default=0)
    trusted = len(found) >= max(0.6 * last, _FEWEST_PAGES) and 20 <= lines / last <= 75
    return last if trusted else 0


def _kind(text: str, is_page: bool) -> str | None:
    if is_page:
        return "page"
    if len(text) >= 60 and "   " in text:
        text = " ".join(text.split())
    if len(text) < 90 and _DIGITS.search(text) and _REVISED.match(text):
        return "page"
    if len(text) < 60:
        first = text[0]
        if first in "([{mM" and _MORE.fullmatch(text):
            return "more"
        if (first in "cC(0123456789ABDEF" and "ont" in text.lower()
                and _is_continued(text)):  # fmt: skip
            return "continued"
        if text.isupper() and _OMITTED.search(text) and _is_omitted(text):
            return "omitted"
    if text[0] in "-=_*~.•·" and _RULE.fullmatch(text):
        return "rule"
    return None


def _is_omitted(text: str) -> bool:
    """Return True for `13-15 OMITTED 13-15`: numbers around the word, and nothing else.

    `OUT.` alone is said by people.
    """
    words = text.replace(",", " , ").replace("&", " & ").split()
    plain = [word.strip("().:-") or "-" for word in words]
    return plain != ["OUT"] and all(_AROUND_OMITTED.fullmatch(word) for word in plain)


def _is_continued(text: str) -> bool:
    """Return True for `12 CONTINUED: (2) 12`; `(cont'd)` alone may be a parenthetical."""
    if _CONTINUED.fullmatch(text) is None or _SPEAKS_ON.match(text):
        return False
    return "ontinued" in text.lower() or ("CONT" in text and text[0] not in "(")


def _unruled_lines(lines: Sequence[Line]) -> list[Line]:
    """Join a title that was broken inside the rule around it: `____SCENE` / `2____`."""
    kept: list[Line] = []
    for line in lines:
        above = kept[-1] if kept else None
        opened = above is not None and above.text.startswith(_LONG_RULE)
        if (
            above is not None
            and opened
            and line.gap == 0
            and line.text.endswith(_LONG_RULE)
            and not above.text.endswith(_LONG_RULE)
        ):
            above.text = f"{above.text} {line.text}"
        else:
            kept.append(line)
    for line in kept:
        if (line.text[0] in "_=" or line.text[-1] in "_=") and len(line.text) < 200:
            line.text = unruled(line.text)
    return kept


def unruled(text: str) -> str:
    """Return a title less the rule drawn around it: `____SCENE 2____` is `SCENE 2`."""
    match = _RULE_ROUND.fullmatch(text)
    if match is None or _RULE.fullmatch(text):
        return text
    return (match[1] or match[2] or match[3] or text).strip()


def _page_numbers(lines: Sequence[Line]) -> dict[int, int]:
    """Return index -> page for lines that hold a page number and nothing else.

    They count up by one (or skip a little); a lone number in a speech does not.
    """
    found = []
    for index, line in enumerate(lines):
        text = line.text
        if len(text) <= 12 and (text[-1].isdigit() or text[0] in "(-pP" or text[-1] in ".-)ABC"):
            match = _PAGE.fullmatch(text)
            if match:
                found.append((index, int(match[1])))
    chain = _rising(found)
    if len(chain) >= 3 or (len(chain) == len(found) and len(chain) >= 2):
        far = {index for index, _ in found if lines[index].indent >= 35}
        return {**{i: 0 for i in far}, **dict(chain)}
    return {index: page for index, page in found
            if lines[index].indent >= 45 or lines[index].text.endswith(".")}  # fmt: skip


def _rising(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of numbers that rise by 0 to 3 from one to the next."""
    best: list[int] = [1] * len(found)
    back: list[int] = [-1] * len(found)
    for i in range(len(found)):
        for j in range(max(0, i - 12), i):
            if 0 <= found[i][1] - found[j][1] <= 3 and best[j] + 1 > best[i]:
                best[i], back[i] = best[j] + 1, j
    if not best:
        return []
    at = max(range(len(best)), key=best.__getitem__)
    chain = []
    while at >= 0:
        chain.append(found[at])
        at = back[at]
    return chain[::-1]


def _running_heads(lines: Sequence[Line]) -> dict[int, int]:
    """Return index -> page (0: not said) of lines that stand at the head of many pages."""
    masks: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        text = line.text
        if len(text) < 110 and _DIGITS.search(text):
            masks.setdefault(_NUMBERED.sub("#", text).casefold(), []).append(index)
    heads: dict[int, int] = {}
    for mask, places in masks.items():
        if len(places) < 3 or mask.strip("# .-") == "" or _SIDE.search(mask):
            continue
        texts = [lines[index].text for index in places]
        drafts = sum(_DRAFT.search(text) is not None for text in texts)
        pages = [int(_DIGITS.findall(text)[-1]) for text in texts]
        rising = sum(0 < b - a <= 3 for a, b in pairwise(pages))
        apart = (places[-1] - places[0]) / (len(places) - 1)
        counting = rising > 0.7 * (len(pages) - 1) and len(texts) >= 6 and apart > 25
        if drafts > 0.8 * len(texts) or (counting and not _names_scene(mask)):
            counts = rising > 0.5 * (len(pages) - 1)
            heads.update(
                {i: (page if counts and page < 400 else 0)
                 for i, page in zip(places, pages, strict=True)}
            )  # fmt: skip
    return {**heads, **_repeated_drafts(lines)}


def _repeated_drafts(lines: Sequence[Line]) -> dict[int, int]:
    """Return index -> 0 of lines that name a draft and come again letter for letter."""
    named: dict[str, list[int]] = {}
    whole = "\n".join(line.text for line in lines).lower()
    words = [word for word in _DRAFT_WORDS if word in whole]
    for index, line in enumerate(lines if words else ()):
        if len(line.text) < 80:
            low = line.text.lower()
            if any(word in low for word in words):
                named.setdefault(line.text, []).append(index)
    return {i: 0 for places in named.values() if len(places) >= 4 for i in places}


def _names_scene(mask: str) -> bool:
    return (
        re.search(r"\b(?:scene|sc|act|part|chapter|reel|man|woman|voice|guard|cop)\b", mask)
        is not None
    )
