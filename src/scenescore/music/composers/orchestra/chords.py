"""Numerals turned into chords: `bVI7/3` in a key becomes root, tones, bass and a symbol."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from scenescore.music.composers.orchestra.keys import Key
from scenescore.music.composers.orchestra.model import Harmony
from scenescore.music.composers.orchestra.scales import pitch_classes

Slot = tuple[float, float]
"""(start, length) of a chord in beats."""
_NUMERAL = re.compile(r"^([b#]?)(VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)([^/]*)(?:/(.))?$")
_DEGREES = {"I": 0, "II": 2, "III": 4, "IV": 5, "V": 7, "VI": 9, "VII": 11}
_MAJOR, _MINOR = (0, 4, 7), (0, 3, 7)
# Suffix: (tones over a major triad, tones over a minor triad, what is printed after the root).
SUFFIXES: dict[str, tuple[tuple[int, ...], tuple[int, ...], str, str]] = {
    "": (_MAJOR, _MINOR, "", "m"),
    "m": (_MINOR, _MINOR, "m", "m"),
    "7": ((0, 4, 7, 10), (0, 3, 7, 10), "7", "m7"),
    "maj7": ((0, 4, 7, 11), (0, 3, 7, 11), "maj7", "m(maj7)"),
    "mM7": ((0, 3, 7, 11), (0, 3, 7, 11), "m(maj7)", "m(maj7)"),
    "9": ((0, 4, 7, 10, 2), (0, 3, 7, 10, 2), "9", "m9"),
    "maj9": ((0, 4, 7, 11, 2), (0, 3, 7, 11, 2), "maj9", "m9(maj7)"),
    "13": ((0, 4, 10, 2, 9), (0, 3, 10, 2, 9), "13", "m13"),
    "6": ((0, 4, 7, 9), (0, 3, 7, 9), "6", "m6"),
    "69": ((0, 4, 7, 9, 2), (0, 3, 7, 9, 2), "6/9", "m6/9"),
    "add9": ((0, 4, 7, 2), (0, 3, 7, 2), "add9", "m(add9)"),
    "sus4": ((0, 5, 7), (0, 5, 7), "sus4", "sus4"),
    "sus2": ((0, 2, 7), (0, 2, 7), "sus2", "sus2"),
    "5": ((0, 7), (0, 7), "5", "5"),
    "o": ((0, 3, 6), (0, 3, 6), "dim", "dim"),
    "o7": ((0, 3, 6, 9), (0, 3, 6, 9), "dim7", "dim7"),
    "h7": ((0, 3, 6, 10), (0, 3, 6, 10), "m7b5", "m7b5"),
    "+": ((0, 4, 8), (0, 4, 8), "+", "+"),
    "q": ((0, 5, 10), (0, 5, 10), "7sus4", "7sus4"),
    "cl": ((0, 1, 7, 6), (0, 1, 3, 6), "(b9)", "m(b9)"),
    "7b9": ((0, 4, 7, 10, 1), (0, 3, 7, 10, 1), "7b9", "m7b9"),
}


@dataclass(frozen=True, slots=True)
class ChordForm:
    """A chord without a key: semitones above the tonic."""

    root: int
    tones: tuple[int, ...]
    """Above the root, root first."""
    bass: int
    """Above the tonic."""
    printed: str
    """What follows the root's name."""
    numeral: str


@cache
def parse_numeral(text: str) -> ChordForm:
    """Return the chord a numeral names.

    Raises
    ------
    ValueError
        when it is none
    """
    match = _NUMERAL.match(text)
    if match is None or match[3] not in SUFFIXES:
        raise ValueError(f"'{text}' is not a chord numeral")
    shift = {"": 0, "b": -1, "#": 1}[match[1]]
    root = (_DEGREES[match[2].upper()] + shift) % 12
    is_minor = match[2].islower()
    major, minor, plain, small = SUFFIXES[match[3]]
    tones = minor if is_minor else major
    return ChordForm(root, tones, _bass(match[4], root, tones), small if is_minor else plain, text)


def _bass(mark: str | None, root: int, tones: tuple[int, ...]) -> int:
    if mark is None:
        return root
    if mark in ("T", "D"):
        return 0 if mark == "T" else 7
    place = {"3": 1, "5": 2, "7": 3}[mark]
    return (root + tones[min(place, len(tones) - 1)]) % 12


@cache
def place_chord(numeral: str, key: Key) -> tuple[int, tuple[int, ...], int, str, tuple[int, ...]]:
    """Return (root, pitch classes root first, bass, symbol, scale) of a numeral in a key."""
    form = parse_numeral(numeral)
    root = (key.tonic + form.root) % 12
    classes = tuple((root + tone) % 12 for tone in form.tones)
    bass = (key.tonic + form.bass) % 12
    symbol = key.spell(root) + form.printed + (f"/{key.spell(bass)}" if bass != root else "")
    return root, classes, bass, symbol, _scale_for(classes, key)


def harmony_of(numeral: str, slot: Slot, key: Key) -> Harmony:
    """Return the chord that a numeral names, in its place and key."""
    root, classes, bass, symbol, scale = place_chord(numeral, key)
    return Harmony(slot[0], slot[1], root, classes, bass, symbol, scale, numeral)


def _scale_for(classes: tuple[int, ...], key: Key) -> tuple[int, ...]:
    """Return the key's scale bent to hold the chord: foreign tones push their neighbours out."""
    scale = set(pitch_classes(key.tonic, key.mode))
    for tone in classes:
        if tone not in scale:
            near = {(tone + 1) % 12, (tone - 1) % 12} - set(classes)
            scale -= near
            scale.add(tone)
    return tuple(sorted(scale))
