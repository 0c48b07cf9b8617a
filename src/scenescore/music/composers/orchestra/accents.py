"""How hits are met, as data and in notes: what strikes, by style and by kind of hit."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.affect import clamp
from scenescore.music.composers.orchestra.ending import last_stroke
from scenescore.music.composers.orchestra.grid import Landing
from scenescore.music.composers.orchestra.guests import admit, own_chord
from scenescore.music.composers.orchestra.model import Room, Tone
from scenescore.music.composers.orchestra.scales import nearest


class Stroke(NamedTuple):
    """One player's share of a hit."""

    player: str
    what: str
    """`key:36` a drum key; `root:38`, `chord:60` the harmony near a pitch; `cluster:50`."""
    level: float
    length: float
    """Beats."""
    loud: float = 0.0
    """Only when the hit is at least this strong, 0..1."""


KITS: dict[str, tuple[Stroke, ...]] = {
    "orchestral": (
        Stroke("orchestral-percussion", "key:36", 0.9, 2, 0.2),
        Stroke("orchestral-percussion", "key:49", 0.85, 4, 0.45),
        Stroke("timpani", "root:43", 0.95, 2),
        Stroke("trombones", "chord:53", 0.85, 1.5, 0.4),
        Stroke("horns", "chord:60", 0.85, 1.5, 0.3),
        Stroke("basses", "root:31", 0.9, 2),
    ),
    "soft": (
        Stroke("basses", "root:31", 0.7, 4),
        Stroke("harp", "chord:60", 0.75, 4),
        Stroke("timpani", "root:43", 0.55, 2, 0.5),
    ),
    "piano": (
        Stroke("piano", "octave:36", 0.85, 4),
        Stroke("piano", "chord:60", 0.75, 4, 0.3),
    ),
    "magic": (
        Stroke("harp", "chord:72", 0.8, 4),
        Stroke("celesta", "chord:84", 0.7, 3),
        Stroke("orchestral-percussion", "key:81", 0.7, 3),
        Stroke("orchestral-percussion", "key:49", 0.6, 4, 0.6),
        Stroke("horns", "chord:60", 0.75, 3, 0.4),
        Stroke("basses", "root:31", 0.8, 4),
    ),
    "dark": (
        Stroke("risers", "key:36", 0.95, 6),
        Stroke("taiko", "key:36", 0.9, 2, 0.3),
        Stroke("trombones", "cluster:44", 0.8, 3, 0.5),
        Stroke("basses", "root:28", 0.85, 4),
    ),
    "horror": (
        Stroke("risers", "key:38", 0.95, 4),
        Stroke("violins-1", "cluster:81", 0.95, 2, 0.3),
        Stroke("trombones", "cluster:46", 0.9, 2, 0.4),
        Stroke("orchestral-percussion", "key:36", 0.95, 3),
        Stroke("piano", "octave:26", 0.9, 4),
    ),
    "electronic": (
        Stroke("risers", "key:38", 0.85, 4),
        Stroke("risers", "key:36", 0.7, 6, 0.5),
        Stroke("synth-bass", "root:36", 0.85, 2),
        Stroke("electronic-kit", "key:49", 0.8, 4, 0.3),
    ),
    "band": (
        Stroke("drum-kit", "key:49", 0.95, 4),
        Stroke("drum-kit", "key:36", 0.95, 1),
        Stroke("electric-bass", "root:36", 0.9, 2),
    ),
    "rock": (
        Stroke("drum-kit", "key:49", 0.95, 4),
        Stroke("drum-kit", "key:36", 0.95, 1),
        Stroke("picked-bass", "root:36", 0.9, 2),
        Stroke("overdriven-guitar", "fifth:45", 0.9, 3),
    ),
    "drums": (
        Stroke("taiko", "key:35", 1.0, 2),
        Stroke("taiko", "key:36", 0.95, 2),
        Stroke("orchestral-percussion", "key:49", 0.8, 4, 0.4),
    ),
    "pizzicato": (
        Stroke("pizzicato", "chord:60", 0.9, 0.5),
        Stroke("orchestral-percussion", "key:76", 0.7, 0.5),
        Stroke("bassoon", "root:41", 0.8, 0.5),
        Stroke("orchestral-percussion", "key:49", 0.6, 2, 0.7),
    ),
    "plucked": (
        Stroke("nylon-guitar", "chord:55", 0.85, 3),
        Stroke("hand-drums", "key:64", 0.85, 1),
        Stroke("upright-bass", "root:36", 0.85, 2),
    ),
    "jazz": (
        Stroke("brush-kit", "key:49", 0.7, 4, 0.3),
        Stroke("upright-bass", "root:36", 0.85, 2),
        Stroke("piano", "chord:60", 0.75, 2),
        Stroke("trumpet-muted", "chord:67", 0.7, 1, 0.5),
    ),
    "western": (
        Stroke("twang-guitar", "fifth:45", 0.9, 3),
        Stroke("tubular-bells", "root:67", 0.8, 4, 0.3),
        Stroke("orchestral-percussion", "key:36", 0.85, 2),
    ),
    "chamber": (
        Stroke("harpsichord", "chord:60", 0.85, 2),
        Stroke("violins-1", "chord:74", 0.8, 1),
        Stroke("celli", "root:43", 0.8, 1),
        Stroke("timpani", "root:43", 0.7, 1, 0.6),
    ),
    "sacred": (
        Stroke("organ", "chord:60", 0.8, 4),
        Stroke("tubular-bells", "root:67", 0.75, 4),
        Stroke("timpani", "root:43", 0.7, 2, 0.5),
    ),
    "toy": (
        Stroke("glockenspiel", "chord:91", 0.8, 2),
        Stroke("pizzicato", "chord:60", 0.8, 0.5),
        Stroke("orchestral-percussion", "key:81", 0.6, 2, 0.4),
    ),
    "gong": (
        Stroke("orchestral-percussion", "key:52", 0.6, 1),
        Stroke("orchestral-percussion", "key:49", 0.65, 6),
        Stroke("taiko", "key:36", 0.9, 2),
        Stroke("koto", "fifth:55", 0.8, 3),
    ),
}
_GENTLE = {"cut": 0.55, "line": 0.4, "reveal": 0.85, "action": 1.0}
"""How much of the kit a kind of hit calls for."""

