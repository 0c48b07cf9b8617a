"""Draws set pages as a PDF: US letter, 12 point Courier, the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from typeset import ACTION_WIDTH, Page

from scenescore.core.types import Screenplay

_PITCH = inch / 10  # 12 point Courier has ten characters to the inch
_LEADING = inch / 6
_LEFT = 1.5 * inch
_TOP = LETTER[1] - 1.0 * inch
_PAGE_NUMBER_Y = LETTER[1] - 0.5 * inch
_MARK_LEFT, _MARK_RIGHT = -7, ACTION_WIDTH + 1


def to_pdf(screenplay: Screenplay, pages: Sequence[Page]) -> bytes:
    """Return the PDF of a screenplay: its title page, then the pages."""
    target = BytesIO()
    # Uncompressed, so that the bytes do not hang on a version of zlib.
    canvas = Canvas(target, pagesize=LETTER, invariant=1, pageCompression=0)
    canvas.setTitle(screenplay.title)
    canvas.setAuthor(", ".join(screenplay.authors))
    _draw_title_page(canvas, screenplay)
    for page in pages:
        canvas.setFont("Courier", 12)
        if page.number > 1:
            canvas.drawRightString(_x(ACTION_WIDTH), _PAGE_NUMBER_Y, f"{page.number}.")
        _draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _draw_title_page(canvas: Canvas, screenplay: Screenplay) -> None:
    entries = dict(screenplay.title_page)
    canvas.setFont("Courier", 12)
    y = LETTER[1] - 3.5 * inch
    for text in (screenplay.title.upper(), entries.get("Credit", ""), *screenplay.authors):
        canvas.drawCentredString(LETTER[0] / 2, y, text)
        y -= 2 * _LEADING
    y = 1.5 * inch
    for text in (entries.get("Draft date", ""), *reversed(entries.get("Notes", "").split("\n"))):
        canvas.drawString(inch, y, text)
        y += _LEADING
    canvas.showPage()


def _draw(canvas: Canvas, page: Page) -> None:
    for row, line in enumerate(page.lines):
        y = _TOP - row * _LEADING
        for column, text in line.spans:
            canvas.drawString(_x(column), y, text)
        if line.mark:
            canvas.drawString(_x(_MARK_LEFT), y, line.mark)
            canvas.drawString(_x(_MARK_RIGHT), y, line.mark)


def _x(column: int) -> float:
    return float(_LEFT + column * _PITCH)
