"""Cuts a score at beats and joins the pieces, as an editor cuts tape: notes that lie across a cut
are shortened or taken up again, controllers go on from the right value. Knows no form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scenescore.core.score import (
    Chord,
    Control,
    MeterChange,
    Note,
    Part,
    Quotation,
    Score,
    Section,
    TempoChange,
)
from scenescore.core.timing import MIDI_MICROSECONDS_PER_MINUTE, TempoMap, midi_exact_bpm

_SHORTEST_BEATS = 0.1
"""What is left of a note must be longer than this to be kept."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a score, in beats."""

    start: float
    stop: float

    @property
    def length(self) -> float:
        """Beats."""
        return self.stop - self.start


def bar_lines(score: Score) -> list[float]:
    """Return the beats at which bars begin, and the end of the last whole bar."""
    end = end_beats(score)
    lines: list[float] = []
    for index, meter in enumerate(score.meters):
        last = index + 1 == len(score.meters)
        stop = end if last else min(score.meters[index + 1].at_beats, end)
        at = meter.at_beats
        while at < stop - 1e-6:
            lines.append(at)
            at += meter.beats * 4 / meter.unit
        if last and at <= end + 1e-3:
            lines.append(at)
    return lines


def end_beats(score: Score) -> float:
    """Return the beat at which the sound ends."""
    return TempoMap(score.tempo).seconds_to_beats(score.duration_s)


def spliced(score: Score, spans: Sequence[Span], duration_s: float) -> Score:
    """Return the stretches of a score one after the other; hits and
    what was bent for them, which belong to picture, go.

    `duration_s` may be longer than the stretches: then the sound rings on after them.
    """
    starts = [sum(span.length for span in spans[:i]) for i in range(len(spans))]
    moves = [(span, start - span.start) for span, start in zip(spans, starts, strict=True)]
    return replace(
        score,
        duration_s=duration_s,
        tempo=_tempi(score.tempo, moves),
        meters=_meters(score.meters, moves),
        parts=tuple(p for part in score.parts if (p := _part(part, moves)).notes),
        chords=tuple(
            c for span, by in moves for item in score.chords for c in _chord(item, span, by)
        ),
        form=tuple(
            s for span, by in moves for item in score.form for s in _section(item, span, by)
        ),
        markers=tuple(
            replace(item, at_beats=item.at_beats + by)
            for span, by in moves
            for item in score.markers
            if span.start <= item.at_beats < span.stop
        ),
        hits=(),
        bent=(),
        quotations=tuple(
            q for span, by in moves for item in score.quotations for q in _whole(item, span, by)
        ),
    )


Moves = Sequence[tuple[Span, float]]


def _part(part: Part, moves: Moves) -> Part:
    notes = [note for span, by in moves for note in _notes(part.notes, span, by)]
    controls = [point for span, by in moves for point in _controls(part.controls, span, by)]
    return replace(
        part,
        notes=tuple(sorted(notes, key=lambda n: (n.onset_beats, n.pitch))),
        controls=tuple(controls),
    )


def _notes(notes: Iterable[Note], span: Span, by: float) -> Iterable[Note]:
    for note in notes:
        start = max(note.onset_beats, span.start)
        stop = min(note.onset_beats + note.length_beats, span.stop)
        if stop - start > _SHORTEST_BEATS and note.onset_beats < span.stop:
            late = 0.0 if start > note.onset_beats else note.offset_s
            sounding = note.sounding if stop < span.stop else min(note.sounding, 1.0)
            yield replace(note, onset_beats=start + by, length_beats=stop - start,
                          offset_s=late, sounding=sounding)  # fmt: skip


def _controls(controls: Sequence[Control], span: Span, by: float) -> list[Control]:
    """Return the points inside, with the value that holds at each border."""
    found: list[Control] = []
    for number in sorted({point.number for point in controls}):
        curve = [point for point in controls if point.number == number]
        inside = [p for p in curve if span.start < p.at_beats < span.stop]
        first = Control(span.start, number, _value_at(curve, span.start))
        last = Control(span.stop - 1e-3, number, _value_at(curve, span.stop))
        found += [replace(p, at_beats=p.at_beats + by) for p in (first, *inside, last)]
    return sorted(found, key=lambda point: (point.at_beats, point.number))


def _value_at(curve: Sequence[Control], beat: float) -> int:
    before = [point for point in curve if point.at_beats <= beat]
    after = [point for point in curve if point.at_beats > beat]
    if not before or not after:
        return (before[-1] if before else after[0]).value
    low, high = before[-1], after[0]
    share = (beat - low.at_beats) / (high.at_beats - low.at_beats)
    return round(low.value + share * (high.value - low.value))


def _tempi(tempo: Sequence[TempoChange], moves: Moves) -> tuple[TempoChange, ...]:
    clock = TempoMap(tempo)
    changes: list[TempoChange] = []
    for span, by in moves:
        changes.append(TempoChange(span.start + by, clock.bpm_at(span.start)))
        changes += [
            replace(change, at_beats=change.at_beats + by)
            for change in tempo
            if span.start < change.at_beats < span.stop
        ]
    return tuple(changes)


def _meters(meters: Sequence[MeterChange], moves: Moves) -> tuple[MeterChange, ...]:
    changes: list[MeterChange] = []
    for span, by in moves:
        now = [meter for meter in meters if meter.at_beats <= span.start][-1]
        inside = [meter for meter in meters if span.start < meter.at_beats < span.stop]
        for meter in (replace(now, at_beats=span.start), *inside):
            moved = replace(meter, at_beats=meter.at_beats + by)
            if not changes or (changes[-1].beats, changes[-1].unit) != (moved.beats, moved.unit):
                changes.append(moved)
    return tuple(changes)


def _chord(chord: Chord, span: Span, by: float) -> Iterable[Chord]:
    start, stop = _overlap(chord.at_beats, chord.length_beats, span)
    if stop > start:
        yield replace(chord, at_beats=start + by, length_beats=stop - start)


def _section(section: Section, span: Span, by: float) -> Iterable[Section]:
    start, stop = _overlap(section.at_beats, section.length_beats, span)
    if stop > start:
        yield replace(section, at_beats=start + by, length_beats=stop - start)


def _overlap(at: float, length: float, span: Span) -> tuple[float, float]:
    return max(at, span.start), min(at + length, span.stop)


def _whole(quotation: Quotation, span: Span, by: float) -> Iterable[Quotation]:
    stop = quotation.at_beats + quotation.length_beats
    if span.start <= quotation.at_beats and stop <= span.stop + 1e-6:
        yield replace(quotation, at_beats=quotation.at_beats + by)


def in_tempo(score: Score, beats: float, seconds: float) -> Score:
    """Return a score whose first `beats` last `seconds`: every tempo changed by one factor.

    Exact to a microsecond: tempi are such that MIDI stores them, and the last one takes up what
    rounding leaves.
    """
    factor = TempoMap(score.tempo).beats_to_seconds(beats) / seconds
    tempo = tuple(replace(c, bpm=midi_exact_bpm(c.bpm * factor)) for c in score.tempo)
    left = [c for c in tempo if c.at_beats < beats]
    span = beats - left[-1].at_beats
    missing_s = seconds - TempoMap(left).beats_to_seconds(beats)
    beat_us = MIDI_MICROSECONDS_PER_MINUTE / left[-1].bpm + missing_s * 1e6 / span
    last = replace(left[-1], bpm=MIDI_MICROSECONDS_PER_MINUTE / round(beat_us))
    return replace(score, tempo=(*left[:-1], last, *tempo[len(left) :]))
