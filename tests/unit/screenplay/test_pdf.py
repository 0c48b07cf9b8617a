"""PDF scripts: columns come from the page, and a page break parts nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.progress import Run
from scenescore.core.types import Screenplay
from scenescore.screenplay.pdf.child import read_pdf
from scenescore.screenplay.read import read_bytes, read_file

pytest.importorskip("reportlab", reason="reportlab draws the PDFs; it is a dev dependency")

PAGE = Path(__file__).resolve().parents[2] / "golden" / "screenplay" / "typed-page.txt"


def printed(lines: list[str], *, per_page: int = 30) -> bytes:
    """The lines as a PDF in 12-point Courier, a number at the head of each page."""
    from reportlab.lib.pagesizes import letter
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=letter, invariant=True)
    for start in range(0, len(lines), per_page):
        canvas.setFont("Courier", 12)
        canvas.drawString(530, 750, f"{start // per_page + 1}.")
        for row, line in enumerate(lines[start : start + per_page]):
            indent = len(line) - len(line.lstrip())
            canvas.drawString(72 + 7.2 * indent, 710 - 12 * row, line.strip())
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def told(film: Screenplay) -> list[tuple[str, str]]:
    return [(e.kind, e.text) for s in film.scored_scenes for e in s.elements]


def test_a_printed_page_reads_as_the_typed_one() -> None:
    lines = PAGE.read_text("utf-8").split("\nThe Lamplighter\n")[0].split("\n")
    film = read_bytes(printed(lines), name="film.pdf")
    typed = read_file(PAGE)
    assert film.format == "pdf"
    assert [s.title for s in film.scored_scenes] == [s.title for s in typed.scored_scenes]
    assert told(film) == told(typed)
    assert film.title == "THE LAMPLIGHTER"


@pytest.mark.parametrize("per_page", [9, 12, 17])
def test_where_a_page_breaks_changes_nothing(per_page: int) -> None:
    lines = PAGE.read_text("utf-8").split("\nThe Lamplighter\n")[0].split("\n")[7:]
    film = read_bytes(printed(lines, per_page=per_page), name="film.pdf")
    words = [text for kind, text in told(film) if kind == "dialogue"]
    assert words == [text for kind, text in told(read_file(PAGE)) if kind == "dialogue"]
    assert len(film.scored_scenes) == 3


def test_a_scan_is_refused_with_a_way_out() -> None:
    with pytest.raises(UnreadableScreenplayError) as caught:
        read_bytes(printed([""] * 40), name="scan.pdf")
    assert caught.value.code == "no-text"
    assert "OCR" in caught.value.hint


def test_the_title_is_written_as_the_files_own_facts_write_it() -> None:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=True)
    canvas.setTitle("The Long Wet Road")
    for row, line in enumerate(["THE LONG WET ROAD", "", "written by", "A. Writer"]):
        canvas.drawString(250, 600 - 20 * row, line)
    canvas.showPage()
    canvas.setFont("Courier", 12)
    for row, line in enumerate(["INT. BUS - NIGHT", "", "Rain on the glass. Nobody speaks for a"]):
        canvas.drawString(108, 700 - 12 * row, line)
    canvas.save()
    film = read_bytes(buffer.getvalue(), name="a.pdf")
    assert (film.title, film.authors) == ("The Long Wet Road", ("A. Writer",))


def test_a_pdf_that_takes_too_long_is_left() -> None:
    with pytest.raises(UnreadableScreenplayError) as caught:
        read_pdf(printed(["INT. ROOM - DAY"]), Run(), wall_s=0.0)
    assert caught.value.code == "too-slow"


def test_a_pdf_that_swallows_memory_or_kills_its_reader_is_damaged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scenescore.screenplay.pdf.child._MEMORY_BYTES", 1_000_000)
    with pytest.raises(UnreadableScreenplayError) as caught:
        read_pdf(printed(["INT. ROOM - DAY"]), Run())
    assert caught.value.code == "damaged-pdf"


def test_more_pages_than_any_script_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenescore.screenplay.pdf.child._MOST_PAGES", 2)
    with pytest.raises(UnreadableScreenplayError) as caught:
        read_pdf(printed(["RAIN"] * 90), Run())
    assert caught.value.code == "too-large"
