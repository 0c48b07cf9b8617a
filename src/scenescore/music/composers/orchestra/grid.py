"""The written time of a cue: its bars, pulses and tempo map. Knows no pitches."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from scenescore.core.score import HitLanding, MeterChange, TempoChange
from scenescore.core.timing import TempoMap
from scenescore.music.composers.orchestra.meter import Meter


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    index: int
    start_beats: float
    meter: Meter

    @property
    def length_beats(self) -> float:
        """In quarters."""
        return self.meter.length_beats

    @property
    def end_beats(self) -> float:
        """Where the next bar begins."""
        return self.start_beats + self.meter.length_beats


@dataclass(frozen=True, slots=True)
class Pulse:
    """One felt beat of a bar."""

    start_beats: float
    length_beats: float
    index: int
    """0 on the downbeat."""
    of: int
    """How many pulses the bar has."""


@dataclass(frozen=True, slots=True)
class Landing:
    """A hit and the beat it was given."""

    hit: HitLanding
    at_beats: float
    is_hard: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """All bars of a cue, exact in time."""

    duration_s: float
    bars: tuple[Bar, ...]
    tempo: tuple[TempoChange, ...]
    landings: tuple[Landing, ...]
    end_bar: int
    """Index of the bar in which the last chord sounds; it and what follows are the ending."""
    meter: Meter
    """The usual meter."""
    bent: tuple[str, ...] = ()
    clock: TempoMap = field(compare=False, default=TempoMap((TempoChange(0, 60.0),)))

    @property
    def end_beats(self) -> float:
        """The beat at which the cue's time is over."""
        return self.clock.seconds_to_beats(self.duration_s)

    @property
    def final_beats(self) -> float:
        """The beat of the last chord."""
        return self.bars[self.end_bar].start_beats

    def bar_at(self, beats: float) -> Bar:
        """Return the bar a beat lies in."""
        starts = [bar.start_beats for bar in self.bars]
        return self.bars[max(bisect_right(starts, beats + 1e-9) - 1, 0)]

    def meters(self) -> tuple[MeterChange, ...]:
        """Return the meter changes, the first at beat 0."""
        changes: list[MeterChange] = []
        for bar in self.bars:
            change = (bar.meter.beats, bar.meter.unit)
            if not changes or change != (changes[-1].beats, changes[-1].unit):
                changes.append(MeterChange(bar.start_beats, *change))
        return tuple(changes)


def pulses_of(bar: Bar) -> tuple[Pulse, ...]:
    """Return the felt beats of a bar."""
    lengths = bar.meter.pulses
    found: list[Pulse] = []
    at_beats = bar.start_beats
    for index, length in enumerate(lengths):
        found.append(Pulse(at_beats, length, index, len(lengths)))
        at_beats += length
    return tuple(found)
