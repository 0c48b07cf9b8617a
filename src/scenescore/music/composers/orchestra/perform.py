"""From lines to parts, as people play: timing that wanders, loudness that breathes, an ending
that dies away. Knows seconds and controllers; changes no written pitch.

Timing noise is autoregressive (field notes, section 3): a player drifts, and comes back. On a hit
it is exactly nought.
"""

from __future__ import annotations

from collections.abc import Sequence

from scenescore.core.instruments import INSTRUMENTS, Instrument
from scenescore.core.score import Control, Note, Part
from scenescore.music.composers.orchestra.affect import clamp
from scenescore.music.composers.orchestra.lines import Line, Lines, part_name, tidy
from scenescore.music.composers.orchestra.model import Room, Tone
from scenescore.music.composers.orchestra.textures.melodic import can_sing

_DRIFT_S, _BEAT_DRIFT_S = 0.008, 0.004
_CURVE_HZ = 8.0
_SOFT, _SHARP = 0.45, 0.6
"""Arousal, 0..1, below which held notes begin softly, and from which all begin sharply."""
_BREATHED = ("strings", "woodwinds", "brass", "choir")
"""Families that choose how a note begins."""


def perform(room: Room, lines: Lines) -> tuple[Part, ...]:
    """Return the parts of a score in the order of a printed page."""
    order = {name: place for place, name in enumerate(INSTRUMENTS)}
    keys = sorted(lines.found, key=lambda key: (order[key[0]], key[1:]))
    names = [key[::2] for key in keys]
    parts = []
    for key in keys:
        line = lines.found[key]
        tones = tidy(line.tones, room.grid.end_beats, INSTRUMENTS[key[0]].is_drums)
        if tones:
            parts.append(_part(room, line, tones, names.count(key[::2]) > 1))
    return tuple(parts)


def _part(room: Room, line: Line, tones: list[Tone], has_twin: bool) -> Part:
    home = INSTRUMENTS[line.instrument]
    mark = f" {line.articulation}" if has_twin and line.articulation in ("fast", "slow") else ""
    return Part(
        name=part_name(line.instrument, line.articulation, line.desk) + mark,
        instrument=home.name,
        family=home.family,
        notes=_notes(room, line, tones, home),
        controls=_controls(room, line, tones, home),
        articulation=_attack(room, line, tones, home),
        pan=home.pan,
    )


def _attack(room: Room, line: Line, tones: Sequence[Tone], home: Instrument) -> str:
    """Return how a line begins its notes: held ones softly when calm, all sharply when stirred."""
    if line.articulation != "sustain" or home.family not in _BREATHED:
        return line.articulation
    if room.params.arousal01 >= _SHARP:
        return "fast"
    held = sum(tone.length for tone in tones if tone.length >= 2)
    is_held = held > sum(tone.length for tone in tones) / 2
    return "slow" if is_held and room.params.arousal01 < _SOFT else "sustain"


# ------------------------------------------------------------------ notes


def _notes(room: Room, line: Line, tones: Sequence[Tone], home: Instrument) -> tuple[Note, ...]:
    dice = room.dice("human", line.instrument, line.articulation)
    wander = _wander(len(tones), home, dice.noise(len(tones)))
    touch = dice.noise(len(tones))
    found = []
    for index, tone in enumerate(tones):
        offset = 0.0 if tone.is_hit or tone.onset < 1e-6 else wander[index] + _feel(room, tone)
        velocity = _velocity(room, tone, touch[index])
        length = round(tone.length, 6)
        sounding = _sounding(room, line, tone, tones, index, home)
        found.append(
            Note(round(tone.onset, 6), length, tone.pitch, velocity,
                 round(clamp(offset, -0.05, 0.05), 5), round(sounding, 3))
        )  # fmt: skip
    return tuple(sorted(found, key=lambda note: (note.onset_beats, note.pitch)))


def _wander(count: int, home: Instrument, noise: Sequence[float]) -> list[float]:
    size = _BEAT_DRIFT_S if home.is_drums or home.family in ("percussion", "synth") else _DRIFT_S
    found, drift = [], 0.0
    for value in noise:
        drift = 0.7 * drift + size * 0.71 * value
        found.append(clamp(drift, -0.028, 0.028))
    return found


def _feel(room: Room, tone: Tone) -> float:
    """Return the delay of an off-beat that swings, in seconds, as far as timing alone may go."""
    if room.style.feel != "swing":
        return 0.0
    place = (tone.onset * 2) % 2
    if abs(place - 1) > 1e-3:
        return 0.0
    return min(0.1 * 60 / room.grid.clock.bpm_at(tone.onset), 0.045)


