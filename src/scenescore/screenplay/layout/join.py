"""Joins decoded lines to paragraphs: wrapped lines, speeches over pages, slugs at their level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from scenescore.screenplay.layout.company import part_by_company
from scenescore.screenplay.layout.features import (
    ACTION,
    CHARACTER,
    DIALOGUE,
    HEADING,
    PARENTHETICAL,
    SHOT,
    TRANSITION,
)
from scenescore.screenplay.layout.furniture import unruled
from scenescore.screenplay.layout.glued_names import part_glued_names
from scenescore.screenplay.layout.levels import (
    Dialect,
    Slug,
    confidence_of,
    learn_dialect,
    scene_score,
)
from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.mend import mend_speeches
from scenescore.screenplay.layout.places import names_place
from scenescore.screenplay.layout.second_look import second_look
from scenescore.screenplay.layout.slugs import heading_strength, is_shot
from scenescore.screenplay.layout.words import Glue
from scenescore.screenplay.names import plain_extension, split_name
from scenescore.screenplay.paragraphs import Paragraph, ParagraphKind

_KIND: dict[int, ParagraphKind] = {
    ACTION: "action",
    CHARACTER: "character",
    PARENTHETICAL: "parenthetical",
    DIALOGUE: "dialogue",
    HEADING: "heading",
    SHOT: "shot",
    TRANSITION: "transition",
}
_BARE = 7
"""A line of action that may be a slug."""
_KIND[_BARE] = "shot"
_SLUGS = (HEADING, SHOT)
_RAGGED = 8
"""Letters by which a typist may end a line early."""
_WIDEST_BREAK = 6
"""Blank lines around a page break; more of them part paragraphs."""


def join_lines(
    lines: Sequence[Line], kinds: Sequence[int], sure: Sequence[float]
) -> tuple[list[Paragraph], Dialect]:
    """Return the paragraphs of decoded lines, and the heading dialect found."""
    glue = Glue(lines)
    kinds = _with_bare_slugs(lines, kinds)
    blocks = _blocks(lines, kinds, tight=_is_tight(lines, kinds))
    paragraphs = [_paragraph(lines, kinds, sure, block, glue) for block in blocks]
    marks = [_Marks.of(lines, block) for block in blocks]
    if not _is_spaced(lines):
        for mark in marks:
            mark.gap = 1
    paragraphs = part_glued_names(second_look(paragraphs, one_column=_is_one_column(lines, kinds)))
    paragraphs, marks = _without_repeated_names(paragraphs, marks)
    persons = Counter(split_name(p.text).character for p in paragraphs if p.kind == "character")
    slugs = [
        _slug(paragraphs, marks, i)
        for i, p in enumerate(paragraphs)
        if p.kind in ("heading", "shot")
    ]
    dialect = learn_dialect(
        slugs, frozenset(n for n, c in persons.items() if c >= 2), _printed_lines(lines)
    )
    levelled = [
        _levelled(paragraphs, marks, i, dialect) if p.kind in ("heading", "shot") else p
        for i, p in enumerate(paragraphs)
    ]
    if not dialect.sided:
        alone = {
            i for i, p in enumerate(levelled)
            if p.kind == "shot" and _slug(paragraphs, marks, i).stands_alone
        }  # fmt: skip
        levelled = part_by_company(levelled, persons, alone)
    return mend_speeches(levelled), dialect


def _with_bare_slugs(lines: Sequence[Line], kinds: Sequence[int]) -> list[int]:
    """Return the kinds; a line of action in capitals that stands alone may be a slug.

    What it is in the end, its words decide (`levels.py`).
    """
    found = list(kinds)
    spaced = _is_spaced(lines)
    for index, line in enumerate(lines):
        if kinds[index] != ACTION:
            continue
        if index and _ends_slug(lines, found, index):
            found[index] = found[index - 1]
        elif line.text.isupper() and len(line.text) <= 60 and _is_bare(lines, index, spaced):
            found[index] = _BARE
    return found


def _is_spaced(lines: Sequence[Line]) -> bool:
    """Return True when the script has blank lines at all."""
    return sum(line.gap > 0 for line in lines[1:]) > 0.03 * len(lines)


def _is_bare(lines: Sequence[Line], index: int, spaced: bool) -> bool:
    """Return True when a line in capitals stands by itself.

    Without blank lines anywhere, the sentences above and below say whether it does.
    """
    line = lines[index]
    above = lines[index - 1] if index else None
    below = lines[index + 1] if index + 1 < len(lines) else None
    if line.text[-1] in ".!?,;”" or (line.text[-1] == '"' and not names_place(line.text)):
        return False
    if not spaced:
        ended = above is None or above.text[-1] in '.!?:"”)-' or above.text.isupper()
        return ended and (below is None or not below.text[0].islower())
    return bool(line.gap) and (below is None or below.gap > 0 or _heads_action(line, below))


def _ends_slug(lines: Sequence[Line], kinds: Sequence[int], index: int) -> bool:
    """Return True for the last word or two of a slug that ran over the line."""
    line, above = lines[index], lines[index - 1]
    below = lines[index + 1] if index + 1 < len(lines) else None
    return (
        kinds[index - 1] in (HEADING, SHOT)
        and line.gap == 0
        and line.text.isupper()
        and (below is None or below.gap > 0)
        and len(above.text) + len(line.text.split()[0]) >= 48
    )


def _heads_action(line: Line, below: Line) -> bool:
    """Return True for a place in capitals right above its first sentence."""
    return (
        len(line.text) <= 40
        and not below.text.isupper()
        and not below.text[0].islower()
        and names_place(line.text)
    )


class _Marks:
    """What stood around a block on the page."""

    __slots__ = ("after_more", "after_page", "gap")

    def __init__(self, gap: int, after_page: bool, after_more: bool) -> None:
        self.gap = gap
        self.after_page = after_page
        self.after_more = after_more

    @classmethod
    def of(cls, lines: Sequence[Line], block: range) -> _Marks:
        first = lines[block[0]]
        return cls(first.gap, first.after_page, first.after_more)


def _printed_lines(lines: Sequence[Line]) -> int:
    return sum(1 + min(line.gap, 2) for line in lines)


def _is_one_column(lines: Sequence[Line], kinds: Sequence[int]) -> bool:
    """Return True when most speeches stand where description does."""
    described = Counter(line.indent for line, kind in zip(lines, kinds, strict=True)
                        if kind == ACTION)  # fmt: skip
    spoken = [line.indent for line, kind in zip(lines, kinds, strict=True) if kind == DIALOGUE]
    usual = max(described, key=lambda indent: described[indent], default=-1)
    return 2 * spoken.count(usual) > len(spoken)


def _is_tight(lines: Sequence[Line], kinds: Sequence[int]) -> bool:
    """Return True when paragraphs of action follow each other without blank lines."""
    inner = [lines[i].gap for i in range(1, len(lines)) if kinds[i] == kinds[i - 1] == ACTION]
    return len(inner) > 30 and sum(gap > 0 for gap in inner) < 0.08 * len(inner)


def _blocks(lines: Sequence[Line], kinds: Sequence[int], *, tight: bool) -> list[range]:
    """Return the stretches of lines that make one paragraph each."""
    blocks: list[range] = []
    start = 0
    width = _width(lines, kinds)
    for index in range(1, len(lines) + 1):
        if index < len(lines) and _belongs(lines, kinds, index, tight, width):
            continue
        blocks.append(range(start, index))
        start = index
    return blocks


def _width(lines: Sequence[Line], kinds: Sequence[int]) -> int:
    """Return how long lines of action run in this script, in characters."""
    sizes = sorted(
        len(line.text) for line, kind in zip(lines, kinds, strict=True) if kind == ACTION
    )
    return sizes[int(0.9 * (len(sizes) - 1))] if sizes else 60


def _belongs(
    lines: Sequence[Line], kinds: Sequence[int], index: int, tight: bool, width: int
) -> bool:
    """Return True when a line goes on with the paragraph of the line above."""
    line, above, kind = lines[index], lines[index - 1], kinds[index]
    slugs = kind in _SLUGS and kinds[index - 1] in _SLUGS
    if (kind != kinds[index - 1] and not slugs) or kind in (CHARACTER, TRANSITION):
        return False
    if kind == DIALOGUE:
        return True
    if kind == PARENTHETICAL:
        return not above.text.endswith((")", "]")) and line.gap == 0
    if kind in _SLUGS:
        return (
            line.gap == 0
            and line.printed_number is None
            and heading_strength(line.text) < 3
            and _wraps(above, line)
        )
    if line.after_page:
        return (
            _goes_on(above, line)
            and line.gap <= _WIDEST_BREAK
            and not _had_room(above, line, width)
        )
    if line.gap:
        return False
    return not (tight and _ends_paragraph(above, line, width))


def _wraps(above: Line, line: Line) -> bool:
    """Return True when a slug runs on to its next line."""
    return (
        above.text.endswith(("-", ",", "/", "&")) or len(above.text) >= 45
        or line.text.startswith(("-", "(", "/")) or line.indent > above.indent + 1
    )  # fmt: skip


def _goes_on(above: Line, line: Line) -> bool:
    return above.text[-1] not in '.!?:"”)' or line.text[0].islower()


def _had_room(above: Line, line: Line, width: int) -> bool:
    """Return True when the next word would have stood on the line above: a paragraph ended."""
    room = width - _RAGGED - len(above.text)
    return line.text[0].isupper() and room > len(line.text.split()[0])


def _ends_paragraph(above: Line, line: Line, width: int) -> bool:
    ended = above.text[-1] in '.!?:"”)-'
    return ended and not line.text[0].islower() and len(above.text) < 0.8 * width


def _paragraph(
    lines: Sequence[Line], kinds: Sequence[int], sure: Sequence[float], block: range, glue: Glue
) -> Paragraph:
    parts = lines[block.start : block.stop]
    first, found = parts[0], kinds[block.start]
    text = glue.join(parts)
    bare = found == _BARE
    kind = _KIND[found]
    numbers = [line.printed_number for line in parts if line.printed_number]
    if kind in ("heading", "shot"):
        text = unruled(text).rstrip(" -–—") if kind == "heading" else text.rstrip(" -–—:")
    if kind == "character":
        text = " ".join(text.rstrip(":").split())
    if kind == "transition" and text.startswith("THE END"):
        kind = "centered"
    confidence = 0.5 if bare else round(sum(sure[block.start : block.stop]) / len(block), 2)
    return Paragraph(
        kind, text or first.text, first.number, confidence=confidence,
        number=numbers[0] if numbers else None,
        dual=first.said_by == "dual",
    )  # fmt: skip


def _without_repeated_names(
    paragraphs: Sequence[Paragraph], marks: Sequence[_Marks]
) -> tuple[list[Paragraph], list[_Marks]]:
    """Join speeches that a page parts: (MORE), then the name again with (CONT'D)."""
    kept: list[Paragraph] = []
    kept_marks: list[_Marks] = []
    speaker = ""
    skipped = False
    for paragraph, mark in zip(paragraphs, marks, strict=True):
        name = split_name(paragraph.text) if paragraph.kind == "character" else None
        if name is not None:
            continued = any(plain_extension(e) == "CONT'D" for e in name.extensions)
            above = kept[-1].kind if kept else ""
            if (above in ("dialogue", "parenthetical", "character") and name.character == speaker
                    and (mark.after_more or (mark.after_page and continued))):  # fmt: skip
                skipped = True
                continue
            speaker = name.character
        if skipped and paragraph.kind == "dialogue" and kept[-1].kind == "dialogue":
            kept[-1] = replace(kept[-1], text=f"{kept[-1].text} {paragraph.text}")
        else:
            kept.append(paragraph)
            kept_marks.append(mark)
        skipped = False
    return kept, kept_marks


def _slug(paragraphs: Sequence[Paragraph], marks: Sequence[_Marks], index: int) -> Slug:
    paragraph = paragraphs[index]
    below = marks[index + 1].gap if index + 1 < len(marks) else 1
    return Slug(
        text=paragraph.text,
        printed_number=paragraph.number,
        stands_alone=marks[index].gap > 0 and below > 0,
        after_transition=index > 0 and paragraphs[index - 1].kind == "transition",
    )


def _levelled(
    paragraphs: Sequence[Paragraph], marks: Sequence[_Marks], index: int, dialect: Dialect
) -> Paragraph:
    """Return a slug as heading, shot or mere action."""
    paragraph = paragraphs[index]
    slug = _slug(paragraphs, marks, index)
    score = scene_score(slug, dialect)
    if score >= dialect.needed:
        return replace(paragraph, kind="heading", confidence=confidence_of(score, dialect))
    camera = is_shot(paragraph.text) or slug.printed_number is not None
    if not camera and _is_sentence(paragraph.text):
        return replace(paragraph, kind="action")
    return replace(paragraph, kind="shot")


def _is_sentence(text: str) -> bool:
    return text.endswith((".", "!", "?", ",")) or len(text.split()) > 8
