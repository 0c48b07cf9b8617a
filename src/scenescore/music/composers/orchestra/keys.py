"""Keys by name: `D minor`, `F# major`, `E dorian`, and which keys are near each other."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from scenescore.core.types import Mood
from scenescore.music.composers.orchestra.scales import MODES, PARALLEL, is_major

_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_ACCIDENTALS = {"": 0, "#": 1, "♯": 1, "sharp": 1, "b": -1, "♭": -1, "flat": -1}
_KEY = re.compile(
    r"^\s*([A-Ga-g])\s*(#|♯|b|♭|sharp|flat)?\s*[- ]?\s*([a-z -]*?)\s*$", re.IGNORECASE
)
_WORDS = {"": "ionian", "major": "ionian", "maj": "ionian", "minor": "aeolian", "min": "aeolian",
          "m": "aeolian", "natural minor": "aeolian", "harmonic minor": "harmonic-minor",
          "melodic minor": "melodic-minor", "phrygian dominant": "phrygian-dominant"}  # fmt: skip
_SHARP = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_FLAT = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
# Signature in fifths of each mode against the major key of the same tonic.
_FIFTHS = {"lydian": 1, "ionian": 0, "mixolydian": -1, "dorian": -2, "phrygian": -4, "locrian": -5,
           "yo": -1, "in": -4}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic and a mode."""

    tonic: int
    """Pitch class 0..11."""
    mode: str
    """A name of `scales.MODES`."""
    in_flats: bool | None = field(default=None, compare=False)
    """How accidentals are written; None: as the signature has it."""

    @property
    def is_major(self) -> bool:
        """True when its third is major."""
        return is_major(self.mode)

    @property
    def fifths(self) -> int:
        """Sharps (positive) or flats of its signature, -5..6."""
        offset = _FIFTHS.get(self.mode, 0 if self.is_major else -3)
        return (self.tonic * 7 + offset + 5) % 12 - 5

    @property
    def name(self) -> str:
        """As printed: `D minor`, `E dorian`."""
        word = {"ionian": "major", "aeolian": "minor"}.get(self.mode, self.mode.replace("-", " "))
        return f"{self.spell(self.tonic)} {word}"

    def spell(self, pitch_class: int) -> str:
        """Return a note name as this key would write it."""
        flats = self.fifths < 0 if self.in_flats is None else self.in_flats
        return (_FLAT if flats else _SHARP)[pitch_class % 12]

    def moved(self, semitones: int) -> Key:
        """Return the key this far away, same mode."""
        return Key((self.tonic + semitones) % 12, self.mode)

    def parallel(self) -> Key:
        """Return the key of the same tonic with the other third."""
        return Key(self.tonic, PARALLEL[self.mode], self.in_flats)


def parse_key(text: str) -> Key | None:
    """Return the key that words name, or None when they name none.

    >>> parse_key("F# dorian")
    Key(tonic=6, mode='dorian')
    """
    match = _KEY.match(text)
    if match is None:
        return None
    word = match[3].lower().replace("-", " ").strip()
    if match[3] == "M":
        word = "major"
    mode = _WORDS.get(word) or word.replace(" ", "-")
    if mode not in MODES:
        return None
    accidental = _ACCIDENTALS[(match[2] or "").lower()]
    in_flats = None if accidental == 0 else accidental < 0
    return Key((_LETTERS[match[1].upper()] + accidental) % 12, mode, in_flats)


def related(key: Key, mode: str) -> tuple[int, ...]:
    """Return tonics near `key` for music in `mode`: the same signature first, then a fifth away."""
    wanted = key.fifths
    near = sorted(
        range(12), key=lambda tonic: (abs(_apart(Key(tonic, mode).fifths, wanted)), tonic)
    )
    return tuple(near[:4])


def _apart(one: int, other: int) -> int:
    return (one - other + 6) % 12 - 6


def owner_tonic(owner: str, mood: Mood, liked: tuple[int, ...]) -> int:
    """Return the tonic an owner's music stands in: home, moved along the fifths by the drama.

    Joy moves it up the fifths, grief and threat down; so a film's keys follow its story, and an
    owner in an equal mood is met in the same key again. The nearest key that suits the players is
    taken.
    """
    home = hashlib.sha256(owner.encode()).digest()[0] % 12
    wanted = (home + 7 * round(3 * mood.valence - 2 * mood.tension)) % 12
    return min(liked, key=lambda tonic: (abs(_apart(7 * tonic % 12, 7 * wanted % 12)), tonic))
