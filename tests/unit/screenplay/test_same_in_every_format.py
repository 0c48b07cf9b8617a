"""One script as Fountain, Final Draft, PDF and typed text: the same scenes, names and words."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenescore.screenplay.read import read_bytes, read_file

pytest.importorskip("reportlab", reason="reportlab draws the PDFs; it is a dev dependency")

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "tests" / "golden" / "screenplay"
OURS = [GOLDEN / "night-ferry.fountain", GOLDEN / "clock-repairs.fountain",
        ROOT / "examples" / "small-weather.fountain"]  # fmt: skip


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    from reading import formats, prints

    return formats, prints


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_a_script_with_slugs_in_its_scenes_is_the_same_in_every_format(bench, path: Path) -> None:
    formats, prints = bench
    film = read_file(path)
    shares = {name: formats.alike(film, again) for name, again in prints.printed(film)}
    assert min(shares.values()) >= 0.995, shares


@pytest.mark.parametrize("path", OURS[:2], ids=lambda path: path.stem)
def test_what_paper_says_can_be_written_in_any_format(bench, path: Path) -> None:
    formats, prints = bench
    paper = read_bytes(prints.to_pdf(read_file(path)), name="film.pdf")
    shares = {name: formats.alike(paper, again) for name, again in prints.printed(paper)}
    assert shares["fountain"] == shares["fdx"] == 1.0
    assert shares["pdf"] >= 0.995


def _typed(*rows: str) -> bytes:
    from io import BytesIO

    from reportlab.lib.pagesizes import LETTER
    from reportlab.pdfgen.canvas import Canvas

    target = BytesIO()
    canvas = Canvas(target, pagesize=LETTER, invariant=1)
    canvas.setFont("Courier", 12)
    for number, row in enumerate(rows):
        canvas.drawString(
            108 + 7.2 * (len(row) - len(row.lstrip())), 700 - 12 * number, row.strip()
        )
    canvas.save()
    return target.getvalue()


def test_no_hyphen_or_apostrophe_at_an_edge_of_a_pdf_line_is_lost() -> None:
    words = "'Cause I was talkin' about 'em, all those bloody goats'"
    rows = ["INT. MILL - DAY", "", "Rain comes down on the quay, and a door is-", "",
            f"{' ' * 22}MAITRE D'", f"{' ' * 10}{words}", f"{' ' * 10}and the rest-"]  # fmt: skip
    film = read_bytes(_typed(*rows), name="film.pdf")
    told = " ".join(e.text for s in film.scenes for e in s.elements).split()
    assert told == " ".join(rows[1:]).split()
