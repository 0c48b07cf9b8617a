"""What a person decided, wrote or recorded survives drafts, copies, kills and odd files."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from faked_films import FLAGS, again

from scenescore.core.errors import (
    BadDataError,
    CannotWriteError,
    NoInputError,
    NotPermittedError,
    UsageError,
)
from scenescore.core.protocols import Caps
from scenescore.core.settings import load
from scenescore.studio.edits import load_edits
from scenescore.studio.export import export_film
from scenescore.studio.folder import FilmFolder
from scenescore.studio.load import load_film
from scenescore.studio.new_take import take_anew
from scenescore.studio.pipeline import Order, plan_film, replan, score_film
from scenescore.studio.reattach import renamed
from scenescore.studio.steps import understand_text
from scenescore.testing import FakeComposer, registered

pytestmark = pytest.mark.usefixtures("fakes")
SCRIPT = """Title: Two Doors

INT. CELLAR - NIGHT

A door slams. Footsteps run up the stairs; ANNA hides, breathless, in the dark.

EXT. ORCHARD - DAY

Sunlight. Children laugh between the trees, and Anna laughs with them.
"""


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "doors.fountain"
    path.write_text(SCRIPT, "utf-8")
    return path


@pytest.fixture
def folder(script, tmp_path):
    return FilmFolder(score_film(script, tmp_path / "films", flags=FLAGS).folder)


def decide(folder, uid, edit):
    folder.edits.write_text(f'{{"schema": 1, "cues": {{"{uid}": {edit}}}}}')


def first_take(folder):
    return next(folder.root.glob("cues/*/takes/1"))


# ---------------------------------------------------------------- what a film was asked for


def test_flags_and_true_times_stay_with_the_film_and_so_do_a_persons_comments(script, tmp_path):
    timing = tmp_path / "t.csv"
    timing.write_text("scene,start_s\n1,0\n2,40\n")
    film = score_film(
        script, tmp_path, flags={**FLAGS, "film__seed": 7, "film__fps": "25"},
        order=Order(timing=timing),
    )  # fmt: skip
    folder = FilmFolder(film.folder)
    folder.project.write_text(folder.project.read_text("utf-8") + "\n# mine\n", "utf-8")
    timing.unlink()
    later, _ = again(folder)
    assert [cue.start_s for cue in later.plan.cues] == [cue.start_s for cue in film.plan.cues]
    assert later.plan.cues[1].start_s == 40.0
    assert load(folder.root)["film.seed"] == 7
    assert [take.number for _, take in later.takes] == [1, 1]
    assert "# mine" in folder.project.read_text("utf-8")


def test_two_scripts_of_one_title_have_two_folders_and_a_new_draft_has_one(script, tmp_path):
    first = plan_film(script, tmp_path, flags=FLAGS)
    script.write_text(SCRIPT.replace("A door slams", "Two doors slam"), "utf-8")
    assert plan_film(script, tmp_path, flags=FLAGS).root == first.root
    other = tmp_path / "other.fountain"
    other.write_text("Title: Two Doors\n\nEXT. MOON - DAY\n\nDust. Nothing moves.\n", "utf-8")
    assert plan_film(other, tmp_path, flags=FLAGS).root.name == "two-doors-2.film"
    assert plan_film(other, tmp_path, flags=FLAGS).root.name == "two-doors-2.film"


def test_odd_files_beside_the_script_are_not_read_and_no_script_is_said(folder):
    (folder.source / ".DS_Store").write_bytes(b"\0\1")
    again(folder)
    shutil.rmtree(folder.source)
    with pytest.raises(NoInputError):
        again(folder)


# ---------------------------------------------------------------- decisions


def test_edits_follow_a_scene_whose_words_change(folder, script):
    film = load_film(folder)
    cue = film.plan.cues[0]
    told = {"schema": 1, "cues": {cue.uid: {"locked": True, "gain_db": -3.5}}}
    told["scenes"] = {film.briefs[0].key: {"words": ["cold", "hollow", "waiting"]}}
    folder.edits.write_text(json.dumps(told))
    script.write_text(SCRIPT.replace("A door slams.", "Somewhere a door slams shut."), "utf-8")
    later = score_film(script, folder.root.parent, flags=FLAGS)
    assert later.plan.cues[0].uid != cue.uid
    assert later.plan.cues[0].locked
    assert later.plan.cues[0].gain_db == -3.5
    assert later.briefs[0].words == ("cold", "hollow", "waiting")
    assert later.takes[0][1].number == 1, "the locked take moved along"


def test_an_edit_whose_scene_is_gone_is_told_and_kept(folder):
    folder.edits.write_text('{"schema": 1, "scenes": {"gone": {"title": "X"}}, "cues": {}}')
    _, notes = again(folder)
    assert any("edited scene" in note for note in notes)
    assert "gone" in load_edits(folder).scenes


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        (["a", "b", "c"], ["a", "x", "c"], {"b": "x"}),
        (["a", "b", "c"], ["new", "a", "b", "c"], {}),
        (["a", "b", "c"], ["a", "x", "y", "c"], {}),
        (["a", "b"], ["b", "a"], {}),
    ],
)
def test_only_what_kept_its_place_is_renamed(before, after, names):
    assert renamed(before, after) == names


def test_our_own_plan_is_never_taken_for_a_persons_change(folder, monkeypatch):
    from scenescore.studio import notice_edits

    folder.edits.write_text('{"schema": 1, "scenes": {}, "cues": {}}')
    plan = folder.cues.read_text("utf-8")
    changed = plan.replace('"gain_db": 0.0', '"gain_db": -1.0').replace("4/4", "3/4")
    assert changed != plan
    real = notice_edits.write_text

    def dies(path, text):
        if path == folder.cues:
            real(path, changed)
            raise KeyboardInterrupt
        return real(path, text)

    with monkeypatch.context() as patch:
        patch.setattr(notice_edits, "write_text", dies)
        patch.setattr(notice_edits, "dumps", lambda value: changed)
        with pytest.raises(KeyboardInterrupt):
            notice_edits.keep_made(folder, folder.cues, {})
    _, notes = again(folder)
    assert not load_edits(folder).cues
    assert not any("Your changes" in note for note in notes)


def test_hits_and_curves_changed_by_hand_are_kept_and_what_cannot_be_is_said(folder):
    plan = json.loads(folder.cues.read_text("utf-8"))
    plan["cues"][0]["music"]["hits"] = [{"at_s": 1.5, "kind": "line", "weight": 0.9}]
    plan["cues"][0]["reason"] = "because"
    plan["cues"].append({**plan["cues"][1], "uid": "new"})
    folder.cues.write_text(json.dumps(plan))
    film, notes = again(folder)
    assert [hit.at_s for hit in film.plan.cues[0].music.hits] == [1.5]
    assert any("reason cannot be changed" in note for note in notes)
    assert any("cannot be added" in note for note in notes)


@pytest.mark.parametrize(
    "music",
    ['{"role": "song"}', '{"meter": "banana"}', '{"hits": [{"at_s": NaN}]}', '"loud"'],
)
def test_a_value_that_cannot_be_is_refused_in_words(folder, music):
    uid = load_film(folder).plan.cues[0].uid
    decide(folder, uid, f'{{"music": {music}}}')
    with pytest.raises(BadDataError):
        replan(folder)


def test_a_cue_after_the_film_is_refused(folder):
    uid = load_film(folder).plan.cues[0].uid
    decide(folder, uid, '{"start_s": 4000}')
    with pytest.raises(BadDataError, match="after the film's end"):
        replan(folder)


# ---------------------------------------------------------------- takes


@pytest.mark.parametrize("name", ["cue.flac", "score.mid"])
def test_a_replaced_file_is_a_persons_whatever_its_date(folder, name):
    mine = first_take(folder) / name
    mine.write_bytes(mine.read_bytes() + b"\0")
    os.utime(mine, (1e9, 1e9))
    film, _ = again(folder)
    assert [take.by_user for _, take in film.takes].count(True) == 1
    assert mine.read_bytes().endswith(b"\0")


def test_a_copied_or_touched_film_is_still_ours(folder, tmp_path):
    copy = FilmFolder(tmp_path / "copy.film")
    shutil.copytree(folder.root, copy.root, copy_function=shutil.copyfile)
    film, _ = again(copy)
    assert [take.by_user for _, take in film.takes] == [False, False]
    assert [take.number for _, take in film.takes] == [1, 1]


def test_a_broken_takes_folder_is_never_written_over(folder):
    (first_take(folder) / "cue.flac").unlink()
    (first_take(folder) / "score.mid").write_bytes(b"MINE")
    film, _ = again(folder)
    assert sorted(take.number for _, take in film.takes) == [1, 2]
    assert (first_take(folder) / "score.mid").read_bytes() == b"MINE"


def test_a_takes_notes_are_those_that_were_played_even_without_its_composer(folder):
    class Other(FakeComposer):
        version = "2"

        def compose(self, briefs, *, seeds, run):
            raise AssertionError("nobody asks for music to open a film")

    before = [take.score for _, take in load_film(folder).takes]
    shutil.rmtree(folder.cache)
    with registered("composers", "fake", Other):
        assert [take.score for _, take in load_film(folder).takes] == before
    assert all(before)


def test_no_sound_where_sound_should_be_is_said(folder):
    (first_take(folder) / "cue.flac").write_bytes(b"garbage")
    with pytest.raises(BadDataError, match="is no sound"):
        again(folder)


# ---------------------------------------------------------------- strangers, licences, orders


@pytest.mark.parametrize(
    "problem", [TypeError, AttributeError, AssertionError, MemoryError, KeyError]
)
def test_whatever_a_strangers_composer_raises_the_film_goes_on(script, tmp_path, problem):
    class Broken(FakeComposer):
        def compose(self, briefs, *, seeds, run):
            raise problem("oh")

    with registered("composers", "broken", Broken):
        film = score_film(script, tmp_path, flags={**FLAGS, "music__composer": "broken"})
    assert len(film.takes) == 2
    assert all("broken failed" in take.made_by[0].fallback for _, take in film.takes)


def test_commercial_refuses_takes_that_are_there_already(folder, script, tmp_path):
    class Theirs(FakeComposer):
        caps = Caps(licence="Not for sale.", commercial=False)

    with registered("composers", "theirs", Theirs):
        film = score_film(script, tmp_path, flags={**FLAGS, "music__composer": "theirs"})
        uid = film.plan.cues[0].uid
        own = FilmFolder(film.folder)
        decide(own, uid, '{"locked": true}')
    with pytest.raises(NotPermittedError, match="Not for sale"):
        again(own, commercial=True, music__composer="fake")


@pytest.mark.parametrize(
    ("flags", "order"),
    [
        ({"film__start_timecode": "99:99:00"}, Order()),
        ({"film__fps": "banana"}, Order()),
        ({"music__player": "nobody"}, Order()),
        ({"mix__target_lufs": float("nan")}, Order()),
        ({}, Order(frozenset({77}))),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(script, tmp_path, flags, order):
    with pytest.raises(UsageError):
        score_film(script, tmp_path / "out", flags={**FLAGS, **flags}, order=order)
    assert not (tmp_path / "out").exists()


def test_another_take_by_its_cues_label_is_recorded_and_in_use(folder):
    film = load_film(folder)
    take = take_anew(folder, film.plan.cues[1].label)
    after, _ = again(folder)
    assert take.number == 2
    assert after.takes[1][1].number == 2
    assert after.takes[1][1].audio.sha256 != film.takes[1][1].audio.sha256
    with pytest.raises(NoInputError, match="no cue"):
        take_anew(folder, "9m99")


def test_a_take_that_is_not_there_is_said(folder):
    decide(folder, load_film(folder).plan.cues[0].uid, '{"accepted_take": 9}')
    _, notes = again(folder)
    assert any("no take 9" in note for note in notes)


def test_an_empty_scene_has_no_brief():
    with pytest.raises(BadDataError, match="empty"):
        understand_text("  \n")


def test_what_was_exported_before_a_change_is_said_to_be_old(folder):
    export_film(folder, ["otio"])
    _, quiet = again(folder)
    decide(folder, load_film(folder).plan.cues[0].uid, '{"gain_db": -6}')
    _, notes = again(folder)
    assert not any("export them again" in note for note in quiet)
    assert any("otio in deliver/" in note for note in notes)


def test_a_table_of_times_that_cannot_be_used_is_named_as_given_and_not_kept(script, tmp_path):
    folder = plan_film(script, tmp_path / "films", flags=FLAGS)
    broken = tmp_path / "broken.csv"
    broken.write_text("scene,start_s\n")
    with pytest.raises(BadDataError, match=r"broken\.csv"):
        score_film(script, tmp_path / "films", flags=FLAGS, order=Order(timing=broken))
    assert not list(folder.root.glob("source/timing.csv"))
    assert again(folder)


def test_a_file_where_films_should_go_is_said_and_left_alone(script, tmp_path):
    (tmp_path / "films").write_text("mine")
    with pytest.raises(CannotWriteError, match="a file stands where a folder should be"):
        score_film(script, tmp_path / "films", flags=FLAGS)
    assert (tmp_path / "films").read_text() == "mine"
