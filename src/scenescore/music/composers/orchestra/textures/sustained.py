"""Long notes: pads, chorales, drones, clusters. They breathe, tie over, suspend and pass."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.model import Harmony, Layer, Room, Stage, Tone
from scenescore.music.composers.orchestra.scales import ladder_of, nearest
from scenescore.music.composers.orchestra.textures.common import (
    Slot,
    fill_of,
    reach,
    root_near,
    slots_of,
)

_GOLDEN = 0.6180339887


def pad(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Hold the four-part setting, one voice a player; common tones tie, some voices suspend."""
    dice = room.dice(layer.name, stage.phrase.index, stage.bars[0].index)
    chords = room.chords_in(stage.start, stage.end)
    voices = _voices(room, layer, chords)
    found: list[Tone] = []
    for voice, line in enumerate(voices):
        own = _tied(chords, line, voice, voice > 0 and dice.chance(0.5))
        if layer.kind == "moving" and 0 < voice < 3:
            own = _moved(room, layer, own, dice)
        if _crosses(found, own, voice):
            own = _tied(chords, line, voice, False)
        if _crosses(found, own, voice):  # a voice above has stirred below it: all hold still
            found = [t for v in range(voice) for t in _tied(chords, voices[v], v, False)]
        found += own
    return found


def _crosses(above: Sequence[Tone], own: Sequence[Tone], voice: int) -> bool:
    """Return True when a voice rises over the one before it."""
    return any(
        high.voice == voice - 1
        and high.pitch < tone.pitch
        and high.onset < tone.onset + tone.length - 1e-3
        and tone.onset < high.onset + high.length - 1e-3
        for high in above
        for tone in own
    )


def _moved(room: Room, layer: Layer, line: Sequence[Tone], dice: Dice) -> list[Tone]:
    """Let an inner voice stir: leave a long note for its neighbours and come back, or pass on."""
    found: list[Tone] = []
    for place, tone in enumerate(line):
        throw, coin = dice.random(), 1 if dice.chance(0.5) else -1
        if tone.length < 3 or throw >= 0.25 + fill_of(room, layer, tone.onset):
            found.append(tone)
            continue
        after = line[place + 1].pitch if place + 1 < len(line) else tone.pitch
        size = 0.5 if room.params.bpm < 76 else 1.0
        way = coin if after == tone.pitch else 1 if after > tone.pitch else -1
        chord = room.chord_at(tone.onset + tone.length - size)
        near = nearest(tone.pitch + 1.6 * way, chord.scale)
        turn = (near, tone.pitch) if abs(after - tone.pitch) < 3 else (tone.pitch, near)
        rest = tone.length - 2 * size
        found.append(tone._replace(length=rest))
        for step, pitch in enumerate(turn):
            at = tone.onset + rest + step * size
            found.append(Tone(at, size, pitch, tone.level * 0.9, 0.0, tone.voice))
    return found


def _voices(room: Room, layer: Layer, chords: Sequence[Harmony]) -> list[list[int]]:
    """Return per voice one pitch a chord, fitted to the layer's register."""
    frames = [room.frame_at(chord.start) for chord in chords]
    count = max(len(layer.players), {"two": 2, "three": 3}.get(layer.kind, 4))
    lines: list[list[int]] = []
    for voice in range(min(count, 5)):
        line = []
        for chord, frame in zip(chords, frames, strict=True):
            line.append(_voice_pitch(layer, voice, count, chord, frame))
        lines.append(line)
    return _uncrossed(layer, lines)


def _uncrossed(layer: Layer, lines: list[list[int]]) -> list[list[int]]:
    """Let no voice lie above the one before it, where its player can go down an octave.

    Where it cannot, the two change places: the same chord, sung the other way round.
    """
    for high, low in itertools.pairwise(range(len(lines))):
        for place, pitch in enumerate(lines[low]):
            above = lines[high][place]
            while pitch > above and pitch - 12 >= reach(layer, low)[0]:
                pitch -= 12
            if pitch > above:
                top = reach(layer, high)[1]
                lines[high][place], pitch = (pitch, above) if pitch <= top else (above, above)
            lines[low][place] = pitch
    return lines


def _voice_pitch(
    layer: Layer, voice: int, count: int, chord: Harmony, frame: tuple[int, ...]
) -> int:
    shift = 12 * round((layer.centre - 60) / 12)
    low, high = reach(layer, voice)
    if voice == 4 or (voice == count - 1 and count >= 4):
        base = frame[3] - (12 if voice == 4 else 0) + (shift if layer.kind == "close" else 0)
    else:
        base = frame[voice] + shift
    while base > high:
        base -= 12
    while base < low:
        base += 12
    return base


