"""The library, a film on the desk, quick pieces and new takes: on a real, very short film."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from scenescore.core.codec import from_json, read_json
from scenescore.core.errors import Cancelled, NoInputError
from scenescore.core.progress import Run
from scenescore.core.types import CuePlan
from scenescore.studio.apply_edits import apply_to_plan
from scenescore.studio.decide import edit_cue, edit_scene, undo
from scenescore.studio.edits import CueEdit, Edits
from scenescore.studio.film_view import letter_of, view_cue, view_film, view_scene
from scenescore.studio.folder import FilmFolder
from scenescore.studio.library import Library, example_scripts
from scenescore.studio.new_take import cue_in_force, record_new_take
from scenescore.studio.pipeline import Order, plan_film, replan, rescore
from scenescore.studio.quick import Wish, place_of, score_scene
from scenescore.studio.wav_stream import wav_blocks, wav_size

SCRIPT = """Title: Two Doors

INT. CELLAR - NIGHT

A door slams. Footsteps run up the stairs; ANNA hides, breathless, in the dark.

ANNA
He has found us.

EXT. ORCHARD - DAY

Sunlight. Children laugh between the trees, and Anna laughs with them.
"""
FAST = {"music__player": "synth", "story__analyst": "lexicon"}
SETTINGS = '[spotting]\nplan = "per-scene"\ncue_s = 3.0\n\n[work]\nworkers = 1\n'


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    root = tmp_path_factory.mktemp("library")
    script = root / "doors.fountain"
    script.write_text(SCRIPT, "utf-8")
    project = root / "two-doors.film" / "project.toml"
    project.parent.mkdir()
    project.write_text(SETTINGS, "utf-8")
    return plan_film(script, root, flags=FAST)


@pytest.fixture
def folder(planned, tmp_path):
    shutil.copytree(planned.root, tmp_path / "two-doors.film")
    return FilmFolder(tmp_path / "two-doors.film")


def test_planning_records_nothing_yet_shows_the_whole_film(folder):
    film = view_film(folder)
    assert [scene["heading"] for scene in film["scenes"]] == [
        "INT. CELLAR - NIGHT", "EXT. ORCHARD - DAY",
    ]  # fmt: skip
    assert [cue["take"] for cue in film["cues"]] == [None, None]
    assert film["mix"] is None
    assert {curve["name"] for curve in film["curves"]} == {"valence", "arousal", "tension"}
    assert not list(folder.root.rglob("cue.flac"))


def test_a_scene_has_its_script_beside_its_music(folder):
    scene = view_scene(folder, 1)
    said = "".join(text for p in scene["script"] for text, _ in p["pieces"])
    assert "He has found us." in said
    assert len(scene["cues"]) == 1
    assert view_scene(folder, 9) is None


def test_a_new_take_of_an_equal_brief_is_other_music_and_waits_to_be_accepted(folder):
    uid = view_film(folder)["cues"][0]["uid"]
    first = record_new_take(folder, uid)
    second = record_new_take(folder, uid)
    assert (first.number, second.number) == (1, 2)
    assert first.brief_key == second.brief_key
    assert first.audio.sha256 != second.audio.sha256
    assert view_cue(folder, uid)["take"] == 1
    edit_cue(folder, uid, {"accepted_take": 2}, said="take")
    replan(folder)
    assert view_cue(folder, uid)["take"] == 2
    undo(folder)
    replan(folder)
    assert view_cue(folder, uid)["take"] == 1


def test_varying_keeps_key_and_tempo(folder):
    uid = view_film(folder)["cues"][0]["uid"]
    record_new_take(folder, uid)
    varied = record_new_take(folder, uid, how="vary", of=1)
    one, two = (
        read_json(folder.takes(uid) / str(number) / "take.json") for number in (1, varied.number)
    )
    assert one["key"] == two["key"]
    assert abs(one["bpm"] - two["bpm"]) <= 6
    assert one["audio"]["sha256"] != two["audio"]["sha256"]


def test_what_a_person_wishes_reaches_the_composer_and_stands_after_a_new_take(folder):
    uid = view_film(folder)["cues"][1]["uid"]
    record_new_take(folder, uid)
    wish = {"mood": {"valence": -0.8, "arousal": 0.6, "tension": 0.7}, "bpm": 96.0}
    edit_cue(folder, uid, {"music": wish}, said="mood")
    replan(folder)
    assert not view_cue(folder, uid)["fits"]
    assert cue_in_force(folder, uid).music.bpm == 96.0
    take = record_new_take(folder, uid)
    cue = view_cue(folder, uid)
    assert (cue["take"], cue["fits"]) == (take.number, True)


def test_scoring_one_scene_leaves_the_others_in_the_mix(folder):
    rescore(folder, flags={}, order=Order(), run=Run())
    first, second = (cue["uid"] for cue in view_film(folder)["cues"])
    for uid in (first, second):
        edit_cue(folder, uid, {"music": {"bpm": 100.0}}, said="tempo")
    film = rescore(folder, flags={}, order=Order(frozenset({2})), run=Run())
    assert [uid for uid, _ in film.takes] == [first, second]
    assert [take.number for _, take in film.takes] == [1, 2]


def test_a_reader_leaves_alone_what_is_just_being_recorded(folder):
    uid = view_film(folder)["cues"][0]["uid"]
    making = folder.takes(uid) / ".making-abc"
    making.mkdir(parents=True)
    view_film(folder)
    assert making.is_dir()
    replan(folder)  # a writer clears what a killed run left
    assert not making.exists()


def test_deciding_needs_no_lock_but_planning_does(folder):
    from scenescore.core.errors import LockedError

    uid = view_film(folder)["cues"][0]["uid"]
    with folder.locked():
        edit_cue(folder, uid, {"locked": True}, said="lock")
        with pytest.raises(LockedError):
            replan(folder)
    replan(folder)
    assert view_film(folder)["cues"][0]["is_locked"]


def test_silencing_a_cue_can_be_taken_back(folder):
    uid = view_film(folder)["cues"][0]["uid"]
    edit_cue(folder, uid, {"no_music": True}, said="no music")
    replan(folder)
    film = view_film(folder)
    assert uid not in {cue["uid"] for cue in film["cues"]}
    assert film["quiet_cues"] == [uid]
    edit_cue(folder, uid, {"no_music": None}, said="music again")
    replan(folder)
    assert uid in {cue["uid"] for cue in view_film(folder)["cues"]}


def test_editing_words_shows_at_once(folder):
    key = view_film(folder)["scenes"][0]["key"]
    edit_scene(folder, key, {"words": ["iron", "cold", "low"]}, said="words")
    replan(folder)
    assert view_scene(folder, 1)["brief"]["words"] == ["iron", "cold", "low"]
    assert view_film(folder)["scenes"][0]["is_edited"]


def test_density_and_themes_are_laid_over_the_plan(folder):
    plan = from_json(CuePlan, read_json(folder.cues))
    uid = plan.cues[0].uid
    edit = CueEdit.model_validate({"music": {"density": 0.9, "themes": [{"owner": "ANNA"}]}})
    music = apply_to_plan(plan, Edits({}, {uid: edit})).cues[0].music
    assert sum(level for _, level in music.curve) / len(music.curve) == pytest.approx(0.9, abs=0.1)
    assert [use.owner for use in music.themes] == ["ANNA"]
    bare = replace(plan, cues=(replace(plan.cues[0], music=replace(plan.cues[0].music, curve=())),))
    assert apply_to_plan(bare, Edits({}, {uid: edit})).cues[0].music.curve


def test_a_quick_piece_has_everything_the_paper_shows_and_comes_back_at_once(folder):
    told = score_scene(folder, Wish(1, 4.0, 3), run=Run())
    assert told["take"]["duration_s"] == 4.0
    assert told["brief"]["genre"]
    assert told["brief"]["emotions"]
    assert "He has found us." in told["brief"]["analysed_text"]
    assert told["captions"][0]["start_s"] == 0.0
    assert told["why"].startswith("The scene")
    place = place_of(folder, told["key"])
    assert (place / "score.mid").is_file()
    assert sorted(path.stem for path in (place / "stems").iterdir()) == told["stems"]
    before = (place / "cue.wav").stat().st_mtime_ns
    assert score_scene(folder, Wish(1, 4.0, 3), run=Run())["key"] == told["key"]
    assert (place / "cue.wav").stat().st_mtime_ns == before


def test_another_seed_is_another_piece_and_no_scene_is_an_answer(folder):
    one, two = (score_scene(folder, Wish(2, 3.0, seed), run=Run())["key"] for seed in (1, 2))
    assert one != two
    with pytest.raises(NoInputError, match="no scene 77"):
        score_scene(folder, Wish(77), run=Run())


def test_a_stopped_piece_leaves_nothing_behind(folder):
    run = Run(lambda event: run.cancel() if event.text.startswith("playing") else None)
    with pytest.raises(Cancelled):
        score_scene(folder, Wish(1, 20.0, 9), run=run)
    assert not list((folder.cache / "quick").glob("*"))
    assert not list(folder.root.rglob(".making-*"))


def test_a_library_names_only_its_own_films(folder):
    library = Library(folder.root.parent)
    assert library.names() == ["two-doors"]
    for name in ("../two-doors", "two-doors/../two-doors", "nothing", "", "."):
        with pytest.raises(NoInputError):
            library.film(name)


def test_a_link_out_of_the_library_is_no_film(folder, tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "out.film").symlink_to(folder.root)
    with pytest.raises(NoInputError):
        Library(inner).film("out")


def test_an_upload_keeps_nothing_of_a_bad_name(tmp_path):
    library = Library(tmp_path)
    for name in ("../../evil.fountain", "..\\..\\evil.fountain", "a/b/evil.fountain"):
        kept = library.keep_upload(name, b"x")
        assert kept.parent.parent == library.incoming
        assert kept.name == "evil.fountain"
    assert library.keep_upload("", b"x").name == "script"


def test_a_film_in_a_few_words_and_one_that_is_broken(folder):
    told = Library(folder.root.parent).summaries()[0]
    assert (told["scenes"], told["cues"], told["recorded"]) == (2, 2, 0)
    assert sum(n for _, n in told["genres"]) == 2
    assert len(told["arc"]) == 2
    folder.cues.write_text("{", "utf-8")
    assert Library(folder.root.parent).summaries()[0]["problem"]


def test_the_examples_are_found():
    assert {path.stem for path in example_scripts()} >= {"small-weather", "three-quiet-nights"}


def test_wav_in_pieces_is_the_file_it_says(folder, tmp_path):
    import numpy as np
    import soundfile

    uid = view_film(folder)["cues"][0]["uid"]
    take = record_new_take(folder, uid)
    whole = b"".join(wav_blocks(folder.root / take.audio.path.relative_to(folder.root)))
    assert len(whole) == wav_size(take.audio.path)
    (tmp_path / "x.wav").write_bytes(whole)
    got, rate = soundfile.read(tmp_path / "x.wav")
    want, _ = soundfile.read(take.audio.path)
    assert rate == 48_000
    assert np.abs(got - want).max() < 2**-23


def test_letters_go_on_after_z():
    assert [letter_of(n) for n in (1, 2, 26, 27)] == ["A", "B", "Z", "AA"]
