"""Reads a text that is laid out as a screenplay: the whole way from letters to paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scenescore.core.progress import Run
from scenescore.core.types import Diagnostic
from scenescore.screenplay.layout.decode import decode
from scenescore.screenplay.layout.features import featurise
from scenescore.screenplay.layout.front import split_front
from scenescore.screenplay.layout.furniture import Pages, drop_furniture
from scenescore.screenplay.layout.glued import part_glued
from scenescore.screenplay.layout.join import join_lines
from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.numbers import lift_numbers
from scenescore.screenplay.paragraphs import Paragraph
from scenescore.screenplay.title_lines import TitlePage, read_title_lines


@dataclass(frozen=True, slots=True)
class Reading:
    """What the layout reader made of a text."""

    paragraphs: list[Paragraph]
    title_page: TitlePage
    pages: Pages
    segmentation: Literal["headings", "inferred"] = "headings"
    diagnostics: tuple[Diagnostic, ...] = ()


def read_page_lines(lines: Sequence[Line], run: Run) -> Reading:
    """Return the paragraphs of laid-out lines."""
    kept, pages = drop_furniture(lines)
    lift_numbers(kept)
    front, story = split_front(kept)
    story = part_glued(story)
    title_page = read_title_lines([line.text for line in front])
    if not story:
        return Reading([], title_page, pages)
    run.report("learning the layout", 0.3)
    features = featurise(story)
    kinds, sure = decode(story, features)
    run.report("joining the lines", 0.8)
    paragraphs, _ = join_lines(story, kinds, sure)
    return Reading(paragraphs, title_page, pages)


__all__ = ["Reading", "read_page_lines", "replace"]
