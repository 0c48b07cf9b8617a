"""Mends speeches that a page left half said: open brackets, names or words that stand alone.

What it leaves can be written in any format and read back: a parenthetical is in brackets from end
to end, what is spoken has a speaker. Knows paragraphs, and no columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from scenescore.screenplay.layout.places import names_place
from scenescore.screenplay.layout.slugs import is_shot
from scenescore.screenplay.names import split_name
from scenescore.screenplay.paragraphs import Paragraph, ParagraphKind

_OPENS, _CLOSES = "([", ")]"
_LONGEST_ASIDE = 40
_SPECKS = ".:;,*-–— "
_WORDS = re.compile(r"\w")


def mend_speeches(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs; all speeches have a speaker, brackets are closed."""
    heard = _who_is_heard(paragraphs)
    found: list[Paragraph] = []
    for index, paragraph in enumerate(paragraphs):
        below = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        above = found[-1].kind if found else ""
        if paragraph.kind == "character":
            found.append(_named(paragraph, below, heard))
        elif above == "character" and _is_cry(paragraph):
            found.append(replace(paragraph, kind="dialogue", number=None))
        elif paragraph.kind not in ("dialogue", "parenthetical"):
            found.append(paragraph)
        elif above not in ("character", "dialogue", "parenthetical"):
            found.append(replace(paragraph, kind="action"))
        else:
            for part in _bracketed(paragraph, opens=above == "character"):
                _say(found, part)
    return [_closed(p) if p.kind == "parenthetical" else p for p in found]


def _who_is_heard(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """Return the names under which something is said."""
    return frozenset(
        split_name(name.text).character
        for name, words in pairwise(paragraphs)
        if name.kind == "character" and words.kind in ("dialogue", "parenthetical")
    )


def _named(name: Paragraph, below: Paragraph | None, heard: frozenset[str]) -> Paragraph:
    """Return a name without the specks before it; one under which nothing is ever said is none."""
    speaks = below is not None and (
        below.kind in ("dialogue", "parenthetical", "character") or _is_cry(below)
    )
    if not speaks and split_name(name.text).character not in heard:
        return replace(name, kind="action")
    text = name.text.lstrip(_SPECKS)
    return replace(name, text=text) if text and text != name.text else name


def _is_cry(paragraph: Paragraph) -> bool:
    """Return True for a few words in capitals that a page took for a slug: `QUIET!`."""
    text = paragraph.text
    return (
        paragraph.kind == "shot" and len(text) <= _LONGEST_ASIDE and paragraph.number is None
        and not is_shot(text) and not names_place(text)
    )  # fmt: skip


def _bracketed(paragraph: Paragraph, *, opens: bool = False) -> list[Paragraph]:
    """Return what stands in brackets at the head of a paragraph, and what is said behind it.

    What opens a speech (`(softly) Go.`) is parted whatever the line was taken for.
    """
    text = paragraph.text
    if paragraph.kind == "dialogue" and not (opens and text[0] == "("):
        whole = text[0] in _OPENS and _end_of_bracket(text) == len(text)
        return [replace(paragraph, kind="parenthetical", text=_round(text)) if whole else paragraph]
    end = _end_of_bracket(text)
    if text[0] not in _OPENS or end == 0 or (opens and end > _LONGEST_ASIDE):
        return [paragraph]
    inside, behind = text[:end], text[end:].strip()
    if inside[0] == "[" and behind[:1].islower():
        return [replace(paragraph, kind="dialogue")]
    parts = [replace(paragraph, kind="parenthetical", text=_round(inside))]
    if _WORDS.search(behind):
        kind: ParagraphKind = "parenthetical" if behind[0] in _OPENS else "dialogue"
        parts += _bracketed(replace(paragraph, kind=kind, text=behind))
    return parts


def _end_of_bracket(text: str) -> int:
    """Return where the bracket at the head of a text is closed, 0 when it is not."""
    depth = 0
    for index, letter in enumerate(text):
        depth += (letter in _OPENS) - (letter in _CLOSES)
        if depth == 0:
            return index + 1
    return 0


def _round(text: str) -> str:
    return f"({text[1:-1]})" if text[0] == "[" and text[-1] == "]" else text


def _say(found: list[Paragraph], part: Paragraph) -> None:
    """Add words to a speech; what goes on with the paragraph above is joined to it."""
    above = found[-1]
    if part.kind == "parenthetical" != above.kind and part.text[0] not in _OPENS:
        part = _opened(part)
    if part.kind == above.kind:
        found[-1] = replace(above, text=f"{above.text} {part.text}")
    else:
        found.append(part)


def _opened(part: Paragraph) -> Paragraph:
    """Return `softly)` in brackets; without any it is said."""
    if part.text.endswith(")") and "(" not in part.text:
        return replace(part, text=f"({part.text}")
    return replace(part, kind="dialogue")


def _closed(bracket: Paragraph) -> Paragraph:
    open_ = bracket.text.count("(") > bracket.text.count(")")
    return replace(bracket, text=f"{bracket.text})") if open_ else bracket
