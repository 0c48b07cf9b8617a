from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.core.codec import key_of
from scenescore.core.errors import BadDataError, UsageError
from scenescore.core.types import Mood, SceneSpan
from scenescore.spotting.hits import find_hits
from scenescore.spotting.plan import Spotting, spot
from scenescore.testing import brief, scene, screenplay

TALK = ("ANNA: We should talk about the invoices.", "BEN: Again? Then let us talk.") * 6
CHASE = ("They run. A shot! Glass SHATTERS behind them.", "She leaps the wall and falls.")


def _film(*kinds):
    scenes, briefs = [], []
    for number, kind in enumerate(kinds, 1):
        said, changes = KINDS[kind]
        scenes.append(replace(scene(number, f"INT. PLACE {number} - DAY", *said), eighths=8))
        briefs.append(brief(number, **changes))
    return screenplay(*scenes), tuple(briefs)


def _felt(*mood):
    return {"felt": Mood(*mood), "portrayed": Mood(*mood)}


KINDS = {
    "talk": (TALK, {**_felt(0.1, -0.3, 0.1), "function": "build"}),
    "chase": (CHASE, {**_felt(-0.3, 0.9, 0.8), "function": "action", "genre": "action ostinato"}),
    "grief": (("She weeps.",), {**_felt(-0.9, -0.6, 0.3), "function": "release"}),
    "grief2": (("He weeps too.",), {**_felt(-0.8, -0.6, 0.3), "function": "release"}),
    "radio": (("A radio plays a waltz.",), {**_felt(0.2, 0, 0), "source_music": "a radio plays"}),
    "hush": (("Nobody speaks.",), {**_felt(-0.5, -0.8, 0.4), "function": "silence"}),
}


def test_plain_talk_stays_without_music_and_says_why():
    plan = spot(*_film("chase", "talk", "grief"))
    assert [cue.scenes for cue in plan.cues] == [(1,), (3,)]
    (silence,) = plan.silences
    assert silence.scenes == (2,)
    assert "words carry it" in silence.reason


def test_a_scene_for_which_a_person_wants_music_has_some_whatever_it_asks_for():
    screenplay_, briefs = _film("chase", "talk", "hush")
    wanted = frozenset(scene.key for scene in screenplay_.scenes[1:])
    plan = spot(screenplay_, briefs, Spotting(wanted=wanted))
    assert [cue.scenes for cue in plan.cues] == [(1,), (2,), (3,)]
    assert plan.cues[1].reason == "You asked for music here."
    assert not plan.silences


def test_a_scene_that_lives_from_quiet_is_left_alone():
    plan = spot(*_film("hush"))
    assert not plan.cues
    assert "quiet" in plan.silences[0].reason


def test_neighbours_of_one_feeling_share_one_cue():
    plan = spot(*_film("grief", "grief2", "chase"))
    assert [cue.scenes for cue in plan.cues] == [(1, 2), (3,)]
    assert any(hit.kind == "cut" for hit in plan.cues[0].music.hits)


def test_music_the_characters_hear_is_source_and_alone():
    plan = spot(*_film("grief", "radio", "grief2"))
    assert [cue.music.role for cue in plan.cues] == ["underscore", "source", "underscore"]
    assert plan.cues[1].gain_db < 0


def test_a_chase_gets_hits_and_the_loudest_is_hard():
    (cue,) = spot(*_film("chase")).cues
    assert any(hit.is_hard for hit in cue.music.hits)
    assert all(0 < hit.at_s < cue.music.duration_s for hit in cue.music.hits)


def test_per_scene_gives_every_scene_one_cue_of_the_length_asked():
    plan = spot(*_film("talk", "hush", "chase"), Spotting("per-scene", cue_s=30.0))
    assert [cue.scenes for cue in plan.cues] == [(1,), (2,), (3,)]
    assert {cue.music.duration_s for cue in plan.cues} == {30.0}


def test_per_scene_holds_a_short_scene_until_its_cue_ends():
    film, briefs = _film("grief", "chase")
    short = replace(film, scenes=tuple(replace(s, eighths=1) for s in film.scenes))
    plan = spot(short, briefs, Spotting("per-scene", cue_s=30.0))
    assert plan.cues[1].start_s == 30.0


def test_per_scene_without_a_length_is_as_long_as_the_scene():
    plan = spot(*_film("grief", "talk"), Spotting("per-scene"))
    assert [cue.music.duration_s for cue in plan.cues] == [60.0, 60.0]


