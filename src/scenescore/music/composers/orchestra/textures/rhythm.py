"""Bass lines and chord accompaniments with a beat: oom-pah, waltz, march, comp, riff."""

from __future__ import annotations

from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.model import Layer, Room, Stage, Tone
from scenescore.music.composers.orchestra.scales import nearest
from scenescore.music.composers.orchestra.textures.common import (
    Slot,
    accents_of,
    chord_tone,
    fill_of,
    metric,
    ranks,
    root_near,
    slots_of,
)


def bass(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Play the roots: long, pulsed, syncopated, in octaves or walking, by the layer's kind."""
    return BASS_KINDS[layer.kind or "roots"](room, layer, stage)


def _roots(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """One root a chord, its octave or fifth leading on when the music stirs."""
    dice = room.dice(layer.name, stage.phrase.index)
    found: list[Tone] = []
    for chord in room.chords_in(stage.start, stage.end):
        root = root_near(chord, layer.centre)
        throw, is_half, leap = dice.random(), dice.chance(0.5), dice.pick((7, 12, -5))
        if chord.length >= 3 and throw < fill_of(room, layer, chord.start) * 0.8:
            turn = chord.length / 2 if is_half else chord.length - 1
            other = root + leap if chord.bass == chord.root else root + 12
            found.append(Tone(chord.start, turn, root, 0.75))
            found.append(Tone(chord.start + turn, chord.length - turn, other, 0.6))
        else:
            found.append(Tone(chord.start, chord.length, root, 0.75))
    return found


def _pulsed(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Repeat the root in eighths, octave leaps where the cell says so."""
    dice = room.dice(layer.name, "cell", stage.phrase.material)
    wild = tuple(dice.weigh((0, 12, 7, -5), (8, 2, 1, 1)) for _ in range(16))
    jumps = dice.pick(((0,), (0, 12), (0, 0, 12, 0), wild, wild, wild, wild))
    found: list[Tone] = []
    for number, bar in enumerate(stage.bars):
        slots = slots_of(room, bar, 2)
        quiet = fill_of(room, layer, bar.start_beats) < 0.3
        for slot in slots:
            if quiet and slot.inside:
                continue
            chord = room.chord_at(slot.at)
            jump = (
                jumps[slot.place % len(jumps)]
                if number % 4 != 3
                else jumps[-slot.place % len(jumps)]
            )
            pitch = root_near(chord, layer.centre) + jump
            found.append(
                Tone(slot.at, slot.length * (2 if quiet else 1), pitch, 0.55 + 0.3 * metric(slot))
            )
    return found


def _syncopated(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """A two-bar groove of roots, fifths and octaves, its weak places filled by intensity."""
    dice = room.dice(layer.name, "cell", stage.phrase.material)
    order: list[int] = []
    found: list[Tone] = []
    picks = [dice.pick((0, 0, 0, 7, 12, 10, 12)) for _ in range(24)]
    for number, bar in enumerate(stage.bars):
        slots = slots_of(room, bar, 4)
        if len(order) != len(slots):
            order = ranks(len(slots), [metric(s) for s in slots], dice, 0.75)
        count = max(round(fill_of(room, layer, bar.start_beats) * len(slots) * 0.62), 2)
        filled = sorted({0, *order[:count]})
        for place, index in enumerate(filled):
            slot = slots[index]
            until = slots[filled[place + 1]].at if place + 1 < len(filled) else bar.end_beats
            chord = room.chord_at(slot.at)
            jump = 0 if index == 0 else picks[(index + 12 * (number % 2)) % 24]
            pitch = nearest(root_near(chord, layer.centre) + jump, (*chord.classes, chord.bass))
            found.append(
                Tone(slot.at, min(until - slot.at, 1.5), pitch, 0.6 + 0.25 * metric(slot), 0.85)
            )
    return found


def _walking(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Walk in quarters: root on the change, then tones and scale, a semitone into the next root."""
    found: list[Tone] = []
    pitch = root_near(room.chord_at(stage.start), layer.centre)
    for bar in stage.bars:
        dice = room.dice(layer.name, bar.index)
        for slot in slots_of(room, bar, 1):
            coin, size, throw = dice.pick((-1, 1)), dice.pick((2, 3, 4)), dice.random()
            chord, ahead = room.chord_at(slot.at), room.chord_at(slot.at + slot.length)
            if abs(chord.start - slot.at) < 1e-6:
                pitch = root_near(chord, (pitch + layer.centre) / 2)
            elif ahead.start > slot.at:
                goal = root_near(ahead, (pitch + layer.centre) / 2)
                pitch = goal + (1 if pitch > goal else -1)
            else:
                way = coin if abs(pitch - layer.centre) < 7 else (
                    -1 if pitch > layer.centre else 1)  # fmt: skip
                pitch = nearest(pitch + way * size, chord.scale)
            found.append(Tone(slot.at, slot.length, pitch, 0.6 + 0.1 * (slot.pulse % 2), 0.92))
            if throw < 0.2 * fill_of(room, layer, slot.at):
                found.append(Tone(slot.at + slot.length * 0.5, slot.length / 2, pitch, 0.4, 0.5))
    return found


def _pizz(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Pluck root and fifth on the strong beats, with a chromatic tiptoe now and then."""
    dice = room.dice(layer.name, stage.phrase.material, stage.phrase.turn)
    found: list[Tone] = []
    for bar in stage.bars:
        slots = slots_of(room, bar, 1)
        walks = bar is stage.bars[-1] or dice.chance(0.2)
        for slot in slots:
            chord = room.chord_at(slot.at)
            root = root_near(chord, layer.centre)
            if walks:
                pitch = nearest(root + 2 * slot.pulse, chord.scale)
            elif slot.pulse % 2 == 0:
                pitch = root if slot.pulse == 0 else chord_tone(chord, root - 5)
            else:
                continue
            found.append(Tone(slot.at, slot.length * 0.6, pitch, 0.7 - 0.1 * (slot.pulse % 2), 0.5))
    return found


def _riff(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """A two-bar riff in sixteenths or eighths around the root."""
    return riff(room, layer, stage)


def _beats(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Step on every felt beat, root and fifth in turn; in three only the downbeat."""
    dice = room.dice(layer.name, stage.phrase.index)
    found: list[Tone] = []
    for bar in stage.bars:
        slots = slots_of(room, bar, 1)
        waltz = len(slots) == 3 and not bar.meter.is_compound
        for slot in slots:
            if waltz and slot.pulse and not dice.chance(0.08):
                continue
            chord = room.chord_at(slot.at)
            root = root_near(chord, layer.centre)
            pitch = root if slot.pulse % 2 == 0 else nearest(root - 5, chord.classes)
            length = slot.length * (2 if waltz else 0.8)
            found.append(Tone(slot.at, length, pitch, 0.72 - 0.1 * (slot.pulse % 2)))
    return found


BASS_KINDS = {
    "beats": _beats,
    "roots": _roots,
    "pulsed": _pulsed,
    "syncopated": _syncopated,
    "walking": _walking,
    "pizz": _pizz,
    "riff": _riff,
}


def oompah(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Chords after the beat; in three or in triplets a waltz, in two a march or polka."""
    dice = room.dice(layer.name, stage.phrase.material)
    found: list[Tone] = []
    for number, bar in enumerate(stage.bars):
        slots = slots_of(room, bar, 2)
        in_three = len(bar.meter.pulses) == 3 and not bar.meter.is_compound
        drop = number % 4 == 3 and dice.chance(0.6)
        for slot in slots:
            if in_three:
                wanted = slot.inside == 0 and slot.pulse > 0
            elif room.style.feel == "triplet" or bar.meter.is_compound:
                wanted = slot.inside > 0
            else:
                wanted = slot.inside == 1 if layer.kind == "eighths" else (
                    slot.inside == 0 and slot.pulse % 2 == 1)  # fmt: skip
            if wanted and not (drop and slot.place >= len(slots) - 2):
                found += _chord(room, layer, slot, 0.5)
    return found


def _chord(room: Room, layer: Layer, slot: Slot, level: float, length: float = 0.0) -> list[Tone]:
    """Return a chord near the layer's centre; a rootless one leaves the root to the bass."""
    chord = room.chord_at(slot.at)
    classes = chord.classes
    if layer.kind == "rootless" and len(classes) > 3:
        classes = classes[1:2] + classes[3:]
    tones = chord._replace(classes=classes)
    sounding = layer.sounding or (0.0 if length else 0.5)
    return [
        Tone(slot.at, length or slot.length, chord_tone(tones, layer.centre, 1 - voice), level,
             sounding, voice)
        for voice in range(min(len(classes), 3))
    ]  # fmt: skip


def stabs(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Strike short chords together with everybody who strikes."""
    found: list[Tone] = []
    for number, bar in enumerate(stage.bars):
        fill = fill_of(room, layer, bar.start_beats)
        if fill < 0.3 and number % 2 == 0:
            continue
        slots = slots_of(room, bar, 4)
        accents = accents_of(room, stage.phrase, bar)
        most = max(round(fill * 6), 1)
        for slot in slots:
            place = slot.place * 16 // max(len(slots), 1) if len(slots) < 16 else slot.place
            if place in accents[:most]:
                level = 0.92 if place == accents[0] else 0.8
                found += [t._replace(level=level) for t in _chord(room, layer, slot, level, 0.5)]
    return found


def comp(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Place chords in a syncopated two-bar pattern, as a pianist or guitarist accompanies."""
    dice = room.dice(layer.name, "cell", stage.phrase.material)
    order: list[int] = []
    found: list[Tone] = []
    for number, bar in enumerate(stage.bars):
        slots = slots_of(room, bar, 2)
        if len(order) != len(slots):
            order = ranks(
                len(slots),
                [0.5 if s.inside else 0.3 + 0.3 * (s.pulse == 0) for s in slots],
                dice,
                0.7,
            )
        count = max(round(fill_of(room, layer, bar.start_beats) * len(slots) * 0.55), 1)
        places = order[:count] if number % 2 == 0 else order[1 : count + 1]
        for index in sorted(places):
            length = dice.pick((0.4, 0.5, 1.0, 1.5)) if layer.kind != "long" else 2.0
            found += _chord(
                room, layer, slots[index], 0.55, min(length, bar.end_beats - slots[index].at)
            )
    return found


def riff(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """A two-bar riff: muted roots with accented power chords, answered in every fourth bar."""
    dice = room.dice(layer.name.partition("@")[0], "riff", stage.phrase.material)
    cell = _riff_cell(dice)
    found: list[Tone] = []
    for number, bar in enumerate(stage.bars):
        here = cell[number % 2] if number % 4 != 3 else cell[0][:8] + cell[1][:8][::-1]
        slots = slots_of(room, bar, 4 if room.params.bpm < 180 else 2)
        for slot in slots:
            mark = here[slot.place % len(here)]
            if mark == ".":
                continue
            chord = room.chord_at(slot.at)
            root = root_near(chord, layer.centre)
            if mark in _STEPS:
                root = nearest(root + _STEPS[mark], chord.scale)
            accent = mark == "X"
            found.append(
                Tone(
                    slot.at,
                    slot.length * (2 if accent else 1),
                    root,
                    0.9 if accent else 0.6,
                    0.95 if accent else 0.5,
                )
            )
            if accent and layer.kind == "power":
                found.append(Tone(slot.at, slot.length * 2, root + 7, 0.85, 0.95))
                found.append(Tone(slot.at, slot.length * 2, root + 12, 0.75, 0.95))
    return found


_STEPS = {"1": 1.5, "2": 3.5, "3": -2.5}
"""Where a riff leaves its root, in semitones, by mark."""
_CELLS = ("X.xxX.xxX.xx1.2.", "XxxXxxXxxXxxX.1.", "X..xX..xX.x.X.2.", "X.x.xxX.x.xx1.X.",
          "XxX.xxX.XxX.2.1.", "X.xx.xX.x.xxX.1.", "X...x.X.x...X.2.", "X.x3X.x1X.xx2.1.",
          "XxxxX.3.XxxxX.1.", "X..X..X.x.3.1.x.")  # fmt: skip


def _riff_cell(dice: Dice) -> tuple[str, str]:
    """Return two bars of a riff: known cells with some of their places struck otherwise."""
    first, second = _turned(dice.pick(_CELLS), dice), _turned(dice.pick(_CELLS), dice)
    return first, first[:8] + second[8:]


def _turned(cell: str, dice: Dice) -> str:
    marks = list(cell)
    for _ in range(4):
        marks[dice.whole(2, 15)] = dice.pick("x.x123X")
    return "".join(marks)
