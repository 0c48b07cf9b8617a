"""How a mood has a layer played: how high, how far forward, with how unquiet a bow.

Calm music is carried by what is held, stirred music by what is struck: so the one steps back and
the other forward as arousal rises. Knows no figures and no notes.
"""

from __future__ import annotations

from dataclasses import replace

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.affect import clamp
from scenescore.music.composers.orchestra.model import Layer, Phrase, Room
from scenescore.music.composers.orchestra.textures import SUNG, SUSTAINED

_LIFT = 1.0
"""Semitones a layer moves for one of the mood's register."""
_MIDDLE = 67
"""The register of a neutral mood, MIDI."""
_MARGIN = 6
"""A layer's middle keeps so far from the ends of its players' compass."""
_STRUCK, _HELD = 0.6, -0.4
"""What full arousal adds to a layer's level, as a share; the least arousal takes as much away."""
_SHAKEN = 0.5
"""Intensity from which strokes tremble: each is heard as a beginning."""


def played(room: Room) -> Room:
    """Return the room with its style's layers as the mood has them played."""
    layers = tuple(_weighed(room, _lifted(room, layer)) for layer in room.style.layers)
    return replace(room, style=replace(room.style, layers=layers))


def shaken(layer: Layer, phrase: Phrase) -> Layer:
    """Return the layer with a tremolo only where the moment is strong, else held still."""
    if layer.articulation != "tremolo" or phrase.intensity >= _SHAKEN:
        return layer
    is_bowed = all(INSTRUMENTS[player].family == "strings" for player in layer.players)
    return replace(layer, articulation="slow" if is_bowed else "sustain")


def _lifted(room: Room, layer: Layer) -> Layer:
    """Return the layer moved up or down with the mood's register, as far as its players reach."""
    homes = [INSTRUMENTS[player] for player in layer.players]
    if any(home.is_drums for home in homes):
        return layer
    low = min(layer.centre, max(home.low for home in homes) + _MARGIN)
    high = max(layer.centre, min(home.high for home in homes) - _MARGIN)
    centre = layer.centre + round(_LIFT * (room.params.register - _MIDDLE))
    return replace(layer, centre=round(clamp(centre, low, high)))


def _weighed(room: Room, layer: Layer) -> Layer:
    """Return the layer nearer or farther; whoever sings the tune stays where they are."""
    if layer.texture in SUNG:
        return layer
    share = _HELD if layer.texture in SUSTAINED else _STRUCK
    return replace(layer, level=layer.level * (1 + share * (2 * room.params.arousal01 - 1)))
