"""Reads a text that is laid out as a screenplay: the whole way from letters to paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.progress import Run
from scenescore.core.types import Diagnostic
from scenescore.screenplay.layout.decode import decode
from scenescore.screenplay.layout.describe import describe
from scenescore.screenplay.layout.dual import part_dual
from scenescore.screenplay.layout.features import featurise
from scenescore.screenplay.layout.front import split_front
from scenescore.screenplay.layout.furniture import Pages, drop_furniture
from scenescore.screenplay.layout.glued import name_colons, part_cuts, part_glued
from scenescore.screenplay.layout.infer import infer_borders, needs_borders
from scenescore.screenplay.layout.join import join_lines
from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.normalise import normalise
from scenescore.screenplay.layout.numbers import lift_numbers
from scenescore.screenplay.layout.rubbish import take_out_rubbish
from scenescore.screenplay.layout.scanned import looks_scanned, without_specks
from scenescore.screenplay.layout.wrapped import join_wrapped
from scenescore.screenplay.paragraphs import Paragraph
from scenescore.screenplay.refuse import refuse_rubbish, refuse_stub
from scenescore.screenplay.title_lines import TitlePage, read_title_lines

#: A page that holds no script has a line or two about where to find it.
_STUB_WORDS = 25


@dataclass(frozen=True, slots=True)
class Reading:
    """What the layout reader made of a text."""

    paragraphs: list[Paragraph]
    title_page: TitlePage
    pages: Pages
    segmentation: Literal["headings", "inferred"] = "headings"
    diagnostics: tuple[Diagnostic, ...] = ()
    layout: str = ""
    """One line: how the text is set."""


def read_laid_out(text: str, run: Run) -> Reading:
    """Return what a text says.

    Raises
    ------
    UnreadableScreenplayError
        `stub`, `stylesheet`, `no-script`: there is no usable script in it
    """
    cleaned = take_out_rubbish(text)
    normalised = normalise(cleaned.text)
    reading = read_page_lines(normalised.lines, run, had_style=cleaned.had_style)
    notes = tuple(Diagnostic("repaired", sentence) for sentence in normalised.repairs)
    return replace(reading, diagnostics=(*notes, *reading.diagnostics))


def read_page_lines(lines: Sequence[Line], run: Run, *, had_style: bool = False) -> Reading:
    """Return what laid-out lines say; raises as `read_laid_out`."""
    scanned = looks_scanned(lines)
    kept, pages = drop_furniture(without_specks(lines) if scanned else lines)
    kept = list(join_wrapped(kept))
    lift_numbers(kept)
    front, story = split_front(kept)
    title_page = read_title_lines([line.text for line in front])
    if not story:
        refuse_rubbish([], had_style=had_style)
        raise UnreadableScreenplayError(
            "there is a title and no script", code="stub",
            hint="The page was saved without its script. Save or download it again.",
        )  # fmt: skip
    run.report("learning the layout", 0.3)
    story = part_dual(name_colons(part_glued(part_cuts(story))))
    features = featurise(story)
    kinds, sure = decode(story, features)
    run.report("joining the lines", 0.8)
    paragraphs, _ = join_lines(story, kinds, sure)
    refuse_rubbish(paragraphs, had_style=had_style)
    refuse_stub(paragraphs, fewest_words=_STUB_WORDS)
    layout = describe(story, kinds, paragraphs)
    seen = tuple(_seen(paragraphs, scanned))
    if not needs_borders(paragraphs):
        return Reading(paragraphs, title_page, pages, diagnostics=seen, layout=layout)
    found = infer_borders(paragraphs, pages.rules)
    guessed = Diagnostic(
        "headings-inferred",
        "The script prints no scene headings (or too few); its scenes are guessed from fades,"
        " places, times and who speaks.",
    )
    return Reading(found, title_page, pages, "inferred", (guessed, *seen), layout)


def _seen(paragraphs: Sequence[Paragraph], scanned: bool) -> Iterator[Diagnostic]:
    """Yield what a user should know about the kind of text this is."""
    if scanned:
        yield Diagnostic(
            "ocr", "The text was read off paper by a machine: names and headings may be mis-spelt."
        )
    words = {kind: 0 for kind in ("action", "dialogue")}
    for paragraph in paragraphs:
        if paragraph.kind in words:
            words[paragraph.kind] += len(paragraph.text.split())
    if words["dialogue"] > 500 and words["action"] < 0.08 * words["dialogue"]:
        yield Diagnostic(
            "transcript", "This is a transcript: hardly anything is described between speeches."
        )
