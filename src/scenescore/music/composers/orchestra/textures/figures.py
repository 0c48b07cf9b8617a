"""Moving figures: ostinatos, pulses, arpeggios, sparkle. A figure keeps its shape and fills more
or fewer of its places as the music asks; it is varied before it can be heard a third time.
"""

from __future__ import annotations

from scenescore.music.composers.orchestra.affect import clamp
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.grid import Bar
from scenescore.music.composers.orchestra.model import Harmony, Layer, Room, Stage, Tone
from scenescore.music.composers.orchestra.scales import ladder_of
from scenescore.music.composers.orchestra.textures.common import (
    Slot,
    chord_tone,
    fill_of,
    lift_of,
    metric,
    notes_per_s,
    ranks,
    rate_of,
    scale_tone,
    slots_of,
    under_tune,
)
from scenescore.music.composers.orchestra.textures.friction import neighbour

OSTINATI: dict[str, tuple[tuple[int, ...], ...]] = {
    "spiccato": ((0, 0, 1, 0, 2, 0, 1, 0), (0, 1, 0, 2, 0, 1, 0, 3), (0, 0, 0, 1, 0, 0, 2, 1)),
    "drive": ((0, 0, 0, 0, 1, 0, 0, 0), (0, 0, 2, 0, 0, 0, 1, 0), (0, 3, 0, 0, 2, 0, 1, 0)),
    "turn": ((0, 9, 0, 8, 0, 1, 0, 9), (0, 8, 0, 9, 1, 0, 9, 0), (2, 9, 1, 9, 0, 8, 0, 1)),
    "wave": ((0, 1, 2, 3, 2, 1), (0, 1, 2, 1, 3, 2, 1, 2), (0, 2, 1, 3, 2, 4, 3, 1)),
    "cells": ((0, 2, 1), (0, 1, 2, 1, 2), (0, 2, 1, 2, 0, 1, 2), (0, 1, 2, 0, 2, 1, 2)),
    "leap": ((0, 3, 1, 3, 2, 3, 1, 3), (0, 3, 0, 2, 0, 3, 0, 4), (0, -1, 0, 2, 0, -1, 0, 3)),
    "gallop": ((0, 0, 0, 0, 0, 1), (0, 0, 0, 2, 1, 0), (0, 0, 1, 0, 0, 2)),
    "tresillo": ((0, 1, 2, 0, 2, 1), (0, 2, 1, 3, 2, 1), (0, 0, 2, 1, 0, 3)),
    "low": ((0, 0, 0, 8, 0, 0, 9, 0), (0, 0, 3, 0, 0, 8, 0, 0), (0, 0, 0, 0, 2, 0, 8, 0)),
}
"""Chord tones above the nearest one; 8 and 9 mean the scale's neighbour below and above."""

_THEMATIC = frozenset(("turn", "wave", "leap", "cells", "spiccato"))
"""Ostinati that may be made from the head of the cue's tune instead."""
MASKS: dict[str, str] = {
    "gallop": "x.xxx.xxx.xxx.xx",
    "tresillo": "x..x..x.x..x..x.",
}
"""Ostinati with a rhythm of their own, in sixteenths."""

ARPEGGI: dict[str, tuple[tuple[int, ...], ...]] = {
    "up": ((0, 1, 2, 3), (0, 1, 2, 3, 4, 5), (0, 2, 3, 4)),
    "updown": ((0, 1, 2, 3, 2, 1), (0, 1, 2, 3, 4, 3, 2, 1), (0, 2, 3, 4, 3, 2)),
    "down": ((4, 3, 2, 1), (3, 2, 1, 0), (5, 4, 3, 2, 1, 0)),
    "alberti": ((0, 2, 1, 2), (0, 2, 1, 2, 0, 2, 1, 3), (0, 1, 2, 1)),
    "broken": ((0, 2, 1, 3, 2, 4), (0, 2, 1, 3), (0, 3, 1, 2)),
    "rolling": ((0, 2, 3, 4, 3, 2), (0, 2, 4, 3, 2, 4, 3, 2), (0, 2, 3, 5, 4, 3)),
    "picking": ((0, 3, 2, 4, 1, 3, 2, 3), (0, 2, 3, 2, 1, 2, 3, 2), (0, 3, 2, 3, 1, 4, 2, 3)),
    "synth": ((0, 1, 2, 3, 1, 2, 3, 4), (0, 3, 1, 3, 2, 3, 1, 3), (0, 0, 3, 0, 2, 0, 3, 4)),
    "harp": ((0, 1, 2, 3, 4, 5, 4, 3), (0, 2, 4, 5, 6, 5, 4, 2), (0, 1, 2, 4, 3, 5, 4, 6)),
}


