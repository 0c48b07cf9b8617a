"""Finds scene borders in a script that prints none: fades, new places, later times, other people.

Guesses, and says so: segments get low confidence, and the reader reports `headings-inferred`.
Borders are chosen together, so that each is worth it and no scene is far from a usual length.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from scenescore.screenplay.layout.places import names_place
from scenescore.screenplay.length import LINES_PER_PAGE, set_lines
from scenescore.screenplay.names import split_name
from scenescore.screenplay.paragraphs import Paragraph

#: Longer than this on average, in pages, printed headings cannot be all there are.
_LONGEST_MEAN = 12.0
_MOST_BLANKS, _SHORTEST_LINE = 4, 13
_USUAL_PAGES = 1.6
_LONGEST_PAGES = 7.0
_PRICE = 1.6
"""What a border must be worth."""
_WINDOW = 10
"""Speeches before and after a border whose speakers are compared."""
_HEADING_WORDS = 8
_RULE_WORTH = 6.0
_FEWEST_IN_SCENE = 3

_FADE = re.compile(r"\b(?:FADE|IRIS|BLACK ?OUT|DISSOLVE|WIPE)", re.IGNORECASE)
_LATER = re.compile(
    r"\b(?:later|meanwhile|the next (?:day|morning|night|evening)|that (?:night|evening|morning)"
    r"|the following|next day|the same (?:day|night)|years? (?:ago|later|earlier)|flashback|at home"
    r"|it is (?:now )?(?:night|day|morning|dawn|evening)|morning|midnight)\b",
    re.IGNORECASE,
)
_ARRIVES = re.compile(
    r"\b(?:arriv\w+|enters? the|drives? (?:to|away|off|up)|goes (?:to|into|home|out|back|upstairs)"
    r"|leaves?|at the|in the|outside|inside|cut to|camera|home|long shot|establishing|exterior"
    r"|interior|into the|on the road|gets in(?:to)?)\b",
    re.IGNORECASE,
)
_WIDE = re.compile(r"(?:E?LS|MLS|FS|WS|L\.S\.|Long shot|Full shot|Aerial)\b")
_SENTENCE = re.compile(r"[.!?;]|--|\s-\s")


@dataclass(frozen=True, slots=True)
class _Border:
    """A place where a scene may begin."""

    at: int
    """Index of the paragraph that would be the first of the scene."""
    worth: float


def needs_borders(paragraphs: Sequence[Paragraph]) -> bool:
    """Return True when the printed headings cannot be all the scenes there are."""
    headings = sum(p.kind == "heading" for p in paragraphs)
    # No paragraph takes more lines than this; most scripts need no exact count.
    most_lines = sum(_MOST_BLANKS + len(p.text) / _SHORTEST_LINE for p in paragraphs)
    if headings and most_lines <= _LONGEST_MEAN * LINES_PER_PAGE * headings:
        return False
    pages = _lines_before(paragraphs)[-1] / LINES_PER_PAGE
    if headings == 0:
        return True
    return pages > 2 * _LONGEST_MEAN and pages / headings > _LONGEST_MEAN


def infer_borders(paragraphs: Sequence[Paragraph], rules: Sequence[int] = ()) -> list[Paragraph]:
    """Return the paragraphs with a heading of our own wording at each border found.

    `rules` are source lines that hold a rule drawn across the page.
    """
    lines = _lines_before(paragraphs)
    borders = _chosen(_borders(paragraphs, _below_rules(paragraphs, rules)), lines)
    result: list[Paragraph] = []
    for index, paragraph in enumerate(paragraphs):
        border = borders.get(index)
        if border is not None and paragraph.kind != "heading":
            if paragraph.kind == "shot":
                result.append(replace(paragraph, kind="heading", confidence=0.45))
                continue
            result.append(_heading(paragraphs, index, border))
        result.append(paragraph)
    return result


def _lines_before(paragraphs: Sequence[Paragraph]) -> list[int]:
    """Return page lines above each paragraph, and of all of them as the last item."""
    total, before = 0, []
    for paragraph in paragraphs:
        before.append(total)
        total += set_lines(paragraph.kind, paragraph.text)
    return [*before, total]


def _below_rules(paragraphs: Sequence[Paragraph], rules: Sequence[int]) -> frozenset[int]:
    """Return the paragraphs right below a rule, where rules are drawn between scenes."""
    starts = [paragraph.line for paragraph in paragraphs]
    below = {bisect_right(starts, rule) for rule in rules}
    # More rules than paragraphs could be scenes are ornament.
    few = len(below) <= max(len(paragraphs) / _FEWEST_IN_SCENE, 1)
    return frozenset(below) if few and starts == sorted(starts) else frozenset()


def _borders(paragraphs: Sequence[Paragraph], ruled: Collection[int]) -> list[_Border]:
    speakers = [
        (i, split_name(p.text).character) for i, p in enumerate(paragraphs) if p.kind == "character"
    ]
    change = _changes(speakers)
    borders = []
    for index in range(1, len(paragraphs)):
        here, above = paragraphs[index], paragraphs[index - 1]
        if here.kind in ("dialogue", "parenthetical", "transition"):
            continue
        worth = change.get(index, 0.0) + _worth(here, above) + _RULE_WORTH * (index in ruled)
        if worth > 0 or here.kind == "character":
            borders.append(_Border(index, worth))
    return borders


def _worth(here: Paragraph, above: Paragraph) -> float:
    """Return what speaks for a new scene at `here`."""
    if here.kind == "heading":
        return 9.0
    worth = 0.0
    if above.kind == "transition":
        worth += 3.0 if _FADE.search(above.text) else 1.0
    if here.kind == "shot":
        worth += 2.0 if names_place(here.text) else 0.8
    if here.kind in ("action", "shot"):
        first = _SENTENCE.split(here.text, maxsplit=1)[0][:90]
        if _LATER.search(first):
            worth += 1.5
        if _WIDE.match(here.text):
            worth += 1.2
        if _ARRIVES.search(first):
            worth += 0.5
    if above.kind in ("parenthetical", "action") and _ARRIVES.search(above.text):
        worth += 0.4
    return worth


def _changes(speakers: Sequence[tuple[int, str]]) -> dict[int, float]:
    """Return paragraph -> 0..2, how different the people before and after it are.

    A border before a name counts for the action above that name as well.
    """
    found: dict[int, float] = {}
    names = [name for _, name in speakers]
    for at in range(1, len(speakers)):
        before, after = set(names[max(0, at - _WINDOW) : at]), set(names[at : at + _WINDOW])
        shared = len(before & after) / len(before | after)
        strangers = names[at] not in before
        worth = 2.0 * (1.0 - shared) + (0.4 if strangers else 0.0)
        start, end = speakers[at - 1][0] + 1, speakers[at][0]
        for index in range(start, end + 1):
            found[index] = max(found.get(index, 0.0), worth)
    return found


def _chosen(borders: Sequence[_Border], lines: Sequence[int]) -> dict[int, _Border]:
    """Return the best set of borders: worth less price, lengths near the usual."""
    nodes = [_Border(0, 0.0), *borders]
    total = lines[-1]
    best = [0.0] + [-math.inf] * len(borders)
    back = [0] * len(nodes)
    for i in range(1, len(nodes)):
        for j in range(i - 1, -1, -1):
            length = lines[nodes[i].at] - lines[nodes[j].at]
            score = best[j] + nodes[i].worth - _PRICE - _strain(length)
            if score > best[i]:
                best[i], back[i] = score, j
            if length > _LONGEST_PAGES * LINES_PER_PAGE and best[i] > -math.inf:
                break
    last = max(
        range(len(nodes)),
        key=lambda i: best[i] - _strain(total - lines[nodes[i].at]),
    )
    chosen: dict[int, _Border] = {0: nodes[0]}
    while last:
        chosen[nodes[last].at] = nodes[last]
        last = back[last]
    return chosen


@lru_cache(maxsize=4096)
def _strain(length: int) -> float:
    """Return the price of a scene of so many lines; nothing at the usual length."""
    pages = length / LINES_PER_PAGE
    strain = 0.5 * math.log(max(pages, 0.05) / _USUAL_PAGES) ** 2
    return strain + 3.0 * max(pages - _LONGEST_PAGES, 0.0)


def _heading(paragraphs: Sequence[Paragraph], index: int, border: _Border) -> Paragraph:
    """Return a heading in the script's own first words there, or the names of who speaks."""
    here = paragraphs[index]
    if here.kind == "action":
        parts = [part for part in _SENTENCE.split(here.text) if len(part.split()) > 1]
        words = parts[0].split() if parts else []
        text = " ".join(words[:_HEADING_WORDS]).strip(' (["“,:')
        text += "…" if len(words) > _HEADING_WORDS else ""
    else:
        text = ""
    if not text:
        names = [split_name(p.text).character for p in paragraphs[index : index + 12]
                 if p.kind == "character"]  # fmt: skip
        text = ", ".join(list(dict.fromkeys(names))[:3]) or "…"
    confidence = max(0.15, min(0.45, 0.1 + 0.08 * border.worth))
    return Paragraph("heading", text, here.line, confidence=round(confidence, 2))
