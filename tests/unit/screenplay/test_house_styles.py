"""One film in the habits of many offices: its scenes and names are found in all of them."""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest

from scenescore.screenplay.layout.second_look import second_look
from scenescore.screenplay.paragraphs import Paragraph
from scenescore.screenplay.read import read_bytes, read_file

ROOT = Path(__file__).resolve().parents[3]
STYLES = 48


@pytest.fixture
def styles(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    from reading import house_styles

    return house_styles


@pytest.fixture
def film():
    return read_file(ROOT / "examples" / "small-weather.fountain")


def test_scenes_and_names_are_found_in_any_house_style(styles, film) -> None:
    scores = [styles.found(film, styles.draw(seed), seed) for seed in range(STYLES)]
    for part in ("headings", "cues"):
        assert mean(getattr(score, part).precision for score in scores) >= 0.98
        assert mean(getattr(score, part).recall for score in scores) >= 0.98
    assert min(score.cues.f1 for score in scores) >= 0.9


def test_the_same_seed_draws_the_same_pages(styles, film) -> None:
    one, other = (styles.lay_out(film, styles.draw(7), 7) for _ in range(2))
    assert one.rows == other.rows
    assert [one.rows[line - 1] for line in sorted(one.headings)]


def test_a_form_feed_moves_no_line(styles, film) -> None:
    page = styles.lay_out(film, styles.draw(0), 0)
    text = "\n".join("\f" + row if n % 40 == 0 else row for n, row in enumerate(page.rows))
    found = read_bytes(text.encode(), name="film.txt", reader="text")
    assert {scene.line for scene in found.scored_scenes} == page.headings


HEADINGS = ["INT - KITCHEN - NIGHT", "int - kitchen - night", "Kitchen - Int. - Night",
            "KITCHEN (INT - NIGHT)", "Interior Kitchen - Night", "est. - molo - notte"]  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("name", ["ANNA:", "Anna", "Anna:", "ANNA"])
def test_any_heading_goes_with_any_way_to_write_a_name(heading: str, name: str) -> None:
    other = name.replace("ANNA", "BEN").replace("Anna", "Ben")
    scene = f"{heading}\n\nRain comes down on the quay, and a door is slammed.\n\n"
    speech = "".join(f"{' ' * 30}{who}\n{' ' * 15}I told you so, did I not?\n\n"
                     for who in (name, other) * 3)  # fmt: skip
    film = read_bytes(((scene + speech) * 3).encode(), name="film.txt", reader="text")
    assert [s.title for s in film.scored_scenes] == [heading] * 3
    names = [e.character for s in film.scenes for e in s.elements if e.kind == "character"]
    assert names == [name.strip(":"), other.strip(":")] * 9


@pytest.mark.parametrize(
    ("rows", "meant"),
    [
        (["THE MILL, INT. KITCHEN -", "NIGHT"], "THE MILL, INT. KITCHEN - NIGHT"),
        (["INT. THE KITCHEN OF THE MILL", "- NIGHT"], "INT. THE KITCHEN OF THE MILL - NIGHT"),
        (["THE KITCHEN OF THE MILL,", "INT. NIGHT"], "THE KITCHEN OF THE MILL, INT. NIGHT"),
        (
            ["4   INT. THE KITCHEN OF      4", "THE MILL - NIGHT"],
            "INT. THE KITCHEN OF THE MILL - NIGHT",
        ),
    ],
)
def test_a_heading_that_ran_over_the_line_is_one(rows: list[str], meant: str) -> None:
    speech = f"{' ' * 30}ANNA\n{' ' * 15}I told you so, did I not?\n\n"
    text = ("\n".join(rows) + "\n\nRain comes down on the quay.\n\n" + speech * 3) * 3
    film = read_bytes(text.encode(), name="film.txt", reader="text")
    assert [scene.title for scene in film.scored_scenes] == [meant] * 3


def test_names_that_lost_their_capitals_speak_beside_those_that_did_not() -> None:
    rows = ["INT. SCHOOL - DAY", "", "Rain comes down on the yard.", ""]
    for n in range(8):
        rows += ["LARRY", f"I do not know what you mean, number {n}.", "Uncle Arthur"]
        rows += ["You told me so yourself.", "He crosses to the window and opens it.", ""]
    film = read_bytes("\n".join(rows).encode(), name="film.txt", reader="text")
    names = [e.character for s in film.scenes for e in s.elements if e.kind == "character"]
    assert names == ["LARRY", "Uncle Arthur"] * 8


@pytest.mark.parametrize("one_column", [True, False])
def test_a_thing_over_a_description_is_no_speaker_in_one_column(one_column: bool) -> None:
    thing = [
        Paragraph("character", "MEZUZA"),
        Paragraph("dialogue", "A hand reaches in and slowly turns."),
    ]
    kinds = [p.kind for p in second_look(thing, one_column=one_column)]
    assert kinds == (["shot", "action"] if one_column else ["character", "dialogue"])
