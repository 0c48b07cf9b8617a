"""How a cue ends: the last chord, who holds it, and how it dies away exactly at the cue's end."""

from __future__ import annotations

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.lines import Lines
from scenescore.music.composers.orchestra.model import Layer, Room, Tone
from scenescore.music.composers.orchestra.scales import nearest
from scenescore.music.composers.orchestra.textures import BEATEN, SUNG, SUSTAINED
from scenescore.music.composers.orchestra.textures.common import chord_tone, root_near


def end_layer(room: Room, layer: Layer, was_playing: bool, lines: Lines) -> None:
    """Write a layer's share of the last chord, if it was playing to the end or holds the cue."""
    only = room.grid.end_bar == 0
    level = room.bar_intensity[max(room.grid.end_bar - 1, 0)]
    if not was_playing and not (only and layer.enter <= max(level, 0.3)):
        return
    at, end = room.grid.final_beats, room.grid.end_beats
    tones = _last_tones(room, layer, at, end - at)
    for tone in tones:
        player = layer.players[min(tone.voice, len(layer.players) - 1)]
        lines.add(player, layer.articulation, [tone._replace(level=tone.level * layer.level)])


def _last_tones(room: Room, layer: Layer, at: float, length: float) -> list[Tone]:
    if layer.texture in SUSTAINED or layer.texture == "chorale":
        return _held(room, layer, at, length)
    if layer.texture in SUNG:
        return _sung(room, layer, at, length)
    if layer.texture in BEATEN:
        return _beaten(room, layer, at, length)
    return _struck(room, layer, at, length)


def _held(room: Room, layer: Layer, at: float, length: float) -> list[Tone]:
    """Hold the setting to the very end."""
    chord, frame = room.chord_at(at), room.frame_at(at)
    if layer.texture in ("drone", "pedal"):
        pitches = [nearest(layer.centre, (chord.root,))]
    else:
        shift = 12 * round((layer.centre - 60) / 12)
        pitches = [pitch + shift for pitch in frame][: max(len(layer.players), 2)]
    return [Tone(at, length, p, 0.7, 1.0, i, True) for i, p in enumerate(pitches)]


def _sung(room: Room, layer: Layer, at: float, length: float) -> list[Tone]:
    """Bring the tune home by the shortest way."""
    if layer.texture not in ("melody", "counter"):
        return []
    before = [t for p in room.placings for t in p.tones if t.onset < at]
    last = max(before).pitch if before and layer.texture == "melody" else layer.centre
    chord = room.chord_at(at)
    calm = chord.classes[:3] if layer.texture == "counter" else (chord.root, *chord.classes[1:2])
    return [Tone(at, length, nearest(last, calm), 0.72, 1.0, 0, True)]


def _beaten(room: Room, layer: Layer, at: float, length: float) -> list[Tone]:
    """One last stroke: firm for a button, soft otherwise."""
    firm = room.style.ending == "button"
    if layer.texture == "rolls":
        pitch = root_near(room.chord_at(at), layer.centre)
        return [Tone(at, min(length, 2), pitch, 0.8 if firm else 0.5, 1.0, 0, True)]
    keys = (36, 49) if firm else (36,)
    if not INSTRUMENTS[layer.players[0]].is_drums:
        return []
    return [Tone(at, min(length, 2), key, 0.85 if firm else 0.5, 1.0, 0, True) for key in keys]


def _struck(room: Room, layer: Layer, at: float, length: float) -> list[Tone]:
    """One last chord for figures: spread and left to ring, or short for a button."""
    chord = room.chord_at(at)
    if layer.texture in ("bass", "riff"):
        pitch = root_near(chord, layer.centre)
        return [Tone(at, length, pitch, 0.75, 1.0, 0, True)]
    rings = INSTRUMENTS[layer.players[0]].family in ("plucked", "keys", "percussion", "synth")
    if not rings:
        short = min(1.0, length)
        return [Tone(at, short, chord_tone(chord, layer.centre), 0.75, 0.7, 0, True)]
    spread = 0.06 if room.style.ending != "button" else 0.0
    pitches = sorted({chord_tone(chord, layer.centre, index) for index in (-2, 0, 1, 3)})
    return [
        Tone(at + i * spread, length - i * spread, pitch, 0.68, 1.0, 0, True)
        for i, pitch in enumerate(pitches)
    ]