def _tied(chords: Sequence[Harmony], line: Sequence[int], voice: int, leans: bool) -> list[Tone]:
    """Return a voice's notes: equal neighbours joined, steps sometimes delayed or passed."""
    found: list[Tone] = []
    for chord, pitch in zip(chords, line, strict=True):
        if found and found[-1].pitch == pitch and found[-1].length < 12:
            found[-1] = found[-1]._replace(length=found[-1].length + chord.length)
            continue
        start, length = chord.start, chord.length
        falls = bool(found) and 1 <= found[-1].pitch - pitch <= 2
        if leans and falls and length >= 3:
            found[-1] = found[-1]._replace(length=found[-1].length + 1)
            start, length = start + 1, length - 1
        elif found and 3 <= abs(found[-1].pitch - pitch) <= 4 and found[-1].length >= 3 and leans:
            found[-1], passing = _pass(found[-1], pitch, chord)
            found.append(passing)
        found.append(Tone(start, length, pitch, 0.62, 0.0, voice))
    return found


def _pass(before: Tone, pitch: int, chord: Harmony) -> tuple[Tone, Tone]:
    """Return the shortened note and a passing one between it and `pitch`."""
    middle = nearest((before.pitch + pitch) / 2, chord.scale)
    short = before._replace(length=before.length - 1)
    return short, Tone(before.onset + before.length - 1, 1, middle, 0.5, 0.0, before.voice)


