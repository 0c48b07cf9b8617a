"""Writes scores as Standard MIDI files: one per cue, and the whole film on one timeline.

Knows files and tracks; what a Score means in MIDI is in `midi_score`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scenescore.core.files import atomic, read_bytes, write_bytes
from scenescore.core.progress import Run
from scenescore.core.score import Score
from scenescore.core.types import Cue, Film
from scenescore.deliver.midi_film import film_to_midi
from scenescore.deliver.midi_score import (
    TICKS_PER_BEAT,
    conductor_events,
    end_tick,
    part_events,
    seats,
    track,
)
from scenescore.deliver.names import cue_name, film_name

if TYPE_CHECKING:
    import mido


class MidiExporter:
    """Exports every cue's score, and the whole film on one timeline."""

    version = "1"

    def write(self, film: Film, to: Path, *, run: Run) -> tuple[Path, ...]:
        """Write `midi/<cue>.mid` for each score, and `midi/<film>.mid`, under `to`.

        MIDI that a person put into a take goes out as it is; the film's file does without it.
        """
        scores = [
            (cue, take.score)
            for cue in film.plan.cues
            if (take := film.take(cue.uid)) is not None and take.score is not None
        ]
        written = [
            write_bytes(to / "midi" / f"{cue_name(cue, film.plan)}.mid", read_bytes(mine))
            for cue in film.plan.cues
            if (mine := _own_midi(film, cue)) is not None
        ]
        if not scores and not written:
            run.note("no take has a score: there is nothing to export as MIDI")
            return ()
        for index, (cue, score) in enumerate(scores):
            name = f"{cue_name(cue, film.plan)}.mid"
            run.report(f"writing {name}", index / len(scores))
            title = f"{cue.label} {cue.title}".strip()
            written.append(write_midi(score, to / "midi" / name, title))
        whole = film_to_midi(film.plan.film, scores, duration_s=film.plan.duration_s)
        written.append(save(whole, to / "midi" / f"{film_name(film.plan)}.mid"))
        return tuple(written)


def _own_midi(film: Film, cue: Cue) -> Path | None:
    take = film.take(cue.uid)
    if take is None or not take.by_user:
        return None
    path = (film.folder / take.audio.path).with_name("score.mid")
    return path if path.is_file() else None


def score_to_midi(score: Score, *, title: str) -> mido.MidiFile:
    """Return a score as a MIDI file: a conductor track, then one track per part.

    960 ticks per quarter note; tempo, meter, key and markers on the first track.
    """
    import mido

    end = end_tick(score)
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
