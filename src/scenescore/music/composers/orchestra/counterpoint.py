"""Amends what was written where two voices walk in parallel fifths or octaves.

The tune is never touched. A bass note goes to its other octave, so that it moves the other way;
any other voice arrives half a beat late, as a suspension.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.lines import Line, Lines, Strand
from scenescore.music.composers.orchestra.model import Room, Tone
from scenescore.music.composers.orchestra.scales import ladder_of, nearest

_KINDS = {"melody": 0, "pad": 1, "chorale": 1, "counter": 2, "bass": 3, "pedal": 3}
"""Textures of independent voices, those that give way last first."""
_BASS = 3
_DELAY = 0.5
_ROUNDS = 3
_LOWEST = 12
"""So many tones of the last chord may lie below its root before it is left as it is."""


class _Voice(NamedTuple):
    """One independent voice."""

    rank: tuple[int, int]
    tones: list[Tone]


class _Step(NamedTuple):
    """A voice moving from one note to the next."""

    before: int
    after: int
    place: int
    """Of the later note in its strand."""


def amend(room: Room, lines: Lines) -> None:
    """Remove parallel fifths and octaves between independent voices."""
    homes = {id(tone): line for line in lines.found.values() for tone in line.tones}
    for _ in range(_ROUNDS):
        changed = 0
        voices = sorted(_independent(room, lines), key=lambda voice: voice.rank)
        for one, two in combinations(voices, 2):
            changed += _part(one, two, homes, room, voices)
        if not changed:
            return


def ground(room: Room, lines: Lines) -> None:
    """Let nobody who strikes the last chord sound below its root: who does takes the root."""
    chord = room.chords[-1]
    at = max(chord.start, room.grid.final_beats)
    for _ in range(_LOWEST):
        struck = [
            (tone.pitch, name, place)
            for name, line in lines.found.items()
            if not INSTRUMENTS[line.instrument].is_drums and line.instrument != "risers"
            for place, tone in enumerate(line.tones)
            if at - 0.1 <= tone.onset < at + 1.0
        ]
        pitch, name, place = min(struck, default=(chord.bass, ("", "", ""), 0))
        if pitch % 12 == chord.bass:
            return
        line = lines.found[name]
        home = INSTRUMENTS[line.instrument]
        roots = ladder_of((chord.bass,), home.low, home.high)
        root = min(roots, key=lambda root: (root > pitch, abs(root - pitch)))
        line.tones[place] = line.tones[place]._replace(pitch=root)


def _independent(room: Room, lines: Lines) -> list[_Voice]:
    """Return the voices of the first layer of every kind; later ones double it."""
    order = {layer.name: place for place, layer in enumerate(room.style.layers)}
    found: list[_Voice] = []
    owner: dict[int, str] = {}

    def standing(strand: Strand) -> tuple[int, int]:
        return order.get(strand[1], 99), strand[2]

    for strand in sorted(lines.strands, key=standing):
        kind = _KINDS.get(strand[0])
        if kind is None or owner.setdefault(kind, strand[1]) != strand[1]:
            continue
        tones = lines.strands[strand]
        tones.sort(key=lambda tone: (tone.onset, tone.pitch))
        found.append(_Voice((kind, strand[2]), tones))
    return found


def _steps(tones: Sequence[Tone]) -> dict[float, _Step]:
    """Return, by the moment of arrival, every move of a voice."""
    return {
        round(after.onset, 2): _Step(before.pitch, after.pitch, place + 1)
        for place, (before, after) in enumerate(pairwise(tones))
        if after.onset - before.onset > 0.05 and after.onset - before.onset - before.length < 0.6
    }


def _part(
    one: _Voice, two: _Voice, homes: dict[int, Line], room: Room, voices: Sequence[_Voice]
) -> int:
    """Set two voices apart where they go in parallel; return how often."""
    steps, changed = _steps(one.tones), 0
    for at, low in sorted(_steps(two.tones).items()):
        high = steps.get(at)
        if high is None or not _is_parallel(high, low):
            continue
        tone = two.tones[low.place]
        if tone.is_hit:
            continue
        if two.rank[0] == _BASS:
            others = [voice for voice in voices if voice is not two]
            changed += _other_bass(two.tones, low.place, homes, room, others)
        elif tone.length > 2 * _DELAY:
            changed += _late(two, low.place, homes, voices)
        else:
            changed += _swap(two.tones, low.place, tone._replace(pitch=low.before), homes)
    return changed


def _is_parallel(one: _Step, two: _Step) -> bool:
    moved = (one.after - one.before) * (two.after - two.before)
    gap = (one.after - two.after) % 12
    return moved > 0 and gap in (0, 7) and (one.before - two.before) % 12 == gap


def _swap(tones: list[Tone], place: int, new: Tone, homes: dict[int, Line]) -> bool:
    """Put a tone in another's place, in the strand and in its player's line."""
    old = tones[place]
    line = homes.get(id(old))
    if line is None:
        return False
    index = next((i for i, tone in enumerate(line.tones) if tone is old), None)
    if index is None:
        return False
    line.tones[index] = tones[place] = new
    homes[id(new)] = line
    return True


def _other_bass(
    tones: list[Tone], place: int, homes: dict[int, Line], room: Room, others: Sequence[_Voice]
) -> int:
    """Move a bass note to another octave, or to the chord's third or fifth, where that is clean."""
    old = tones[place]
    line = homes.get(id(old))
    if line is None:
        return 0
    home, chord = INSTRUMENTS[line.instrument], room.chord_at(old.onset)
    inner = [nearest(old.pitch, (c,)) for c in chord.classes[1:3]] if place < len(tones) - 1 else []
    for pitch in (old.pitch - 12, old.pitch + 12, *inner):
        new = old._replace(pitch=pitch)
        if home.low <= pitch <= min(home.high, 57) and _is_clean(tones, place, new, others):
            return int(_swap(tones, place, new, homes))
    return 0


