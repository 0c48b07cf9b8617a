"""The composer's own words, between a brief and a Score. Knows no rules of music."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from scenescore.core.types import MusicBrief, Theme, ThemeNote
from scenescore.music.composers.orchestra.affect import Params
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.grid import Bar, Grid, Landing
from scenescore.music.composers.orchestra.keys import Key


class Tone(NamedTuple):
    """A note as thought of, before anybody plays it."""

    onset: float
    """Beats from the start of the score."""
    length: float
    """Beats."""
    pitch: int
    level: float = 0.7
    """0..1.2, accent against its surroundings."""
    sounding: float = 0.0
    """Share of the length that sounds; 0: as the layer and mood have it."""
    voice: int = 0
    """Which of the layer's players, from the top."""
    is_hit: bool = False
    """True: meets a hit, so it is played exactly on time."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One strand of an ensemble: who plays, what kind of figure, and when it is there."""

    name: str
    """Unique within its style."""
    texture: str
    """A name of `textures.TEXTURES`."""
    players: tuple[str, ...]
    """Instrument names, top voice first."""
    enter: float = 0.0
    """Intensity from which it plays, 0..1."""
    leave: float = 9.0
    """Intensity from which it is silent again."""
    centre: int = 60
    """Middle of its register, MIDI."""
    articulation: str = "sustain"
    level: float = 0.7
    """Loudness among the layers, 0..1.2."""
    kind: str = ""
    """Which pattern of the texture; free choice when empty."""
    density: float = 0.5
    """0..1 against the texture's fullest form."""
    sounding: float = 0.0
    """Share of the length that sounds; 0: by mood."""
    double: tuple[tuple[str, int, float], ...] = ()
    """(instrument, semitones, intensity from which) that play along."""
    roles: tuple[str, ...] = ()
    """Section roles it is kept to; empty: all."""


@dataclass(frozen=True, slots=True)
class Style:
    """A way of writing, as data."""

    name: str
    tempo: tuple[float, float]
    """Quarters per minute at arousal -1 and 1."""
    modes: tuple[str, ...]
    languages: tuple[str, ...]
    """Names of `languages.LANGUAGES`, one is chosen."""
    layers: tuple[Layer, ...]
    character: tuple[str, ...]
    """Theme characters its own tunes may have."""
    chord_bars: float = 1.0
    """Bars a chord lasts, about."""
    feel: str = "straight"
    """`straight`, `swing`, `triplet`."""
    ending: str = "hold"
    """`hold`, `button`, `ring`, `fade`."""
    final: str = "triad"
    """Colour of the last chord: `triad`, `fifth`, `add9`, `sixth`, `major`, `minor-major`,
    `cluster`, `unresolved`."""
    hit: str = "orchestral"
    """How hits are met: a name of `accents.KITS`."""
    joins: tuple[str, ...] = ("swell",)
    """How sections are joined: names of `joins.JOINS`."""
    key_plan: str = "home"
    """`home`, `lift`, `mediant`, `relative`, `fifths`."""
    breath: float = 0.006
    """0..0.03, phrase rubato."""
    is_steady: bool = False
    tonics: tuple[int, ...] = ()
    """Pitch classes its instruments like."""
    tail_s: float = 3.2
    """How long its last chord rings."""
    stops: float = 0.15
    """Chance that the accompaniment stops half a bar before a new phrase."""
    is_strict: bool = False
    """True: nobody plays but its own players (a solo piano stays alone)."""
    tune: float = 0.8
    """0..1, how much of the cue carries melody."""


class Harmony(NamedTuple):
    """A chord in its place."""

    start: float
    length: float
    root: int
    """Pitch class."""
    classes: tuple[int, ...]
    """Pitch classes, root first, in thirds."""
    bass: int
    """Pitch class of the lowest note."""
    symbol: str
    scale: tuple[int, ...]
    """Pitch classes a melody may pass through."""
    numeral: str = ""
    """As in the tables: `bVI`, `V7`."""
    low: int = 0
    """The setting's own bass, MIDI; 0 before it is set."""

    @property
    def end(self) -> float:
        """Beat at which the next chord begins."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few bars with one purpose."""

    index: int
    first: int
    """First bar."""
    count: int
    """Bars."""
    role: str
    """`intro`, `statement`, `build`, `climax`, `release`, `outro`."""
    intensity: float
    """Mean, 0..1."""
    material: str
    """Letter of what it is made of; phrases with one letter share harmony and figures."""
    turn: int
    """How often this material came before."""
    is_closed: bool
    """True: it ends with a full close."""
    key: Key
    landing: Landing | None = None
    """Hard hit on its first downbeat."""


