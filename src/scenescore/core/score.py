"""Music as notes: a `Score` and all that it is made of.

Knows nothing about scenes, briefs or sound engines. Beats count quarters from the start of the
score; seconds count from the start of the cue. All values are frozen; change one with
`dataclasses.replace`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HitKind = Literal["cut", "action", "reveal", "line"]


@dataclass(frozen=True, slots=True)
class Note:
    """One note, as written and as played."""

    onset_beats: float
    """As written, from the start of the score."""
    length_beats: float
    """As written, > 0."""
    pitch: int
    """MIDI, 0..127; for drums the General MIDI drum key."""
    velocity: int
    """1..127."""
    offset_s: float = 0.0
    """How far from the written moment it is played: human timing, 0 on hits; -0.05..0.05."""
    sounding: float = 0.95
    """Share of the written length that sounds: 0.3 staccato .. 1.05 legato."""


@dataclass(frozen=True, slots=True)
class Control:
    """A point on a controller's curve; values between points are interpolated by players."""

    at_beats: float
    number: int
    """MIDI controller: 1 vibrato/dynamics, 11 expression, 74 brightness."""
    value: int
    """0..127."""


@dataclass(frozen=True, slots=True)
class Part:
    """One instrument's line."""

    name: str
    """As printed on the score: `Violins I`."""
    instrument: str
    """A name of `core/instruments.py`."""
    family: str
    """Stem it belongs to: `strings`, `brass`, `woodwinds`, `keys`, `plucked`, `choir`, `synth`,
    `bass`, `drums`, `percussion`."""
    notes: tuple[Note, ...]
    """Sorted by onset, then pitch."""
    controls: tuple[Control, ...] = ()
    articulation: str = "sustain"
    """`sustain`, `fast`, `slow`, `tremolo`, `pizzicato`, `staccato`, `mute`."""
    pan: float = 0.0
    """-1 left .. 1 right, the player's seat."""
    gain_db: float = 0.0
    """Balance inside its stem."""


@dataclass(frozen=True, slots=True)
class TempoChange:
    """From this beat on, this tempo."""

    at_beats: float
    bpm: float
    """Quarter notes per minute, such that 60e6 / bpm is whole (as MIDI stores it)."""


@dataclass(frozen=True, slots=True)
class MeterChange:
    """From this beat on, this meter; always on a bar line."""

    at_beats: float
    beats: int
    unit: int
    """4 for quarters, 8 for eighths. A beat of the score is a quarter whatever the unit."""


@dataclass(frozen=True, slots=True)
class Chord:
    """A harmony and how long it lasts."""

    at_beats: float
    length_beats: float
    symbol: str
    """`Dm7`, `Bb/F`."""
    root: int
    """Pitch class 0..11."""
    pitch_classes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form."""

    at_beats: float
    length_beats: float
    role: str
    """`intro`, `statement`, `build`, `climax`, `release`, `outro`."""
    intensity: float
    """0..1."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where a theme was quoted."""

    owner: str
    operator: str
    at_beats: float
    length_beats: float
    part: str


@dataclass(frozen=True, slots=True)
class HitLanding:
    """Where a hit landed."""

    at_s: float
    """Asked for."""
    landed_s: float
    """Where the music has it."""
    kind: HitKind
    weight: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """A name at a moment of the score."""

    at_beats: float
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """Music as notes: exact in time, editable, and free of any sound engine."""

    duration_s: float
    """The brief's exact length; sound after it is cut by a short fade."""
    tempo: tuple[TempoChange, ...]
    """Sorted; the first at beat 0."""
    meters: tuple[MeterChange, ...]
    """Sorted; the first at beat 0."""
    key: str
    """`D dorian`."""
    parts: tuple[Part, ...]
    chords: tuple[Chord, ...] = ()
    form: tuple[Section, ...] = ()
    markers: tuple[Marker, ...] = ()
    hits: tuple[HitLanding, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    style: str = ""
    """Composer style that wrote it."""
    bent: tuple[str, ...] = ()
    """Sentences: what the brief asked for that could not be kept, and what was done."""
