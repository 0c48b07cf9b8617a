"""Turns one Score into timed MIDI events. Knows General MIDI and ticks, not films or files.

Notes stand where they are played, not where they are written: human timing is in the ticks, and
hits, which carry none, stay exact. Beats of the score are the beats of the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.score import Note, Part, Score
from scenescore.core.timing import MIDI_MICROSECONDS_PER_MINUTE, TempoMap
from scenescore.deliver.keys import signature_of

if TYPE_CHECKING:
    import mido

TICKS_PER_BEAT = 960
DRUM_CHANNEL = 9
_CHANNELS = tuple(channel for channel in range(16) if channel != DRUM_CHANNEL)
_PROGRAM_OF_ARTICULATION = {"tremolo": 44, "pizzicato": 45}
_VOLUME, _PAN, _EXPRESSION = 7, 10, 11

# Order of what happens on one tick.
END, SET_UP, CONTROL, START = 0, 1, 2, 3


@dataclass(frozen=True, slots=True, order=True)
class Timed:
    """A message at a tick; sorts as it must be sent."""

    tick: int
    rank: int
    number: int
    """Pitch, controller or place in the list: makes the order complete."""
    message: Any = None
    """A `mido` message; never compared, since the fields before it differ or it is equal."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a part's messages go."""

    channel: int
    """0..15."""
    port: int
    """0; 1 and up when sixteen channels do not suffice."""


def beats_to_ticks(beats: float) -> int:
    """Return the nearest tick."""
    return round(beats * TICKS_PER_BEAT)


def end_tick(score: Score) -> int:
    """Return the tick at which a score's sound ends."""
    return beats_to_ticks(TempoMap(score.tempo).seconds_to_beats(score.duration_s))


def program_of(part: Part) -> int:
    """Return the General MIDI program (0..127) that comes nearest to how a part is played."""
    if part.family == "strings" and part.articulation in _PROGRAM_OF_ARTICULATION:
        return _PROGRAM_OF_ARTICULATION[part.articulation]
    instrument = INSTRUMENTS.get(part.instrument)
    return instrument.program if instrument else 0


def is_drums(part: Part) -> bool:
    """Return True for parts that belong on channel 10."""
    instrument = INSTRUMENTS.get(part.instrument)
    return instrument.is_drums if instrument else part.family == "drums"


def seats(parts: Sequence[Part]) -> tuple[Seat, ...]:
    """Return a channel for each part: its own, or where those do not suffice one for each sound.

    Drums are on channel 10. Sounds that find no channel go to the next port.
    """
    taken: dict[tuple[bool, int], Seat] = {}
    free = {False: _ports(_CHANNELS), True: _ports((DRUM_CHANNEL,))}
    crowded = len([part for part in parts if not is_drums(part)]) > len(_CHANNELS)
    result = []
    for part in parts:
        drums = is_drums(part)
        sound = (drums, program_of(part))
        if (drums or crowded) and sound in taken:
            result.append(taken[sound])
            continue
        taken[sound] = next(free[drums])
        result.append(taken[sound])
    return tuple(result)


def _ports(channels: tuple[int, ...]) -> Iterator[Seat]:
    return (Seat(channel, port) for port in range(128) for channel in channels)


def part_events(part: Part, seat: Seat, score: Score, from_tick: int = 0) -> list[Timed]:
    """Return a part's program, controllers and notes, `from_tick` ticks into the file."""
    import mido

    clock, end = TempoMap(score.tempo), end_tick(score)
    events = [
        Timed(0, SET_UP, 0, mido.Message("program_change", channel=seat.channel,
                                         program=program_of(part))),
        *(Timed(0, SET_UP, 1 + number, _control(seat, number, value))
          for number, value in _balance(part)),
        *(Timed(min(beats_to_ticks(point.at_beats), end), CONTROL, point.number,
                _control(seat, point.number, point.value)) for point in part.controls),
    ]  # fmt: skip
    for start, stop, note in _played(part.notes, clock, end):
        name = {"channel": seat.channel, "note": note.pitch}
        on = mido.Message("note_on", velocity=note.velocity, **name)
        events.append(Timed(start, START, note.pitch, on))
        off = mido.Message("note_off", velocity=0, **name)
        events.append(Timed(stop, END, note.pitch, off))
    return [replace(event, tick=event.tick + from_tick) for event in events]


def _control(seat: Seat, number: int, value: int) -> mido.Message:
    import mido

    return mido.Message("control_change", channel=seat.channel, control=number, value=value)


def _balance(part: Part) -> list[tuple[int, int]]:
    """Return the controllers a part begins with."""
    first = {_VOLUME: _volume(part.gain_db), _PAN: round(64 + 63 * max(-1.0, min(part.pan, 1.0)))}
    if not any(c.number == _EXPRESSION and c.at_beats <= 0 for c in part.controls):
        first[_EXPRESSION] = 127
    return sorted(first.items())


def _volume(gain_db: float) -> int:
    """Return CC 7: 100 at 0 dB; GM level 2 recommends 40 log10(value / 127) dB."""
    return int(max(1, min(127, round(100 * 10 ** (gain_db / 40)))))