def _velocity(room: Room, tone: Tone, touch: float) -> int:
    moment = 0.62 + 0.58 * room.intensity_at(tone.onset)
    value = room.params.velocity * moment * (0.45 + 0.75 * tone.level)
    return round(clamp(value * (1 + 0.045 * touch), 8, 125))


def _sounding(
    room: Room, line: Line, tone: Tone, tones: Sequence[Tone], index: int, home: Instrument
) -> float:
    """Return the share of the length that sounds: by articulation, mood and what follows."""
    if tone.sounding:
        return tone.sounding
    if line.articulation == "staccato":
        return clamp(room.params.sounding * 0.65, 0.3, 0.6)
    if line.articulation == "pizzicato":
        return 0.5
    if not can_sing(home.name):
        return 1.0
    if tone.length >= 1.5:
        return 0.98
    return clamp(room.params.sounding + 0.22, 0.5, 1.02)


# ------------------------------------------------------------------ controllers


def _brightness(room: Room) -> tuple[Control, ...]:
    """Return the filter's way for synthesizers: open with intensity and mood."""
    found: list[Control] = []
    for bar in room.grid.bars:
        for part in range(4):
            at = bar.start_beats + bar.length_beats * part / 4
            level = 0.55 * room.intensity_at(at) + 0.45 * room.params.brightness
            value = round(clamp(20 + 100 * level, 0, 127))
            if not found or abs(value - found[-1].value) >= 2:
                found.append(Control(round(at, 4), 74, value))
    return tuple(control for control in found if control.at_beats < room.grid.end_beats)


def _controls(
    room: Room, line: Line, tones: Sequence[Tone], home: Instrument
) -> tuple[Control, ...]:
    """Return expression (and for bows and winds vibrato) curves, about eight points a second."""
    if home.is_drums or not can_sing(home.name):
        return ()
    clock, end_s = room.grid.clock, room.grid.duration_s
    shape = _Expression(room, line, tones)
    found: list[Control] = []
    last = last_vibrato = -9
    for point in range(int(end_s * _CURVE_HZ) + 1):
        at_beats = round(clock.seconds_to_beats(point / _CURVE_HZ), 4)
        value = shape.at(at_beats)
        if value != last:
            found.append(Control(at_beats, 11, value))
            last = value
        if point % 4 == 0:
            vibrato = round(clamp(20 + 75 * room.intensity_at(at_beats), 0, 110))
            if abs(vibrato - last_vibrato) >= 3:
                found.append(Control(at_beats, 1, vibrato))
                last_vibrato = vibrato
    if home.family == "synth":
        found += _brightness(room)
    return tuple(sorted(found, key=lambda control: (control.at_beats, control.number)))


class _Expression:
    """The loudness curve of one line: the moment, the phrase's arch, swells, entry and exit."""

    def __init__(self, room: Room, line: Line, tones: Sequence[Tone]) -> None:
        self._room, self._ramps = room, line.ramps
        self._long = [tone for tone in tones if tone.length >= 3]
        self._place = 0
        self._final = room.grid.final_beats if room.grid.end_bar else 0.0
        self._end = room.grid.end_beats
        self._spans = [room.span(phrase) for phrase in room.phrases]

    def at(self, beats: float) -> int:
        """Return the controller's value at a beat."""
        room = self._room
        value = 74 + 34 * room.intensity_at(min(beats, max(self._final - 0.01, 0)))
        value *= self._arch(beats) * self._swell(beats) * self._ramp(beats) * self._fade(beats)
        return round(clamp(value, 1, 127))

    def _arch(self, beats: float) -> float:
        for low, high in self._spans:
            if low <= beats < high:
                share = (beats - low) / max(high - low, 1e-6)
                return 0.9 + 0.2 * (1 - abs(share - 0.6) / 0.6)
        return 1.0

    def _swell(self, beats: float) -> float:
        while self._place < len(self._long) - 1 and (
            self._long[self._place].onset + self._long[self._place].length <= beats
        ):
            self._place += 1
        if not self._long:
            return 1.0
        tone = self._long[self._place]
        if not tone.onset <= beats < min(tone.onset + tone.length, self._final or self._end):
            return 1.0
        share = (beats - tone.onset) / tone.length
        return 0.9 + 0.18 * (1 - abs(2 * share - 1))

    def _ramp(self, beats: float) -> float:
        for low, high, start, stop in self._ramps:
            if low <= beats < high:
                return start + (stop - start) * (beats - low) / max(high - low, 1e-6)
        return 1.0

    def _fade(self, beats: float) -> float:
        """Die away over the ending, to almost nothing at the cue's end."""
        if beats <= self._final or self._end - self._final < 1e-6:
            return 1.0
        share = clamp((beats - self._final) / (self._end - self._final), 0, 1)
        hold = 0.25
        if share < hold:
            return 1.0
        return float(clamp(1 - (share - hold) / (1 - hold), 0.02, 1) ** 0.9)
