"""Decides how a pitch is written: G# or Ab, by the chord it belongs to and by the key.

Knows the line of fifths (C 0, G 1, F -1 ...), on which neighbours sound related.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from scenescore.core.score import Chord
from scenescore.deliver.keys import Signature, fifths_of
from scenescore.deliver.notation.model import TICKS

_LETTERS = "FCGDAEB"
_PITCH_CLASSES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
# Semitones above a root -> steps on the line of fifths: minor third -3, major third 4 ...
_FROM_ROOT = {0: 0, 1: -5, 2: 2, 3: -3, 4: 4, 5: -1, 6: -6, 7: 1, 8: 8, 9: 3, 10: -2, 11: 5}
_SHARP_FOURTH, _FLAT_SIXTH = 6, -4
_LOWEST = -5
"""The flat second: notes foreign to chord and key lie within -5 .. 6 of the tonic."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A written pitch."""

    step: str
    """`C` .. `B`."""
    alter: int
    """-1 flat, 0, 1 sharp."""
    octave: int
    """4 from middle C."""


class Speller:
    """Writes the pitches of one score."""

    def __init__(self, signature: Signature, chords: Sequence[Chord]) -> None:
        self._signature = signature
        self._chords = sorted(chords, key=lambda chord: chord.at_beats)
        self._starts = [round(chord.at_beats * TICKS) for chord in self._chords]

    def spell(self, pitch: int, tick: int) -> Spelled:
        """Return how a pitch is written at a moment."""
        place = self._in_key(pitch)
        if place is None:
            chord = self._chord_at(tick)
            place = self._in_chord(pitch, chord) if chord else None
        if place is None:
            place = self._near_tonic(pitch)
        return _written(pitch, place)

    def _in_key(self, pitch: int) -> int | None:
        """Return the place of a note of the key signature."""
        lowest = self._signature.sharps - 1
        place = lowest + ((pitch * 7 - lowest) % 12)
        return place if place <= lowest + 6 else None

    def _chord_at(self, tick: int) -> Chord | None:
        index = bisect_right(self._starts, tick) - 1
        return self._chords[index] if index >= 0 else None

    def _in_chord(self, pitch: int, chord: Chord) -> int | None:
        if pitch % 12 not in chord.pitch_classes:
            return None
        above = (pitch - chord.root) % 12
        steps = _FROM_ROOT[above]
        tones = {(tone - chord.root) % 12 for tone in chord.pitch_classes}
        if above == 6 and 7 in tones:
            steps = _SHARP_FOURTH
        if above == 8 and (7 in tones or 3 in tones):
            steps = _FLAT_SIXTH
        place = self._root(chord) + steps
        return place if -8 <= place - self._signature.sharps <= 12 and -8 < place < 13 else None

    def root(self, chord: Chord) -> Spelled:
        """Return how a chord's root is written."""
        return _written(60 + chord.root, self._root(chord))

    def _root(self, chord: Chord) -> int:
        """Return a chord's root on the line of fifths: as its symbol spells it, unless that is
        farther from the tonic than its other name.
        """
        place = _root(chord)
        is_near = _LOWEST <= place - self._signature.tonic <= _LOWEST + 11
        return place if is_near else self._near_tonic(chord.root)

    def _near_tonic(self, pitch: int) -> int:
        lowest = self._signature.tonic + _LOWEST
        return lowest + ((pitch * 7 - lowest) % 12)


def _root(chord: Chord) -> int:
    """Return a chord's root on the line of fifths, as its symbol spells it."""
    name = chord.symbol[:2] if chord.symbol[1:2] in ("#", "b") else chord.symbol[:1]
    if name[:1] in _PITCH_CLASSES and fifths_of(name) * 7 % 12 == chord.root:
        return fifths_of(name)
    return (chord.root * 7 + 5) % 12 - 5


def _written(pitch: int, place: int) -> Spelled:
    """Return a pitch at a place of the line of fifths; double accidentals are respelled."""
    while place < -8:
        place += 12
    while place > 12:
        place -= 12
    alter, letter = divmod(place + 1, 7)
    step = _LETTERS[letter]
    octave = (pitch - alter - _PITCH_CLASSES[step]) // 12 - 1
    return Spelled(step, alter, octave)
