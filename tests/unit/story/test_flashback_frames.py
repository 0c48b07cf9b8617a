from __future__ import annotations

from dataclasses import replace

import pytest

from scenescore.core.types import Element
from scenescore.story.frames import depths
from scenescore.testing import scene, screenplay


def _film(*rows):
    """Rows of (heading, line of action, ...)."""
    return screenplay(*(scene(n, row[0], *row[1:]) for n, row in enumerate(rows, 1)))


@pytest.mark.parametrize(
    "heading",
    [
        "EXT. LAKE - DAY (FLASHBACK)",
        "EXT. LAKE - FLASHBACK",
        "EXT. LAKE - DAY - TWENTY YEARS EARLIER",
        "EXT. LAKE - 3 WEEKS AGO",
        "INT. NURSERY - ANNA'S CHILDHOOD - NIGHT",
        "INT. CASTLE - NIGHT (DREAM)",
        "INT. CASTLE - DREAM SEQUENCE",
        "INT. HALL - NIGHT [FLASH-BACK]",
    ],
)
def test_a_heading_may_open_a_frame_for_its_own_scene(heading):
    found = depths(_film(("INT. HOUSE - DAY",), (heading,), ("INT. HOUSE - DAY",)))
    assert found == (0, 1, 0)


@pytest.mark.parametrize(
    "heading",
    [
        "INT. DREAMLAND CASINO - DAY",
        "EXT. PRESENT STREET - DAY",
        "INT. OFFICE - TEN YEARS LATER",
        "INT. MEMORY LANE DINER - NIGHT",
        "NIGHTMARE ANGLE - DECK",
        "EXT. CHILDHOOD HOME - DAY",
    ],
)
def test_other_headings_open_none(heading):
    assert depths(_film((heading,), ("INT. HOUSE - DAY",))) == (0, 0)


def test_a_frame_with_an_end_lasts_until_it():
    found = depths(
        _film(
            ("INT. HOUSE - DAY", "She looks at the photograph.", "BEGIN FLASHBACK:"),
            ("EXT. LAKE - DAY",),
            ("EXT. BOAT - DAY",),
            ("EXT. SHORE - DAY", "They wave.", "END FLASHBACK."),
            ("INT. HOUSE - DAY",),
        )
    )
    assert found == (0, 1, 1, 1, 0)


def test_a_frame_without_an_end_lasts_for_the_next_scene():
    rows = [("INT. HOUSE - DAY", "She remembers.", "FLASHBACK TO:"), ("EXT. LAKE - DAY",)]
    assert depths(_film(*rows, ("INT. HOUSE - DAY",), ("INT. BUS - DAY",))) == (0, 1, 0, 0)


def test_back_to_present_in_a_heading_ends_a_frame():
    found = depths(
        _film(
            ("EXT. LAKE - DAY (FLASHBACK)",),
            ("EXT. BOAT - DAY",),
            ("INT. HOUSE - DAY (PRESENT)",),
            ("INT. HOUSE - NIGHT",),
        )
    )
    assert found == (1, 1, 0, 0)


def test_a_scene_that_goes_on_stays_in_its_frame():
    found = depths(
        _film(
            ("EXT. LAKE - DAY (FLASHBACK)",),
            ("EXT. BOAT - CONTINUOUS",),
            ("EXT. BOAT - LATER",),
            ("INT. HOUSE - LATER",),
        )
    )
    assert found == (1, 1, 1, 0)


def test_a_flashback_inside_a_flashback_is_deeper():
    found = depths(
        _film(
            ("INT. HOUSE - DAY", "She closes her eyes.", "BEGIN FLASHBACK"),
            ("EXT. LAKE - DAY", "He tells of the war.", "BEGIN FLASHBACK"),
            ("EXT. TRENCH - NIGHT", "Mud.", "END FLASHBACK"),
            ("EXT. LAKE - DAY", "He falls silent.", "END FLASHBACK"),
            ("INT. HOUSE - DAY",),
        )
    )
    assert found[:3] == (0, 1, 2)
    assert found[-1] == 0


def _with_card(number, heading, card, line):
    told = scene(number, heading, line)
    return replace(told, elements=(Element("action", card), *told.elements))


def test_a_title_card_may_open_a_frame():
    found = depths(
        screenplay(
            scene(1, "INT. HOUSE - DAY"),
            _with_card(2, "EXT. FARM - DAY", "SUPER: Twenty years earlier", "A boy feeds hens."),
            _with_card(3, "INT. HOUSE - NIGHT", "SUPER: Twenty years later", "He feeds the cat."),
        )
    )
    assert found == (0, 1, 0)


def test_prose_about_memories_and_dreams_opens_none():
    found = depths(
        _film(
            ("INT. HOUSE - DAY", "She tells him the dream she had, a memory of years ago."),
            ("INT. HOUSE - NIGHT", "ANNA: It was ten years ago. A flashback. A nightmare."),
        )
    )
    assert found == (0, 0)


def test_a_flash_inside_a_scene_does_not_make_the_scene_a_flashback():
    lines = ["She stares at the lake. " * 4, "FLASHBACK:", "A child's hand.", "END FLASHBACK"]
    found = depths(_film(("EXT. LAKE - DAY", *lines, "She turns away. " * 6), ("INT. BUS - DAY",)))
    assert found == (0, 0)


def test_transitions_and_shots_carry_marks_too():
    first = scene(1, "INT. HOUSE - DAY", "She sleeps.")
    first = replace(first, elements=(*first.elements, Element("transition", "FLASHBACK TO:")))
    assert depths(screenplay(first, scene(2, "EXT. LAKE - DAY"))) == (0, 1)
    hall = scene(1, "INT. HALL - DAY", "She nods.")
    hall = replace(hall, elements=(*hall.elements, Element("shot", "FLASHBACK:")))
    assert depths(screenplay(hall, scene(2, "EXT. LAKE - DAY"))) == (0, 1)
    shot = replace(scene(1, "EXT. LAKE - FLASHBACK", "A boat on the water."), level="shot")
    found = depths(screenplay(scene(1, "INT. HOUSE - DAY", "She nods."), shot, scene(2)))
    assert found == (1, 0)
