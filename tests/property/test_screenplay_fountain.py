"""Fountain -> model -> Fountain -> model changes nothing that is said."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.core.progress import Run
from scenescore.core.types import Screenplay
from scenescore.screenplay.readers.fountain import FountainReader
from scenescore.screenplay.view import from_json, to_json
from scenescore.screenplay.writers.fountain import to_fountain

LINES = st.sampled_from(
    [
        "", "", "", "  ", "INT. KITCHEN - NIGHT", "ext. yard - dawn #12A#", ".SOMEWHERE ELSE",
        "ANNA", "BEN (V.O.) ^", "@McAllister", "CUT TO:", "> FADE OUT.", "> THE END <", "(softly)",
        "Hello there.", "The door *slams*.", "~ la la la", "# Act", "### Turn", "= What happens.",
        "===", "!RED LIGHT", "!!CLOSE ON THE KEY", "[[a note]]", "Rain. [[how much?]] More rain.",
        "/* cut", "cut */", "One [[long", "note]] two", "    Indented text", "\tTABBED",
        ".44 lies there", "(", "^", "@", "~", "!", ">", "<", "Title: no", "FADE IN:", "...and so",
        "It is /* not */ raining", "ANNA [[who?]]", "12", "JO\u00c3O", "\u201cNO\u201d", "#1 fan",
        "[[]]", "!!", "]]",
    ]
)  # fmt: skip
SCRIPTS = st.lists(LINES, min_size=1, max_size=14).map("\n".join)


def read(text: str) -> Screenplay:
    data = ("INT. FIRST - DAY\n\nIt rains on the roof.\n\n" + text).encode()
    return FountainReader().read(data, title="x", run=Run())


def meaning(film: Screenplay) -> list[object]:
    told: list[object] = [film.title, film.title_page]
    for scene in film.scenes:
        told.append((scene.number, scene.level, scene.title, scene.printed_number, scene.synopsis))
        told += [
            (e.kind, e.text.strip(), e.character, e.person, e.extension, e.dual, e.depth)
            for e in scene.elements
        ]
    return told


@settings(max_examples=300, deadline=None)
@given(SCRIPTS)
def test_fountain_written_and_read_again_says_the_same(text: str) -> None:
    film = read(text)
    again = FountainReader().read(to_fountain(film).encode(), title="x", run=Run())
    assert meaning(again) == meaning(film)


@settings(max_examples=200, deadline=None)
@given(SCRIPTS)
def test_json_keeps_every_field(text: str) -> None:
    film = read(text)
    assert from_json(to_json(film)) == film


@settings(max_examples=200, deadline=None)
@given(SCRIPTS)
def test_every_word_of_a_fountain_file_is_in_the_model(text: str) -> None:
    film = read(text)
    told = " ".join(f"{s.title} {s.printed_number} " + " ".join(e.text for e in s.elements)
                    for s in film.scenes)  # fmt: skip
    words = [w.strip("*[]/~!@>#=^.(<") for w in text.split()]
    assert [w for w in words if len(w) > 3 and w not in told] == []


def test_a_scene_number_with_a_slash_survives_the_way_through_fountain() -> None:
    film = read("INT. STAIRWAY - NIGHT #34/35#\n\nShe climbs.\n")
    again = FountainReader().read(to_fountain(film).encode(), title="x", run=Run())
    assert again.scored_scenes[-1].printed_number == "34/35"
    assert meaning(again) == meaning(film)
