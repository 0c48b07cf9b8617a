"""No bar is heard three times alike: where a part would repeat itself again, it is turned a little.

Works on finished lines, whatever texture wrote them. Long notes that only repeat are tied over.
"""

from __future__ import annotations

from collections.abc import Sequence

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.grid import Bar
from scenescore.music.composers.orchestra.lines import Line, Lines, tidy
from scenescore.music.composers.orchestra.model import Room, Tone
from scenescore.music.composers.orchestra.scales import ladder_of

_ALIKE = 2
"""How often in a row a bar may be heard."""
Signature = tuple[tuple[float, int, float], ...]


def vary(room: Room, lines: Lines) -> None:
    """Turn every bar that would be the third of its kind in a row."""
    for key in sorted(lines.found):
        line = lines.found[key]
        dice = room.dice("vary", *key)
        is_drums = INSTRUMENTS[line.instrument].is_drums
        line.tones = tidy(line.tones, room.grid.end_beats, is_drums)
        line.tones = _vary_line(room, line, dice)


def _vary_line(room: Room, line: Line, dice: Dice) -> list[Tone]:
    bars = _by_bar(room, line.tones)
    kept: list[list[Tone]] = []
    recent: list[Signature] = []
    for bar, tones in zip(room.grid.bars, bars, strict=True):
        signature = _signature(tones, bar)
        if tones and len(recent) >= _ALIKE and all(s == signature for s in recent[-_ALIKE:]):
            if len(tones) == 1 and tones[0].length >= bar.length_beats - 0.05:
                tones = _tied(kept, tones[0])
            else:
                tones = _turned(room, line, tones, bar, dice)
            signature = _signature(tones, bar)
        kept.append(tones)
        recent.append(signature)
    return [tone for tones in kept for tone in tones]


def _by_bar(room: Room, tones: Sequence[Tone]) -> list[list[Tone]]:
    found: list[list[Tone]] = [[] for _ in room.grid.bars]
    for tone in sorted(tones, key=lambda t: (t.onset, t.pitch)):
        found[room.grid.bar_at(tone.onset).index].append(tone)
    return found


def _signature(tones: Sequence[Tone], bar: Bar) -> Signature:
    return tuple((round(t.onset - bar.start_beats, 3), t.pitch, round(t.length, 3)) for t in tones)


def _tied(kept: list[list[Tone]], tone: Tone) -> list[Tone]:
    """Let the note before sound on instead of striking it again."""
    for tones in reversed(kept):
        for index, before in enumerate(tones):
            if before.pitch == tone.pitch and before.onset + before.length >= tone.onset - 0.3:
                length = tone.onset + tone.length - before.onset
                tones[index] = before._replace(length=length)
                return []
    return [tone]


def _turned(room: Room, line: Line, tones: Sequence[Tone], bar: Bar, dice: Dice) -> list[Tone]:
    """Return the bar with one thing changed."""
    movable = [t for t in tones if not t.is_hit and t.onset > bar.start_beats + 0.05]
    if INSTRUMENTS[line.instrument].is_drums:
        return _turned_drums(tones, movable, bar, dice)
    if not movable:
        first = tones[0]
        if first.length < 0.5:
            return list(tones)
        half = first.length / 2
        again = first._replace(onset=first.onset + half, length=half, level=first.level * 0.8)
        return [first._replace(length=half), *tones[1:], again]
    target = dice.pick(movable[len(movable) // 2 :])
    chord = room.chord_at(target.onset)
    home = INSTRUMENTS[line.instrument]
    near = [p for p in ladder_of(chord.classes, max(home.low, target.pitch - 8),
                                 min(home.high, target.pitch + 8))
            if p not in {t.pitch for t in tones if t.onset == target.onset}]  # fmt: skip
    if not near:
        return [t for t in tones if t is not target]
    pitch = min(near, key=lambda p: (abs(p - target.pitch), p))
    return [t._replace(pitch=pitch) if t is target else t for t in tones]


def _turned_drums(
    tones: Sequence[Tone], movable: Sequence[Tone], bar: Bar, dice: Dice
) -> list[Tone]:
    """Return the bar with a ghost stroke more, or the softest stroke less."""
    key = dice.pick([t.pitch for t in (movable or tones)])
    taken = {round(t.onset, 2) for t in tones if t.pitch == key}
    size = 0.25 if bar.length_beats <= 4 else 0.5
    count = int(bar.length_beats / size)
    free = [i for i in range(1, count) if round(bar.start_beats + i * size, 2) not in taken]
    if free and (dice.chance(0.7) or len(movable) < 3):
        at = bar.start_beats + dice.pick(free) * size
        return sorted((*tones, Tone(at, size, key, 0.36, 0.9)), key=lambda t: (t.onset, t.pitch))
    softest = min(movable or tones, key=lambda t: (t.level, t.onset))
    return [t for t in tones if t is not softest]
