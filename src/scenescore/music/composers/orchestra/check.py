"""The gates: what every score keeps, said as sentences when it does not.

Looks at a Score from outside, as any player or exporter would; knows nothing of how it was made.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from itertools import pairwise

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.score import Part, Score
from scenescore.core.timing import TempoMap, midi_exact_bpm
from scenescore.core.types import MusicBrief

HIT_TOLERANCE_S = 0.005
_ALIKE = 2
Bars = tuple[tuple[float, float], ...]
"""(first beat, length) of every bar."""


def check(score: Score, brief: MusicBrief) -> tuple[str, ...]:
    """Return what is wrong with a score, one sentence each; nothing when all is well."""
    clock = TempoMap(score.tempo)
    bars = bars_of(score)
    found = [*_time(score, brief), *_hits(score, brief, clock, bars), *_ending(score, clock)]
    for part in score.parts:
        found += [*_notes(part, clock.seconds_to_beats(score.duration_s)), *_repeats(part, bars)]
    return tuple(found)


def bars_of(score: Score) -> Bars:
    """Return the bars up to the score's end."""
    end = TempoMap(score.tempo).seconds_to_beats(score.duration_s)
    found: list[tuple[float, float]] = []
    borders = [change.at_beats for change in score.meters[1:]] + [end]
    for change, border in zip(score.meters, borders, strict=True):
        length, at = change.beats * 4 / change.unit, change.at_beats
        while at < border - 1e-6:
            found.append((at, length))
            at += length
    return tuple(found)


def _time(score: Score, brief: MusicBrief) -> Iterator[str]:
    if score.duration_s != brief.duration_s:
        yield f"It lasts {score.duration_s} s instead of {brief.duration_s} s."
    if score.tempo[0].at_beats != 0 or score.meters[0].at_beats != 0:
        yield "Its tempo or meter does not begin at beat 0."
    if any(a.at_beats >= b.at_beats for a, b in pairwise(score.tempo)):
        yield "Its tempo changes are not in order."
    for change in score.tempo:
        if abs(change.bpm / midi_exact_bpm(change.bpm) - 1) > 1e-9:
            yield f"The tempo {change.bpm} cannot be stored in MIDI."


def _hits(score: Score, brief: MusicBrief, clock: TempoMap, bars: Bars) -> Iterator[str]:
    onsets = {
        round(note.onset_beats, 3)
        for part in score.parts
        for note in part.notes
        if note.offset_s == 0
    }
    downbeats = [start for start, _ in bars]
    for landing in score.hits:
        if landing.weight < 0.8:
            continue
        if abs(landing.landed_s - landing.at_s) > HIT_TOLERANCE_S:
            yield f"The hit at {landing.at_s} s is met at {landing.landed_s} s."
        beat = clock.seconds_to_beats(landing.landed_s)
        if min(abs(beat - start) for start in downbeats) > 1e-3:
            yield f"The hit at {landing.at_s} s is not on a downbeat."
        if not any(abs(beat - onset) < 2e-3 for onset in onsets):
            yield f"Nothing sounds at the hit at {landing.at_s} s."


def _ending(score: Score, clock: TempoMap) -> Iterator[str]:
    ends = [n.onset_beats + n.length_beats for part in score.parts for n in part.notes]
    if not ends:
        yield "There are no notes."
        return
    silent_s = score.duration_s - clock.beats_to_seconds(max(ends))
    if silent_s > 0.1:
        yield f"The last {silent_s:.2f} s are silent."


def _notes(part: Part, end_beats: float) -> Iterator[str]:
    home = INSTRUMENTS[part.instrument]
    order = [(note.onset_beats, note.pitch) for note in part.notes]
    if order != sorted(order):
        yield f"The notes of {part.name} are not in order."
    for note in part.notes:
        if not home.low <= note.pitch <= home.high:
            yield f"{part.name} cannot play {note.pitch}."
        if note.length_beats <= 0 or note.onset_beats < 0 or not 1 <= note.velocity <= 127:
            yield f"{part.name} has a note that is none at beat {note.onset_beats}."
        if note.onset_beats + note.length_beats > end_beats + 1e-3:
            yield f"{part.name} sounds beyond the end."
        if abs(note.offset_s) > 0.05:
            yield f"{part.name} is {note.offset_s} s off at beat {note.onset_beats}."


def _repeats(part: Part, bars: Bars) -> Iterator[str]:
    """Say where a bar is heard more than twice in a row, note for note; grooves of drums may be."""
    if INSTRUMENTS[part.instrument].is_drums:
        return
    signatures = [
        tuple(
            (round(n.onset_beats - start, 3), n.pitch, round(n.length_beats, 3))
            for n in part.notes
            if start - 1e-6 <= n.onset_beats < start + length - 1e-6
        )
        for start, length in bars
    ]
    for signature, same in itertools.groupby(signatures):
        if signature and len(list(same)) > _ALIKE:
            yield f"{part.name} plays one bar more than twice in a row."
