"""What tension does inside the harmony: a voice that rubs against each chord before it yields.

The tenser, the longer it holds out; at the end of the scale it never lets go.
"""

from __future__ import annotations

from scenescore.music.composers.orchestra.affect import Params, clamp
from scenescore.music.composers.orchestra.model import Harmony, Layer, Room, Stage, Tone
from scenescore.music.composers.orchestra.scales import nearest

_FROM, _SPAN = 0.02, 0.85
_SIDE = 1.5
"""Semitones a neighbour may be farther, at most, for a fifth more on the mood's side of home."""


def rub(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Lean on the neighbour of a chord tone, and resolve by step when tension allows."""
    tension = room.params.tension
    share = clamp((tension - _FROM) / _SPAN, 0, 1)
    found: list[Tone] = []
    pitch = float(layer.centre)
    for place, chord in enumerate(room.chords_in(stage.start, stage.end)):
        dice = room.dice("rub", stage.phrase.index, place)
        goal = pitch + 0.25 * (layer.centre - pitch)
        is_harsh = dice.random() < 1.3 * (tension - 0.2)
        tonic = stage.phrase.key.tonic
        sharp = neighbour(chord, goal, room.params, tonic, is_harsh)
        held = chord.length * min(share * dice.between(0.85, 1.1), 1.0)
        if held < 0.2:
            continue
        found.append(Tone(chord.start, held, sharp, 0.6, 1.0))
        if dice.random() < 2.2 * (tension - 0.55):
            above = neighbour(chord, sharp + 8, room.params, tonic, is_harsh)
            found.append(Tone(chord.start, held, above, 0.5, 1.0))
        pitch = float(sharp)
        if chord.length - held > 0.4:
            pitch = nearest(sharp, chord.classes)
            rest = min(chord.length - held, 1.0)
            found.append(Tone(chord.start + held, rest, int(pitch), 0.42, 1.0))
    return found


def neighbour(
    chord: Harmony, goal: float, params: Params, tonic: int, is_harsh: bool = False
) -> int:
    """Return a pitch a semitone from a chord tone: near the goal, far from home when it is tense.

    Far on the bright side when the mood is bright, else on the dark. Unless harsh it stays in the
    chord's scale where that has one.
    """
    close = {(c + way) % 12 for c in chord.classes for way in (1, -1)} - set(chord.classes)
    mild = close & set(chord.scale)
    pool = sorted(mild if mild and not is_harsh else close or set(chord.classes))
    pitches = [nearest(goal, (c,)) for c in pool]

    def cost(pitch: int) -> tuple[float, int]:
        place = (7 * (pitch - tonic) + 5) % 12 - 6
        pull = params.tension * (2.5 * abs(place) + _SIDE * params.valence * place)
        return abs(pitch - goal) - pull, pitch

    return min(pitches, key=cost)