def test_a_scene_where_a_person_wants_none_gets_none():
    plan = spot(*_film("chase", "grief"), Spotting(quiet=frozenset({"key-1"})))
    assert [cue.scenes for cue in plan.cues] == [(2,)]
    assert plan.silences[0].reason == "You asked for no music here."


def test_every_cue_starts_on_a_frame_and_moving_it_keeps_its_length():
    film, briefs = _film("chase", "talk", "grief")
    uneven = [replace(s, length_s=31.2345 + s.number) for s in film.scenes]
    fps = Fraction(24000, 1001)
    plan = spot(screenplay(*uneven), briefs, Spotting(fps=fps))
    for cue in plan.cues:
        frames = Fraction(cue.start_s) * fps
        assert abs(frames - round(frames)) < Fraction(1, 10**6)
    shorter = [replace(uneven[0], length_s=17.1), *uneven[1:]]
    moved = spot(screenplay(*shorter), briefs, Spotting(fps=fps))
    assert moved.cues[-1].start_s != plan.cues[-1].start_s
    assert moved.cues[-1].music == plan.cues[-1].music


def test_coverage_takes_the_scenes_that_need_it_most():
    film = _film("talk", "chase", "talk", "talk")
    quarter = spot(*film, Spotting(coverage=0.25))
    assert [cue.scenes for cue in quarter.cues] == [(2,)]
    whole = spot(*film, Spotting(coverage=1.0))
    assert not whole.silences


def test_those_who_recur_get_a_theme_and_cues_quote_it():
    film, briefs = _film("talk", "talk", "talk", "grief")
    briefs = (*briefs[:3], replace(briefs[3], characters=("ANNA",)))
    plan = spot(film, briefs)
    assert [slot.owner for slot in plan.themes][:1] == ["ANNA"]
    (use,) = plan.cues[-1].music.themes
    assert (use.owner, use.operator) == ("ANNA", "mode-change")


def test_whoever_has_a_tune_already_gets_a_slot_as_soon_as_they_are_in_the_film():
    film, briefs = _film("talk", "chase")
    briefs = (replace(briefs[0], analysed_text="She turns the black  ring."), briefs[1])
    plan = spot(film, briefs, Spotting(plan="per-scene", themed=("ben", "BLACK RING", "NOBODY")))
    assert [(slot.owner, slot.kind) for slot in plan.themes] == [
        ("BEN", "character"),
        ("BLACK RING", "idea"),
    ]
    assert "BLACK RING" in [use.owner for use in plan.cues[0].music.themes]
    assert "BLACK RING" not in [use.owner for use in plan.cues[1].music.themes]


def test_a_place_with_a_tune_is_quoted_where_it_is_seen():
    film, briefs = _film("talk", "chase")
    place = film.scored_scenes[1].heading.place
    plan = spot(film, briefs, Spotting(plan="per-scene", themed=(place.lower(),)))
    assert (plan.themes[-1].owner, plan.themes[-1].kind) == (place, "place")
    assert [u.owner for u in plan.cues[1].music.themes] == [place]


def test_inserting_a_scene_keeps_the_names_and_briefs_of_the_other_cues():
    film, briefs = _film("chase", "talk", "grief")
    before = {cue.uid: key_of(cue.music) for cue in spot(film, briefs).cues}
    new = replace(scene(1, "EXT. ROAD - DAY", *TALK), key="new", eighths=8)
    moved = [replace(s, number=s.number + 1) for s in film.scenes]
    later = [replace(b, scene=b.scene + 1) for b in briefs]
    opening = brief(1, key="new", **KINDS["talk"][1])
    plan = spot(screenplay(new, *moved), (opening, *later))
    assert {cue.uid: key_of(cue.music) for cue in plan.cues} == before


def test_cue_labels_count_within_reels():
    plan = spot(*_film(*["chase", "talk"] * 30))
    assert plan.cues[0].label == "1m01"
    assert plan.cues[-1].label.startswith("3m")


def test_an_unknown_plan_is_refused():
    with pytest.raises(UsageError, match="wild"):
        spot(*_film("talk"), Spotting("wild"))


def test_true_times_come_from_a_table(tmp_path):
    table = tmp_path / "scenes.csv"
    table.write_text("scene,start_s,end_s\n1,0,10.5\n3,40,55.25\n")
    plan = spot(*_film("chase", "talk", "grief"), Spotting(timing=table))
    times = [(span.start_s, span.end_s, span.source) for span in plan.spans]
    assert times == [(0.0, 10.5, "timing"), (20.0, 40.0, "estimated"), (40.0, 55.25, "timing")]


