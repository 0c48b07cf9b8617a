"""Sound without pitch, held: metal under a bow, air. Knows drum keys, no chords."""

from __future__ import annotations

from scenescore.music.composers.orchestra.model import Layer, Room, Stage, Tone
from scenescore.music.composers.orchestra.textures.common import fill_of

_BOWED = (55, 52)
"""Cymbals that swell for as long as their note."""
_STRUCK = 49


def scrape(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Draw a bow over metal: long swells that overlap a little, a few cut off by a stroke."""
    dice = room.dice(layer.name, stage.phrase.index, stage.bars[0].index)
    found: list[Tone] = []
    at = stage.start + dice.pick((0.0, 1.0, 2.0))
    while at < stage.end - 1.5:
        fill = fill_of(room, layer, at)
        length = min(dice.pick((3.0, 4.0, 5.0, 6.0)), stage.end - at)
        found.append(Tone(at, length, dice.pick(_BOWED), dice.between(0.35, 0.6), 1.0))
        if dice.chance(fill - 0.3) and at + length < stage.end - 0.5:
            found.append(Tone(at + length, 1.0, _STRUCK, 0.3, 0.5))
        at += length + round(dice.between(0, 6) * (1 - fill))
    return found
