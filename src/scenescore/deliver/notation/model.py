"""The words of written music: tones on a grid of ticks, bars, staves. Knows no file format."""

from __future__ import annotations

from dataclasses import dataclass, field

TICKS = 24
"""Ticks to a quarter: thirty-seconds are 3, triplet eighths 8, triplet sixteenths 4."""


@dataclass(frozen=True, slots=True)
class Tone:
    """One note head, before it is split at bar lines."""

    start: int
    """Ticks from the start of the score."""
    stop: int
    """> start."""
    pitch: int
    """Sounding, MIDI; for drums the drum key."""
    loudness: float
    """As a velocity, controllers included."""
    technique: str = ""
    """Words over the staff while it lasts: `pizz.`, `con sord.`; empty for the usual way."""
    signs: frozenset[str] = frozenset()
    """`staccato`, `accent`, `tremolo`, `arpeggio`, `legato`, `glide` (from here),
    `landing` (to here)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of all staves."""

    number: int
    """From 1."""
    start: int
    """Ticks from the start of the score."""
    beats: int
    unit: int
    is_new_meter: bool

    @property
    def length(self) -> int:
        """Ticks."""
        return self.beats * 4 * TICKS // self.unit

    @property
    def stop(self) -> int:
        """Ticks from the start of the score."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Clef:
    """What a staff begins with."""

    sign: str
    """`G`, `F`, `C`, `percussion`."""
    line: int | None
    middle: int
    """MIDI pitch written on the middle line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One player or section of the score: one staff, or two for a keyboard or harp."""

    name: str
    short_name: str
    instrument: str
    family: str
    clefs: tuple[Clef, ...]
    """One for each staff."""
    staves: tuple[tuple[Tone, ...], ...]
    """The tones of each staff, sorted by start, then pitch."""
    octaves: int = 0
    """Octaves it sounds above what is written: -1 for double basses."""
    is_drums: bool = False
    marks: tuple[Mark, ...] = field(default=())
    """Dynamics, hairpins and words, sorted by tick."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign at a moment."""

    at: int
    """Ticks from the start of the score."""
    kind: str
    """`dynamic`, `crescendo`, `diminuendo`, `end`, `words`, `tempo`, `rehearsal`, `hit`,
    `pedal`."""
    text: str = ""
    """`mf`, `pizz.`, `A`; of a pedal `start`, `change` or `stop`."""
    bpm: float = 0.0
    """Of a tempo mark."""
