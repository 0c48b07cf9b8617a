"""A person's decisions: kept, laid over each other, taken back."""

from __future__ import annotations

import pytest

from scenescore.core.errors import BadDataError
from scenescore.studio.decide import edit_cue, edit_scene, last_decision, undo
from scenescore.studio.edits import load_edits
from scenescore.studio.folder import FilmFolder


@pytest.fixture
def folder(tmp_path):
    return FilmFolder(tmp_path / "a.film")


@pytest.fixture(autouse=True)
def _there(folder):
    folder.root.mkdir()


def test_decisions_lie_over_each_other_field_by_field(folder):
    edit_cue(folder, "00000001", {"locked": True, "music": {"bpm": 90.0}}, said="lock")
    edit_cue(folder, "00000001", {"music": {"density": 0.8}}, said="density")
    edit = load_edits(folder).cues["00000001"]
    assert edit.locked
    assert (edit.music.bpm, edit.music.density) == (90.0, 0.8)


def test_null_takes_a_field_back_to_the_plan(folder):
    edit_cue(folder, "00000001", {"locked": True, "music": {"bpm": 90.0}}, said="lock")
    edit_cue(folder, "00000001", {"locked": None, "music": {"bpm": None}}, said="unlock")
    edit = load_edits(folder).cues["00000001"]
    assert (edit.locked, edit.music) == (None, None)


def test_undo_goes_back_one_decision_at_a_time_to_the_very_beginning(folder):
    edit_scene(folder, "k", {"title": "One"}, said="title")
    edit_scene(folder, "k", {"title": "Two"}, said="title again")
    edit_cue(folder, "00000001", {"no_music": True}, said="no music")
    assert undo(folder) == "no music"
    assert load_edits(folder).cues == {}
    assert load_edits(folder).scenes["k"].title == "Two"
    assert undo(folder) == "title again"
    assert load_edits(folder).scenes["k"].title == "One"
    assert undo(folder) == "title"
    assert load_edits(folder).scenes == {}
    assert undo(folder) is None


def test_undo_leaves_what_was_decided_elsewhere_in_between(folder):
    edit_cue(folder, "00000001", {"locked": True}, said="lock")
    edits = load_edits(folder)
    from scenescore.studio.edits import CueEdit, Edits, save_edits

    save_edits(folder, Edits(edits.scenes, {**edits.cues, "00000002": CueEdit(locked=True)}))
    undo(folder)
    assert set(load_edits(folder).cues) == {"00000002"}


def test_what_cannot_be_used_changes_nothing_and_names_the_field(folder):
    edit_cue(folder, "00000001", {"locked": True}, said="lock")
    with pytest.raises(BadDataError, match=r"music\.bpm"):
        edit_cue(folder, "00000001", {"music": {"bpm": 9000}}, said="too fast")
    assert last_decision(folder) == "lock"


def test_deciding_the_same_again_is_no_decision(folder):
    edit_cue(folder, "00000001", {"locked": True}, said="lock")
    edit_cue(folder, "00000001", {"locked": True}, said="lock again")
    assert last_decision(folder) == "lock"
