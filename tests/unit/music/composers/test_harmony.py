"""Numerals, voice leading, and chords that carry a tune."""

from __future__ import annotations

from itertools import pairwise

import pytest

from scenescore.core.genres import GENRES
from scenescore.core.types import Mood, MusicBrief, ThemeSlot, ThemeUse
from scenescore.music.composers.orchestra.chords import parse_numeral, place_chord
from scenescore.music.composers.orchestra.compose import furnish
from scenescore.music.composers.orchestra.keys import Key
from scenescore.music.composers.orchestra.languages import LANGUAGES
from scenescore.music.composers.orchestra.model import Harmony
from scenescore.music.composers.orchestra.styles import STYLES
from scenescore.music.composers.orchestra.themes import write_theme
from scenescore.music.composers.orchestra.tunes import is_strong
from scenescore.music.composers.orchestra.voicing import set_chords


@pytest.mark.parametrize(
    ("numeral", "key", "symbol", "classes"),
    [
        ("V7", Key(0, "ionian"), "G7", (7, 11, 2, 5)),
        ("bVI", Key(2, "aeolian"), "Bb", (10, 2, 5)),
        ("iv/3", Key(9, "aeolian"), "Dm/F", (2, 5, 9)),
        ("iih7", Key(0, "aeolian"), "Dm7b5", (2, 5, 8, 0)),
        ("II/T", Key(5, "lydian"), "G/F", (7, 11, 2)),
    ],
)
def test_a_numeral_becomes_a_chord(numeral, key, symbol, classes):
    _, found, _, printed, _ = place_chord(numeral, key)
    assert printed == symbol
    assert found == classes


@pytest.mark.parametrize("name", sorted(LANGUAGES))
def test_every_chord_of_a_language_can_be_read(name):
    language = LANGUAGES[name]
    runs = (*language.open, *language.closed, *language.rise, *language.cadence)
    for numeral in (*" ".join(runs).split(), *language.words, *language.colours, language.home):
        assert parse_numeral(numeral).tones


def test_every_style_speaks_languages_that_exist():
    for style in STYLES.values():
        assert set(style.languages) <= set(LANGUAGES)


def _chords(numerals, key):
    found = []
    for index, numeral in enumerate(numerals.split()):
        root, classes, bass, symbol, scale = place_chord(numeral, key)
        found.append(Harmony(index * 4.0, 4.0, root, classes, bass, symbol, scale, numeral))
    return found


@pytest.mark.parametrize(
    "numerals", ["I V/3 vi iii IV I/3 ii V7 I", "I ii iii IV V vi IV V I", "I bVI bIII IV I II V I"]
)
def test_four_voices_move_without_parallels_or_crossings(numerals):
    frame = set_chords(_chords(numerals, Key(2, "ionian")))
    for voices in frame:
        assert list(voices) == sorted(voices, reverse=True)
    for before, after in pairwise(frame):
        for one in range(4):
            for two in range(one + 1, 4):
                gap, now = (before[one] - before[two]) % 12, (after[one] - after[two]) % 12
                moved = after[one] != before[one] and (
                    after[one] - before[one] == after[two] - before[two]
                )
                assert not (moved and gap == now and gap in (0, 7))


@pytest.mark.parametrize("genre", ["romance", "heroic", "folk", "period classical", "noir jazz"])
def test_strong_notes_of_a_tune_lie_in_their_chords(genre):
    strong = inside = 0
    for seed in range(4):
        room = furnish(MusicBrief(45.0, genre, mood=Mood(0.3, 0.1, 0.2)), seed)
        for placing in room.placings:
            for tone in placing.tones:
                bar = room.grid.bar_at(tone.onset)
                if is_strong(tone.onset - bar.start_beats, bar.meter):
                    strong += 1
                    inside += tone.pitch % 12 in room.chord_at(tone.onset).classes
    assert strong > 40
    assert inside / strong >= 0.85


def test_a_cue_comes_home():
    for seed in range(6):
        room = furnish(MusicBrief(40.0, "understated drama", mood=Mood(-0.4, -0.2, 0.2)), seed)
        assert room.chords[-1].root == room.key.tonic
        assert room.chords[-1].end == pytest.approx(room.grid.end_beats)


@pytest.mark.parametrize("operator", ["statement", "mode-change", "augmentation"])
def test_a_quoted_theme_is_carried_by_its_chords_though_it_may_not_bend(operator):
    fitting = strong = 0
    for seed, genre in enumerate(["romance", "space opera", "western", "tragedy", "folk"]):
        slot = ThemeSlot("ANNA", role="protagonist", mood=Mood(0.3, 0.2, 0.2))
        theme = write_theme(slot, seed, "1")
        use = ThemeUse("ANNA", operator=operator, theme=theme)
        room = furnish(MusicBrief(70.0, genre, mood=GENRES[genre].mood, themes=(use,)), seed)
        for tone in (t for p in room.placings if p.owner for t in p.tones):
            bar = room.grid.bar_at(tone.onset)
            if is_strong(tone.onset - bar.start_beats, bar.meter):
                strong += 1
                fitting += tone.pitch % 12 in room.chord_at(tone.onset).classes
    assert strong > 100
    assert fitting / strong >= 0.85


def test_chords_follow_each_other_without_gaps():
    room = furnish(MusicBrief(63.0, "space opera", mood=Mood(0.4, 0.5, 0.4)), 3)
    for before, after in pairwise(room.chords):
        assert before.end == pytest.approx(after.start)


def test_tension_leads_out_of_the_key():
    def foreign(tension):
        total = outside = 0.0
        for seed in range(8):
            room = furnish(MusicBrief(60.0, "tragedy", mood=Mood(-0.5, 0.0, tension)), seed)
            scale = {(room.key.tonic + s) % 12 for s in (0, 2, 3, 5, 7, 8, 10)}
            for chord in room.chords:
                total += len(chord.classes)
                outside += sum(1 for c in chord.classes if c not in scale)
        return outside / total

    assert foreign(0.95) > foreign(0.0)
