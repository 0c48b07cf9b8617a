"""Speeches that a page left half said are whole again, and can be written in any format."""

from __future__ import annotations

import pytest

from scenescore.core.types import Element
from scenescore.screenplay.layout.mend import mend_speeches
from scenescore.screenplay.paragraphs import Paragraph
from scenescore.screenplay.read import read_bytes
from scenescore.screenplay.writers.fountain import to_fountain


def mended(*told: tuple[str, str]) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in mend_speeches([Paragraph(k, t) for k, t in told])]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ([("parenthetical", "(softly")], [("parenthetical", "(softly)")]),
        ([("parenthetical", "softly)")], [("parenthetical", "(softly)")]),
        ([("parenthetical", "[over radio]")], [("parenthetical", "(over radio)")]),
        ([("dialogue", "(in French)")], [("parenthetical", "(in French)")]),
        ([("dialogue", "(a) one (b)")], [("parenthetical", "(a)"), ("dialogue", "one (b)")]),
        ([("dialogue", "One (b)")], [("dialogue", "One (b)")]),
        ([("parenthetical", "no brackets")], [("dialogue", "no brackets")]),
        ([("parenthetical", "[beep] the lot")], [("dialogue", "[beep] the lot")]),
        ([("parenthetical", "(sees the"), ("parenthetical", "LETTER)")],
         [("parenthetical", "(sees the LETTER)")]),
        ([("parenthetical", "(cocky) Perfect!"), ("dialogue", "That was good.")],
         [("parenthetical", "(cocky)"), ("dialogue", "Perfect! That was good.")]),
        ([("shot", "QUIET")], [("dialogue", "QUIET")]),
        ([("shot", "CLOSE ON THE KEY")], [("shot", "CLOSE ON THE KEY")]),
        ([("shot", "KITCHEN")], [("shot", "KITCHEN")]),
    ],
)  # fmt: skip
def test_words_under_a_name_are_what_they_were_meant_to_be(
    printed: list[tuple[str, str]], meant: list[tuple[str, str]]
) -> None:
    said = [("character", "ANNA"), ("dialogue", "Yes."), ("action", "Rain.")]
    assert mended(*said, ("character", "ANNA"), *printed)[4:] == meant


def test_words_without_a_speaker_are_description() -> None:
    assert mended(("action", "A title:"), ("dialogue", "Years pass."))[1][0] == "action"


def test_a_name_under_which_nothing_is_ever_said_is_none() -> None:
    told = mended(("character", "FARGO"), ("action", "Snow."))
    assert told == [("action", "FARGO"), ("action", "Snow.")]


def test_specks_before_a_name_are_no_part_of_it() -> None:
    assert mended(("character", ".ANNA"), ("dialogue", "Yes."))[0] == ("character", "ANNA")


def _script(*extra: str) -> str:
    rows = ["INT. SHIP - NIGHT", "", "Rain.", ""]
    for name, line in (("C-3PO", "We are lost, sir."), ("ANNA", "I know that.")) * 8:
        rows += [" " * 30 + name, " " * 15 + line, ""]
    return "\n".join([*rows, *extra, ""])


def _elements(text: str, name: str = "film.txt") -> list[Element]:
    return [e for s in read_bytes(text.encode(), name=name).scenes for e in s.elements]


def test_a_robot_that_speaks_on_is_no_page_furniture() -> None:
    text = _script("C-3PO sighs.", "", " " * 30 + "C-3PO (CONT'D)", " " * 15 + "I am afraid not.")
    assert _elements(text)[-2].extension == "CONT'D"
    assert _elements(text)[-1].person == "C-3PO"


def test_a_name_with_nothing_said_survives_the_way_through_fountain() -> None:
    text = "INT. SHIP - NIGHT\n\nRain comes down all night.\n\n@ANNA\n  \n\nShe runs.\n"
    kinds = [e.kind for e in _elements(text, "film.fountain")]
    assert kinds == ["action", "character", "action"]
    film = read_bytes(text.encode(), name="film.fountain")
    assert [e.kind for e in _elements(to_fountain(film), "film.fountain")] == kinds


def test_a_star_is_a_star_where_the_format_knows_no_emphasis() -> None:
    film = read_bytes(_script("He says *no* to_all_of_it.").encode(), name="film.txt")
    again = read_bytes(to_fountain(film).encode(), name="film.fountain")
    assert again.scenes[-1].elements[-1].text == "He says \\*no\\* to\\_all\\_of\\_it."


GLUED = "".join(f"ANNA : You said so {n}.\nBEN : (softly) I never did.\n\n" for n in range(12))


def test_somebody_who_begins_behind_a_sentence_is_heard() -> None:
    text = f"INT. MILL - DAY\n\n{GLUED}ANNA : Stop it. BEN : No! ANNA :\nThen go.\n"
    said = [(e.kind, e.text) for e in _elements(text)][-6:]
    assert said[0::2] == [("character", "ANNA"), ("character", "BEN"), ("character", "ANNA")]
    assert [text for _, text in said[1::2]] == ["Stop it.", "No!", "Then go."]


def test_headings_that_lost_a_line_break_are_found() -> None:
    text = (
        f"INT. MILL - DAY\n\n{GLUED}ANNA : Wipe them all out. EXT. THE LAKE - DAY\n\nRain.\n\n"
        "INT. HALL - NIGHT Anna walks down one of the long halls.\n"
    )
    film = read_bytes(text.encode(), name="film.txt")
    titles = [scene.title for scene in film.scored_scenes]
    assert titles == ["INT. MILL - DAY", "EXT. THE LAKE - DAY", "INT. HALL - NIGHT"]
