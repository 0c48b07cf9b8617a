"""A harmonic language as data: what chords a style speaks in, and how its phrases run.

Numerals count from the major scale of the tonic: `bVI` lies a minor sixth above it in any mode.
Upper case is major, lower case minor. After the numeral: `7 maj7 9 maj9 6 69 add9 sus4 sus2 5 o o7
h7 + q cl 7b9 13 mM7`; after a slash the bass: `3 5 7` a chord tone, `T` tonic, `D` dominant.
`open` phrases end away from home, `closed` ones come home.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One way of speaking in chords."""

    open: tuple[str, ...]
    """Progressions that end away from home, chords separated by blanks."""
    closed: tuple[str, ...]
    """Progressions that come home."""
    rise: tuple[str, ...]
    """Progressions that build towards something."""
    words: tuple[str, ...]
    """Chords a tune may be harmonised with, commonest first."""
    colours: tuple[str, ...] = ()
    """Chords from outside the key that tension lets in."""
    cadence: tuple[str, ...] = ("V",)
    """What comes just before the last chord."""
    home: str = "I"
    """The chord of rest."""
    lean: float = 1.0
    """How strongly roots like to move by fifths (1) rather than freely (0)."""
