"""Puts a film's scores on one MIDI timeline: every cue at its moment, exact to a microsecond.

Between cues the tempo is chosen so that a gap is filled by whole bars, and each cue begins on a
bar line. Where cues touch there is no room for that: the bar is cut short and the next begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from scenescore.core.score import Score
from scenescore.core.timing import MIDI_MICROSECONDS_PER_MINUTE
from scenescore.core.types import Cue
from scenescore.deliver.midi_score import (
    SET_UP,
    TICKS_PER_BEAT,
    Seat,
    Timed,
    beats_to_ticks,
    conductor_events,
    end_tick,
    part_events,
    seats,
    track,
)

if TYPE_CHECKING:
    import mido

_BAR = 4 * TICKS_PER_BEAT
_USUAL_BAR_US = 2_400_000  # four beats at 100 a minute
_FASTEST_US, _SLOWEST_US = 200_000, 2_000_000  # a beat at 300 and at 30 a minute
_RESET_CONTROLLERS = 121


@dataclass(slots=True)
class _Desk:
    """The timeline as it grows."""

    tick: int = 0
    now_us: Fraction = Fraction(0)
    bar_left: int = 0
    """Ticks to the next bar line."""
    conductor: list[Timed] = field(default_factory=list)
    parts: dict[tuple[str, str, int], list[Timed]] = field(default_factory=dict)
    """(name, instrument, port) to events, in order of first entry."""
    seats: dict[tuple[str, str, int], Seat] = field(default_factory=dict)


def film_to_midi(
    title: str, cues: Sequence[tuple[Cue, Score]], *, duration_s: float
) -> mido.MidiFile:
    """Return a film's scores, in order, as one file; each cue is marked with its label."""
    import mido

    desk = _Desk()
    for cue, score in cues:
        _fill(desk, _microseconds(cue.start_s))
        _play(desk, cue, score)
    _fill(desk, _microseconds(duration_s))
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT, charset="utf-8")
    file.tracks.append(track(title, None, desk.conductor, desk.tick))
    for key, events in desk.parts.items():
        file.tracks.append(track(key[0], desk.seats[key], events, desk.tick))
    return file


def _microseconds(seconds: float) -> int:
    return round(seconds * 1_000_000)


def _fill(desk: _Desk, until_us: int) -> None:
    """Go on to a moment: the rest of the bar, then whole bars of four."""
    gap_us = round(until_us - desk.now_us)
    if gap_us <= 0:
        return
    ticks = _ticks_for(gap_us, desk.bar_left)
    if ticks > desk.bar_left:
        desk.conductor.append(_meter(desk.tick + desk.bar_left, 4, 4))
    for at, tempo in _tempi(ticks, gap_us):
        desk.conductor.append(_tempo(desk.tick + at, tempo))
    desk.tick += ticks
    desk.now_us += gap_us
    desk.bar_left = 0


def _ticks_for(gap_us: int, bar_left: int) -> int:
    """Return how many ticks a gap has, on a bar line if the tempo stays playable."""
    bars = max(round(gap_us / _USUAL_BAR_US - bar_left / _BAR), 0)
    ticks = bar_left + bars * _BAR
    if gap_us * TICKS_PER_BEAT > ticks * _SLOWEST_US:
        ticks += _BAR
    if gap_us * TICKS_PER_BEAT < ticks * _FASTEST_US:
        return max(gap_us * TICKS_PER_BEAT // _FASTEST_US, 1)
    return ticks


def _tempi(ticks: int, gap_us: int) -> list[tuple[int, int]]:
    """Return (tick, microseconds per beat) such that `ticks` last exactly `gap_us`.

    MIDI tempo is a whole number: the last ticks are one microsecond a beat slower.
    """
    tempo, slower = divmod(gap_us * TICKS_PER_BEAT, ticks)
    if not slower:
        return [(0, tempo)]
    return [(0, tempo), (ticks - slower, tempo + 1)]


def _play(desk: _Desk, cue: Cue, score: Score) -> None:
    """Write a cue from the desk's place on."""
    import mido

    desk.conductor += conductor_events(score, desk.tick)
    name = mido.MetaMessage("marker", text=f"{cue.label} {cue.title}".strip())
    desk.conductor.append(Timed(desk.tick, SET_UP, -1, name))
    for part, seat in zip(score.parts, seats(score.parts), strict=True):
        key = (part.name, part.instrument, seat.port)
        reset = mido.Message(
            "control_change", channel=seat.channel, control=_RESET_CONTROLLERS, value=0
        )
        desk.seats.setdefault(key, seat)
        events = desk.parts.setdefault(key, [])
        events.append(Timed(desk.tick, SET_UP, -1, reset))
        events += part_events(part, seat, score, desk.tick)
    end = end_tick(score)
    desk.now_us += _length_us(score, end)
    desk.bar_left = _left_in_bar(score, end)
    desk.tick += end


def _length_us(score: Score, end: int) -> Fraction:
    """Return how long the first `end` ticks last, exactly as a player of the file counts."""
    starts = [beats_to_ticks(change.at_beats) for change in score.tempo]
    total = Fraction(0)
    for change, start, stop in zip(score.tempo, starts, [*starts[1:], end], strict=True):
        tempo = round(MIDI_MICROSECONDS_PER_MINUTE / change.bpm)
        total += Fraction(max(min(stop, end) - min(start, end), 0) * tempo, TICKS_PER_BEAT)
    return total


def _left_in_bar(score: Score, end: int) -> int:
    """Return the ticks from the end of a score to the next bar line."""
    meter = [m for m in score.meters if beats_to_ticks(m.at_beats) <= end][-1]
    bar = beats_to_ticks(meter.beats * 4 / meter.unit)
    return -(end - beats_to_ticks(meter.at_beats)) % bar


def _tempo(tick: int, tempo: int) -> Timed:
    import mido

    return Timed(tick, SET_UP, -2, mido.MetaMessage("set_tempo", tempo=tempo))


def _meter(tick: int, beats: int, unit: int) -> Timed:
    import mido

    message = mido.MetaMessage("time_signature", numerator=beats, denominator=unit)
    return Timed(tick, SET_UP, -3, message)
