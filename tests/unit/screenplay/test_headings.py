"""Headings: told from prose in many dialects, taken apart, and whole words only."""

from __future__ import annotations

import pytest

from scenescore.screenplay.headings import parse_heading
from scenescore.screenplay.layout.slugs import (
    heading_strength,
    is_name_like,
    is_shot,
    is_transition,
    split_left_number,
)


@pytest.mark.parametrize(
    ("raw", "kind", "place", "time"),
    [
        ("INT. KITCHEN - NIGHT", "INT", "KITCHEN", "NIGHT"),
        ("EXT. HARBOR ROAD -- LATER", "EXT", "HARBOR ROAD", "LATER"),
        ("INT./EXT. CAR - MOVING - DAY", "INT/EXT", "CAR - MOVING", "DAY"),
        ("I/E BOAT - DUSK", "INT/EXT", "BOAT", "DUSK"),
        ("INT: OFFICE", "INT", "OFFICE", None),
        ("INTERIOR LIBRARY. EVENING.", "INT", "LIBRARY", "EVENING"),
        ("KITCHEN - INT. - DAY", "INT", "KITCHEN", "DAY"),
        ("EXTERIEUR. RUE - NUIT", "EXT", "RUE", "NUIT"),
        ("INNEN. WOHNUNG - TAG", "INT", "WOHNUNG", "TAG"),
        ("int. cellar - night", "INT", "cellar", "night"),
        ("THE DREAM", None, "THE DREAM", None),
        ("POINT DUME", None, "POINT DUME", None),
    ],
)
def test_heading_is_taken_apart(raw: str, kind: str | None, place: str, time: str | None) -> None:
    heading = parse_heading(raw)
    assert (heading.kind, heading.place, heading.time_of_day) == (kind, place, time)


@pytest.mark.parametrize(
    "text",
    ["INT. ROOM", "EXT ROAD - DAY", "INT/EXT. CAR", "INTERIOR HALL", "Int. kitchen - night",
     "int. kitchen - night", "I/E. VAN", "ESTERNO. PIAZZA"],
)  # fmt: skip
def test_inside_and_outside_open_a_heading(text: str) -> None:
    assert heading_strength(text) == 3


@pytest.mark.parametrize(
    "text",
    ["CLINT", "CLINT BARTON", "POINT OF VIEW", "INTO THE WOODS", "EXTRA", "INTERVIEWER", "NEXT",
     "Interior life is hard to film.", "Into the dark.", "Ext", "INTERCUT", "INT"],
)  # fmt: skip
def test_words_that_only_begin_like_one_are_no_headings(text: str) -> None:
    assert heading_strength(text) < 3


@pytest.mark.parametrize(
    "text", ["CUT TO:", "FADE OUT.", "SMASH CUT TO:", "DISSOLVE", "Dissolve to:"]
)
def test_transitions_are_known(text: str) -> None:
    assert is_transition(text)


@pytest.mark.parametrize("text", ["CUT", "CUTTER", "FADE THE GREAT", "Cut it out", "ANNA TO BEN"])
def test_names_and_prose_are_no_transitions(text: str) -> None:
    assert not is_transition(text) or text == "CUT"


@pytest.mark.parametrize(
    "text", ["CLOSE ON ANNA", "ANNA'S POV", "NEW ANGLE", "INSERT - LETTER", "M.C.S. BEN"]
)
def test_camera_words_make_a_shot(text: str) -> None:
    assert is_shot(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ANNA", True), ("OLD TOM (V.O.)", True), ("1ST COP", True), ("McALLISTER", True),
     ("DR. MOE", True), ("STOP IT!", False), ("WAIT --", False), ("He leaves.", False),
     ("CUT TO:", False)],
)  # fmt: skip
def test_a_name_above_a_speech_looks_like_one(text: str, expected: bool) -> None:
    assert is_name_like(text) is expected


def test_scene_numbers_are_split_off_even_when_glued() -> None:
    assert split_left_number("12A  INT. HALL") == ("12A", "INT. HALL")
    assert split_left_number("A1INT. HALL") == ("A1", "INT. HALL")
    assert split_left_number("INT. HALL") is None
