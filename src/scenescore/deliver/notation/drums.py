"""Where each drum stands on its staff and what it is called. Knows drum keys of General MIDI."""

from __future__ import annotations

from dataclasses import dataclass

from scenescore.core.instruments import INSTRUMENTS


@dataclass(frozen=True, slots=True)
class Drum:
    """One drum or cymbal on a staff with five lines."""

    name: str
    step: str
    """Written as if in treble clef."""
    octave: int
    head: str = "normal"
    """MusicXML's note head."""


_KIT = {
    35: Drum("Bass Drum", "F", 4), 36: Drum("Bass Drum", "F", 4),
    37: Drum("Rim", "C", 5, "x"), 38: Drum("Snare", "C", 5), 39: Drum("Clap", "C", 5, "triangle"),
    40: Drum("Snare", "C", 5), 41: Drum("Low Tom", "G", 4), 42: Drum("Hi-hat", "G", 5, "x"),
    43: Drum("Low Tom", "A", 4), 44: Drum("Foot Hi-hat", "D", 4, "x"), 45: Drum("Tom", "B", 4),
    46: Drum("Open Hi-hat", "G", 5, "circle-x"), 47: Drum("Tom", "D", 5), 48: Drum("Tom", "E", 5),
    49: Drum("Crash", "A", 5, "x"), 50: Drum("High Tom", "E", 5), 51: Drum("Ride", "F", 5, "x"),
    52: Drum("Suspended Cymbal", "B", 5, "x"), 53: Drum("Ride Bell", "F", 5, "diamond"),
    54: Drum("Tambourine", "D", 5, "triangle"), 55: Drum("Suspended Cymbal", "B", 5, "x"),
    56: Drum("Cowbell", "E", 5, "triangle"), 57: Drum("Crash", "A", 5, "x"),
    59: Drum("Ride", "F", 5, "x"), 60: Drum("High Bongo", "E", 5), 61: Drum("Low Bongo", "C", 5),
    62: Drum("Muted Conga", "B", 4, "x"), 63: Drum("High Conga", "B", 4),
    64: Drum("Low Conga", "G", 4), 69: Drum("Cabasa", "D", 5, "x"), 70: Drum("Shaker", "D", 5, "x"),
    75: Drum("Claves", "E", 5, "x"), 76: Drum("Woodblock", "E", 5, "triangle"),
    77: Drum("Low Woodblock", "D", 5, "triangle"), 80: Drum("Muted Triangle", "A", 5, "triangle"),
    81: Drum("Triangle", "A", 5, "triangle"),
}  # fmt: skip
_TAIKO = {
    35: Drum("Odaiko", "F", 4), 36: Drum("Odaiko", "F", 4), 38: Drum("Shime", "E", 5),
    41: Drum("Low Taiko", "A", 4), 43: Drum("Low Taiko", "A", 4), 45: Drum("Taiko", "C", 5),
    47: Drum("Taiko", "C", 5), 48: Drum("High Taiko", "D", 5), 50: Drum("High Taiko", "D", 5),
}  # fmt: skip
_RISERS = {
    36: Drum("Boom", "F", 4), 38: Drum("Hit", "C", 5), 49: Drum("Riser", "A", 5, "x"),
    52: Drum("Downer", "B", 5, "x"),
}  # fmt: skip
_OWN = {"taiko": _TAIKO, "risers": _RISERS}
LONG = frozenset({49, 52, 55, 57})
"""Keys whose length is heard: swells and risers."""


def drum_of(instrument: str, key: int) -> Drum:
    """Return the drum that a key of an instrument sounds."""
    own = _OWN.get(instrument, {})
    return own.get(key) or _KIT.get(key) or Drum(f"Drum {key}", "B", 4)


def is_struck_as_drums(instrument: str) -> bool:
    """Return True for instruments whose pitches are drum keys."""
    known = INSTRUMENTS.get(instrument)
    return known is not None and known.is_drums
