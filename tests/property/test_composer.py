"""Laws of the embedded composer, over any brief."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenescore.core.genres import GENRES
from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.types import Hit, Mood, MusicBrief, ThemeSlot, ThemeUse
from scenescore.music.composers.orchestra.check import check
from scenescore.music.composers.orchestra.compose import write_score
from scenescore.music.composers.orchestra.keys import parse_key
from scenescore.music.composers.orchestra.themes import write_theme

KINDS = st.sampled_from(["cut", "action", "reveal", "line"])
OPERATORS = st.sampled_from(
    ["statement", "fragment", "sequence", "inversion", "augmentation", "diminution",
     "mode-change", "reharmonise", "recolour"]
)  # fmt: skip
PALETTES = st.sampled_from([None, ("piano",), ("strings", "horn"), ("choir",), ("drums",)])


def _unit(low=-1.0):
    return st.integers(round(low * 20), 20).map(lambda n: n / 20)


@st.composite
def briefs(draw):
    duration_s = draw(
        st.one_of(st.integers(500, 6000), st.integers(6000, 60_000), st.integers(60_000, 300_000))
    ) / 1000  # fmt: skip
    hits = draw(
        st.lists(
            st.tuples(st.floats(0, 1), KINDS, st.sampled_from([1.0, 0.9, 0.5, 0.1])), max_size=5
        )
    )
    owners = draw(st.lists(st.tuples(st.sampled_from("ABC"), OPERATORS), max_size=2))
    return MusicBrief(
        duration_s,
        draw(st.sampled_from([*GENRES, "no such music", ""])),
        mood=Mood(draw(_unit()), draw(_unit()), draw(_unit(0.0))),
        bpm=draw(st.one_of(st.none(), st.integers(40, 200).map(float))),
        key=draw(st.sampled_from([None, "D minor", "F# major", "E dorian"])),
        meter=draw(st.sampled_from(["4/4", "4/4", "3/4", "6/8", "5/4", "7/8", "2/2"])),
        role=draw(st.sampled_from(["underscore", "underscore", "stinger", "source", "title"])),
        hits=tuple(Hit(round(share * duration_s, 3), kind, weight) for share, kind, weight in hits),
        curve=draw(st.sampled_from([(), ((0.0, 0.1), (duration_s, 1.0)), ((0.0, 0.9),)])),
        themes=tuple(
            ThemeUse(owner, operator, write_theme(ThemeSlot(owner), 1, "1"))
            for owner, operator in owners
        ),
        palette=draw(PALETTES),
        film_palette=draw(PALETTES),
        follows=draw(st.sampled_from([None, "G major", "0badcafe"])),
        variation=draw(st.integers(0, 1000)),
    )


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(briefs(), st.integers(0, 1000))
def test_every_score_passes_the_gates(brief, seed):
    assert check(write_score(brief, seed), brief) == ()


@settings(max_examples=15, deadline=None)
@given(briefs(), st.integers(0, 1000))
def test_equal_brief_and_seed_give_an_equal_score(brief, seed):
    assert write_score(brief, seed) == write_score(brief, seed)


@settings(max_examples=40, deadline=None)
@given(briefs(), st.integers(0, 1000))
def test_an_asked_tempo_is_kept_when_no_hard_hit_forbids(brief, seed):
    if brief.bpm is None or (any(h.is_hard for h in brief.hits) and brief.role != "source"):
        return
    score = write_score(brief, seed)
    assert all(abs(change.bpm / brief.bpm - 1) <= 0.01 for change in score.tempo)


GENRE_SAMPLE = ["understated drama", "action ostinato", "noir jazz", "suspense drone", "synthwave",
                "period classical", "percussion", "comedy pizzicato"]  # fmt: skip
LEVELS = [-0.9, -0.45, 0.0, 0.45, 0.9]


def _measure(score):
    notes = [note for part in score.parts for note in part.notes]
    beats = sum(
        (b.at_beats - a.at_beats) for a, b in zip(score.tempo, score.tempo[1:], strict=False)
    )
    mean_bpm = (
        sum(
            a.bpm * (b.at_beats - a.at_beats)
            for a, b in zip(score.tempo, score.tempo[1:], strict=False)
        ) / beats
        if beats
        else score.tempo[0].bpm
    )  # fmt: skip
    return mean_bpm, len(notes), sum(note.velocity for note in notes) / len(notes)


@pytest.mark.parametrize("genre", GENRE_SAMPLE)
def test_arousal_quickens_thickens_and_swells(genre):
    valence, tension = GENRES[genre].mood.valence, GENRES[genre].mood.tension
    rows = [
        _measure(write_score(MusicBrief(45.0, genre, mood=Mood(valence, level, tension)), 1))
        for level in LEVELS
    ]
    for column in zip(*rows, strict=True):
        order = sorted(range(len(column)), key=column.__getitem__)
        assert sum((rank - place) ** 2 for rank, place in enumerate(order)) <= 2  # rho >= .9


@pytest.mark.parametrize("genre", ["metal", "disaster", "action ostinato", "western", "rock"])
def test_notes_a_second_never_fall_as_arousal_rises(genre):
    home = GENRES[genre].mood
    counts = []
    for step in range(7):
        mood = Mood(home.valence, -0.9 + 0.3 * step, home.tension)
        counts.append(_measure(write_score(MusicBrief(45.0, genre, mood=mood), 1))[1])
    assert counts == sorted(counts)


@pytest.mark.parametrize("genre", sorted(GENRES))
def test_the_third_follows_valence(genre):
    for valence in (0.2, 0.8):
        bright = parse_key(write_score(MusicBrief(8.0, genre, mood=Mood(valence)), 1).key)
        dark = parse_key(write_score(MusicBrief(8.0, genre, mood=Mood(-valence)), 1).key)
        assert bright.is_major
        assert not dark.is_major


def test_valence_lifts_the_register():
    def mean_pitch(valence):
        pitches = [
            note.pitch
            for genre in ("understated drama", "romance", "war", "folk")
            for seed in range(3)
            for part in write_score(MusicBrief(30.0, genre, mood=Mood(valence)), seed).parts
            for note in part.notes
            if not INSTRUMENTS[part.instrument].is_drums
        ]
        return sum(pitches) / len(pitches)

    assert mean_pitch(-0.8) < mean_pitch(0.0) < mean_pitch(0.8)


@pytest.mark.parametrize("genre", ["rock", "march", "latin"])
def test_the_register_climbs_with_valence_step_by_step(genre):
    home = GENRES[genre].mood
    heights = []
    for step in range(7):
        mood = Mood(-0.9 + 0.3 * step, home.arousal, home.tension)
        notes = [
            (note.pitch, min(note.length_beats, 4))
            for part in write_score(MusicBrief(45.0, genre, mood=mood), 1).parts
            for note in part.notes
            if not INSTRUMENTS[part.instrument].is_drums
        ]
        heights.append(sum(p * n for p, n in notes) / sum(n for _, n in notes))
    order = sorted(range(7), key=heights.__getitem__)
    assert sum((rank - place) ** 2 for rank, place in enumerate(order)) <= 4  # rho >= .93