def _played(notes: Sequence[Note], clock: TempoMap, end: int) -> list[tuple[int, int, Note]]:
    """Return (first tick, last tick, note) as played, no two of one pitch at a time."""
    by_pitch: dict[int, list[tuple[int, int, Note]]] = defaultdict(list)
    for note in notes:
        late_s = note.offset_s
        start = max(_tick(clock, note.onset_beats, late_s), 0)
        stop = _tick(clock, note.onset_beats + note.length_beats * note.sounding, late_s)
        if start < end:
            by_pitch[note.pitch].append((start, max(min(stop, end), start + 1), note))
    return [played for pitch in sorted(by_pitch) for played in _apart(by_pitch[pitch])]


def _tick(clock: TempoMap, beats: float, late_s: float) -> int:
    if late_s:
        beats = clock.seconds_to_beats(clock.beats_to_seconds(beats) + late_s)
    return beats_to_ticks(beats)


def _apart(played: list[tuple[int, int, Note]]) -> list[tuple[int, int, Note]]:
    """Return notes of one pitch that never overlap: each ends where the next begins."""
    result: list[tuple[int, int, Note]] = []
    for start, stop, note in sorted(played, key=lambda item: (item[0], -item[1])):
        if result and result[-1][0] == start:
            continue  # the same note twice: the longer one stays
        if result and result[-1][1] > start:
            result[-1] = (result[-1][0], start, result[-1][2])
        result.append((start, stop, note))
    return result


def conductor_events(score: Score, from_tick: int = 0) -> list[Timed]:
    """Return tempo, meter, key and markers; what lies behind the end is left out."""
    import mido

    found: list[tuple[float, int, Any]] = [(0.0, SET_UP, key_message(score.key))]
    for meter in score.meters:
        shape = {"numerator": meter.beats, "denominator": meter.unit}
        found.append((meter.at_beats, SET_UP, mido.MetaMessage("time_signature", **shape)))
    for change in score.tempo:
        tempo = round(MIDI_MICROSECONDS_PER_MINUTE / change.bpm)
        found.append((change.at_beats, SET_UP, mido.MetaMessage("set_tempo", tempo=tempo)))
    for at_beats, text in _marks(score):
        found.append((at_beats, CONTROL, mido.MetaMessage("marker", text=text)))
    return [
        Timed(max(beats_to_ticks(beats), 0) + from_tick, rank, place, message)
        for place, (beats, rank, message) in enumerate(found)
        if beats_to_ticks(beats) <= end_tick(score)
    ]


def _marks(score: Score) -> list[tuple[float, str]]:
    """Return (beat, text) of form, hits, quotations and the composer's own marks, each once."""
    clock = TempoMap(score.tempo)
    marks = [(section.at_beats, section.role.capitalize()) for section in score.form]
    told: set[tuple[int, str]] = set()
    for hit in score.hits:
        at_beats = clock.seconds_to_beats(hit.landed_s)
        marks.append((at_beats, f"HIT {hit.label or hit.kind}"))
        told.add((beats_to_ticks(at_beats), (hit.label or hit.kind).casefold()))
    for quotation in score.quotations:
        marks.append((quotation.at_beats, f"Theme {quotation.owner} ({quotation.operator})"))
    known = told | {(beats_to_ticks(beats), text.casefold()) for beats, text in marks}
    for mark in score.markers:
        place = (beats_to_ticks(mark.at_beats), mark.text.casefold())
        if place not in known:
            known.add(place)
            marks.append((mark.at_beats, mark.text))
    return sorted(marks, key=lambda mark: mark[0])


def track(name: str, seat: Seat | None, events: Iterable[Timed], end: int) -> mido.MidiTrack:
    """Return a track of events in the order they are sent, ending at tick `end`."""
    import mido

    result = mido.MidiTrack()
    result.append(mido.MetaMessage("track_name", name=name))
    if seat is not None and seat.port:
        result.append(mido.MetaMessage("midi_port", port=seat.port))
    now = 0
    for event in sorted(events, key=lambda event: (event.tick, event.rank, event.number)):
        result.append(event.message.copy(time=event.tick - now))
        now = event.tick
    result.append(mido.MetaMessage("end_of_track", time=max(end - now, 0)))
    return result


# ------------------------------------------------------------------ keys

_MAJOR_KEYS = ("Cb", "Gb", "Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#")
_MINOR_KEYS = (
    "Abm", "Ebm", "Bbm", "Fm", "Cm", "Gm", "Dm", "Am", "Em", "Bm", "F#m", "C#m", "G#m", "D#m",
    "A#m",
)  # fmt: skip


def key_message(key: str) -> mido.MetaMessage:
    """Return the key signature a key is written with: `D dorian` has no accidentals."""
    import mido

    signature = signature_of(key)
    names = _MINOR_KEYS if signature.is_minor else _MAJOR_KEYS
    return mido.MetaMessage("key_signature", key=names[signature.sharps + 7])
