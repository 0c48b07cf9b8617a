"""How a cue ends: the last chord, who holds it, and how it dies away exactly at the cue's end.

Four ways: `hold` (a long chord, diminuendo), `fade` (what sounds sinks away), `ring` (one stroke,
left to decay), `button` (a chord, and a last short stroke a second or so before the end).
"""

from __future__ import annotations

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.lines import Lines
from scenescore.music.composers.orchestra.model import Layer, Room, Tone
from scenescore.music.composers.orchestra.scales import nearest
from scenescore.music.composers.orchestra.textures import BEATEN, SUNG, SUSTAINED
from scenescore.music.composers.orchestra.textures.common import chord_tone, root_near

_BUTTON_S = (0.9, 1.9)
"""How long the last stroke of a button may ring."""
_ROLLED = {"march-drums": 38, "orchestral-percussion": 38, "taiko": 43}
"""Drums that roll towards a last stroke, and on which key."""


def end_layer(room: Room, layer: Layer, played_until: int, lines: Lines) -> None:
    """Write a layer's share of the last chord, if it was playing lately."""
    grid = room.grid
    level = room.bar_intensity[max(grid.end_bar - 1, 0)]
    if room.brief.role == "stinger":
        level, played_until = 0.35 + 0.5 * room.params.arousal01, 0
    recent = grid.end_bar - played_until <= (3 if room.style.ending == "button" else 0)
    is_all = grid.end_bar == 0 or room.brief.role == "stinger"
    if not (layer.enter <= max(level, 0.3) if is_all else recent):
        return
    at, end = grid.final_beats, grid.end_beats
    tones = _last_tones(room, layer, at, end - at)
    stroke = last_stroke(room)
    if stroke is not None:
        tones = _buttoned(room, layer, tones, stroke)
    for tone in tones:
        player = layer.players[min(tone.voice, len(layer.players) - 1)]
        lines.add(player, layer.articulation, [tone._replace(level=tone.level * layer.level)])
        for double, interval, enter in layer.double:
            if level >= enter and layer.texture in SUNG:
                doubled = tone._replace(pitch=tone.pitch + interval, level=tone.level * 0.6)
                lines.add(double, layer.articulation, [doubled])


def last_stroke(room: Room) -> float | None:
    """Return the beat of a button's last stroke, or None when one chord is all."""
    grid = room.grid
    if room.style.ending != "button" or grid.end_bar == 0:
        return None
    end_s = grid.duration_s
    pulses = [grid.final_beats + step for step in range(2, int(grid.end_beats - grid.final_beats))]
    rings = [(end_s - grid.clock.beats_to_seconds(beat), beat) for beat in pulses]
    fitting = [beat for ring, beat in rings if _BUTTON_S[0] <= ring <= _BUTTON_S[1]]
    even = [beat for beat in fitting if (beat - grid.final_beats) % 2 == 0]
    return next(iter(even or fitting), None)


def _buttoned(room: Room, layer: Layer, tones: list[Tone], stroke: float) -> list[Tone]:
    """Hold (or strike) the chord, breathe, and strike it once more."""
    sings = layer.texture in SUSTAINED or layer.texture in SUNG
    found: list[Tone] = []
    for tone in tones:
        hold = stroke - tone.onset - 0.5 if sings else min(1.0, stroke - tone.onset - 0.25)
        found.append(tone._replace(length=max(hold, 0.25)))
        ring = room.grid.end_beats - stroke
        short = ring if not sings else min(1.0, ring)
        at = stroke + (tone.onset - room.grid.final_beats)
        found.append(tone._replace(onset=at, length=max(short, 0.25), level=tone.level * 1.12))
    rolls = layer.players[0] in _ROLLED or layer.texture == "rolls"
    if tones and rolls and stroke - room.grid.final_beats >= 2:
        drum = _ROLLED.get(layer.players[0], tones[0].pitch)
        found += _roll(drum, room.grid.final_beats + 0.5, stroke)
    return found


def _roll(drum: int, start: float, stroke: float) -> list[Tone]:
    """Roll towards the last stroke."""
    count = int((stroke - start) * 4)
    return [
        Tone(start + i / 4, 0.25, drum, 0.35 + 0.5 * i / max(count, 1), 0.9) for i in range(count)
    ]


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
        pitches = [pitch + shift for pitch in (*frame, frame[3] - 12)]
        pitches = pitches[: max(len(layer.players), 2)]
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
    """One last stroke: firm for a button or a ring, soft otherwise."""
    firm = room.style.ending in ("button", "ring")
    if layer.texture == "rolls":
        pitch = root_near(room.chord_at(at), layer.centre)
        return [Tone(at, min(length, 2), pitch, 0.85 if firm else 0.5, 1.0, 0, True)]
    if not INSTRUMENTS[layer.players[0]].is_drums:
        return []
    keys = {"march-drums": (38, 36), "hand-drums": (64,), "taiko": (36, 35)}.get(
        layer.players[0], (36, 49)
    )
    return [
        Tone(at, length if key == 49 else min(length, 2), key, 0.88 if firm else 0.5, 1.0, 0, True)
        for key in (keys if firm else keys[:1])
    ]


def _struck(room: Room, layer: Layer, at: float, length: float) -> list[Tone]:
    """One last chord for figures: spread and left to ring, or one short note for bows."""
    chord = room.chord_at(at)
    if layer.texture in ("bass", "riff"):
        return _low_end(layer, chord.root, at, length, root_near(chord, layer.centre))
    rings = INSTRUMENTS[layer.players[0]].family in ("plucked", "keys", "percussion", "synth")
    if not rings:
        short = min(1.0, length)
        return [Tone(at, short, chord_tone(chord, layer.centre), 0.75, 0.7, 0, True)]
    spread = 0.06 if room.style.ending in ("hold", "fade") else 0.0
    tones = (-2, 0, 1, 3) if layer.level > 0.5 else (0, 2)
    pitches = sorted({chord_tone(chord, layer.centre, index) for index in tones})
    return [
        Tone(at + i * spread, length - i * spread, pitch, 0.68, 1.0, 0, True)
        for i, pitch in enumerate(pitches)
    ]


def _low_end(layer: Layer, root: int, at: float, length: float, pitch: int) -> list[Tone]:
    tones = [Tone(at, length, pitch, 0.78, 1.0, 0, True)]
    if layer.kind == "power":
        tones.append(Tone(at, length, pitch + 7, 0.75, 1.0, 0, True))
        tones.append(Tone(at, length, pitch + 12, 0.7, 1.0, 0, True))
    return tones


def ring_out(room: Room, lines: Lines) -> None:
    """See to it that something sounds, or rings, to the cue's end."""
    end = room.grid.end_beats
    played = [(tone, line) for line in lines.found.values() for tone in line.tones]
    if not played or max(tone.onset + tone.length for tone, _ in played) > end - 0.05:
        return
    latest = max(tone.onset for tone, _ in played)
    for tone, line in played:
        if tone.onset > latest - 0.25:
            line.tones[line.tones.index(tone)] = tone._replace(length=end - tone.onset)
