"""The layout reader: one film, typed in many ways, gives one screenplay."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from scenescore.core.types import Screenplay
from scenescore.screenplay.read import read_bytes

# (kind, text): a short film of our own, long enough for a layout to show itself.
FILM = [
    ("heading", "EXT. HARBOR ROAD - NIGHT"),
    ("action", "Rain. A row of gas lamps, all of them dark. OLD PIKE, seventy, drags a ladder along"
     " the wall and counts under his breath."),
    ("character", "PIKE"),
    ("dialogue", "Eleven. Twelve. There you are, my dear. I told you that I would come before it"
     " was too late for the both of us."),
    ("action", "He climbs. The ladder sways under him and the wind takes his hat."),
    ("character", "CLINT (O.S.)"),
    ("parenthetical", "(from the dark)"),
    ("dialogue", "You should not be out here, you know."),
    ("character", "PIKE"),
    ("dialogue", "Somebody has to. Do you see anyone else with a ladder?"),
    ("transition", "CUT TO:"),
    ("heading", "INT. KEEPER'S HOUSE - CONTINUOUS"),
    ("action", "A low room with a stove. JUNE reads by a candle and does not look up when the door"
     " opens and the old man comes in, dripping."),
    ("character", "JUNE"),
    ("dialogue", "You are late again. What did she want this time?"),
    ("character", "PIKE"),
    ("dialogue", "I had to talk to her. She never lights at once."),
    ("action", "June closes the book. She crosses to the window and looks down at the harbor."),
    ("character", "JUNE"),
    ("parenthetical", "(softly)"),
    ("dialogue", "Lamps do not need talking to. I think you need talking to."),
    ("heading", "EXT. POINT LIGHT - LATER"),
    ("action", "One lamp burns. CLINT waits under it and holds his hat against the wind."),
    ("character", "CLINT"),
    ("dialogue", "Why did you come back? Nobody asked you to."),
    ("character", "JUNE"),
    ("dialogue", "That's why I came."),
    ("action", "She takes his hand. The lamp goes out."),
]  # fmt: skip
COLUMN = {"heading": 15, "action": 15, "dialogue": 25, "parenthetical": 31, "character": 37,
          "transition": 60}  # fmt: skip
WIDTH = {"heading": 60, "action": 60, "dialogue": 34, "parenthetical": 24, "character": 40,
         "transition": 20}  # fmt: skip


def typed(
    *,
    flat: bool = False,
    blank: bool = True,
    number: bool = False,
    change: Callable[[str, str], str] = lambda kind, text: text,
) -> str:
    lines: list[str] = []
    scene = 0
    for kind, text in FILM:
        scene += kind == "heading"
        gap = 0 if kind in ("dialogue", "parenthetical") or not blank else 1
        lines += [""] * gap
        for index, row in enumerate(textwrap.wrap(change(kind, text), WIDTH[kind])):
            line = " " * (0 if flat else COLUMN[kind]) + row
            if number and kind == "heading" and index == 0:
                line = f"{scene:<{COLUMN[kind]}}{row:<62}{scene}"
            lines.append(line)
    return "\n".join(lines) + "\n"


def told(film: Screenplay) -> list[tuple[str, str]]:
    rows = []
    for scene in film.scored_scenes:
        rows.append(("heading", scene.title.upper()))
        rows += [(e.kind, " ".join(e.text.split())) for e in scene.elements]
    return [(kind, text.upper()) for kind, text in rows]


EXPECTED = [(kind, text.upper()) for kind, text in FILM]
WAYS = {
    "a typed page": typed(),
    "tabs": typed().replace(" " * 8, "\t"),
    "doubled line ends": typed().replace("\n", "\r\r\n"),
    "old Mac line ends": typed().replace("\n", "\r"),
    "every line spaced": typed().replace("\n", "\n\n"),
    "two blank lines": typed().replace("\n\n", "\n\n\n"),
    "no blank lines": typed(blank=False),
    "one column": typed(flat=True),
    "numbers at both edges": typed(number=True),
    "stars of a revision": "\n".join(
        f"{line:<78}*" if line.strip() and i % 3 == 0 else line
        for i, line in enumerate(typed().split("\n"))
    ),
    "lower-case headings": typed(change=lambda k, t: t.lower() if k == "heading" else t),
    "INT and EXT without a point": typed(
        change=lambda k, t: t.replace("INT.", "INT").replace("EXT.", "EXT") if k == "heading" else t
    ),
    "soft hyphens": typed(change=lambda k, t: t.replace("under", "un\u00adder")),
    "tags left in": typed(change=lambda k, t: f"<b>{t}</b>" if k == "heading" else t),
}


def normal(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(k, t.replace("INT.", "INT").replace("EXT.", "EXT") if k == "heading" else t)
            for k, t in rows]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_the_film_is_the_same_however_it_was_typed(way: str) -> None:
    film = read_bytes(WAYS[way].encode(), name="film.txt", reader="text")
    assert normal(told(film)) == normal(EXPECTED)
    assert film.segmentation == "headings"


def test_a_name_that_holds_int_is_no_scene() -> None:
    film = read_bytes(typed().encode(), name="film.txt", reader="text")
    assert [s.title for s in film.scored_scenes] == [t for k, t in FILM if k == "heading"]
    assert "CLINT" in {e.character for s in film.scenes for e in s.elements}


def test_every_element_knows_its_line() -> None:
    text = typed()
    lines = text.split("\n")
    film = read_bytes(text.encode(), name="film.txt", reader="text")
    for scene in film.scored_scenes:
        assert scene.title in lines[scene.line - 1]
        for element in scene.elements:
            assert element.text.split()[0] in lines[element.line - 1]


def test_printed_numbers_stand_beside_the_heading() -> None:
    film = read_bytes(typed(number=True).encode(), name="film.txt", reader="text")
    assert [s.printed_number for s in film.scored_scenes] == ["1", "2", "3"]


def test_page_furniture_parts_neither_speeches_nor_paragraphs() -> None:
    rows = typed().split("\n")
    speech = next(i for i, row in enumerate(rows) if "Twelve" in row)
    action = next(i for i, row in enumerate(rows) if "A low room" in row)
    furniture = ["", " " * 70 + "{}.", "", "CONTINUED:", ""]
    rows[action + 1 : action + 1] = [row.format(3) for row in furniture]
    more = [" " * 37 + "(MORE)", *(row.format(2) for row in furniture), " " * 37 + "PIKE (CONT'D)"]
    rows[speech + 1 : speech + 1] = more
    film = read_bytes("\n".join(rows).encode(), name="film.txt", reader="text")
    assert told(film) == EXPECTED


def test_shots_lie_inside_their_scene() -> None:
    text = typed().replace(
        " " * 15 + "He climbs", " " * 15 + "CLOSE ON THE HAT\n\n" + " " * 15 + "He climbs"
    )
    film = read_bytes(text.encode(), name="film.txt", reader="text")
    assert len(film.scored_scenes) == 3
    shot = next(scene for scene in film.scenes if scene.level == "shot")
    assert (shot.title, shot.number, shot.elements) == ("CLOSE ON THE HAT", 1, ())
    assert ("shot", "CLOSE ON THE HAT") in told(film)


def test_a_film_without_headings_is_segmented_and_says_so() -> None:
    def bare(kind: str, text: str) -> str:
        return "DISSOLVE TO:" if kind == "heading" else text

    film = read_bytes(typed(change=bare).encode(), name="film.txt", reader="text")
    assert film.segmentation == "inferred"
    assert "headings-inferred" in {d.code for d in film.diagnostics}
    assert film.scored_scenes
    assert all(scene.confidence < 0.5 for scene in film.scored_scenes)
    spoken = [t for k, t in told(film) if k == "dialogue"]
    assert spoken == [t for k, t in EXPECTED if k == "dialogue"]


def test_speeches_side_by_side_are_one_after_the_other_and_dual() -> None:
    beside = (
        "               PIKE                          JUNE\n"
        "     I told you that I              You never tell me\n"
        "     would come.                    anything.\n"
    )
    film = read_bytes((typed() + "\n" + beside).encode(), name="film.txt", reader="text")
    last = [e for e in film.scored_scenes[-1].elements if e.kind in ("character", "dialogue")][-4:]
    assert [(e.text, e.dual) for e in last] == [
        ("PIKE", False), ("I told you that I would come.", False),
        ("JUNE", True), ("You never tell me anything.", True),
    ]  # fmt: skip


def test_the_sites_footer_is_metadata_not_story() -> None:
    footer = (
        "\n\nLong Tide, The\nWriters :   Ida Marsh  Ben Ito\nGenres :   Drama  Sci-Fi\n"
        "User Comments\n"
    )
    film = read_bytes((typed() + footer).encode(), name="film.txt", reader="text")
    assert film.title == "The Long Tide"
    assert film.authors == ("Ida Marsh", "Ben Ito")
    assert film.genres == ("Drama", "Sci-Fi")
    assert told(film) == EXPECTED


def test_a_title_page_is_no_scene() -> None:
    page = (
        "\n\n"
        + " " * 30
        + "THE LONG TIDE\n\n"
        + " " * 32
        + "Written by\n\n"
        + " " * 32
        + "Ida Marsh\n\n\n"
    )
    film = read_bytes((page + typed()).encode(), name="film.txt", reader="text")
    assert (film.title, film.authors) == ("THE LONG TIDE", ("Ida Marsh",))
    assert told(film) == EXPECTED


def test_capitals_at_the_right_edge_of_transitions_are_transitions() -> None:
    edge = "{:>70}"
    rows = ["CUT TO:", "DISSOLVE TO:", "END FLASHBACK.", "BACK TO:"]
    text = typed() + "".join(
        f"\n{edge.format(row)}\n\n               INT. SHED {n} - DAY\n\n"
        "               He waits by the door and listens to the rain.\n"
        for n, row in enumerate(rows)
    )
    film = read_bytes(text.encode(), name="film.txt")
    kinds = {e.text: e.kind for s in film.scenes for e in s.elements}
    assert [kinds[row] for row in rows] == ["transition"] * 4
