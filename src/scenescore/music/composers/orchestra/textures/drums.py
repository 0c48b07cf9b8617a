"""Drum patterns brought to life: filled by intensity, ghosted, broken by fills every few bars."""

from __future__ import annotations

from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.grid import Bar
from scenescore.music.composers.orchestra.grooves import GROOVES, Groove
from scenescore.music.composers.orchestra.model import Layer, Room, Stage, Tone
from scenescore.music.composers.orchestra.textures.common import (
    accents_of,
    fill_of,
    root_near,
    slots_of,
)

_LEVELS = {"X": 0.95, "x": 0.7, "o": 0.42, "-": 0.5}
_TOMS = (50, 48, 47, 45, 43, 41)


def groove(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Play a pattern of the layer's kind; soft strokes come and go, the fourth bar turns."""
    pattern = pattern_of(room, layer, stage.phrase.material)
    found: list[Tone] = []
    for number, bar in enumerate(stage.bars):
        dice = room.dice(layer.name, bar.index)
        fill = fill_of(room, layer, bar.start_beats)
        is_last = number == len(stage.bars) - 1 and len(stage.bars) > 1
        found += _play(room, pattern, bar, fill, dice)
        if layer.kind in _STRIKING:
            found += _accented(room, stage, bar, pattern)
        if (is_last or number % 4 == 3) and fill > 0.3 and not stage.is_exit:
            found = _with_fill(room, layer, found, bar, dice, fill)
    return found


def pattern_of(room: Room, layer: Layer, material: str) -> Groove:
    """Return the pattern of this material: half by chance, half by how stirred the scene is.

    Patterns of a kind differ in fullness. By chance alone, a form with more of another material
    (a quicker scene has more bars) could be emptier than a calmer one.
    """
    chance = room.dice(layer.name, "pattern", material).random()
    choices = sorted(GROOVES[layer.kind], key=_fullness)
    return choices[int((chance + room.params.arousal01) / 2 * len(choices))]


def _fullness(pattern: Groove) -> tuple[float, float]:
    """Return how many of a bar's sixteenths are struck, then how often, soft strokes less."""
    levels = [[_LEVELS.get(mark, 0.0) for mark in line] for line in pattern.values()]
    struck = sum(max(place) for place in zip(*levels, strict=True))
    return round(struck, 2), sum(map(sum, levels))


_STRIKING = frozenset(("taiko", "epic", "battle", "industrial", "funk"))


def _accented(room: Room, stage: Stage, bar: Bar, pattern: Groove) -> list[Tone]:
    """Strike along with the ensemble's accents, once they are there."""
    striking = [one for one in room.style.layers if one.texture == "stabs"]
    moment = room.intensity_at(bar.start_beats) ** 1.25
    if not striking or moment < striking[0].enter or 36 not in pattern:
        return []
    slots = slots_of(room, bar, 4)
    accents = accents_of(room, stage.phrase, bar)
    return [Tone(s.at, s.length, 36, 0.9, 0.9) for s in slots if s.place in accents[:3]]


def _play(room: Room, pattern: Groove, bar: Bar, fill: float, dice: Dice) -> list[Tone]:
    """Write one bar; optional places by fullness, one soft place changed by chance."""
    found: list[Tone] = []
    slots = slots_of(room, bar, 4)
    for key, line in sorted(pattern.items()):
        for slot in slots:
            mark = line[_place(slot.pulse, slot.inside, slot.length, len(line))]
            odds = {"X": 1.0, "x": 0.25 + fill * 1.3, "o": fill * 1.5 - 0.1, "-": fill - 0.35}
            if mark == ".":
                continue
            throw, touch = dice.random(), dice.between(0.92, 1.05)  # both, whatever comes of it
            if throw < odds[mark]:
                found.append(Tone(slot.at, slot.length, key, _LEVELS[mark] * touch, 0.9))
    return found


def _place(pulse: int, inside: int, length: float, size: int) -> int:
    """Return where in a pattern a slot looks: thirds of a pulse take its 1st, 3rd and 4th place."""
    if abs(length - 0.25) > 1e-6 and length < 0.6:
        inside = (0, 2, 3)[min(inside, 2)]
    return (pulse * 4 + min(inside, 3)) % size


def _with_fill(
    room: Room, layer: Layer, found: list[Tone], bar: Bar, dice: Dice, fill: float
) -> list[Tone]:
    """Replace the end of a bar by a fill that leads into the next."""
    span = 1.0 if dice.random() > 0.25 + 0.35 * fill else 2.0
    start = bar.end_beats - min(span, bar.length_beats / 2)
    kept = [tone for tone in found if tone.onset < start - 1e-6]
    slots = [slot for slot in slots_of(room, bar, 4) if slot.at >= start - 1e-6]
    keys = {tone.pitch for tone in found}
    way = (
        _TOMS
        if layer.kind in ("rock", "halftime", "metal", "synthwave", "funk", "taiko", "epic")
        else (
            tuple(sorted(keys & {38, 41, 45, 47, 50, 60, 61, 62, 63, 64, 76}, reverse=True))
            or (38,)
        )
    )
    for place, slot in enumerate(slots):
        if not dice.chance(0.35 + 0.6 * fill):
            continue
        key = way[min(place * len(way) // max(len(slots), 1), len(way) - 1)]
        kept.append(Tone(slot.at, slot.length, key, 0.55 + 0.35 * place / len(slots), 0.9))
    return kept


def rolls(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Timpani: the root on strong downbeats, a roll growing into the next phrase."""
    found: list[Tone] = []
    for bar in stage.bars:
        dice = room.dice(layer.name, bar.index)
        chord = room.chord_at(bar.start_beats)
        pitch = root_near(chord, layer.centre)
        is_struck = dice.chance(room.intensity_at(bar.start_beats))
        if bar.index % 2 == 0 or is_struck:
            found.append(Tone(bar.start_beats, 1, pitch, 0.75, 0.9))
        if dice.chance(fill_of(room, layer, bar.start_beats) * 0.8):
            found.append(
                Tone(
                    bar.end_beats - 1,
                    0.5,
                    root_near(room.chord_at(bar.end_beats - 1), layer.centre),
                    0.55,
                    0.9,
                )
            )
            found.append(Tone(bar.end_beats - 0.5, 0.5, pitch, 0.62, 0.9))
    return found
