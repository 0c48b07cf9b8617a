"""Plain text of any kind: it is read or refused, never lost and never a crash."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.types import Screenplay
from scenescore.screenplay.read import read_bytes
from scenescore.screenplay.view import from_json, to_json

LINES = st.sampled_from(
    [
        "", "", "INT. KITCHEN - NIGHT", "12  EXT. YARD - DAY   12", "THE HARBOR", "DAY",
        "     ANNA", "                    BEN (V.O.)", "          Stay with me, would you?",
        "          I never said that I would go.", "     She turns to the window and waits.",
        "     He opens the door. Rain comes in.", "               (softly)", "(a long", "pause)",
        "                         CUT TO:", "FADE IN:", "ANNA: No.", "CLOSE ON THE CUP", "?!", "7.",
        "    \t  ", "*", "     The end of it. *", "A\u00a0B", "\u2022 BEN", "\u00ad", "(",
        "____SCENE", "2____", "BEN                    ANNA", "   Yes.                   No.",
        "Genres : Drama",
    ]
)  # fmt: skip
WORDS = st.sampled_from(["rain", "roof", "Anna", "waits", "harbor", "he", "you", "I", "don't"])
SCRIPTS = st.lists(LINES, min_size=1, max_size=30).map("\n".join)


def read_or_refusal(data: bytes, *, reader: str = "auto") -> Screenplay | UnreadableScreenplayError:
    try:
        return read_bytes(data, name="x", reader=reader)
    except UnreadableScreenplayError as refusal:
        return refusal


@settings(max_examples=200, deadline=None)
@given(SCRIPTS)
def test_lines_in_any_order_are_read_or_refused(text: str) -> None:
    film = read_or_refusal(text.encode(), reader="text")
    if isinstance(film, UnreadableScreenplayError):
        assert film.hint
        return
    assert film.scored_scenes or any(scene.elements for scene in film.scenes)
    assert [s.number for s in film.scored_scenes] == list(range(1, len(film.scored_scenes) + 1))
    assert len({s.key for s in film.scenes}) == len(film.scenes)
    assert from_json(to_json(film)) == film


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    result = read_or_refusal(data)
    assert isinstance(result, Screenplay) or result.code


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, min_size=40, max_size=200), st.integers(20, 70))
def test_every_word_of_a_plain_page_is_kept(words: list[str], width: int) -> None:
    rows, row = [], ""
    for word in words:
        if len(row) + len(word) > width:
            rows.append(row)
            row = ""
        row = f"{row} {word}".strip()
    text = "INT. ROOM - DAY\n\n" + "\n".join([*rows, row]) + "\n"
    film = read_bytes(text.encode(), name="x.txt", reader="text")
    told = " ".join(e.text for s in film.scenes for e in s.elements).split()
    assert told == words
