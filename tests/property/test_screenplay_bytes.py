"""Files from strangers: any bytes, any damage, any repetition end soon, in a film or our error."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.types import Screenplay
from scenescore.screenplay.read import read_bytes

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "screenplay"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "formats"
SEEDS = {
    "fdx": (GOLDEN / "final-draft.fdx").read_bytes(),
    "celtx": (GOLDEN / "stage-door.celtx").read_bytes(),
    "html": (GOLDEN / "film-site-page.html").read_bytes(),
    "fountain": (GOLDEN / "mixed-habits.fountain").read_bytes(),
    "txt": (GOLDEN / "typed-page.txt").read_bytes(),
}
DAMAGE = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255), st.integers(0, 3)),
    min_size=1, max_size=12,
)  # fmt: skip
_SOON_S = 6.0
_LETTERS = 60_000


def damaged(data: bytes, damage: list[tuple[float, int, int]]) -> bytes:
    content = bytearray(data)
    for where, byte, how in damage:
        at = int(where * len(content))
        if how == 0 and len(content) > 8:
            del content[at : at + byte]
        elif how == 1:
            content[at:at] = bytes([byte]) * 9
        elif how == 2:
            content[at:at] = content[at : at + 4 * byte]
        elif content:
            content[at] = byte
    return bytes(content)


def read_or_refusal(data: bytes, name: str) -> Screenplay | UnreadableScreenplayError:
    try:
        return read_bytes(data, name=name)
    except UnreadableScreenplayError as refusal:
        return refusal


@pytest.mark.parametrize("ending", SEEDS)
@settings(max_examples=60, deadline=None)
@given(damage=DAMAGE)
def test_a_damaged_file_is_read_or_refused(
    ending: str, damage: list[tuple[float, int, int]]
) -> None:
    result = read_or_refusal(damaged(SEEDS[ending], damage), f"film.{ending}")
    if isinstance(result, Screenplay):
        assert any(scene.elements or scene.heading for scene in result.scenes)
    else:
        assert result.code
        assert result.hint


@settings(max_examples=12, deadline=None)
@given(damage=DAMAGE)
def test_a_damaged_pdf_is_read_or_refused(damage: list[tuple[float, int, int]]) -> None:
    data = damaged((EXAMPLES / "small-weather.pdf").read_bytes(), damage)
    result = read_or_refusal(data, "film.pdf")
    assert isinstance(result, Screenplay) or result.code


REPEATED = [
    "(", "(\n", " ", "\n", "word ", "A\n", "ANNA\nyes\n\n", "INT. A - DAY\n\n", "-", "*", "* ", "_",
    ".", "\t", "A                    B\n  yes     no\n", "a{b:c}\n", "<b>", "&amp;", "*a", "_a *b ",
    "[[", "/*", "[[a\n\n", "THE ", "a-\n", "CONTINUED: ", "Genres : Drama\n", "=====\n\nText.\n\n",
    '"', "DAY - ", "INT/", "<script", "<!--", "Title: ", "N: yes\n", "<html><pre>", "\u00ad", "\r",
    "1\n2\n", "A (B) ", "**a** ", "]]", "~", "> a <\n", "@", "#\n",
]  # fmt: skip


@pytest.mark.parametrize("text", REPEATED)
@pytest.mark.parametrize("ending", ["txt", "fountain"])
def test_no_repetition_takes_long(text: str, ending: str) -> None:
    start = time.process_time()
    read_or_refusal((text * (_LETTERS // len(text))).encode(), f"film.{ending}")
    assert time.process_time() - start < _SOON_S


def test_a_cast_of_thousands_does_not_take_long() -> None:
    rows = [f"PERSON {chr(65 + i % 26)}{chr(65 + i // 26 % 26)}{chr(65 + i // 676)}\nI said so.\n"
            for i in range(3000)]  # fmt: skip
    start = time.process_time()
    read_or_refusal("\n".join(rows).encode(), "film.fountain")
    assert time.process_time() - start < _SOON_S
