"""Turns written notes into moments in samples: what every player starts from.

Knows the clock (beats, tempo, human offsets, articulation) and the order of stems; knows nothing
about sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from scenescore.core.instruments import FAMILIES
from scenescore.core.score import Part, Score
from scenescore.core.timing import TempoMap, seconds_to_samples

Samples = npt.NDArray[np.float32]

BLOCK_SAMPLES = 1 << 18
"""Samples per block of stems: 5.5 s at 48 kHz."""
_SHORTEST_S = 0.02
_GAP_S = 0.01
"""A line is unbroken while no gap in it is longer."""


@dataclass(frozen=True, slots=True)
class PlayedNote:
    """One note in real time."""

    start: int
    """Sample on which it begins, >= 0."""
    stop: int
    """Sample on which it is let go, > start."""
    pitch: int
    """MIDI, or a drum key."""
    velocity: int
    """1..127."""
    index: int
    """Place among the part's notes; seeds small differences between repeats."""
    before: int | None = None
    """Pitch of the one note that leads into this one without a gap; None when none does."""

    @property
    def length(self) -> int:
        """Samples between attack and release."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Curve:
    """One controller over time, 0..127."""

    samples: tuple[float, ...]
    """Moments of the points, sorted."""
    values: tuple[float, ...]

    def at(self, positions: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Return the values at sample positions: linear between points, held outside them."""
        found: npt.NDArray[np.float64] = np.interp(positions, self.samples, self.values)
        return found


@dataclass(frozen=True, slots=True)
class PlayedPart:
    """One part in real time."""

    part: Part
    notes: tuple[PlayedNote, ...]
    """Sorted by start, then pitch; the same pitch never overlaps itself."""
    curves: dict[int, Curve]
    """By controller number; only those the part uses."""


def perform(score: Score, rate_hz: int) -> tuple[PlayedPart, ...]:
    """Return the parts that sound before the score's end, in order of `stem_names`."""
    clock = TempoMap(score.tempo)
    total = seconds_to_samples(score.duration_s, rate_hz)
    played = [_perform_part(part, clock, rate_hz, total) for part in score.parts]
    order = {name: index for index, name in enumerate(_in_order(score))}
    sounding = [one for one in played if one.notes]
    return tuple(sorted(sounding, key=lambda one: order[one.part.family]))


def stem_names(parts: tuple[PlayedPart, ...]) -> tuple[str, ...]:
    """Return the stems these parts sound in, each once, in score order."""
    return tuple(dict.fromkeys(one.part.family for one in parts))


def spans(total: int, block: int = BLOCK_SAMPLES) -> Iterator[tuple[int, int]]:
    """Yield (first sample, length) of the blocks that make up `total` samples."""
    for start in range(0, total, block):
        yield start, min(block, total - start)


def _in_order(score: Score) -> list[str]:
    used = {part.family for part in score.parts}
    return [name for name in FAMILIES if name in used] + sorted(used - set(FAMILIES))


def _perform_part(part: Part, clock: TempoMap, rate_hz: int, total: int) -> PlayedPart:
    notes = []
    for index, note in enumerate(part.notes):
        on_s = clock.beats_to_seconds(note.onset_beats) + note.offset_s
        off_beats = note.onset_beats + note.length_beats * note.sounding
        off_s = max(clock.beats_to_seconds(off_beats) + note.offset_s, on_s + _SHORTEST_S)
        start = max(seconds_to_samples(on_s, rate_hz), 0)
        if start < total and off_s > 0:
            stop = max(seconds_to_samples(off_s, rate_hz), start + 1)
            notes.append(PlayedNote(start, stop, note.pitch, note.velocity, index))
    notes.sort(key=lambda note: (note.start, note.pitch, note.index))
    joined = _joined(_without_overlap(notes), round(_GAP_S * rate_hz))
    return PlayedPart(part, joined, _curves(part, clock, rate_hz))


def _without_overlap(notes: list[PlayedNote]) -> tuple[PlayedNote, ...]:
    """Let a pitch go before it is struck again; of two struck at once the louder stays."""
    kept: list[PlayedNote] = []
    last: dict[int, int] = {}
    for note in notes:
        before = last.get(note.pitch)
        if before is not None and kept[before].stop > note.start:
            if kept[before].start == note.start:
                if note.velocity > kept[before].velocity:
                    kept[before] = note
                continue
            kept[before] = replace(kept[before], stop=note.start)
        last[note.pitch] = len(kept)
        kept.append(note)
    return tuple(kept)


def _joined(notes: tuple[PlayedNote, ...], gap: int) -> tuple[PlayedNote, ...]:
    """Mark the notes that a single line leads into; chords are no line."""
    found = list(notes)
    for place in range(1, len(notes)):
        first, last, now = notes[max(place - 2, 0)], notes[place - 1], notes[place]
        follows = last.start < now.start <= last.stop + gap and now.stop > last.stop
        in_chord = first is not last and first.start == last.start
        if follows and not in_chord and last.pitch != now.pitch:
            found[place] = replace(now, before=last.pitch)
    return tuple(found)


def _curves(part: Part, clock: TempoMap, rate_hz: int) -> dict[int, Curve]:
    points: dict[int, list[tuple[float, float]]] = {}
    for control in part.controls:
        at = clock.beats_to_seconds(control.at_beats) * rate_hz
        points.setdefault(control.number, []).append((at, float(control.value)))
    return {
        number: Curve(*zip(*sorted(found, key=lambda point: point[0]), strict=True))
        for number, found in sorted(points.items())
    }
