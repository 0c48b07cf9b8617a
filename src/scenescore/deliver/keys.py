"""Reads the name of a key: how many sharps or flats it is written with, and where its tonic lies.

Knows the line of fifths (... Bb -2, F -1, C 0, G 1, D 2 ...), not chords or notes.
"""

from __future__ import annotations

from dataclasses import dataclass

FIFTHS_OF_LETTER = {"C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5, "F": -1}
# Accidentals of a mode on C, against C major.
_MODE_SHARPNESS = {
    "lydian": 1, "major": 0, "ionian": 0, "mixolydian": -1, "dorian": -2, "minor": -3,
    "aeolian": -3, "phrygian": -4, "locrian": -5,
}  # fmt: skip
_MINOR_MODES = {"minor", "dorian", "aeolian", "phrygian", "locrian"}


@dataclass(frozen=True, slots=True)
class Signature:
    """A key as it is written."""

    sharps: int
    """-7 (seven flats) .. 7 (seven sharps)."""
    is_minor: bool
    """True for minor and the modes with a minor third."""
    tonic: int
    """The tonic on the line of fifths, C = 0."""


def signature_of(key: str) -> Signature:
    """Return how a key is written: `D dorian` has no accidentals.

    >>> signature_of("Eb major").sharps, signature_of("D dorian").sharps
    (-3, 0)
    """
    name, _, mode = key.strip().partition(" ")
    words = set(mode.lower().split())
    known = next((name for name in _MODE_SHARPNESS if name in words), "major")
    tonic = fifths_of(name)
    sharps = tonic + _MODE_SHARPNESS[known]
    while abs(sharps) > 7:
        turn = -12 if sharps > 0 else 12
        sharps, tonic = sharps + turn, tonic + turn
    return Signature(sharps, known in _MINOR_MODES, tonic)


def fifths_of(name: str) -> int:
    """Return where a note name lies on the line of fifths: `F#` is 6, `Bb` -2."""
    sharps = name.count("#") + name.count("♯")
    flats = name[1:].count("b") + name.count("♭")
    return FIFTHS_OF_LETTER.get(name[:1].upper(), 0) + 7 * (sharps - flats)