def chorale(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Move all voices together in the rhythm of a hymn: joined when calm, apart when stirred.

    All who play it keep one rhythm, as an organ with its choir.
    """
    phrase, begun = stage.phrase, room.span(stage.phrase)[0]
    sounding = 0.98 - 0.36 * max(room.params.arousal01 - 0.5, 0.0)
    found: list[Tone] = []
    for chord in room.chords_in(stage.start, stage.end):
        voices = _voices(room, layer, [chord])
        dice = room.dice("hymn", phrase.material, phrase.turn, round(chord.start - begun, 3))
        for start, length, level in _hymn_rhythm(room, chord, dice.random()):
            for voice, line in enumerate(voices):
                found.append(Tone(start, length, line[0], level, sounding, voice))
    return found


def _hymn_rhythm(room: Room, chord: Harmony, throw: float) -> list[tuple[float, float, float]]:
    """Return (start, length, level) of a chord's strokes: one when calm, up to three when stirred.

    A throw that gives a stroke in one mood gives it in every more stirred one.
    """
    if chord.length < 3.5:
        return [(chord.start, chord.length, 0.7)]
    stir = 2 * room.params.arousal01 - 1
    marks = {0.0}
    if throw >= 0.45 - 0.4 * stir:
        marks.add(chord.length - (1.0 if throw < 0.75 else 2.0))
    if throw >= 1.0 - 0.7 * stir:
        marks.add(round(chord.length) / 2)
    ends = [*sorted(marks)[1:], chord.length]
    return [
        (chord.start + mark, end - mark, 0.58 if mark else 0.72)
        for mark, end in zip(sorted(marks), ends, strict=True)
    ]


def drone(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Hold the tonic, or root and fifth, re-struck out of step, and sometimes rubbed against."""
    dice = room.dice(layer.name, stage.bars[0].index)
    tonic = nearest(layer.centre, (stage.phrase.key.tonic,))
    found: list[Tone] = []
    voices = (tonic,) if layer.kind in ("single", "restless") else (tonic, tonic + 7)
    for voice, pitch in enumerate(voices[: max(len(layer.players), 2)]):
        at = stage.start
        while at < stage.end - 0.5:
            length = min(dice.pick((4.0, 6.0, 8.0, 5.0)), stage.end - at)
            bent = _bend(room, len(found)) if layer.kind == "restless" else 0
            found.append(Tone(at, length, pitch + bent, dice.between(0.5, 0.7), 1.0, voice))
            at += length
        if layer.kind == "uneasy" and dice.chance(0.6) and stage.end - stage.start >= 6:
            found.append(_creep(room, stage, pitch, voice, dice.random()))
    return found


def _bend(room: Room, place: int) -> int:
    """Return how a restless drone leaves its tone: every second stroke when it is tensest."""
    is_still = place % 2 == 0 or (place // 2 * _GOLDEN) % 1 > 1.4 * room.params.tension - 0.3
    return 0 if is_still else _side(room, place)


def _side(room: Room, place: int) -> int:
    """Return a semitone up, into the dark, or down to the leading tone, as valence has it."""
    return -1 if (place * _GOLDEN) % 1 < 0.5 + 0.5 * room.params.valence else 1


def _creep(room: Room, stage: Stage, pitch: int, voice: int, throw: float) -> Tone:
    """Return a semitone neighbour that rubs against the drone for a while."""
    start = stage.start + 2 + round(throw * (stage.end - stage.start - 5))
    side = _side(room, stage.phrase.index + voice + 1)
    return Tone(start, 3, pitch + side + 12, 0.4, 1.0, voice)


def cluster(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Build a cluster note by note, each entering late and quiet, then let it thin out.

    Calm, it lies on the steps of the scale; the tenser, the more of it on semitones.
    """
    dice = room.dice(layer.name, stage.phrase.index, stage.bars[0].index)
    start, span = stage.start, stage.end - stage.start
    count = 2 + round(5 * room.intensity_at(start) * (0.4 + 0.6 * room.params.tension))
    base = nearest(layer.centre, room.chord_at(start).classes)
    wide = ladder_of(room.chord_at(start).scale, base - 24, base + 25)
    middle = wide.index(base) if base in wide else len(wide) // 2
    found: list[Tone] = []
    for index in range(count):
        steps = (index + 1) // 2 * (1 if index % 2 else -1)
        is_narrow = (index * _GOLDEN) % 1 < 1.25 * room.params.tension - 0.2
        offset = steps if is_narrow else wide[min(max(middle + steps, 0), len(wide) - 1)] - base
        enter = round(span * 0.6 * index / max(count, 1) * 2) / 2
        leave = span - round(dice.between(0, 0.2) * span * 2) / 2
        if leave - enter >= 1:
            voice = index % max(len(layer.players), 1)
            found.append(Tone(start + enter, leave - enter, base + offset, 0.5, 1.0, voice))
    return found


def pedal(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Hold the bass of each chord, joined when it stays."""
    chords = room.chords_in(stage.start, stage.end)
    low, _ = reach(layer)
    line = [max(root_near(chord, layer.centre), low) for chord in chords]
    return _tied(chords, line, 0, False)


def swells(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Let one chord tone after another bloom and die away, never two at once beginning."""
    dice = room.dice(layer.name, stage.phrase.index, stage.bars[0].index)
    found: list[Tone] = []
    at = stage.start
    voice = dice.whole(0, 2)
    while at < stage.end - 1:
        fill = fill_of(room, layer, at)
        chord = room.chord_at(at)
        length = min(dice.pick((2.0, 3.0, 4.0)), stage.end - at)
        pitch = nearest(layer.centre + dice.pick((-7, -4, 0, 3, 7)), chord.classes)
        found.append(Tone(at, length, pitch, 0.55, 1.0, voice % len(layer.players)))
        voice += 1
        at += max(round((length + (1 - fill) * 4) * dice.between(0.6, 1.0)), 1)
    return found


def answers(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Fill the gaps the tune leaves with a short rising or falling reply."""
    busy = [t for p in room.placings if p.phrase == stage.phrase.index for t in p.tones]
    found: list[Tone] = []
    rested = 1
    for bar in stage.bars:
        slots = slots_of(room, bar, 2)
        free = [s for s in slots if not any(abs(t.onset - s.at) < 0.3 for t in busy)]
        odds = (0.2 + 0.6 * fill_of(room, layer, bar.start_beats)) * (1.0 if rested else 0.3)
        dice = room.dice(layer.name, bar.index)
        if len(free) < 3 or not dice.chance(odds):
            rested += 1
            continue
        rested = 0
        count = min(dice.whole(3, 5), len(slots) - 1)
        voice = (bar.index // 2) % len(layer.players)
        found += _reply(room, layer, slots[-count:], dice.pick((-1, 1)), voice)
    return found


def _reply(room: Room, layer: Layer, slots: list[Slot], way: int, voice: int) -> list[Tone]:
    """Return a run of neighbouring scale tones that begins on a chord tone."""
    pitch = nearest(layer.centre - way * 4, room.chord_at(slots[0].at).classes)
    found = []
    for place, slot in enumerate(slots):
        level = 0.5 + 0.06 * place
        found.append(Tone(slot.at, slot.length, pitch, level, 0.9, voice))
        pitch = nearest(pitch + 1.8 * way, room.chord_at(slot.at).scale)
    return found
