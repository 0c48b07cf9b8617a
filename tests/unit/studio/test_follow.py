"""A cue goes on from the one before where both touch and the mood holds, and only there."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from scenescore.core.types import Cue, CuePlan, Mood, MusicBrief
from scenescore.music.composers.neural.composer import root_key as composers_root
from scenescore.studio.follow import with_follows
from scenescore.studio.recording import root_key

SAD = MusicBrief(10.0, "romance", mood=Mood(-0.5, -0.3, 0.2))


def _plan(*cues):
    placed = [Cue(f"u{i}", f"1m0{i}", at_s, (i,), music) for i, (at_s, music) in enumerate(cues)]
    return CuePlan("Film", Fraction(24), "01:00:00:00", 99.0, (), tuple(placed), (), ())


def _follows(*cues):
    return [cue.music.follows for cue in with_follows(_plan(*cues)).cues]


def test_touching_cues_of_one_mood_follow_each_other():
    other = replace(SAD, mood=Mood(-0.4, -0.2, 0.3))
    assert _follows((0.0, SAD), (10.0, other)) == [None, root_key(SAD)]


def test_a_gap_another_mood_genre_or_role_is_a_clean_start():
    for at_s, music in (
        (11.0, SAD),
        (10.0, replace(SAD, mood=Mood(0.5, 0.5, 0.2))),
        (10.0, replace(SAD, genre="horror")),
        (10.0, replace(SAD, role="stinger")),
    ):
        assert _follows((0.0, SAD), (at_s, music)) == [None, None]


def test_an_edit_breaks_a_chain_only_after_itself():
    one, two, three = SAD, replace(SAD, variation=1), replace(SAD, variation=2)
    before = _follows((0.0, one), (10.0, two), (20.0, three))
    after = _follows((0.0, replace(one, bpm=70.0)), (10.0, two), (20.0, three))
    assert before[1] != after[1]
    assert before[2] == after[2]


def test_composers_and_the_studio_call_a_brief_by_the_same_root():
    follower = replace(SAD, follows=root_key(SAD))
    assert composers_root(follower) == root_key(follower) == root_key(SAD)
