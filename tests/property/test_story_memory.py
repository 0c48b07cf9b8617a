"""Laws of memory, over any run of scenes."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from scenescore.core.types import Memory, Mood, Told
from scenescore.story import memory as remembering
from scenescore.story.analyse import remember
from scenescore.story.ties import Ties
from scenescore.testing import brief, scene, screenplay

_SIGNED = st.integers(-20, 20).map(lambda n: n / 20)
_UNIT = st.integers(0, 20).map(lambda n: n / 20)
MOODS = st.builds(Mood, _SIGNED, _SIGNED, _UNIT)
LENGTHS = st.floats(5.0, 400.0)
SEEN = st.lists(st.tuples(MOODS, LENGTHS), max_size=6)


def _after(seen, memory=Memory()):  # noqa: B008 - a frozen value
    for mood, length_s in seen:
        memory = remembering.after(memory, mood, length_s)
    return memory


@given(
    joy=st.builds(Mood, st.floats(0.05, 1.0), _SIGNED, _UNIT),
    arousal=_SIGNED,
    tension=_UNIT,
    length_s=LENGTHS,
    sorrows=st.lists(st.integers(1, 20), min_size=2, max_size=2, unique=True),
    flashback=st.booleans(),
)
def test_joy_is_dimmed_more_the_sadder_the_scene_before(
    joy, arousal, tension, length_s, sorrows, flashback
):
    less, more = (
        remembering.feel(
            joy, _after([(Mood(-n / 20, arousal, tension), length_s)]), flashback=flashback
        ).mood.valence
        for n in sorted(sorrows)
    )
    assert more < less < joy.valence


TIES = st.builds(
    Ties,
    _UNIT,
    _UNIT,
    st.none() | st.builds(Told, st.just("ANNA"), st.just(False), MOODS, _UNIT, _UNIT),
)


@given(mood=MOODS, seen=SEEN, flashback=st.booleans())
def test_memory_never_brightens_a_feeling_and_never_softens_sorrow(mood, seen, flashback):
    felt = remembering.feel(mood, _after(seen), flashback=flashback)
    if abs(mood.valence) >= 0.3:
        assert felt.mood.valence <= mood.valence
    else:  # little of its own: it takes on some of what is left, glad or sad
        assert felt.mood.valence <= mood.valence + 0.2
    if mood.valence <= -0.3 and not flashback:
        assert felt.mood.valence == mood.valence
    if mood.valence <= 0:
        assert felt.mood.arousal == mood.arousal


@given(mood=MOODS, seen=SEEN, flashback=st.booleans(), ties=TIES)
def test_whatever_is_remembered_a_mood_stays_within_its_scales(mood, seen, flashback, ties):
    felt = remembering.feel(mood, _after(seen), flashback=flashback, ties=ties)
    assert felt.mood.tension >= mood.tension
    assert -1 <= felt.mood.valence <= 1
    assert -1 <= felt.mood.arousal <= 1
    assert 0 <= felt.mood.tension <= 1
    assert 0 <= felt.mixed <= 1


@given(mood=MOODS, seen=SEEN, ties=TIES)
def test_only_a_joy_is_touched_by_wins_and_secrets(mood, seen, ties):
    memory = _after(seen)
    assume(mood.valence <= 0)
    assert remembering.feel(mood, memory, ties=ties) == remembering.feel(mood, memory)


@given(
    joy=st.builds(Mood, st.floats(0.1, 1.0), _SIGNED, _UNIT),
    seen=SEEN,
    tension=_UNIT,
    strength=st.integers(1, 20),
)
def test_a_secret_never_brightens_and_never_calms(joy, seen, tension, strength):
    secret = Told("ANNA", False, Mood(-0.5, 0.0, tension), 0.0, strength / 20)
    memory = _after(seen)
    plain = remembering.feel(joy, memory).mood
    told = remembering.feel(joy, memory, ties=Ties(secret=secret)).mood
    assert abs(told.valence) <= abs(plain.valence)
    assert told.arousal >= plain.arousal
    assert told.tension >= plain.tension


@given(arousal=_SIGNED, tension=_UNIT, seen=SEEN, flashback=st.booleans())
def test_no_feeling_jumps_where_gladness_begins(arousal, tension, seen, flashback):
    memory = _after(seen)
    below, above = (
        remembering.feel(Mood(v, arousal, tension), memory, flashback=flashback).mood.valence
        for v in (0.0, 1e-9)
    )
    assert abs(above - below) < 1e-6 or remembering.residue_of(memory).valence > 0


@given(mood=MOODS, seen=SEEN)
def test_what_is_only_glad_leaves_gladness_as_it_is(mood, seen):
    assume(mood.valence >= 0.3)
    glad = [(Mood(abs(m.valence), m.arousal, m.tension), s) for m, s in seen]
    felt = remembering.feel(mood, _after(glad))
    assert felt.mood.valence == mood.valence
    assert felt.mixed == 0


@given(seen=SEEN, inside=SEEN, deeper=SEEN)
def test_every_frame_gives_back_exactly_what_it_took(seen, inside, deeper):
    before = _after(seen)
    first = _after(inside, remembering.enter_frame(before))
    second = _after(deeper, remembering.enter_frame(first))
    up = remembering.leave_frame(second)
    assert (up.residue, up.weight, up.frames) == (first.residue, first.weight, first.frames)
    out = remembering.to_depth(second, 0)
    assert (out.residue, out.weight, out.frames) == (before.residue, before.weight, ())


@given(seen=SEEN, plain=st.integers(1, 6))
def test_a_residue_fades_while_nothing_happens(seen, plain):
    memory = _after(seen)
    still = [(Mood(0.0, -1.0, 0.0), 60.0)] * plain
    later = remembering.residue_of(_after(still, memory))
    assert abs(later.valence) <= abs(remembering.residue_of(memory).valence) + 1e-12


@given(moods=st.lists(MOODS, min_size=1, max_size=8), cut=st.integers(0, 8))
def test_a_film_may_be_remembered_in_parts(moods, cut):
    whole = screenplay(*(scene(n) for n in range(1, len(moods) + 1)))
    briefs = [brief(n, portrayed=mood) for n, mood in enumerate(moods, 1)]
    memory = _after([(mood, 30.0) for mood in moods[:cut]])
    parts = remember(briefs[:cut], whole) + remember(briefs[cut:], whole, memory=memory)
    assert parts == remember(briefs, whole)


@given(moods=st.lists(MOODS, min_size=1, max_size=6), flags=st.lists(st.booleans(), min_size=6))
def test_remembered_briefs_stay_well_formed(moods, flags):
    whole = screenplay(*(scene(n) for n in range(1, len(moods) + 1)))
    briefs = [
        brief(n, portrayed=mood, flashback=flag)
        for n, (mood, flag) in enumerate(zip(moods, flags, strict=False), 1)
    ]
    for told in remember(briefs, whole):
        assert told.genre == told.genres[0]
        assert len(set(told.words)) == 3
        assert len(set(told.emotions)) == len(told.emotions) >= 1
        for side in (told.felt.valence, told.felt.arousal, told.felt.tension):
            assert abs(side * 20 - round(side * 20)) < 1e-9
