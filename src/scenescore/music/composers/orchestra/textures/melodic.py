"""The tune's players and what sings beside it: lead, counter-melody, thirds below."""

from __future__ import annotations

from collections.abc import Sequence

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.model import Harmony, Layer, Placing, Room, Stage, Tone
from scenescore.music.composers.orchestra.scales import nearest
from scenescore.music.composers.orchestra.textures.common import fill_of, reach, slots_of


def melody(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Play what tunes lie in these bars; players take turns from phrase to phrase."""
    found: list[Tone] = []
    for placing in room.placings:
        if placing.phrase != stage.phrase.index:
            continue
        voice = _player(layer, stage, placing)
        tones = [t for t in placing.tones if stage.start - 1.01 <= t.onset < stage.end - 1e-6]
        line = [tone._replace(voice=voice) for tone in into_reach(tones, layer, voice)]
        found += _graced(room, line) if layer.kind == "graced" and not placing.owner else line
    return _sung(found, is_tied=room.params.sounding > 0.66 and not layer.sounding)


def _sung(line: Sequence[Tone], is_tied: bool) -> list[Tone]:
    """Shade a line as one sings: high notes fuller, ends of ideas lighter, breath between them."""
    if not line:
        return []
    mean = sum(tone.pitch for tone in line) / len(line)
    found = []
    for place, tone in enumerate(line):
        after = line[place + 1] if place + 1 < len(line) else None
        height = min(max((tone.pitch - mean) / 12, -0.5), 0.5)
        gap = after.onset - tone.onset - tone.length if after else 1.0
        ends = -0.06 if gap > 0.4 and tone.length <= 1 else 0.0
        flows = after is not None and gap < 0.1 and 0 < abs(after.pitch - tone.pitch) <= 7
        sounding = (1.0 if flows else 0.92) if is_tied else tone.sounding
        level = tone.level + 0.22 * height + ends
        found.append(tone._replace(level=level, sounding=sounding))
    return found


def _graced(room: Room, line: Sequence[Tone]) -> list[Tone]:
    """Ornament some longer notes: a short upper neighbour before, or a turn at a close."""
    dice = room.dice("graces", line[0].onset if line else 0)
    found: list[Tone] = []
    size = 0.125 if room.params.bpm < 110 else 0.167
    for tone in line:
        if tone.length < 1 or not dice.chance(0.3) or tone.onset < 1:
            found.append(tone)
            continue
        chord = room.chord_at(tone.onset)
        above = nearest(tone.pitch + 1.7, chord.scale)
        main = tone._replace(onset=tone.onset + size, length=tone.length - size)
        grace = tone._replace(length=size, pitch=above, level=tone.level * 0.8)
        found += [grace, main]
        if tone.length >= 2 and dice.chance(0.4):
            found[-1:] = _trill(main, above)
    return found


def _trill(tone: Tone, above: int) -> list[Tone]:
    """Return a short shake at the end of a long note."""
    count, size = 4, 0.125
    head = tone._replace(length=tone.length - count * size)
    shake = [
        Tone(head.onset + head.length + i * size, size, above if i % 2 == 0 else tone.pitch,
             tone.level * 0.75, 0.0, tone.voice)
        for i in range(count)
    ]  # fmt: skip
    return [head, *shake]


def _player(layer: Layer, stage: Stage, placing: Placing) -> int:
    turn = stage.phrase.index // 2 + (1 if placing.recolour else 0)
    return turn % len(layer.players)


def into_reach(tones: Sequence[Tone], layer: Layer, voice: int) -> list[Tone]:
    """Move a line by octaves so that it lies well for its player; stray notes are folded in."""
    if not tones:
        return []
    low, high = reach(layer, voice)
    mean = sum(tone.pitch for tone in tones) / len(tones)
    wanted = (mean + layer.centre) / 2 if layer.centre else mean
    shifts = (-24, -12, 0, 12, 24)
    best = min(shifts, key=lambda s: (_outside(tones, s, low, high), abs(mean + s - wanted)))
    return [tone._replace(pitch=_fold(tone.pitch + best, low, high)) for tone in tones]


def _outside(tones: Sequence[Tone], shift: int, low: int, high: int) -> int:
    return sum(1 for tone in tones if not low <= tone.pitch + shift <= high)


def _fold(pitch: int, low: int, high: int) -> int:
    while pitch > high:
        pitch -= 12
    while pitch < low:
        pitch += 12
    return pitch


def counter(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Sing against the tune: long where it moves, moving where it rests, contrary where it can."""
    lead = sorted(t for p in room.placings if p.phrase == stage.phrase.index for t in p.tones)
    dice = room.dice(layer.name, stage.phrase.index)
    found: list[Tone] = []
    pitch: float = float(layer.centre)
    for bar in stage.bars:
        for start, length in _halves(room, bar):
            chord = room.chord_at(start)
            sung = _sounding(lead, start)
            goal = pitch - 2 * _direction(lead, start) + dice.between(-1.5, 1.5)
            goal += 0.25 * (layer.centre - pitch)
            pitch = _free_tone(room, chord, goal, sung, found[-1:], start)
            if found and found[-1].pitch == pitch and found[-1].length < 6:
                found[-1] = found[-1]._replace(length=found[-1].length + length)
                continue
            is_held = sung is not None and sung.onset < start - 0.1
            if is_held and found and 2 <= abs(found[-1].pitch - pitch) <= 5 and dice.chance(0.6):
                middle = nearest((found[-1].pitch + pitch) / 2, chord.scale)
                found[-1] = found[-1]._replace(length=max(found[-1].length - 0.5, 0.5))
                found.append(Tone(start - 0.5, 0.5, middle, 0.5))
            found.append(Tone(start, length, int(pitch), 0.6))
    return found


def _halves(room: Room, bar: object) -> list[tuple[float, float]]:
    slots = slots_of(room, bar, 1)  # type: ignore[arg-type]
    if len(slots) < 2:
        return [(slot.at, slot.length) for slot in slots]
    half = (len(slots) + 1) // 2
    first = sum(slot.length for slot in slots[:half])
    rest = sum(slot.length for slot in slots[half:])
    return [(slots[0].at, first), (slots[half].at, rest)]


def _sounding(lead: Sequence[Tone], at: float) -> Tone | None:
    for tone in lead:
        if tone.onset <= at + 1e-6 < tone.onset + tone.length:
            return tone
    return None


def _direction(lead: Sequence[Tone], at: float) -> int:
    """Return where the tune is heading: 1 up, -1 down, 0 nowhere."""
    around = [tone.pitch for tone in lead if at - 1.1 <= tone.onset <= at + 1.1]
    if len(around) < 2:
        return 0
    return (around[-1] > around[0]) - (around[-1] < around[0])


def _free_tone(
    room: Room, chord: Harmony, goal: float, sung: Tone | None, before: Sequence[Tone], at: float
) -> int:
    """Return the chord tone near the goal that neither doubles nor shadows another voice."""
    free = tuple(c for c in chord.classes if sung is None or c != sung.pitch % 12)
    choices = [nearest(goal, (c,)) for c in free or chord.classes]
    if not before:
        return min(choices, key=lambda p: (abs(p - goal), p))
    last = before[0]
    old, new = room.frame_at(max(at - 0.01, 0.0)), room.frame_at(at)
    pairs = [*zip(old, new, strict=True), (old[3], chord.bass)]

    def cost(pitch: int) -> float:
        moved = pitch - last.pitch
        shadows = sum(
            1
            for was, now in pairs
            if moved
            and (pitch - now) % 12 in (0, 7)
            and (last.pitch - was) % 12 == (pitch - now) % 12
        )
        return abs(pitch - goal) + 6.0 * shadows

    return min(choices, key=lambda p: (cost(p), p))


def thirds(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Shadow the tune a third or sixth below, in chord and scale."""
    found: list[Tone] = []
    for tone in melody(room, layer, stage):
        chord = room.chord_at(tone.onset)
        below = nearest(tone.pitch - 3.5, chord.scale)
        if tone.length >= 1:
            below = nearest(tone.pitch - 4, chord.classes)
        if below >= tone.pitch:
            below -= 12
        found.append(tone._replace(pitch=below, level=tone.level * 0.85))
    low, high = reach(layer)
    return [t._replace(pitch=_fold(t.pitch, low, high)) for t in found]


def echo(room: Room, layer: Layer, stage: Stage) -> list[Tone]:
    """Answer the end of each idea of the tune a bar later, softer, by another voice."""
    found: list[Tone] = []
    lead = [t for p in room.placings if p.phrase == stage.phrase.index for t in p.tones]
    for bar in stage.bars[1:]:
        before = room.grid.bars[bar.index - 1]
        said = [t for t in lead if before.start_beats <= t.onset < before.end_beats][:3]
        shift = bar.start_beats - before.start_beats
        if bar.index % 2 == stage.bars[0].index % 2 or fill_of(room, layer, bar.start_beats) < 0.2:
            continue
        for tone in said:
            chord = room.chord_at(tone.onset + shift)
            pitch = nearest(tone.pitch, chord.scale)
            found.append(Tone(tone.onset + shift, tone.length, pitch, 0.5))
    return into_reach(found, layer, 0)


def can_sing(name: str) -> bool:
    """Return True when an instrument can hold a note."""
    return INSTRUMENTS[name].family not in ("plucked", "keys", "percussion", "drums")
