"""Other versions of a score: exact in length, cut where music can be cut, ended as asked."""

from __future__ import annotations

import itertools

import pytest

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.progress import Run
from scenescore.core.registry import get
from scenescore.core.score import (
    Chord,
    Control,
    MeterChange,
    Note,
    Part,
    Score,
    Section,
    TempoChange,
)
from scenescore.core.timing import TempoMap, seconds_to_samples
from scenescore.core.types import Hit, Mood, MusicBrief
from scenescore.music.alternates import (
    alternates_of,
    loop_of,
    shortened,
    thinned,
    with_stinger,
    without_percussion,
)
from scenescore.music.alternates.cut import Span, bar_lines, spliced

GENRES = ("understated drama", "action ostinato", "solo piano", "synthwave", "noir jazz")
LENGTHS_S = (60.0, 30.0, 15.0)


@pytest.fixture(scope="module")
def composed():
    """One cue of 95 s for each of some genres."""
    composer = get("composers", "orchestra")
    hits = (Hit(31.0, weight=1.0, label="door"),)
    briefs = [MusicBrief(95.0, genre=name, mood=Mood(0, 0.2, 0.3), hits=hits) for name in GENRES]
    scores = composer.compose(briefs, seeds=[3] * len(briefs), run=Run())
    return dict(zip(GENRES, scores, strict=True))


def plain_score(bars=24, bpm=120.0):
    """Whole notes that walk, a melody of quarters, drums; two sections and an ending."""
    beats = 4.0 * bars
    low = tuple(Note(4.0 * i, 4.0, 40 + i % 5, 70) for i in range(bars))
    tune = tuple(Note(float(i), 1.0, 72 + i % 7, 80) for i in range(4 * bars))
    drum = tuple(Note(float(i), 0.5, 36, 90) for i in range(4 * bars))
    chords = tuple(
        Chord(4.0 * i, 4.0, ("C", "F", "G", "Am")[i % 4], (0, 5, 7, 9)[i % 4], (0, 4, 7))
        for i in range(bars)
    )
    third = beats / 3
    return Score(
        duration_s=beats * 60 / bpm,
        tempo=(TempoChange(0.0, bpm),),
        meters=(MeterChange(0.0, 4, 4),),
        key="C major",
        parts=(
            Part("Cb", "basses", "strings", low, (Control(0, 11, 40), Control(beats, 11, 120))),
            Part("Fl", "flute", "woodwinds", tune),
            Part("Kit", "drum-kit", "drums", drum),
        ),
        chords=chords,
        form=(
            Section(0.0, third, "statement", 0.4),
            Section(third, third, "climax", 0.9),
            Section(2 * third, third, "release", 0.3),
        ),
    )


@pytest.mark.parametrize("genre", GENRES)
@pytest.mark.parametrize("length_s", LENGTHS_S)
def test_a_cut_is_exact_to_the_sample_and_keeps_the_real_ending(composed, genre, length_s):
    score = composed[genre]
    cut = shortened(score, length_s)
    assert cut is not None
    assert seconds_to_samples(cut.duration_s, 48_000) == length_s * 48_000
    end = max(n.onset_beats + n.length_beats for p in cut.parts for n in p.notes)
    assert TempoMap(cut.tempo).beats_to_seconds(end) == pytest.approx(length_s, abs=2e-3)
    assert cut.chords[-1].symbol == score.chords[-1].symbol
    assert [n.pitch for n in last_notes(cut)] == [n.pitch for n in last_notes(score)]


def last_notes(score):
    notes = [note for part in score.parts for note in part.notes]
    last = max(note.onset_beats for note in notes)
    return sorted((n for n in notes if n.onset_beats == last), key=lambda n: n.pitch)


@pytest.mark.parametrize("genre", GENRES)
def test_a_cut_falls_on_bar_lines_and_hardly_changes_the_tempo(composed, genre):
    score = composed[genre]
    lines = bar_lines(score)
    for length_s in LENGTHS_S:
        cut = shortened(score, length_s)
        words = cut.bent[0].split("beats ")[1].split(" are")[0]
        leave, enter = (float(word) for word in words.split(" to "))
        assert any(abs(line - leave) < 1e-3 for line in lines)
        assert any(abs(line - enter) < 1e-3 for line in lines)
        assert (
            abs(cut.tempo[0].bpm / TempoMap(score.tempo).bpm_at(0.0 if leave else enter) - 1) < 0.13
        )


