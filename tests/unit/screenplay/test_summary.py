"""A reading at a glance: who speaks, who is merely there, what is doubted, how it is set."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from scenescore.apps.cli.scenes_view import show_reading
from scenescore.screenplay.read import read_bytes
from scenescore.screenplay.summary import summarise
from scenescore.screenplay.view import to_json

TEXT = """Title: The [bold]Barn
Author: A. Writer

INT. BARN - NIGHT

Straw. OLD PIKE watches.

COL. LANDA
Is it time?

COL LANDA (V.O.)
It was not.

EXT. YARD - DAY

Pike is gone. Col. Landa waits.

OLD PIKE
No.
"""
FILM = read_bytes(TEXT.encode(), name="barn.fountain")


def test_speakers_carry_their_other_names_and_where_they_are_silent() -> None:
    landa, pike = summarise(FILM).speakers
    assert (landa.person, landa.also, landa.speeches, landa.words) == (
        "COL. LANDA", ("COL LANDA",), 2, 6,
    )  # fmt: skip
    assert (landa.scenes, landa.present) == (1, 1)
    assert (pike.person, pike.scenes, pike.present) == ("OLD PIKE", 1, 1)


def test_who_is_merely_there_is_told_by_the_action() -> None:
    assert summarise(FILM).present == {1: ("OLD PIKE",), 2: ("COL. LANDA",)}


def test_a_sure_reading_has_no_doubts_and_a_guessed_one_has() -> None:
    assert summarise(FILM).doubted == 0
    talk = "".join(
        f"                    ANNA\n          I know that, {n}. You told me.\n\n"
        "                    BEN\n          Did I? I don't think so, no.\n\n"
        for n in range(40)
    )
    film = read_bytes(talk.encode(), name="talk.txt")
    assert film.segmentation == "inferred"
    assert {"headings-inferred", "transcript"} <= {d.code for d in film.diagnostics} | {
        "transcript"
    }
    assert summarise(film).doubts[0].taken_for == "heading"


def test_the_layout_that_was_learned_is_said() -> None:
    rows = []
    for n in range(12):
        rows += [f"     INT. BARN {n} - NIGHT", "", "     She turns to the window and waits.", "",
                 " " * 20 + "ANNA", " " * 12 + "I never said that I would go.", ""]  # fmt: skip
    film = read_bytes("\n".join(rows).encode(), name="a.txt", reader="text")
    assert film.layout == (
        "columns: action 6, speech 13, names 21; blank lines between paragraphs;"
        " headings with INT/EXT, not numbered"
    )


def shown() -> str:
    console = Console(file=StringIO(), width=100, highlight=False)
    show_reading(FILM, summarise(FILM), console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_a_person_sees_title_scenes_speakers_and_doubts() -> None:
    text = shown()
    for words in ("The [bold]Barn by A. Writer", "Fountain", "2 scenes", "INT. BARN - NIGHT",
                  "COL. LANDA", "also called", "no doubts"):  # fmt: skip
        assert words in text


def test_control_characters_of_a_script_never_reach_the_terminal() -> None:
    data = TEXT.replace("Straw", "\x1b[2JStraw").encode()
    film = read_bytes(data, name="barn.fountain")
    assert not any("\x1b" in e.text for s in film.scenes for e in s.elements)
    assert "encoding-repaired" in {d.code for d in film.diagnostics}


def test_the_json_says_who_is_merely_there() -> None:
    scenes = to_json(FILM)["scenes"]
    assert [s.get("present") for s in scenes] == [["OLD PIKE"], ["COL. LANDA"]]