@dataclass(frozen=True, slots=True)
class Placing:
    """A tune laid over bars."""

    phrase: int
    owner: str
    """Theme owner; empty for the cue's own tune."""
    operator: str
    start: float
    """Beat."""
    tones: tuple[Tone, ...]
    recolour: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """All that a texture may look at."""

    brief: MusicBrief
    seed: int
    style: Style
    params: Params
    grid: Grid
    key: Key
    phrases: tuple[Phrase, ...]
    bar_intensity: tuple[float, ...]
    chords: tuple[Harmony, ...] = ()
    frame: tuple[tuple[int, ...], ...] = ()
    """Per chord four pitches, top first."""
    placings: tuple[Placing, ...] = ()
    motif: tuple[int, ...] = ()
    """Steps from note to note at the head of the cue's main tune."""
    starts: tuple[float, ...] = field(default=(), repr=False)

    def dice(self, *names: object) -> Dice:
        """Return a stream of chance of its own for these names."""
        return Dice(self.seed, self.style.name, *names)

    def bars(self, phrase: Phrase) -> tuple[Bar, ...]:
        """Return the bars of a phrase."""
        return self.grid.bars[phrase.first : phrase.first + phrase.count]

    def span(self, phrase: Phrase) -> tuple[float, float]:
        """Return the first and the closing beat of a phrase."""
        bars = self.bars(phrase)
        return bars[0].start_beats, min(bars[-1].end_beats, self.grid.end_beats)

    def chord_index(self, beats: float) -> int:
        """Return the place in `chords` of the harmony at a beat."""
        return max(bisect_right(self.starts, beats + 1e-6) - 1, 0)

    def chord_at(self, beats: float) -> Harmony:
        """Return the harmony at a beat."""
        return self.chords[self.chord_index(beats)]

    def chords_in(self, low: float, high: float) -> list[Harmony]:
        """Return the harmonies between two beats, cut to fit."""
        found = []
        for chord in self.chords[self.chord_index(low) :]:
            if chord.start >= high - 1e-6:
                break
            start, end = max(chord.start, low), min(chord.end, high)
            if end - start > 1e-6:
                found.append(chord._replace(start=start, length=end - start))
        return found

    def frame_at(self, beats: float) -> tuple[int, ...]:
        """Return the four-part setting at a beat, top first."""
        return self.frame[self.chord_index(beats)]

    def intensity_at(self, beats: float) -> float:
        """Return 0..1 at a beat, gliding between bars."""
        bar = self.grid.bar_at(beats)
        here = self.bar_intensity[bar.index]
        after = self.bar_intensity[min(bar.index + 1, len(self.bar_intensity) - 1)]
        share = min((beats - bar.start_beats) / bar.length_beats, 1.0)
        return here + (after - here) * share

    def phrase_at(self, beats: float) -> Phrase:
        """Return the phrase a beat lies in."""
        starts = [self.grid.bars[phrase.first].start_beats for phrase in self.phrases]
        return self.phrases[max(bisect_right(starts, beats + 1e-6) - 1, 0)]


@dataclass(frozen=True, slots=True)
class Tune:
    """A theme with its bars, ready to be worked with."""

    owner: str
    notes: tuple[ThemeNote, ...]
    bar_beats: float
    minor: bool
    bars: int
    source: Theme | None = None
    letter: str = ""
    """Material of the cue's own tunes: `A`, or a bridge, `B` or `C`."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a layer plays: some bars of one phrase."""

    phrase: Phrase
    bars: tuple[Bar, ...]
    is_entry: bool = False
    """True: the layer was silent in the bar before."""
    is_exit: bool = False
    """True: the layer will be silent in the bar after."""

    @property
    def start(self) -> float:
        """First beat."""
        return self.bars[0].start_beats

    @property
    def end(self) -> float:
        """Beat after the last."""
        return self.bars[-1].end_beats
