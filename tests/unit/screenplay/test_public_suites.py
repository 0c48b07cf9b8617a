"""Our Fountain reader against the test data of two other tools, read in place.

Where the two disagree with each other or with the syntax page, we follow the page; each such file
is named below with the reason.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scenescore.core.types import Element, Screenplay
from scenescore.screenplay.emphasis import split_emphasis
from scenescore.screenplay.names import split_name
from scenescore.screenplay.read import read_bytes
from scenescore.screenplay.readers.fountain import FountainReader
from scenescore.screenplay.writers.fdx import to_fdx

SUITES = Path(__file__).resolve().parents[3].parent / "shared" / "suites"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SUITES.is_dir(), reason="the public suites are not beside the project"),
]

TOOLS = SUITES / "screenplay-tools"
PLAIN = SUITES / "screenplain"
DUMPS = [
    "Action-Merged", "Character", "Dialogue-Merged", "LineBreaks", "Lyrics", "Notes", "PageBreak",
    "Parenthetical", "SceneHeading", "Sections", "TitlePage", "Transition", "UTF8", "Boneyards",
]  # fmt: skip
ASIDES = ("note", "boneyard", "synopsis", "section", "page_break")
OTHERWISE = {
    "Character": "the syntax allows names that begin with a digit (3CPO, 1ST COP)",
    "Notes": "a note with an empty line inside is no note, and a blank line ends a speech",
    "Sections": "a script may begin with CUT TO:, which is no title page",
    "Boneyards": "a transition above a boneyard is still one (the other suite agrees)",
}


def tool_dump(film: Screenplay) -> list[str]:
    """The film as screenplay-tools prints it, blank lines inside action reduced to one."""
    rows = [f"TITLEENTRY:{_flat(k)}:{_flat(v)}" for k, v in film.title_page]
    merged: list[str] = []
    for scene in film.scenes:
        if scene.heading:
            number = f" ({scene.printed_number})" if scene.printed_number else ""
            merged.append(f"HEADING:{scene.heading.raw}{number}")
        for element in scene.elements:
            row = _tool_row(element)
            if row and row.startswith("ACTION:") and merged and merged[-1].startswith("ACTION:"):
                merged[-1] += " " + row.removeprefix("ACTION:")
            elif row:
                merged.append(row)
    return rows + merged


def _tool_row(element: Element) -> str | None:
    text = _flat(element.text)
    if element.kind == "character":
        name = split_name(element.text)
        kept = "".join(f" ({e})" for e in name.extensions if not e.upper().startswith("CONT"))
        return f"CHARACTER:{name.character}{kept}{' (Dual)' if element.dual else ''}"
    if element.kind == "section":
        return f"SECTION:{text} ({element.depth})"
    if element.kind == "parenthetical":
        return f"PARENTHETICAL:{text[1:-1]}"
    if element.kind in ("note", "boneyard"):
        return None
    kinds = {"centered": "CENTERED", "page_break": "PAGEBREAK"}
    return f"{kinds.get(element.kind, element.kind.upper())}:{text}"


def expected_dump(path: Path) -> list[str]:
    text = re.sub(r"\[\[\d+\]\]|/\*\d+\*/", "", path.read_text("utf-8"))
    rows: list[str] = []
    for kind, rest in re.findall(r'(?ms)^([A-Z]+):(".*?)(?=\n[A-Z]+:"|\Z)', text):
        words = re.findall(r'"((?:[^"]|"(?=\w))*)"', rest)
        tail = re.sub(r'.*"', "", rest.strip(), flags=re.DOTALL).strip()
        if kind in ("NOTE", "BONEYARD"):
            continue
        if kind == "ACTION" and tail == "(centered)":
            kind, tail = "CENTERED", ""
        if kind == "TITLEENTRY":
            rows.append(f"{kind}:{_flat(words[0])}:{_flat(words[1])}")
            continue
        shown = " ".join([*map(_flat, words), *([tail] if tail else [])])
        if kind == "ACTION" and not shown:
            continue
        if kind == "ACTION" and rows and rows[-1].startswith("ACTION:"):
            rows[-1] += " " + shown
        else:
            rows.append(f"{kind}:{shown}")
    return rows


def _flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", DUMPS)
def test_fountain_elements_equal_the_dump_of_screenplay_tools(name: str) -> None:
    stem = name.partition("-")[0]
    data = (TOOLS / f"{stem}.fountain").read_bytes()
    film = read_bytes(data, name=stem, reader="fountain")
    same = tool_dump(film) == expected_dump(TOOLS / f"{name}.txt")
    assert same is (name not in OTHERWISE), OTHERWISE.get(name, tool_dump(film))


def fdx_rows(data: bytes) -> list[tuple[str, str]]:
    """(type, text) of the paragraphs; lines of one speech and empty ones joined."""
    rows: list[tuple[str, str]] = []
    content = ElementTree.fromstring(data).find("Content")
    assert content is not None
    for node in content.iter("Paragraph"):
        kind = node.get("Type")
        text = _flat("".join(t.text or "" for t in node.findall("Text")))
        if kind == "Dialogue" and rows and rows[-1][0] == "Dialogue":
            rows[-1] = (kind, f"{rows[-1][1]} {text}".strip())
        elif kind:
            rows.append((kind, text))
    return rows


@pytest.mark.parametrize("path", sorted(PLAIN.glob("*.fdx")), ids=lambda path: path.stem)
def test_fountain_becomes_the_fdx_paragraphs_of_screenplain(path: Path) -> None:
    data = path.with_suffix(".fountain").read_bytes()
    film = read_bytes(data, name=path.stem, reader="fountain")
    assert fdx_rows(to_fdx(film)) == fdx_rows(path.read_bytes())


def html_rows(text: str) -> list[str]:
    import html

    blocks = re.findall(r"<(p|h\d|div|span)\b([^>]*)>([^<]*(?:<br ?/>[^<]*)*)</\1>", text)
    rows = [
        _flat(html.unescape(re.sub(r"<[^>]*>", " ", body)).replace("\xa0", " "))
        for _, _, body in blocks
    ]
    return [row for row in rows if row]


def our_rows(film: Screenplay) -> list[str]:
    rows = []
    for scene in film.scenes:
        rows += [scene.heading.raw] if scene.heading else []
        for element in scene.elements:
            if element.kind in ("note", "boneyard", "page_break"):
                continue
            text = element.text.upper() if element.kind == "transition" else element.text
            lines = text.split("\n") if element.kind == "dialogue" else [text]
            rows += [_flat("".join(r.text for r in split_emphasis(line))) for line in lines]
    return [row for row in rows if row]


@pytest.mark.parametrize("path", sorted(PLAIN.glob("*.html")), ids=lambda path: path.stem)
def test_fountain_shows_the_paragraphs_of_screenplains_html(path: Path) -> None:
    data = path.with_suffix(".fountain").read_bytes()
    film = read_bytes(data, name=path.stem, reader="fountain")
    text = re.sub(r'<span class="scnum.">[^<]*</span>', "", path.read_text("utf-8"))
    assert our_rows(film) == html_rows(text)


def test_every_fountain_file_of_both_suites_is_known_as_fountain_or_plain_text() -> None:
    paths = [*TOOLS.glob("*.fountain"), *PLAIN.glob("*.fountain")]
    assert min(FountainReader().sniff(path.read_bytes()) for path in paths) > 0


@pytest.mark.parametrize(
    ("fountain", "fdx"),
    [("TestFDX-FD", "TestFDX-FD"), ("TestFDX-FI", "TestFDX-FI"),
     ("TestFDX-FD", "TestFDX-FD-Write-py")],
)  # fmt: skip
def test_final_draft_pairs_say_what_their_fountain_says(fountain: str, fdx: str) -> None:
    def said(path: Path) -> list[tuple[str, str]]:
        film = read_bytes(path.read_bytes(), name=path.name)
        rows = []
        for scene in film.scenes:
            rows += [("heading", scene.heading.raw.upper())] if scene.heading else []
            rows += [(e.kind, _flat(e.text)) for e in scene.elements if e.kind not in ASIDES]
        return rows

    assert said(TOOLS / f"{fdx}.fdx") == said(TOOLS / f"{fountain}.fountain")
