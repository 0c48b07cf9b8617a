"""Players from outside a style's layers: who may come in for a stroke, and who stands in."""

from __future__ import annotations

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.model import Room, Style, Tone
from scenescore.music.composers.orchestra.scales import nearest

_KIN = {"keys": "plucked", "plucked": "keys", "brass": "woodwinds", "woodwinds": "strings"}
"""Who stands in for a family that is not there."""


def admit(player: str, style: Style) -> str | None:
    """Return who plays a guest's part: the guest, in a strict style one of its own, or nobody."""
    own = [name for layer in style.layers for name in layer.players]
    if player in own or not style.is_strict:
        return player
    family = INSTRUMENTS[player].family
    for wanted in (family, _KIN.get(family, "")):
        for name in own:
            if INSTRUMENTS[name].family == wanted and INSTRUMENTS[name].is_drums == (
                INSTRUMENTS[player].is_drums
            ):
                return name
    return None


def own_chord(room: Room, at_beats: float, level: float) -> list[tuple[str, Tone]]:
    """Return a stroke by the style's own players, for when no guest may come in."""
    left = room.grid.end_beats - at_beats
    chord = room.chord_at(at_beats)
    found: dict[tuple[str, int], tuple[str, Tone]] = {}
    for layer in room.style.layers[:6]:
        for place, player in enumerate(layer.players[:5]):
            home = INSTRUMENTS[player]
            pitch = 36 if home.is_drums else nearest(layer.centre - 5 * place, chord.classes)
            if home.low <= pitch <= home.high:
                tone = Tone(at_beats, min(2.0, left), pitch, level, 1.0, 0, True)
                found.setdefault((player, pitch), (player, tone))
    return list(found.values())
