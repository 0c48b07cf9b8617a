"""What all figures share: slots of a bar, how many of them are filled, chord tones in reach."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.affect import clamp
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.grid import Bar, pulses_of
from scenescore.music.composers.orchestra.model import (
    Harmony,
    Layer,
    Phrase,
    Room,
    Stage,
    Tone,
)
from scenescore.music.composers.orchestra.scales import ladder_of, nearest

Texture = Callable[[Room, Layer, Stage], list[Tone]]


class Slot(NamedTuple):
    """A place in a bar where a note may begin."""

    at: float
    """Beat of the score."""
    length: float
    place: int
    """In the bar, from 0."""
    pulse: int
    """Which felt beat it lies in."""
    inside: int
    """Which part of that beat: 0 on it."""


def slots_of(room: Room, bar: Bar, per_pulse: int = 4) -> list[Slot]:
    """Return the slots of a bar: `per_pulse` a quarter, three (or six) a dotted one or triplet."""
    found: list[Slot] = []
    for pulse in pulses_of(bar):
        count = _parts(pulse.length_beats, per_pulse, room.style.feel)
        size = pulse.length_beats / count
        for inside in range(count):
            at = pulse.start_beats + inside * size
            found.append(Slot(at, size, len(found), pulse.index, inside))
    return found


def _parts(length: float, per_pulse: int, feel: str) -> int:
    if length == 1.5:
        return 6 if per_pulse >= 6 else 3 if per_pulse > 1 else 1
    if length < 1:
        return max(round(per_pulse * length), 1)
    if length > 1.5:
        return round(per_pulse * length)
    if feel == "triplet" and per_pulse > 1:
        return 3
    return per_pulse


def fill_of(room: Room, layer: Layer, at_beats: float) -> float:
    """Return 0..1, how full a figure is here: by its nature, the mood, and the moment."""
    return clamp(_fullness(room, layer, at_beats), 0.04, 1.0)


def _fullness(room: Room, layer: Layer, at_beats: float) -> float:
    mood = 0.62 + 0.76 * room.params.density
    moment = 0.68 + 0.6 * room.intensity_at(at_beats)
    return layer.density * mood * moment


_FASTEST = 12.5
"""Notes a second that hands can play."""


def notes_per_s(room: Room, layer: Layer, at_beats: float) -> float:
    """Return how many notes a second a figure wants here.

    It has no bound, so that it grows faster than the tempo does and no figure slows as one rises.
    """
    return float(8.0 * max(_fullness(room, layer, at_beats), 0.04) ** 1.15)


def rate_of(room: Room, layer: Layer, at_beats: float) -> int:
    """Return how many notes a quarter suit a figure here: 1, 2 or 4 (3 where beats go in three)."""
    wanted = notes_per_s(room, layer, at_beats)
    beats_s = room.grid.clock.bpm_at(at_beats) / 60
    choices = (1, 3) if room.style.feel == "triplet" else (1, 2, 4)
    playable = [count for count in choices if count * beats_s <= _FASTEST] or [1]
    return min(playable, key=lambda count: abs(math.log(count * beats_s / wanted)))


def lift_of(room: Room, stage: Stage, at_beats: float) -> float:
    """Return how far figures climb here: up with intensity, and through a build."""
    rise = 7.0 * (room.intensity_at(at_beats) - 0.5) + 0.8 * (room.params.register - 67)
    if stage.phrase.role == "build":
        rise += 4.0 * (at_beats - stage.start) / max(stage.end - stage.start, 1e-6)
    return rise


def under_tune(room: Room, layer: Layer, at_beats: float, pitch: int) -> int:
    """Return the pitch, dropped by octaves when an accompaniment would rise into the tune."""
    bar = room.grid.bar_at(at_beats)
    sung = [
        tone.pitch
        for placing in room.placings
        for tone in placing.tones
        if tone.onset < bar.end_beats and tone.onset + tone.length > bar.start_beats
    ]
    if not sung or layer.centre > min(sung):
        return pitch
    while pitch >= min(sung) - 1 and pitch - 12 >= layer.centre - 14:
        pitch -= 12
    return pitch


_ACCENTS = (
    (0, 3, 6), (0, 6, 10), (0, 3, 6, 10), (0, 6, 8, 14), (2, 6, 12), (0, 3, 8, 11), (0, 10, 12),
    (4, 7, 10), (0, 2, 6, 12), (0, 3, 6, 9, 12), (6, 12, 14),
)  # fmt: skip
"""Sixteenths of a bar on which a whole ensemble may strike together."""


def accents_of(room: Room, phrase: Phrase, bar: Bar) -> tuple[int, ...]:
    """Return the sixteenth places of a bar where all who strike, strike together."""
    dice = room.dice("accents", phrase.material)
    pair = (dice.pick(_ACCENTS), dice.pick(_ACCENTS))
    third = dice.pick(_ACCENTS)
    place = (bar.index - phrase.first) % 4
    return third if place == 3 else pair[place % 2]


def metric(slot: Slot) -> float:
    """Return how strong a slot is in its bar, 0..1."""
    if slot.place == 0:
        return 1.0
    if slot.inside == 0:
        return 0.8 if slot.pulse % 2 == 0 else 0.7
    return 0.45 if slot.inside == 2 else 0.25


def ranks(count: int, strengths: Sequence[float], dice: Dice, wild: float) -> list[int]:
    """Return slot indices, the first to be filled first; `wild` 0..1 loosens the meter."""
    scores = [(-(strengths[i] + wild * dice.between(-0.8, 0.8)), i) for i in range(count)]
    return [index for _, index in sorted(scores)]


def reach(layer: Layer, voice: int = 0) -> tuple[int, int]:
    """Return the compass of one of a layer's players."""
    player = INSTRUMENTS[layer.players[min(voice, len(layer.players) - 1)]]
    return player.low, player.high


def tones_near(chord: Harmony, low: int, high: int) -> tuple[int, ...]:
    """Return the chord's tones in a compass, ascending; a wider compass when there are none."""
    found = ladder_of(chord.classes, low, high)
    return found or ladder_of(chord.classes, low - 7, high + 7)


def chord_tone(chord: Harmony, centre: float, index: int = 0) -> int:
    """Return a chord tone: the one nearest `centre`, or `index` tones above or below it."""
    if index == 0:
        return nearest(centre, chord.classes)
    around = ladder_of(chord.classes, int(centre) - 30, int(centre) + 42)
    base = around.index(nearest(centre, chord.classes))
    return around[min(max(base + index, 0), len(around) - 1)]


def scale_tone(chord: Harmony, centre: float) -> int:
    """Return the pitch of the chord's scale nearest to `centre`."""
    return nearest(centre, chord.scale)


def root_near(chord: Harmony, centre: float) -> int:
    """Return the chord's bass note near `centre`, in the octave that goes the setting's way."""
    if not chord.low:
        return nearest(centre, (chord.bass,))
    pitch = chord.low + 12 * round((centre - 45) / 12)
    if abs(pitch - centre) > 10:
        pitch = nearest(centre, (chord.bass,))
    return pitch


def cut(tones: list[Tone], stage: Stage) -> list[Tone]:
    """Keep what begins on the stage; let no note outlast the stage by more than a beat."""
    limit = stage.end + (1.0 if not stage.is_exit else 0.0)
    return [
        tone._replace(length=min(tone.length, limit - tone.onset))
        for tone in tones
        if stage.start - 1e-6 <= tone.onset < stage.end - 1e-6
    ]