Struck = tuple[str, Tone]
"""(player, tone)."""


def strike_all(room: Room) -> list[Struck]:
    """Return the notes that meet the hits, and those that mark the cue's own arrivals."""
    found: list[Struck] = []
    for landing in room.grid.landings:
        strength = _strength(room, landing)
        found += _strike(room, landing.at_beats, strength, 99 if landing.is_hard else 2)
    met = {landing.at_beats for landing in room.grid.landings if landing.is_hard}
    for at_beats, strength in arrivals(room):
        if at_beats not in met:
            found += _strike(room, at_beats, strength, 99)
    return found


def arrivals(room: Room) -> list[tuple[float, float]]:
    """Return (beat, strength) where the form itself arrives: climaxes, last chords, stingers."""
    found = []
    for before, phrase in pairwise(room.phrases):
        rises = phrase.intensity - before.intensity
        if phrase.role == "climax" and before.role != "climax" and rises > 0.02:
            found.append((room.span(phrase)[0], 0.35 + 0.45 * phrase.intensity * (0.3 + rises)))
    if room.brief.role == "stinger":
        found.append((room.grid.final_beats, 0.6 + 0.4 * room.params.arousal01))
    elif room.style.ending == "button":
        stroke = last_stroke(room) or room.grid.final_beats
        found.append((stroke, 0.5 * room.bar_intensity[max(room.grid.end_bar - 1, 0)]))
    return found


def _strength(room: Room, landing: Landing) -> float:
    """Return 0..1, how strongly a hit is met: by its weight and kind, and by what surrounds it."""
    around = 0.45 + 0.55 * room.intensity_at(landing.at_beats)
    return clamp(landing.hit.weight * _GENTLE[landing.hit.kind] * around, 0.15, 1.0)


def _strike(room: Room, at_beats: float, strength: float, most: int) -> list[Struck]:
    """Return one stroke of the style's kit, by its own players where no guests are let in."""
    strokes = [stroke for stroke in KITS[room.style.hit] if strength >= stroke.loud][:most]
    left = room.grid.end_beats - at_beats
    found: list[Struck] = []
    for stroke in strokes:
        player = admit(stroke.player, room.style)
        if player is not None:
            known = stroke._replace(player=player)
            found += _sound(room, known, at_beats, strength, left)
    return found or own_chord(room, at_beats, 0.4 + 0.6 * strength)


def _sound(
    room: Room, stroke: Stroke, at_beats: float, strength: float, left: float
) -> list[Struck]:
    level = stroke.level * (0.45 + 0.65 * strength)
    length = min(stroke.length, left)
    kind, _, number = stroke.what.partition(":")
    pitches = _pitches(room, kind, int(number), at_beats, stroke.player)
    return [(stroke.player, Tone(at_beats, length, p, level, 1.0, 0, True)) for p in pitches]


def _pitches(room: Room, kind: str, centre: int, at_beats: float, player: str) -> tuple[int, ...]:
    if kind == "key":
        return (centre,)
    chord = room.chord_at(at_beats)
    root = nearest(centre, (chord.bass,))
    found = {
        "root": (root,),
        "octave": (root, root + 12),
        "fifth": (root, root + 7, root + 12),
        "cluster": (root, root + 1, root + 6),
    }.get(kind) or tuple(sorted({nearest(centre + step, chord.classes) for step in (-4, 0, 4)}))
    low, high = INSTRUMENTS[player].low, INSTRUMENTS[player].high
    return tuple(p for p in found if low <= p <= high)
