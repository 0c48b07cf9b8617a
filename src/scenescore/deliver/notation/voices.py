"""Sorts the tones of one staff into at most two voices, and each bar of a voice into note values.

Knows time, not note names. Where more than two lines sound at once, the one that began first is
cut where the next begins: a page shows what a hand can play.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scenescore.deliver.notation.meters import (
    Value,
    beat_starts,
    is_compound,
    is_straight,
    triplet_values,
    values_in,
)
from scenescore.deliver.notation.model import TICKS, Bar, Tone

_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Tones that begin and end together."""

    start: int
    stop: int
    tones: tuple[Tone, ...]
    slur: frozenset[str] = frozenset()
    """`start`, `stop`."""

    @property
    def height(self) -> float:
        """Mean pitch."""
        return sum(tone.pitch for tone in self.tones) / len(self.tones)


@dataclass(frozen=True, slots=True)
class Piece:
    """One written note, chord or rest."""

    start: int
    value: Value
    block: Block | None
    """None: a rest."""
    is_first: bool = True
    """The block begins here."""
    is_last: bool = True
    """The block ends here."""
    fills_bar: bool = False
    """A rest of a whole bar."""
    tuplet: str = ""
    """`start`, `stop`, `both` or empty."""
    beams: tuple[str, ...] = ()
    """For eighths, sixteenths ...: `begin`, `continue`, `end`, `forward hook`, `backward hook`."""

    @property
    def stop(self) -> int:
        """Ticks."""
        return self.start + self.value.ticks


def voices_of(tones: Sequence[Tone], bars: Sequence[Bar]) -> tuple[tuple[Block, ...], ...]:
    """Return the one or two voices of a staff, upper first."""
    groups: dict[tuple[int, int], list[Tone]] = defaultdict(list)
    for tone in tones:
        groups[tone.start, tone.stop].append(tone)
    blocks = [Block(a, b, tuple(inside)) for (a, b), inside in sorted(groups.items())]
    heights = _heights_beside(blocks)
    voices: tuple[list[Block], list[Block]] = ([], [])
    moments: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        moments[block.start].append(block)
    for together in moments.values():
        for block in _at_most_two(together):
            _seat(block, voices, heights.get((block.start, block.stop)))
    return tuple(tuple(_slurred(voice, bars)) for voice in voices if voice)


def _heights_beside(blocks: Sequence[Block]) -> dict[tuple[int, int], float]:
    """Return for each block the mean pitch of what sounds together with it."""
    beside: dict[tuple[int, int], list[float]] = defaultdict(list)
    for index, block in enumerate(blocks):
        for other in blocks[index + 1 :]:
            if other.start >= block.stop:
                break
            beside[block.start, block.stop].append(other.height)
            beside[other.start, other.stop].append(block.height)
    return {place: sum(heights) / len(heights) for place, heights in beside.items()}


def _at_most_two(together: Sequence[Block]) -> list[Block]:
    """Return blocks that begin together as two: what is neither longest nor highest joins."""
    blocks = sorted(together, key=lambda block: -block.height)
    while len(blocks) > 2:
        low, lower = blocks.pop(), blocks.pop()
        stop = min(low.stop, lower.stop)
        blocks.append(Block(low.start, stop, _by_pitch([*lower.tones, *low.tones], stop)))
    return blocks


def _by_pitch(tones: Iterable[Tone], stop: int) -> tuple[Tone, ...]:
    unlike = {tone.pitch: replace(tone, stop=stop) for tone in tones}
    return tuple(unlike[pitch] for pitch in sorted(unlike))


def _seat(block: Block, voices: tuple[list[Block], list[Block]], beside: float | None) -> None:
    """Put a block into the voice it suits; cut what still sounds there."""
    wanted = 1 if beside is not None and block.height < beside else 0
    free = [not voice or voice[-1].stop <= block.start for voice in voices]
    place = wanted if free[wanted] or not free[1 - wanted] else 1 - wanted
    voice = voices[place]
    if voice and voice[-1].start == block.start:  # both began just now: one chord
        last = voice.pop()
        stop = min(last.stop, block.stop)
        block = Block(block.start, stop, _by_pitch([*last.tones, *block.tones], stop))
    elif voice and voice[-1].stop > block.start:
        voice[-1] = _cut(voice[-1], block.start)
    voice.append(block)


def _cut(block: Block, stop: int) -> Block:
    tones = tuple(replace(tone, stop=stop) for tone in block.tones)
    return replace(block, stop=stop, tones=tones)


def _slurred(voice: Sequence[Block], bars: Sequence[Bar]) -> list[Block]:
    """Return a voice with slurs over notes that are played in one breath, within a bar."""
    starts = [bar.start for bar in bars]
    inside = [bisect_right(starts, block.start) for block in voice]
    result = list(voice)
    first = 0
    for index in range(1, len(voice) + 1):
        same_bar = index < len(voice) and inside[index] == inside[first]
        if same_bar and _flows(voice[index - 1], voice[index]):
            continue
        if index - first > 1:
            result[first] = replace(result[first], slur=frozenset({"start"}))
            result[index - 1] = replace(result[index - 1], slur=frozenset({"stop"}))
        first = index
    return result