def ostinato(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Repeat a short cell on the chord, spiccato or driven, filling by intensity."""
    dice = room.dice(layer.name, "cell", stage.phrase.material)
    shape = dice.pick(OSTINATI[layer.kind or dice.pick(tuple(sorted(OSTINATI)))])
    if layer.kind in _THEMATIC and len(room.motif) >= 3 and dice.chance(0.4):
        shape = _from_motif(room.motif)
    return _run(room, layer, stage, shape, dice, wild=0.35)


def _from_motif(motif: tuple[int, ...]) -> tuple[int, ...]:
    """Return the head of the cue's tune as a figure, out and back: steps counted from 20."""
    steps, at = [20], 0
    for move in motif[:4]:
        at += move
        steps.append(20 + at)
    return (*steps, *steps[-2:0:-1])


def arpeggio(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Break the chord in a steady order of its tones."""
    dice = room.dice(layer.name, "cell", stage.phrase.material)
    shape = dice.pick(ARPEGGI[layer.kind or dice.pick(tuple(sorted(ARPEGGI)))])
    return _run(room, layer, stage, shape, dice, wild=0.1, lets_ring=True)


def _run(
    room: Room,
    layer: Layer,
    stage: Stage,
    shape: tuple[int, ...],
    dice: Dice,
    wild: float,
    lets_ring: bool = False,
) -> list[Tone]:
    """Write a shape over the slots of a stage, as quick and as full as the music asks."""
    orders: dict[int, list[int]] = {}
    found: list[Tone] = []
    step = 0
    for number, bar in enumerate(stage.bars):
        mask = MASKS.get(layer.kind) if not lets_ring else None
        rate = 4 if mask else rate_of(room, layer, bar.start_beats)
        slots = slots_of(room, bar, rate)
        if len(slots) not in orders:
            orders[len(slots)] = ranks(len(slots), [metric(s) for s in slots], dice, wild)
        fill = 1.0 if lets_ring else _share(room, layer, bar, len(slots))
        filled = set(orders[len(slots)][: max(round(fill * len(slots)), 1)])
        if mask and len(slots) % 4 == 0:
            filled = {slot.place for slot in slots if mask[slot.place % 16] == "x"}
        if lets_ring and bar is stage.bars[-1] and stage.phrase.is_closed:
            filled = set(range(max(len(slots) * 3 // 4, 1)))
        here = _varied(shape, number, stage, room, layer)
        step = 0 if lets_ring or len(shape) % 2 == 0 else step
        base = layer.centre + lift_of(room, stage, bar.start_beats) * (0.6 if lets_ring else 1)
        for slot in slots:
            if slot.place in filled:
                pitch = _shape_pitch(room, slot, here[step % len(here)], base)
                pitch = _soured(room, stage, slot, bar, pitch)
                if lets_ring:
                    pitch = under_tune(room, layer, slot.at, pitch)
                found.append(_figure_tone(slot, pitch, filled, slots, lets_ring))
            step += 1
    return found


_GOLDEN = 0.6180339887


def _soured(room: Room, stage: Stage, slot: Slot, bar: Bar, pitch: int) -> int:
    """Return the pitch, or a neighbour that does not belong: the tenser, the more places so."""
    tension = room.params.tension
    if slot.inside == 0 or (bar.index * 29 + slot.place) * _GOLDEN % 1 > 0.26 * tension**1.3:
        return pitch
    is_harsh = (bar.index * 13 + slot.place) * _GOLDEN % 1 < 1.3 * (tension - 0.2)
    return neighbour(room.chord_at(slot.at), pitch, room.params, stage.phrase.key.tonic, is_harsh)


def _share(room: Room, layer: Layer, bar: Bar, count: int) -> float:
    """Return the share of a bar's slots that sound, 0.5..1."""
    length_s = bar.length_beats * 60 / room.grid.clock.bpm_at(bar.start_beats)
    wanted = notes_per_s(room, layer, bar.start_beats) * length_s
    return clamp(wanted / count, 0.55, 1.0)


def _varied(
    shape: tuple[int, ...], number: int, stage: Stage, room: Room, layer: Layer
) -> tuple[int, ...]:
    """Return the shape as it stands, or on every second pair of bars, turned a little."""
    if number % 4 in (0, 1) or (number % 4 == 2 and stage.phrase.turn % 2 == 0):
        return shape
    dice = room.dice(layer.name, "vary", stage.phrase.index, number // 2)
    changed = list(shape)
    place = dice.whole(1, len(shape) - 1)
    if max(shape) >= 10:
        changed[place] += dice.pick((-1, 1))
    else:
        changed[place] = dice.pick((changed[place] + 1, changed[place - 1], 2, 3)) % 8
    if dice.chance(0.35):
        changed = changed[:1] + changed[:0:-1]
    return tuple(changed)


def _shape_pitch(room: Room, slot: Slot, index: int, base: float) -> int:
    chord = room.chord_at(slot.at)
    if index >= 10:
        return _steps_up(chord, chord_tone(chord, base), index - 20)
    if index in (8, 9):
        centre = chord_tone(chord, base)
        return scale_tone(chord, centre + (-1.6 if index == 8 else 1.6))
    return chord_tone(chord, base, index)


def _steps_up(chord: Harmony, start: int, steps: int) -> int:
    """Return the pitch some scale steps from `start`."""
    around = ladder_of(chord.scale, start - 14, start + 15)
    if start not in around:
        return scale_tone(chord, start + 1.7 * steps)
    return around[min(max(around.index(start) + steps, 0), len(around) - 1)]


def _figure_tone(
    slot: Slot, pitch: int, filled: set[int], slots: list[Slot], lets_ring: bool
) -> Tone:
    """Return the note of a slot: as long as until the next filled one, or just the slot."""
    length = slot.length
    after = slot.place + 1
    while after < len(slots) and after not in filled:
        length += slots[after].length
        after += 1
    level = 0.5 + 0.32 * metric(slot)
    if not lets_ring:
        length = min(length, slot.length * 2)
    return Tone(slot.at, length, pitch, level)


def pulse(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Repeat chord tones in even notes, accents shifting from bar to bar."""
    dice = room.dice(layer.name, "accent", stage.phrase.material)
    found: list[Tone] = []
    groups = dice.pick(((3, 3, 2), (2, 2, 2, 2), (4, 4), (3, 2, 3), (3, 3, 4, 3, 3)))
    rests = {dice.whole(1, 15) for _ in range(3)}
    for number, bar in enumerate(stage.bars):
        rate = max(rate_of(room, layer, bar.start_beats), 2 if layer.density > 0.4 else 1)
        accents = _accents(groups if number % 4 != 3 else groups[::-1])
        for slot in slots_of(room, bar, rate):
            if (slot.place + 3 * (number // 2)) % 16 in rests and slot.inside:
                continue
            chord = room.chord_at(slot.at)
            level = 0.8 if slot.place in accents else 0.5
            for voice, offset in enumerate((0, 1)[: 2 if layer.kind == "chord" else 1]):
                pitch = chord_tone(chord, layer.centre, offset)
                found.append(Tone(slot.at, slot.length, pitch, level, 0.0, voice))
    return found


def _accents(groups: tuple[int, ...]) -> frozenset[int]:
    places, at = set[int](), 0
    for size in groups * 4:
        places.add(at)
        at += size
    return frozenset(places)


def sparkle(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Scatter high chord tones off the beat, few when calm, a shower at the top."""
    found: list[Tone] = []
    for bar in stage.bars:
        dice = room.dice(layer.name, bar.index)
        for slot in slots_of(room, bar, 2):
            odds = fill_of(room, layer, slot.at) * (0.35 if slot.inside == 0 else 0.5)
            throw, index, level = dice.random(), dice.whole(-2, 3), dice.between(0.4, 0.65)
            is_double = dice.chance(0.3)
            if throw >= odds:
                continue
            chord = room.chord_at(slot.at)
            pitch = chord_tone(chord, layer.centre, index)
            found.append(Tone(slot.at, slot.length * 2, pitch, level, 1.0))
            if is_double:
                above = chord_tone(chord, pitch, 1)
                found.append(Tone(slot.at + slot.length / 2, slot.length, above, 0.4, 1.0))
    return found
