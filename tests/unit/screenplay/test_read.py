"""Reading any file: the surest reader is taken, and what is no script is refused with a reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scenescore.core.errors import (
    NoInputError,
    NotPermittedError,
    UnknownBackendError,
    UnreadableScreenplayError,
)
from scenescore.screenplay.read import read_bytes, read_file
from scenescore.screenplay.view import unreadable_to_json

SCRIPT = "INT. ROOM - DAY\n\nRain on the window.\n\nANNA\nStay.\n"
BROKEN_OUT = """
TOY BOX

<b><!--
</b>
<b>/*
</b>Break-out-of-frames script
<b>*/
</b>
if (window!= top)
top.location.href=location.href
<b>// -->
</b>
"""
STYLE = "A Film - by Somebody\n<b>\n</b>body{\n\tfont-family: Courier;\n<b>\t\n</b><b>}\n</b>\n"


def refused(data: bytes, name: str = "film.txt") -> str:
    with pytest.raises(UnreadableScreenplayError) as caught:
        read_bytes(data, name=name)
    assert caught.value.exit_code == 65
    assert caught.value.hint
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "picture"),
        (b"\xff\xd8\xff\xe0" + b"\0\x10JFIF" * 9, "picture"),
        (b"\0\0\0\x20ftypisom" + b"\0\1" * 50, "video"),
        (b"PK\x03\x04" + b"\x14\0\6\0" * 30, "archive"),
        (b"\x7fELF" + bytes(range(32)) * 9, "binary"),
        (bytes(range(1, 32)) * 30, "binary"),
        (BROKEN_OUT.encode(), "stub"),
        (STYLE.encode(), "stylesheet"),
        (b"This script was brought to you by the friends of old films.", "stub"),
        (b"<html><body><table><tr><td class='scrtext'><pre>\n\n</pre></table></html>", "stub"),
        (b"%PDF-1.4 nonsense", "damaged-pdf"),
        (b"<FinalDraft><Content><Paragraph>", "broken-xml"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><FinalDraft>&b;</FinalDraft>', "unsafe-xml"),
        (b"<FinalDraft><Content/></FinalDraft>", "no-script"),
    ],
)
def test_what_is_no_script_is_refused_by_name(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_the_suffix_cannot_make_a_script_of_a_picture() -> None:
    assert refused(b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "film.fountain") == "picture"


def test_content_outweighs_a_wrong_suffix() -> None:
    paragraph = b"<Paragraph Type='Action'><Text>Rain.</Text></Paragraph>"
    fdx = b"<FinalDraft><Content>" + paragraph + b"</Content></FinalDraft>"
    assert read_bytes(fdx, name="film.txt").format == "fdx"
    assert (
        read_bytes(b"<html><pre>" + SCRIPT.encode() + b"</pre></html>", name="film.txt").format
        == "imsdb"
    )
    fountain = "Title: Rain\nAuthor: A. B.\n\n.THE ROOM\n\n> CUT TO BLACK <\n\n" + SCRIPT
    assert read_bytes(fountain.encode(), name="film.txt").format == "fountain"


def test_the_suffix_settles_what_content_leaves_open() -> None:
    assert read_bytes(SCRIPT.encode(), name="film.fountain").format == "fountain"
    assert read_bytes(SCRIPT.encode(), name="film.txt").format == "text"


def test_a_reader_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "film.txt"
    path.write_text(SCRIPT)
    assert read_file(path, reader="fountain").format == "fountain"
    with pytest.raises(UnknownBackendError, match="fontain"):
        read_file(path, reader="fontain")


def test_source_and_title_come_from_the_file_name(tmp_path: Path) -> None:
    path = tmp_path / "my_film.fountain"
    path.write_text(SCRIPT)
    film = read_file(path)
    assert (film.source, film.title) == ("my_film.fountain", "my film")


def test_a_missing_file_is_no_input(tmp_path: Path) -> None:
    with pytest.raises(NoInputError):
        read_file(tmp_path / "nothing.fountain")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_not_permitted(tmp_path: Path) -> None:
    path = tmp_path / "film.fountain"
    path.write_text(SCRIPT)
    path.chmod(0)
    with pytest.raises(NotPermittedError):
        read_file(path)


def test_a_refused_file_still_has_an_object_to_print() -> None:
    with pytest.raises(UnreadableScreenplayError) as caught:
        read_bytes(b"", name="film.txt")
    shown = unreadable_to_json(caught.value, name="film.txt")
    assert shown["scenes"] == []
    assert shown["diagnostics"][0]["code"] == "empty"


def test_utf16_and_cp1252_scripts_are_read() -> None:
    wide = read_bytes("\ufeff".encode("utf-16-le") + SCRIPT.encode("utf-16-le"), name="film.txt")
    assert wide.scored_scenes[0].title == "INT. ROOM - DAY"
    old = SCRIPT.replace("Stay.", "It\u2019s caf\u00e9 time.").encode("cp1252")
    told = [e.text for e in read_bytes(old, name="film.txt").scored_scenes[0].elements]
    assert told[-1] == "It\u2019s caf\u00e9 time."


def test_the_same_bytes_give_the_same_screenplay() -> None:
    data = SCRIPT.encode()
    assert read_bytes(data, name="a.txt") == read_bytes(data, name="a.txt")


STYLES = "body { margin: 0; }\n.menu a:hover {\n  color: #fff;\n  background: url(x.png);\n}\n" * 9


@pytest.mark.parametrize("name", ["style.txt", "style.fountain", "style.css"])
def test_a_style_sheet_is_no_script_whatever_its_name(name: str) -> None:
    assert refused(STYLES.encode(), name) == "stylesheet"


def test_braces_and_semicolons_in_a_script_are_no_style_sheet() -> None:
    text = SCRIPT + "\nThe screen reads:\n\n{ lights: off; }\n"
    assert read_bytes(text.encode(), name="film.fountain").scored_scenes


def test_final_draft_paragraphs_keep_their_lines_and_cannot_nest_for_ever() -> None:
    start, end = b"<FinalDraft>\n<Content>\n", b"\n</Content></FinalDraft>"
    rain = b"<Paragraph Type='Action'><Text>Rain.</Text></Paragraph>"
    film = read_bytes(start + rain + end, name="a.fdx")
    assert film.scenes[0].elements[0].line == 3
    assert refused(start + b"<Paragraph>" * 90 + b"</Paragraph>" * 90 + end) == "unsafe-xml"
