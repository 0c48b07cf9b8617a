"""Puts the notes of parts on a grid that can be written. Knows rhythm, not pitch or staves.

What is too fast or too free for note values is written as musicians write it: a quick scale as a
glide from its first to its last note, a spread chord as a chord with a wavy line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scenescore.core.score import Note
from scenescore.deliver.notation.model import TICKS

_QUICK_BEATS = 0.2
"""Notes nearer than this, in one direction, are a glide."""
_GLIDE_NOTES = 6
_SHORT_BEATS = 0.24
"""Notes of a quick scale are shorter; a figure that goes on beneath it is not part of it."""
_SPREAD_GAP, _SPREAD_BEATS = 0.07, 0.21
"""Notes that follow each other within the first, all within the second, are a spread chord."""
_GRIDS = ((6, 0.0), (3, 0.35), (8, 0.2), (4, 0.45))
"""(ticks, what it costs to read): sixteenths, thirty-seconds, triplets, sextuplets."""
_STRAIGHT = _GRIDS[:2]
_EXACT = 0.03
"""Ticks from a place of the grid that count as on it."""
_MOST_FREE = 2
"""Onsets of a beat that may lie off every grid and be put on the nearest eighth."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A note with its written place."""

    note: Note
    start: int
    """Ticks."""
    stop: int
    signs: frozenset[str] = frozenset()


def place(notes: Sequence[Note], *, triplets: bool, sustained: bool = True) -> list[Placed]:
    """Return notes on the grid, sorted by start and pitch; each beat has the grid that fits it.

    Parameters
    ----------
    triplets : whether a beat may be divided by three (not where the meter already does)
    sustained : whether the lengths matter (not for drums)
    """
    ordered = sorted(notes, key=lambda n: (n.onset_beats, n.pitch))
    quick = [note for note in ordered if note.length_beats < _SHORT_BEATS]
    others = [note for note in ordered if note.length_beats >= _SHORT_BEATS]
    rough = [*_glides(_spreads(quick)), *_spreads(others)]
    grids = _grid_of_beats(rough, _GRIDS if triplets else _STRAIGHT, sustained)
    placed = [_snapped(item, grids) for item in rough]
    return sorted(_merged(placed), key=lambda p: (p.start, p.note.pitch))


@dataclass(frozen=True, slots=True)
class _Rough:
    note: Note
    start: float
    """Ticks, not yet on the grid."""
    stop: float
    signs: frozenset[str] = frozenset()


def _spreads(notes: Sequence[Note]) -> list[_Rough]:
    """Return notes with each spread chord put on its first note's moment."""
    result: list[_Rough] = []
    index = 0
    while index < len(notes):
        chord = [notes[index]]
        for note in notes[index + 1 :]:
            gap = note.onset_beats - chord[-1].onset_beats
            span = note.onset_beats - chord[0].onset_beats
            again = any(note.pitch == other.pitch for other in chord)
            if gap > _SPREAD_GAP or span > _SPREAD_BEATS or again:
                break
            chord.append(note)
        is_spread = len(chord) > 2 and chord[-1].onset_beats - chord[0].onset_beats > 1e-3
        signs = frozenset({"arpeggio"}) if is_spread else frozenset()
        group = chord if is_spread else chord[:1]
        start = group[0].onset_beats * TICKS
        result += [_Rough(note, start, _end(note) * TICKS, signs) for note in group]
        index += len(group)
    return result


def _end(note: Note) -> float:
    return note.onset_beats + note.length_beats


def _glides(items: Sequence[_Rough]) -> Iterable[_Rough]:
    """Yield items with each quick scale reduced to where it begins and lands."""
    index = 0
    while index < len(items):
        run = _run_from(items, index)
        if run < _GLIDE_NOTES:
            yield items[index]
            index += 1
            continue
        first, last = items[index], items[index + run - 1]
        begin = round(first.start / 12) * 12
        landing = max(round(last.start / 6) * 6, begin + 12)
        yield replace(first, start=begin, stop=landing, signs=first.signs | {"glide"})
        yield replace(last, start=landing, stop=max(last.stop, landing + 6),
                      signs=last.signs | {"landing"})  # fmt: skip
        index += run


def _run_from(items: Sequence[_Rough], index: int) -> int:
    """Return how many items from `index` on are one quick scale."""
    count, direction = 1, 0
    while index + count < len(items):
        one, two = items[index + count - 1], items[index + count]
        step = two.note.pitch - one.note.pitch
        way = (step > 0) - (step < 0)
        near = 1e-3 < two.start - one.start < _QUICK_BEATS * TICKS
        if not near or way == 0 or (direction and way != direction):
            break
        direction, count = way, count + 1
    return count


@dataclass(frozen=True, slots=True)
class _Grid:
    """How one beat is divided."""

    fine: int
    """Ticks between places for what was written on such places."""
    free: int
    """Ticks between places for what was not: a late suspension, a lifted finger."""

    def snap(self, inside: float) -> int:
        """Return the place of a moment of the beat."""
        near = round(inside / self.fine) * self.fine
        return near if abs(near - inside) < _EXACT else round(inside / self.free) * self.free


_USUAL = _Grid(6, 12)


def _grid_of_beats(
    items: Sequence[_Rough], grids: Sequence[tuple[int, float]], sustained: bool
) -> dict[int, _Grid]:
    """Return beat -> its grid."""
    starts: dict[int, set[float]] = defaultdict(set)
    stops: dict[int, set[float]] = defaultdict(set)
    for item in items:
        starts[int(item.start // TICKS)].add(item.start % TICKS)
        if sustained:
            stops[int(item.stop // TICKS)].add(item.stop % TICKS)
    return {beat: _grid_for(starts[beat], stops[beat], grids) for beat in sorted({*starts, *stops})}


def _grid_for(starts: set[float], stops: set[float], grids: Sequence[tuple[int, float]]) -> _Grid:
    """Return the grid that a beat's onsets want; the ends follow where they can."""
    free = {at for at in starts if not _is_exact(at)}
    wanted = starts if len(free) > _MOST_FREE else starts - free
    wanted = wanted or {at for at in stops if _is_exact(at)}
    if not wanted:
        return _USUAL
    fine = min(grids, key=lambda grid: _misfit(wanted, grid[0]) + grid[1])[0]
    if len(free) > _MOST_FREE:
        return _Grid(fine, fine)
    return _Grid(fine, 12 if fine % 3 == 0 else 8)


def _is_exact(at: float) -> bool:
    """Return True for a moment that some grid has."""
    return any(abs(at - round(at / grid) * grid) < _EXACT for grid in (3, 4))


def _misfit(moments: Iterable[float], grid: int) -> float:
    """Return how far a beat's moments lie from a grid: the worst, in ticks."""
    return max(abs(at - round(at / grid) * grid) for at in moments)


def _snapped(item: _Rough, grids: dict[int, _Grid]) -> Placed:
    start = _snap(item.start, grids)
    least = start + grids.get(start // TICKS, _USUAL).fine
    return Placed(item.note, start, max(_snap(item.stop, grids), least), item.signs)


def _snap(tick: float, grids: dict[int, _Grid]) -> int:
    beat = int(tick // TICKS)
    return beat * TICKS + grids.get(beat, _USUAL).snap(tick - beat * TICKS)


def _merged(placed: Iterable[Placed]) -> list[Placed]:
    """Return notes with no pitch twice at one moment: the longer stays."""
    longest: dict[tuple[int, int], Placed] = {}
    for item in placed:
        key = (item.start, item.note.pitch)
        if key not in longest or longest[key].stop < item.stop:
            longest[key] = item
    return list(longest.values())
