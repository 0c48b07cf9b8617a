"""Celtx projects: a zip archive from a stranger, with a script in it."""

from __future__ import annotations

import io
import zipfile

import pytest

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.screenplay import archive
from scenescore.screenplay.read import read_bytes

PAGE = """<html><head><title></title></head><body>
<p class="sceneheading">int. barn - night</p>
<p class="action">Straw. A lamp on a nail.</p>
<p class="character">next</p><p class="dialog">Is it time?</p>
</body></html>"""


def packed(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as project:
        for name, text in members.items():
            project.writestr(name.replace("_", "."), text)
    return buffer.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableScreenplayError) as caught:
        read_bytes(data, name="film.celtx")
    return caught.value.code


def test_the_page_with_the_most_script_is_the_script() -> None:
    scratch = '<html><body><p class="action">A thought.</p></body></html>'
    film = read_bytes(packed(scratch_html=scratch, script_html=PAGE, project_rdf=""), name="x.zip")
    assert film.format == "celtx"
    assert [s.title for s in film.scored_scenes] == ["INT. BARN - NIGHT"]
    assert [(e.kind, e.text, e.line) for e in film.scored_scenes[0].elements] == [
        ("action", "Straw. A lamp on a nail.", 3),
        ("character", "NEXT", 4),
        ("dialogue", "Is it time?", 4),
    ]


def test_a_project_without_a_script_is_refused() -> None:
    assert refused(packed(project_rdf="<a/>", script_html="<html></html>")) == "no-script"


def test_a_small_archive_cannot_become_a_large_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenescore.screenplay.readers.celtx._MOST_BYTES", 100_000)
    bomb = packed(project_rdf="", script_html=PAGE + " " * 5_000_000)
    assert len(bomb) < 10_000
    assert refused(bomb) == "too-large"


def test_an_archive_of_very_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MOST_MEMBERS", 1)
    assert refused(packed(project_rdf="", script_html=PAGE)) == "too-large"


def test_a_cut_archive_is_damaged() -> None:
    assert refused(packed(project_rdf="", script_html=PAGE)[:-40]) == "damaged-archive"


def test_an_office_document_is_still_an_archive() -> None:
    assert refused(packed(word_xml="<w/>")) == "archive"
