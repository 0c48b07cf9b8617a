"""Names: extensions come off, spellings of one person meet, and strangers stay apart."""

from __future__ import annotations

import pytest

from scenescore.screenplay.names import plain_extension, split_name
from scenescore.screenplay.people import cast_of, merge_names, people_of
from scenescore.screenplay.read import read_bytes


@pytest.mark.parametrize(
    ("text", "character", "extension"),
    [
        ("ANNA", "ANNA", None),
        ("ANNA (V.O.)", "ANNA", "V.O."),
        ("ANNA (V.O.) (CONT'D)", "ANNA", "V.O., CONT'D"),
        ("ANNA V.O.", "ANNA", "V.O."),
        ("ANNA (V/0)", "ANNA", "V/0"),
        ("ANNA (on the radio)", "ANNA", "on the radio"),
        ("ANNA (O.S", "ANNA", "O.S"),
        ("ANNA (V.O.).", "ANNA", "V.O."),
        ("DR. MOE [OFF]", "DR. MOE", "OFF"),
        ("(VOICE)", "(VOICE)", None),
    ],
)
def test_extensions_come_off_the_name(text: str, character: str, extension: str | None) -> None:
    name = split_name(text)
    assert (name.character, name.extension) == (character, extension)


@pytest.mark.parametrize(
    ("printed", "usual"),
    [("v/0", "V.O."), ("VO", "V.O."), ("0.S.", "O.S."), ("cont", "CONT'D"), ("OC", "O.C."),
     ("Continuing", "CONT'D"), ("into phone", "into phone")],
)  # fmt: skip
def test_extensions_have_one_usual_spelling(printed: str, usual: str) -> None:
    assert plain_extension(printed) == usual


def test_spellings_of_one_name_are_one_person() -> None:
    person = merge_names({"COL. LANDA": 20, "COL LANDA": 2, "COL.LANDA": 1, "LANDA": 3})
    assert set(person.values()) == {"COL. LANDA"}


def test_a_first_name_is_the_one_full_name_that_fits() -> None:
    person = merge_names({"WILL": 40, "WILL BLOOM": 2, "EDWARD": 30})
    assert person["WILL BLOOM"] == person["WILL"] == "WILL"


def test_two_full_names_keep_a_short_one_to_itself() -> None:
    person = merge_names(
        {"SMITH": 9, "ANNA SMITH": 9, "BEN SMITH": 9, "MR. SMITH": 1, "MRS. SMITH": 1}
    )
    assert len(set(person.values())) == 5


def test_parts_in_the_story_are_not_merged() -> None:
    person = merge_names({"MAN": 5, "MAN WITH DOG": 3, "OLD MAN": 4, "COP": 2, "COP 2": 2})
    assert all(name == who for name, who in person.items())


def test_a_rare_slip_of_the_pen_is_the_frequent_name() -> None:
    person = merge_names(
        {"CASSANDRA": 30, "CASSADNRA": 1, "CASANDRA": 1, "GUARD 1": 12, "GUARD 2": 1}
    )
    assert person["CASSADNRA"] == person["CASANDRA"] == "CASSANDRA"
    assert person["GUARD 2"] == "GUARD 2"


def test_who_speaks_comes_before_who_is_only_there() -> None:
    text = (
        "INT. ROOM - DAY\n\nAnna waits. Ben and Old Tom play cards. Ben coughs.\n\n"
        "ANNA\nWell?\n\nCARA\nWell, well, I never thought so.\n\n"
        "EXT. YARD - DAY\n\nNobody.\n\nBEN\nHello.\n\nOLD TOM\nHello.\n"
    )
    film = read_bytes(text.encode(), name="x.fountain", reader="fountain")
    assert people_of(film.scored_scenes[0], cast_of(film)) == ("CARA", "ANNA", "BEN", "OLD TOM")
    assert people_of(film.scored_scenes[0]) == ("CARA", "ANNA")