def test_a_cut_goes_on_with_the_chord_that_was_due():
    cut = shortened(plain_score(), 30.0)
    for one, two in itertools.pairwise(cut.chords):
        assert (one.symbol, two.symbol) in {("C", "F"), ("F", "G"), ("G", "Am"), ("Am", "C")}


def test_what_is_not_longer_is_not_cut():
    assert shortened(plain_score(), 60.0) is None
    assert "60s" not in alternates_of(plain_score())


def test_a_note_across_the_cut_is_taken_up_again():
    score = plain_score()
    cut = spliced(score, [Span(0.0, 8.0), Span(14.0, 20.0)], 7.0)
    assert [n.onset_beats for n in cut.parts[0].notes] == [0.0, 4.0, 8.0, 10.0]
    assert [n.length_beats for n in cut.parts[0].notes] == [4.0, 4.0, 2.0, 4.0]


def test_expression_goes_on_from_its_value_at_the_cut():
    cut = spliced(plain_score(), [Span(0.0, 8.0), Span(88.0, 96.0)], 8.0)
    values = [point.value for point in cut.parts[0].controls]
    assert values[0] == 40
    assert values[-1] == 120
    before = [p.value for p in cut.parts[0].controls if p.at_beats < 8.0]
    after = [p.value for p in cut.parts[0].controls if p.at_beats >= 8.0]
    assert max(before) < 50 < 110 < min(after)


def test_no_percussion_leaves_out_drums_and_timpani_only(composed):
    score = composed["action ostinato"]
    quiet = without_percussion(score)
    gone = {p.instrument for p in score.parts} - {p.instrument for p in quiet.parts}
    assert gone
    assert all(INSTRUMENTS[name].is_drums or name == "timpani" for name in gone)
    kept = {part.name for part in quiet.parts}
    assert quiet.parts == tuple(part for part in score.parts if part.name in kept)
    assert without_percussion(quiet) is None


@pytest.mark.parametrize("genre", GENRES)
def test_under_dialogue_there_is_less_and_softer(composed, genre):
    score = composed[genre]
    thin = thinned(score)
    assert thin is not None
    assert onsets(thin) < 0.65 * onsets(score)
    assert thin.duration_s == score.duration_s
    assert not any(INSTRUMENTS[part.instrument].is_drums for part in thin.parts)
    assert not {"brass", "woodwinds"} & {part.family for part in thin.parts}


def onsets(score):
    return len({(p.name, n.onset_beats) for p in score.parts for n in p.notes})


@pytest.mark.parametrize("genre", GENRES)
def test_a_stinger_ends_on_one_accent_on_the_home_chord(composed, genre):
    score = composed[genre]
    stung = with_stinger(score)
    last = stung.chords[-1]
    notes = [(p, n) for p in stung.parts for n in p.notes if n.onset_beats >= last.at_beats - 1e-6]
    assert {n.onset_beats for _, n in notes} == {last.at_beats}
    pitched = [n.pitch % 12 for p, n in notes if not INSTRUMENTS[p.instrument].is_drums]
    assert set(pitched) <= set(last.pitch_classes)
    assert last.root in pitched
    assert any(abs(line - last.at_beats) < 1e-3 for line in bar_lines(score))
    landed_s = TempoMap(stung.tempo).beats_to_seconds(last.at_beats)
    assert 2.9 < stung.duration_s - landed_s < 3.1


@pytest.mark.parametrize("genre", GENRES)
def test_a_loop_is_whole_bars_and_lasts_whole_milliseconds(composed, genre):
    loop = loop_of(composed[genre])
    assert loop is not None
    assert 8.0 <= loop.duration_s <= 64.0
    assert loop.duration_s * 1000 == pytest.approx(round(loop.duration_s * 1000), abs=1e-6)
    beats = TempoMap(loop.tempo).seconds_to_beats(loop.duration_s)
    assert any(abs(line - beats) < 2e-3 for line in bar_lines(loop))
    assert not {"release", "outro"} & {section.role for section in loop.form}


def test_versions_are_equal_when_made_twice(composed):
    for score in composed.values():
        assert alternates_of(score) == alternates_of(score)


def test_a_moment_has_few_versions():
    names = set(alternates_of(plain_score(bars=2)))
    assert not names & {"60s", "30s", "15s", "stinger", "loop"}
