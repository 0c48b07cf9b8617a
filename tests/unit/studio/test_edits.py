from dataclasses import replace
from fractions import Fraction

import pytest

from scenescore.core.codec import to_json
from scenescore.core.errors import BadDataError
from scenescore.core.types import Cue, CuePlan, Hit, Mood, MusicBrief
from scenescore.studio.apply_edits import apply_after_memory, apply_to_plan, apply_to_scenes
from scenescore.studio.edits import CueEdit, Edits, MusicEdit, SceneEdit, load_edits, save_edits
from scenescore.studio.folder import FilmFolder
from scenescore.studio.notice_edits import notice
from scenescore.testing import brief


def _plan(*starts_and_lengths) -> CuePlan:
    cues = tuple(
        Cue(f"uid{i}", "", start, (i,), MusicBrief(length, "western", hits=(Hit(4.0),)))
        for i, (start, length) in enumerate(starts_and_lengths, 1)
    )
    return CuePlan("F", Fraction(24), "01:00:00:00", 100.0, (), cues, (), ())


def test_edits_survive_the_disk(tmp_path):
    folder = FilmFolder(tmp_path)
    edits = Edits(
        {"k": SceneEdit(words=["a", "b", "c"])}, {"u": CueEdit(music=MusicEdit(bpm=90.0))}
    )
    save_edits(folder, edits)
    assert load_edits(folder) == edits


def test_a_broken_edits_file_names_the_place(tmp_path):
    folder = FilmFolder(tmp_path)
    folder.edits.write_text('{"schema": 1, "scenes": {"k": {"volume": 3}}}')
    with pytest.raises(BadDataError, match=r"scenes\.k\.volume"):
        load_edits(folder)


def test_a_person_s_words_replace_the_analyst_s():
    edits = Edits({"key-1": SceneEdit(genre="horror drone", title="Below")})
    (after,) = apply_to_scenes([brief()], edits)
    assert (after.genre, after.genres[0], after.title) == ("horror", "horror", "Below")
    assert after.emotions == brief().emotions


def test_a_portrayed_mood_goes_through_memory_and_a_felt_one_stays():
    mood = {"valence": 0.5, "arousal": 0.0, "tension": 0.1}
    shown = Edits({"key-1": SceneEdit.model_validate({"portrayed": mood})})
    assert apply_to_scenes([brief()], shown)[0].portrayed == Mood(**mood)
    felt = Edits({"key-1": SceneEdit.model_validate({"felt": mood})})
    remembered = replace(brief(), felt=Mood(-1.0, 0.0, 0.0))
    assert apply_after_memory([remembered], felt)[0].felt == Mood(**mood)


def test_no_music_here_turns_a_cue_into_a_silence():
    plan = apply_to_plan(_plan((0, 10), (20, 10)), Edits({}, {"uid1": CueEdit(no_music=True)}))
    assert [cue.uid for cue in plan.cues] == ["uid2"]
    assert plan.silences[0].reason == "You asked for no music here."


def test_a_later_entry_keeps_the_end_of_the_cue():
    plan = apply_to_plan(_plan((0, 10)), Edits({}, {"uid1": CueEdit(start_s=3.0)}))
    assert (plan.cues[0].start_s, plan.cues[0].end_s) == (3.0, 10.0)


def test_a_longer_cue_is_cut_where_the_next_begins():
    plan = apply_to_plan(_plan((0, 10), (20, 10)), Edits({}, {"uid1": CueEdit(duration_s=30.0)}))
    assert plan.cues[0].end_s == 20.0
    assert plan.cues[0].music.hits == (Hit(4.0),)


def test_changes_by_hand_become_edits():
    made = {"briefs": to_json([brief(1), brief(2)]), "cues": to_json(_plan((0, 10), (20, 10)))}
    found = {"briefs": to_json([brief(1), brief(2)]), "cues": to_json(_plan((0, 10)))}
    found["briefs"][1]["words"] = ["cold", "thin", "far"]
    found["cues"]["cues"][0]["gain_db"] = -3.0
    found["cues"]["cues"][0]["music"]["key"] = "D minor"
    found["cues"]["cues"][0]["music"]["duration_s"] = 12.5
    edits = notice(Edits(), made, found)
    assert edits.scenes == {"key-2": SceneEdit(words=["cold", "thin", "far"])}
    assert edits.cues["uid1"] == CueEdit(
        gain_db=-3.0, duration_s=12.5, music=MusicEdit(key="D minor")
    )
    assert edits.cues["uid2"] == CueEdit(no_music=True)


def test_an_untouched_folder_has_no_new_edits():
    told = {"briefs": to_json([brief()]), "cues": to_json(_plan((0, 10)))}
    assert notice(Edits(), told, told) == Edits()


def test_a_change_by_hand_that_makes_no_sense_is_refused_in_words():
    made = {"briefs": to_json([brief()])}
    found = {"briefs": to_json([brief()])}
    found["briefs"][0]["felt"] = {"valence": 7, "arousal": 0, "tension": 0}
    with pytest.raises(BadDataError, match=r"felt\.valence"):
        notice(Edits(), made, found)