def _is_clean(tones: Sequence[Tone], place: int, new: Tone, others: Sequence[_Voice]) -> bool:
    """Return True when a note in this place shadows nobody, coming or going."""
    around = [*tones[max(place - 1, 0) : place], new, *tones[place + 1 : place + 2]]
    own = _steps(around)
    return not any(
        at in own and _is_parallel(step, own[at])
        for other in others
        for at, step in _steps_near(other.tones, new).items()
    )


def _steps_near(tones: Sequence[Tone], to: Tone) -> dict[float, _Step]:
    low = bisect_left(tones, to.onset, key=lambda tone: tone.onset)
    high = bisect_left(tones, to.onset + to.length + 0.1, key=lambda tone: tone.onset)
    return _steps(tones[max(low - 2, 0) : high + 1])


def _late(two: _Voice, place: int, homes: dict[int, Line], voices: Sequence[_Voice]) -> int:
    """Let a note come half a beat late; the one before it waits, where nobody is in its way."""
    tones = two.tones
    before, old = tones[place - 1], tones[place]
    late = old._replace(onset=old.onset + _DELAY, length=old.length - _DELAY)
    if not _swap(tones, place, late, homes):
        return 0
    touches = abs(before.onset + before.length - old.onset) < 0.1
    if touches and not _is_crossed(two, before.pitch, old.onset, voices):
        longer = before._replace(length=late.onset - before.onset)
        _swap(tones, place - 1, longer, homes)
    return 1


def _is_crossed(own: _Voice, pitch: int, at: float, voices: Sequence[_Voice]) -> bool:
    """Return True when a pitch held at a moment lies on the wrong side of a voice of its kind."""
    for other in voices:
        if other is own or other.rank[0] != own.rank[0]:
            continue
        way = 1 if other.rank > own.rank else -1
        if any(
            tone.onset <= at + 0.1
            and at < tone.onset + tone.length - 0.01
            and way * (tone.pitch - pitch) > 0
            for tone in other.tones
        ):
            return True
    return False
