"""Tells scenes from slugs within a scene where the format calls both of them headings.

Fountain and Final Draft have one mark for `INT. KITCHEN - NIGHT` and for `ANNA, AT THE STOVE`;
paper has none. So the words decide, by the rule that reads paper (`layout/levels.py`): a script
tells the same scenes in every format. Where INT/EXT is not the habit, the format is believed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scenescore.screenplay.fountain.lines import is_heading
from scenescore.screenplay.layout.levels import Slug, learn_dialect, scene_score
from scenescore.screenplay.layout.slugs import heading_strength
from scenescore.screenplay.length import set_lines
from scenescore.screenplay.names import split_name
from scenescore.screenplay.paragraphs import Paragraph

#: Fewer headings with INT/EXT show no habit.
_FEWEST_SIDED = 5
#: Speeches from which a name is a person's.
_FEWEST_SPEECHES = 2
_ASIDES = ("note", "boneyard", "section", "synopsis", "page_break")
#: On a shot: the source writes it as a heading (`Element.depth`).
SUB_SLUG = 1


def part_sub_slugs(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs; headings that only move within the scene are shots of depth 1."""
    told = dict(_slugs(paragraphs))
    sided = sum(heading_strength(slug.text) == 3 for slug in told.values())
    if sided < _FEWEST_SIDED or sided == len(told):
        return list(paragraphs)
    dialect = learn_dialect(
        list(told.values()),
        _persons(paragraphs),
        sum(set_lines(p.kind, p.text) for p in paragraphs),
    )
    if not dialect.sided:
        return list(paragraphs)
    lower = {
        index for index, slug in told.items()
        if paragraphs[index].kind == "heading" and not is_heading(slug.text)
        and scene_score(slug, dialect) < dialect.needed
    }  # fmt: skip
    return [
        replace(p, kind="shot", depth=SUB_SLUG) if index in lower else p
        for index, p in enumerate(paragraphs)
    ]


def _slugs(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, Slug]]:
    """Yield every heading and shot as paper would show it, with its index."""
    above = ""
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind in ("heading", "shot"):
            after_transition = above == "transition"
            yield index, Slug(paragraph.text.upper(), paragraph.number, True, after_transition)
        above = above if paragraph.kind in _ASIDES else paragraph.kind


def _persons(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    counts = Counter(split_name(p.text).character for p in paragraphs if p.kind == "character")
    return frozenset(name for name, count in counts.items() if count >= _FEWEST_SPEECHES)
