"""Strummed chords: one guitarist's hand, up and down, with a stroke left out here and there."""

from __future__ import annotations

from typing import NamedTuple

from scenescore.music.composers.orchestra.grid import Bar
from scenescore.music.composers.orchestra.model import Layer, Room, Stage, Tone
from scenescore.music.composers.orchestra.textures.common import (
    Slot,
    chord_tone,
    fill_of,
    metric,
    slots_of,
)


def strum(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Strum: down on the beats, up between them, strings a few hundredths of a beat apart."""
    dice = room.dice(layer.name, "cell", stage.phrase.material)
    up = [dice.chance(0.65) for _ in range(8)]
    hand = _Hand(dice.pick(_DOWN), dice.pick(_UP), dice.between(0.016, 0.034))
    misses = {dice.whole(2, 15) for _ in range(2)}
    found: list[Tone] = []
    for number, bar in enumerate(stage.bars):
        slots = slots_of(room, bar, 2)
        for slot in slots:
            fill = fill_of(room, layer, slot.at)
            if slot.inside and not (up[(slot.place + number) % 8] and fill > 0.25):
                continue
            if not slot.inside and slot.pulse % 2 and fill < 0.2:
                continue
            if slot.place + 8 * (number % 2) in misses and fill < 0.7:
                continue
            found += _strummed(room, layer, slot, bar, hand)
    return found


class _Hand(NamedTuple):
    """How one guitarist strokes: which strings down, which up, and how quickly across them."""

    down: tuple[int, ...]
    up: tuple[int, ...]
    spread: float
    """Beats from string to string."""


_DOWN = ((-2, -1, 0, 1, 2), (-2, 0, 1, 2), (-1, 0, 1, 2), (-3, -1, 0, 1, 2), (-2, -1, 1, 2))
_UP = ((2, 1, 0), (2, 1), (3, 2, 1), (2, 0), (1, 0, -1))


def _strummed(room: Room, layer: Layer, slot: Slot, bar: Bar, hand: _Hand) -> list[Tone]:
    chord = room.chord_at(slot.at)
    is_up = slot.inside > 0
    places = hand.up if is_up else hand.down
    level = 0.45 if is_up else 0.5 + 0.2 * metric(slot)
    spread = hand.spread
    length = slot.length * (1 if slot.pulse % 2 else 2)
    return [
        Tone(slot.at + spread * i, min(length, bar.end_beats - slot.at) - spread * i,
             chord_tone(chord, layer.centre, place), level)
        for i, place in enumerate(places)
    ]  # fmt: skip
