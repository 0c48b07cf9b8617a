"""What tension does inside the harmony: a voice that rubs against each chord before it yields.

The tenser, the longer it holds out; at the end of the scale it never lets go.
"""

from __future__ import annotations

from scenescore.music.composers.orchestra.affect import clamp
from scenescore.music.composers.orchestra.model import Harmony, Layer, Room, Stage, Tone
from scenescore.music.composers.orchestra.scales import nearest

_FROM, _SPAN = 0.02, 0.85


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
        sharp = neighbour(chord, goal, tension, tonic, is_harsh)
        held = chord.length * min(share * dice.between(0.85, 1.1), 1.0)
        if held < 0.2:
            continue
        found.append(Tone(chord.start, held, sharp, 0.6, 1.0))
        if dice.random() < 2.2 * (tension - 0.55):
            above = neighbour(chord, sharp + 8, tension, tonic, is_harsh)
            found.append(Tone(chord.start, held, above, 0.5, 1.0))
        pitch = float(sharp)
        if chord.length - held > 0.4:
            pitch = nearest(sharp, chord.classes)
            rest = min(chord.length - held, 1.0)
            found.append(Tone(chord.start + held, rest, int(pitch), 0.42, 1.0))
    return found


def neighbour(
    chord: Harmony, goal: float, tension: float, tonic: int, is_harsh: bool = False
) -> int:
    """Return a pitch a semitone from a chord tone: near the goal, far from home when it is tense.

    Unless harsh it stays in the chord's scale where that has one.
    """
    close = {(c + way) % 12 for c in chord.classes for way in (1, -1)} - set(chord.classes)
    mild = close & set(chord.scale)
    pool = sorted(mild if mild and not is_harsh else close or set(chord.classes))
    pitches = [nearest(goal, (c,)) for c in pool]
    return min(pitches, key=lambda p: (abs(p - goal) - 2.5 * tension * _from_home(p, tonic), p))


def _from_home(pitch: int, tonic: int) -> int:
    """Return how many fifths a pitch lies from the tonic triad's middle."""
    return abs((7 * (pitch - tonic) + 5) % 12 - 6)
