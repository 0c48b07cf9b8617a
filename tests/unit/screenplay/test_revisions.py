"""Revision marks of Final Draft: kept by paragraph, and written back."""

from __future__ import annotations

from scenescore.core.types import Screenplay
from scenescore.screenplay.read import read_bytes
from scenescore.screenplay.view import from_json, to_json
from scenescore.screenplay.writers.fdx import to_fdx

DRAFT = """<?xml version="1.0" encoding="UTF-8"?>
<FinalDraft DocumentType="Script" Version="5"><Content>
<Paragraph Type="Scene Heading"><Text RevisionID="2">INT. LAMP ROOM - NIGHT</Text></Paragraph>
<Paragraph Type="Action"><Text>The lamp </Text><Text RevisionID="1">burns</Text>
<Text>.</Text></Paragraph>
<Paragraph Type="Action"><Text RevisionID="0">Rain on the glass.</Text></Paragraph>
<Paragraph Type="Character"><Text>JUNE</Text></Paragraph>
<Paragraph Type="Dialogue"><Text RevisionID="1">Late </Text>
<Text RevisionID="2">again.</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>As ever.</Text></Paragraph>
<Paragraph Type="Action"><Text RevisionID="10">She leaves.</Text></Paragraph>
</Content><Revisions ActiveSet="2"><Revision ID="1" Mark="*" Name="Blue Rev."/>
<Revision ID="2" Mark="*" Name="Pink Rev."/></Revisions></FinalDraft>"""


def _film() -> Screenplay:
    return read_bytes(DRAFT.encode(), name="draft.fdx")


def test_each_paragraph_names_the_latest_set_that_changed_it() -> None:
    (scene,) = _film().scenes
    assert scene.revision == "Pink Rev."
    assert [e.revision for e in scene.elements] == ["Blue Rev.", None, None, "Pink Rev.", "10"]


def test_revisions_come_back_from_final_draft_and_json() -> None:
    film = _film()
    again = read_bytes(to_fdx(film), name="draft.fdx")
    marks = [(e.text, e.revision) for scene in film.scenes for e in scene.elements]
    assert [(e.text, e.revision) for scene in again.scenes for e in scene.elements] == marks
    assert again.scenes[0].revision == "Pink Rev."
    assert from_json(to_json(film)) == film


def test_a_draft_without_marks_lists_no_revisions() -> None:
    plain = DRAFT.replace("RevisionID", "Font").encode()
    assert b"Revision" not in to_fdx(read_bytes(plain, name="draft.fdx"))