@pytest.mark.parametrize(
    "rows", ["scene\n1\n", "scene,start_s\n1,x\n", "scene,start_s\n1,9\n2,3\n"]
)
def test_a_broken_timing_table_is_refused_in_words(tmp_path, rows):
    table = tmp_path / "scenes.csv"
    table.write_text(rows)
    with pytest.raises(BadDataError, match=r"scenes\.csv"):
        spot(*_film("chase", "talk"), Spotting(timing=table))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=14),
    st.sampled_from(["spotted", "per-scene"]),
    st.sampled_from([0.0, 12.0, 30.0]),
    st.sampled_from([0.0, 0.4, 1.0]),
)
def test_cues_never_overlap_and_with_silences_cover_the_film(kinds, plan_name, cue_s, coverage):
    plan = spot(*_film(*kinds), Spotting(plan_name, cue_s=cue_s, coverage=coverage))
    ends = 0.0
    for cue in plan.cues:
        assert cue.start_s >= ends - 1e-6
        ends = cue.end_s
    assert ends <= plan.duration_s + 1e-6
    covered = {n for cue in plan.cues for n in cue.scenes}
    quiet = {n for silence in plan.silences for n in silence.scenes}
    assert covered | quiet == set(range(1, len(kinds) + 1))
    assert not covered & quiet
    assert len({cue.uid for cue in plan.cues}) == len(plan.cues)
    assert plan.fps == Fraction(24)


def test_a_scene_longer_than_an_ear_stays_fresh_is_scored_in_part():
    film, briefs = _film("chase")
    long = replace(film, scenes=(replace(film.scenes[0], eighths=80),))
    plan = spot(long, briefs)
    assert [(cue.start_s, cue.end_s) for cue in plan.cues] == [(0.0, 240.0)]
    assert [(rest.start_s, rest.end_s) for rest in plan.silences] == [(240.0, 600.0)]


def test_a_glimpse_between_two_scenes_does_not_break_the_music():
    film, briefs = _film("chase", "grief", "chase")
    scenes = tuple(replace(s, eighths=1 if s.number == 2 else 8) for s in film.scenes)
    calm = replace(briefs[1], felt=Mood(-0.3, 0.3, 0.8), function="action", genre="romance")
    plan = spot(replace(film, scenes=scenes), (briefs[0], calm, briefs[2]))
    assert [cue.scenes for cue in plan.cues] == [(1, 2, 3)]


@pytest.mark.parametrize(
    ("action", "weights"),
    [
        ("The glass BREAKS.", [0.5]),
        ("A door SLAMS.", [0.8]),
        ("Far off, a BONG.", [0.8]),
        ("ANNA, 40, walks in.", []),
        ("She READS the letter to BEN.", [0.5]),
        ("SUPER: THE NEXT DAY.", []),
        ("He waits.", []),
    ],
)
def test_capitals_in_the_action_mark_a_hit_unless_they_name_someone(action, weights):
    one = replace(scene(1, "INT. A - DAY", "Quiet. " * 20, action, "Quiet. " * 20), eighths=8)
    span = SceneSpan(1, "key-1", 0.0, 60.0)
    hits = find_hits(one, span, from_s=0.0, names=frozenset({"ANNA", "BEN"}))
    assert [hit.weight for hit in hits] == weights


def test_cues_without_a_theme_share_the_film_s_home_its_protagonist_s_if_it_has_one():
    alone = spot(*_film("chase", "talk"))
    assert {cue.music.home for cue in alone.cues} == {alone.film}
    plan = spot(*_film(*["chase", "talk"] * 5))
    assert {cue.music.home for cue in plan.cues if not cue.music.themes} == {"ANNA"}


def test_a_cue_with_a_theme_stands_in_its_owner_s_key():
    said = ("ANNA: Run!", *CHASE)
    scenes = [replace(scene(n, f"INT. PLACE {n} - DAY", *said), eighths=8) for n in range(1, 5)]
    changes = {**KINDS["chase"][1], "characters": ("ANNA",)}
    plan = spot(screenplay(*scenes), [brief(n, **changes) for n in range(1, 5)])
    quoting = [cue.music for cue in plan.cues if cue.music.themes]
    assert quoting
    assert all(music.home is None for music in quoting)
