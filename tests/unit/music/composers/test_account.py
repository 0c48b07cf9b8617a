"""The account of a cue's chords: brightness that follows valence, and how far chords may stray."""

from __future__ import annotations

import pytest

from scenescore.core.types import Mood, MusicBrief
from scenescore.music.composers.orchestra.account import (
    Account,
    brightness,
    kept_in_mode,
    natural_words,
    wanted_brightness,
)
from scenescore.music.composers.orchestra.chords import parse_numeral, place_chord
from scenescore.music.composers.orchestra.compose import furnish
from scenescore.music.composers.orchestra.keys import Key
from scenescore.music.composers.orchestra.model import Harmony
from scenescore.music.composers.orchestra.scales import MODES, pitch_classes

MINOR = Key(9, "aeolian")


def _chords(words, key=MINOR):
    found = []
    for place, numeral in enumerate(words.split()):
        root, classes, bass, symbol, scale = place_chord(numeral, key)
        found.append(Harmony(4.0 * place, 4.0, root, classes, bass, symbol, scale, numeral))
    return found


def _kept(words, tension, spared=frozenset(), key=MINOR):
    chords = _chords(words, key)
    return kept_in_mode(chords, [key] * len(chords), tension, spared, lambda _: 0.0)


def test_the_bright_chords_lie_up_the_fifths():
    order = ["bII", "bVI", "iv", "i", "I", "V", "III"]
    assert sorted(order, key=brightness) == order


def test_more_is_wanted_of_a_brighter_mood():
    words = ("i", "bVI", "bVII", "bIII", "iv", "v")
    wanted = [wanted_brightness(words, "aeolian", v) for v in (-0.9, -0.6, -0.3, 0.0)]
    assert wanted == sorted(wanted)
    assert wanted[0] < wanted[-1]


def test_what_was_too_dark_is_owed_by_the_chords_that_follow():
    account = Account()
    account.enter(["bVI"], [4.0], brightness("i"))
    assert account.after(["V"], [4.0], brightness("i")) < account.after(["bII"], [4.0], -0.5)


def test_calm_chords_stay_in_the_mode():
    inside = set(pitch_classes(MINOR.tonic, MINOR.mode))
    for chord in _kept("i bvi III7 bII i", 0.0)[:-1]:
        assert set(chord.classes) <= inside


def test_tension_pays_for_what_leaves_the_mode():
    words = "i bvi bII V i iv bV V i bVI"
    strange = [
        sum(1 for old, new in zip(_chords(words), _kept(words, t), strict=True) if old != new)
        for t in (0.0, 0.5, 1.0)
    ]
    assert strange == sorted(strange, reverse=True)
    assert strange[0] > strange[-1]


def test_a_dominant_before_the_chord_of_rest_goes_last():
    kept = _kept("i bII iv i bVI iv V i", 0.1)
    assert kept[1].numeral != "bII"
    assert kept[6].numeral == "V"


def test_spared_chords_stay_as_they_are():
    assert _kept("i bvi bII i", 0.0, frozenset((1, 2)))[1].numeral == "bvi"


@pytest.mark.parametrize("mode", sorted(MODES))
def test_every_mode_has_chords_of_its_own(mode):
    words = natural_words(mode)
    assert words
    inside = set(MODES[mode])
    for word in words:
        form = parse_numeral(word)
        assert {(form.root + tone) % 12 for tone in form.tones} <= inside


@pytest.mark.parametrize("genre", ["mystery", "noir jazz", "space opera", "latin"])
def test_chords_of_a_cue_leave_its_mode_no_farther_than_tension_allows(genre):
    for seed in range(3):
        room = furnish(MusicBrief(60.0, genre, mood=Mood(-0.4, 0.0, 0.3)), seed)
        mass = outside = 0.0
        for chord in room.chords[:-1]:
            key = room.phrase_at(chord.start).key
            scale = pitch_classes(key.tonic, key.mode)
            mass += chord.length
            strange = sum(1 for c in chord.classes if c not in scale)
            outside += chord.length * strange / len(chord.classes)
        assert outside / mass <= 0.05 + 0.2 * 0.3
