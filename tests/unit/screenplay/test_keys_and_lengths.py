"""Keys hold still when a script changes elsewhere; lengths do not see how a file was spaced."""

from __future__ import annotations

from collections.abc import Iterable

from scenescore.core.types import Screenplay
from scenescore.screenplay.length import eighths_of, lines_per_page, set_lines
from scenescore.screenplay.read import read_bytes

ROOM = (
    "INT. ROOM - DAY\n\nRain falls on the tin roof all night long, and Anna counts.\n\n"
    "ANNA\nOne.\n\n"
)
YARD = "EXT. YARD - DAY\n\nA dog barks at the moon.\n\n"
HALL = "INT. HALL - DAY\n\nNobody.\n\n"


def read(*scenes: str) -> Screenplay:
    return read_bytes("".join(scenes).encode(), name="x.fountain", reader="fountain")


def keys(film: Screenplay) -> list[str]:
    return [scene.key for scene in film.scored_scenes]


def test_a_scene_inserted_before_changes_no_other_key() -> None:
    assert keys(read(HALL, ROOM, YARD))[1:] == keys(read(ROOM, YARD))


def test_an_edit_after_the_first_words_keeps_the_key() -> None:
    edited = ROOM.replace("long, and Anna counts", "and day").replace("One.", "Two.")
    assert keys(read(edited, YARD)) == keys(read(ROOM, YARD))


def test_spacing_case_and_numbers_do_not_count() -> None:
    shouted = ROOM.replace("INT. ROOM - DAY", "int. room -- day #7#").replace("Rain", "RAIN")
    assert keys(read(shouted)) == keys(read(ROOM))


def test_a_scene_told_twice_has_two_keys_and_both_stay() -> None:
    once, twice = keys(read(ROOM, YARD)), keys(read(ROOM, YARD, ROOM))
    assert twice[:2] == once
    assert len(set(twice)) == 3
    assert keys(read(HALL, ROOM, YARD, ROOM))[1:] == twice


def test_keys_are_twelve_hex_digits() -> None:
    assert all(len(key) == 12 and int(key, 16) >= 0 for key in keys(read(ROOM, YARD)))


def wrapped(words: Iterable[str], width: int) -> str:
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > width:
            lines.append(line.strip())
            line = ""
        line += word + " "
    return "\n".join([*lines, line.strip()])


def test_length_does_not_see_how_a_file_was_wrapped_or_spaced() -> None:
    words = ("rain on the roof of the long low house by the sea " * 20).split()
    text = "INT. ROOM - DAY\n\n{}.\n\nANNA\nNow we go home, I think.\n\nEXT. YARD - DAY\n\nMoon.\n"
    narrow, wide = (text.format(wrapped(words, width)) for width in (40, 72))
    double = narrow.replace("\n", "\n\n").replace("ANNA\n\n", "ANNA\n")
    films = [read_bytes(t.encode(), name="x.txt", reader="text") for t in (narrow, wide)]
    assert films[0].scored_scenes[0].eighths == films[1].scored_scenes[0].eighths == 4
    assert read_bytes(double.encode(), name="x.txt", reader="text").scored_scenes[0].eighths >= 4


def test_a_page_is_55_lines_unless_the_script_says_otherwise() -> None:
    assert eighths_of(55) == 8
    assert eighths_of(1) == 1
    assert eighths_of(0) == 0
    assert lines_per_page(5000, 0) == 55
    assert lines_per_page(5000, 100) == 50
    assert lines_per_page(5000, 10) == 55


def test_dialogue_is_set_narrower_than_action() -> None:
    text = "word " * 24
    assert set_lines("dialogue", text) > set_lines("action", text) - 1


def test_two_speeches_at_once_take_the_time_of_one() -> None:
    alone = read("INT. A - DAY\n\nANNA\nYes, yes, a thousand times yes.\n")
    both = read(
        "INT. A - DAY\n\nANNA\nYes, yes, a thousand times yes.\n\nBEN ^\nNo, no, a thousand noes.\n"
    )
    assert both.scored_scenes[0].length_s == alone.scored_scenes[0].length_s


def test_more_happening_plays_longer() -> None:
    short, long = read(ROOM), read(ROOM + "She runs to the door.\n\n" * 6)
    assert long.scored_scenes[0].estimated_s > short.scored_scenes[0].estimated_s
