"""Reads PDF scripts by where each line stands on the page; pictures of pages are refused.

Gives the layout reader the same lines that a typed page would have: columns of 12-point Courier,
blank lines from the distance between lines. What the columns mean is learned there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.progress import Run
from scenescore.core.types import Screenplay
from scenescore.screenplay.build import Facts, build
from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.page import read_page_lines
from scenescore.screenplay.pdf.child import TextRun, read_pdf

_FEWEST_LETTERS = 40
#: Boxes hug their letters: so much of a letter's width is air at its left.
_AIR = 0.2


class PdfReader:
    """A PDF with text in it."""

    version = "1"
    suffixes = (".pdf",)

    def sniff(self, head: bytes) -> float:
        """Return 0.99 for a PDF, else 0."""
        return 0.99 if b"%PDF-" in head[:1024] else 0.0

    def read(self, data: bytes, *, title: str, run: Run) -> Screenplay:
        """Return the screenplay; scenes and speeches are joined over page breaks."""
        told = read_pdf(data, run.within(0.0, 0.6))
        letters = sum(len(part.text) for page in told.pages for part in page)
        if letters < _FEWEST_LETTERS:
            raise UnreadableScreenplayError(
                "the PDF holds pictures of pages, no text", code="no-text",
                hint="Run text recognition (OCR) on it first, or use the text of the script.",
            )  # fmt: skip
        reading = read_page_lines(_lines(told.pages), run.within(0.6, 1.0))
        facts = Facts(
            title=_title(reading.title_page.title, told.title) or title,
            format="pdf",
            data=data,
            authors=reading.title_page.authors,
            segmentation=reading.segmentation,
            diagnostics=reading.diagnostics,
            title_page=reading.title_page.entries,
            pages=reading.pages.printed,
            layout=reading.layout,
        )
        return build(reading.paragraphs, facts)


def _title(printed: str, known: str) -> str:
    """Return the printed title, in the letters of the file's own facts where they agree."""
    return known.strip() if known.strip().casefold() == printed.casefold() else printed


def _lines(pages: Sequence[Sequence[TextRun]]) -> list[Line]:
    """Return all lines; their numbers count on over the pages."""
    letter = _letter_width(pages)
    lines: list[Line] = []
    pitch = _pitch(pages)
    for page in pages:
        above: float | None = None
        for base, runs in _rows(page):
            text, left = _row_text(runs, letter)
            gap = 1 if above is None else max(round((above - base) / pitch) - 1, 0)
            line = Line(len(lines) + 1, text, round(left / letter - _AIR), min(gap, 9))
            line.after_page = above is None and bool(lines)
            lines.append(line)
            above = base
    return lines


def _letter_width(pages: Sequence[Sequence[TextRun]]) -> float:
    """Return the width of a letter in points; 7.2 in 12-point Courier."""
    widths = [
        (run.right - run.left) / (len(run.text) - _AIR)
        for page in pages for run in page if len(run.text) > 12
    ]  # fmt: skip
    return median(widths) if widths else 7.2


def _pitch(pages: Sequence[Sequence[TextRun]]) -> float:
    """Return the distance of lines in points: what is usual among the small steps."""
    steps = sorted(
        a - b for page in pages for a, b in pairwise(base for base, _ in _rows(page)) if a - b > 4
    )
    if not steps:
        return 12.0
    small = steps[len(steps) // 7]
    return median(step for step in steps if step < 1.5 * small)


def _rows(page: Sequence[TextRun]) -> list[tuple[float, list[TextRun]]]:
    """Return (bottom, runs from left to right), from the top of the page down.

    Boxes hug their letters, so that only overlap says what stands on one line.
    """
    rows: list[tuple[float, float, list[TextRun]]] = []
    for run in sorted(page, key=lambda run: (-(run.bottom + run.top), run.left)):
        if rows:
            bottom, top, runs = rows[-1]
            overlap = min(top, run.top) - max(bottom, run.bottom)
            if overlap > 0.4 * min(top - bottom, run.top - run.bottom):
                rows[-1] = (min(bottom, run.bottom), max(top, run.top), [*runs, run])
                continue
        rows.append((run.bottom, run.top, [run]))
    return [(bottom, sorted(runs, key=lambda run: run.left)) for bottom, _, runs in rows]


def _row_text(runs: Sequence[TextRun], letter: float) -> tuple[str, float]:
    """Return a row's text, wide gaps kept as blanks, and its left edge."""
    text = runs[0].text.strip()
    for left, right in pairwise(runs):
        gap = round((right.left - left.right) / letter)
        parted = left.text[-1] == " " or right.text[0] == " " or gap >= 1
        text += " " * (gap if gap >= 3 else int(parted)) + right.text.strip()
    return text, runs[0].left