def _flows(one: Block, two: Block) -> bool:
    single = len(one.tones) == len(two.tones) == 1
    legato = all("legato" in block.tones[0].signs for block in (one, two))
    joined = single and legato and one.stop == two.start
    return joined and one.tones[0].pitch != two.tones[0].pitch


# ------------------------------------------------------------------ bars


def pieces_in(voice: Sequence[Block], bar: Bar) -> list[Piece]:
    """Return a bar of a voice as notes and rests, in order, with beams and tuplets."""
    inside = [b for b in voice if b.start < bar.stop and b.stop > bar.start]
    if not inside:
        return [Piece(bar.start, Value(bar.length, ""), None, fills_bar=True)]
    thirds = _divided_by_three(inside, bar)
    pieces: list[Piece] = []
    at = bar.start
    for block in inside:
        start, stop = max(block.start, bar.start), min(block.stop, bar.stop)
        pieces += _written(at, start, None, bar, thirds)
        pieces += _written(start, stop, block, bar, thirds)
        at = stop
    pieces += _written(at, bar.stop, None, bar, thirds)
    return _beamed(_with_tuplets(pieces, bar, thirds), bar)


def _divided_by_three(blocks: Sequence[Block], bar: Bar) -> frozenset[int]:
    """Return the quarters of a bar (from its start) that are written as triplets."""
    if is_compound(bar.beats, bar.unit):
        return frozenset()
    moments = [tick - bar.start for block in blocks for tick in (block.start, block.stop)]
    return frozenset(
        tick // TICKS for tick in moments if 0 < tick < bar.length and not is_straight(tick)
    )


def _written(
    start: int, stop: int, block: Block | None, bar: Bar, thirds: frozenset[int]
) -> list[Piece]:
    values: list[Value] = []
    at = start
    while at < stop:
        quarter = (at - bar.start) // TICKS
        if quarter in thirds:
            until = min(stop, bar.start + (quarter + 1) * TICKS)
            values += triplet_values(at - bar.start, until - bar.start)
        else:
            later = [bar.start + q * TICKS for q in thirds if q > quarter]
            until = min([stop, *later])
            values += values_in(bar, at, until, is_rest=block is None)
        at = until
    return _pieces(start, values, block)


def _pieces(start: int, values: Sequence[Value], block: Block | None) -> list[Piece]:
    pieces, at = [], start
    for value in values:
        first = block is None or at == block.start
        last = block is None or at + value.ticks == block.stop
        pieces.append(Piece(at, value, block, first, last))
        at += value.ticks
    return pieces


def _with_tuplets(pieces: Sequence[Piece], bar: Bar, thirds: frozenset[int]) -> list[Piece]:
    """Return pieces with each group of a triplet marked at its ends."""
    result = list(pieces)
    for quarter in thirds:
        low = bar.start + quarter * TICKS
        inside = [i for i, piece in enumerate(pieces) if low <= piece.start < low + TICKS]
        if len(inside) == 1:
            result[inside[0]] = replace(result[inside[0]], tuplet="both")
        elif inside:
            result[inside[0]] = replace(result[inside[0]], tuplet="start")
            result[inside[-1]] = replace(result[inside[-1]], tuplet="stop")
    return result


_BEAMS = {"eighth": 1, "16th": 2, "32nd": 3}


def _beamed(pieces: Sequence[Piece], bar: Bar) -> list[Piece]:
    result = list(pieces)
    borders = _beam_borders(pieces, bar)
    group: list[int] = []
    for index, piece in enumerate([*pieces, None]):
        beams = piece is not None and piece.block is not None and piece.value.type in _BEAMS
        if group and (not beams or piece is None or piece.start - bar.start in borders):
            _beam(result, group)
            group = []
        if beams:
            group.append(index)
    return result


def _beam_borders(pieces: Sequence[Piece], bar: Bar) -> set[int]:
    """Return where beams are broken: at beats; in 4/4 plain eighths go in fours."""
    borders = set(beat_starts(bar.beats, bar.unit))
    if (bar.beats, bar.unit) == (4, 4):
        for beat in (1, 3):
            low = bar.start + (beat - 1) * TICKS
            half = [p for p in pieces if p.stop > low and p.start < low + 2 * TICKS]
            if all(p.value.type == "eighth" and not p.value.tuplet for p in half):
                borders.discard(beat * TICKS)
    return borders


def _beam(pieces: list[Piece], group: Sequence[int]) -> None:
    """Write the beams of a group of short notes."""
    if len(group) < 2:
        return
    depths = [_BEAMS[pieces[i].value.type] for i in group]
    for place, index in enumerate(group):
        before = depths[place - 1] if place else 0
        after = depths[place + 1] if place + 1 < len(group) else 0
        beams = tuple(_stroke(level, before, after) for level in range(1, depths[place] + 1))
        pieces[index] = replace(pieces[index], beams=beams)


def _stroke(level: int, before: int, after: int) -> str:
    if before >= level and after >= level:
        return "continue"
    if after >= level:
        return "begin"
    if before >= level:
        return "end"
    return "backward hook" if before else "forward hook"
