"""Writes scores as Standard MIDI files: one per cue, and the whole film on one timeline.

Knows files and tracks; what a Score means in MIDI is in `midi_score`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from scenescore.core.files import atomic
from scenescore.core.timing import TempoMap
from scenescore.core.types import Score
from scenescore.deliver.midi_score import (
    TICKS_PER_BEAT,
    Seat,
    Timed,
    beats_to_ticks,
    conductor_events,
    part_events,
    seats,
)

if TYPE_CHECKING:
    import mido


def score_to_midi(score: Score, *, title: str) -> mido.MidiFile:
    """Return a score as a MIDI file: a conductor track, then one track per part.

    960 ticks per quarter note; tempo, meter, key and markers on the first track.
    """
    import mido

    end = beats_to_ticks(TempoMap(score.tempo).seconds_to_beats(score.duration_s))
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT, charset="utf-8")
    file.tracks.append(track(title, None, conductor_events(score), end))
    for part, seat in zip(score.parts, seats(score.parts), strict=True):
        file.tracks.append(track(part.name, seat, part_events(part, seat, score), end))
    return file


def write_midi(score: Score, path: Path, title: str) -> Path:
    """Write a score as a MIDI file; return the path. Equal scores give equal bytes."""
    return save(score_to_midi(score, title=title), path)


def save(file: mido.MidiFile, path: Path) -> Path:
    """Write a MIDI file, all or nothing."""
    with atomic(path) as temporary, temporary.open("wb") as stream:
        file.save(file=stream)
    return path


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
