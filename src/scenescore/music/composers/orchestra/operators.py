"""What one can do with a tune: quote, cut, climb, mirror, stretch, squeeze, refit to a meter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scenescore.core.types import ThemeNote

Notes = tuple[ThemeNote, ...]


def slice_bars(notes: Notes, bar_beats: float, first: int, count: int) -> Notes:
    """Return the notes that begin in some bars, moved to beat 0, lengths cut at the end."""
    low, high = first * bar_beats, (first + count) * bar_beats
    return tuple(
        replace(
            note,
            onset_beats=note.onset_beats - low,
            length_beats=min(note.length_beats, high - note.onset_beats),
        )
        for note in notes
        if low - 1e-6 <= note.onset_beats < high - 1e-6
    )


def transpose(notes: Notes, steps: int) -> Notes:
    """Return the notes some scale steps higher."""
    return tuple(replace(note, step=note.step + steps) for note in notes)


def invert(notes: Notes) -> Notes:
    """Return the mirror image about the first note, moved into the tune's own range."""
    axis = notes[0].step
    mirrored = tuple(replace(note, step=2 * axis - note.step, alter=-note.alter) for note in notes)
    gap = _mean(notes) - _mean(mirrored)
    return transpose(mirrored, 2 * round(gap / 2) if abs(gap) < 7 else 7 * round(gap / 7))


def stretch(notes: Notes, factor: float) -> Notes:
    """Return the notes with all times multiplied."""
    return tuple(
        replace(
            note, onset_beats=note.onset_beats * factor, length_beats=note.length_beats * factor
        )
        for note in notes
    )


def retrograde(notes: Notes) -> Notes:
    """Return the pitches backwards under the same rhythm."""
    steps = [(note.step, note.alter) for note in reversed(notes)]
    return tuple(
        replace(note, step=step, alter=alter)
        for note, (step, alter) in zip(notes, steps, strict=True)
    )


_KNOWN_BY = 7
"""Notes by which a tune is surely known again."""


_COMPASS = 9
"""Steps from the lowest to the highest note of a sequence: under a twelfth."""


def _head(notes: Notes, bar_beats: float, bars: int) -> tuple[Notes, int]:
    """Return the first bar, or as many as it takes to be known, and how many bars that is."""
    for count in (1, 2):
        head = slice_bars(notes, bar_beats, 0, count)
        if len(head) >= _KNOWN_BY or count >= bars:
            break
    return head, count


def sequence(notes: Notes, bar_beats: float, bars: int, rise: int = 1) -> Notes:
    """Return the head again and again, each time `rise` steps higher; from the top, down again."""
    head, size = _head(notes, bar_beats, bars)
    steps = [note.step for note in head]
    most = max((_COMPASS - max(steps) + min(steps)) // max(abs(rise), 1), 1) if steps else 1
    found: list[ThemeNote] = []
    for turn, bar in enumerate(range(0, bars, size)):
        for note in transpose(head, rise * (turn % (most + 1))):
            found.append(replace(note, onset_beats=note.onset_beats + bar * bar_beats))
    return slice_bars(tuple(found), bar_beats, 0, bars)


def fragment(notes: Notes, bar_beats: float, bars: int) -> Notes:
    """Return the head, as long a silence, the head again, and so on."""
    head, size = _head(notes, bar_beats, bars)
    found: list[ThemeNote] = []
    for bar in range(0, bars, 2 * size):
        for note in head:
            found.append(replace(note, onset_beats=note.onset_beats + bar * bar_beats))
    found = list(slice_bars(tuple(found), bar_beats, 0, bars))
    last = found[-1]
    room = bars * bar_beats - last.onset_beats
    return (*found[:-1], replace(last, length_beats=min(max(last.length_beats, 2.0), room)))


def refit(notes: Notes, old_bar: float, new_bar: float) -> Notes:
    """Return the tune in bars of another length, its notes moved to the nearest eighth."""
    if abs(old_bar - new_bar) < 1e-6:
        return notes
    found: list[ThemeNote] = []
    for note in notes:
        bar, place = divmod(note.onset_beats + 1e-9, old_bar)
        end_bar, end = divmod(note.onset_beats + note.length_beats + 1e-9, old_bar)
        onset = bar * new_bar + round(place * new_bar / old_bar * 2) / 2
        close = end_bar * new_bar + round(end * new_bar / old_bar * 2) / 2
        if found and onset <= found[-1].onset_beats:
            continue
        found.append(replace(note, onset_beats=onset, length_beats=max(close - onset, 0.5)))
    return _no_overlap(tuple(found))


def _no_overlap(notes: Notes) -> Notes:
    found = list(notes)
    for index in range(len(found) - 1):
        gap = found[index + 1].onset_beats - found[index].onset_beats
        if found[index].length_beats > gap:
            found[index] = replace(found[index], length_beats=gap)
    return tuple(found)


def _mean(notes: Notes) -> float:
    return sum(note.step for note in notes) / len(notes)


OPERATORS: dict[str, Callable[[Notes, float, int, int], Notes]] = {
    "statement": lambda notes, bar, first, bars: slice_bars(notes, bar, first, bars),
    "mode-change": lambda notes, bar, first, bars: slice_bars(notes, bar, first, bars),
    "reharmonise": lambda notes, bar, first, bars: slice_bars(notes, bar, first, bars),
    "recolour": lambda notes, bar, first, bars: slice_bars(notes, bar, first, bars),
    "fragment": lambda notes, bar, first, bars: fragment(notes, bar, bars),
    "sequence": lambda notes, bar, first, bars: sequence(notes, bar, bars),
    "inversion": lambda notes, bar, first, bars: slice_bars(invert(notes), bar, first, bars),
    "augmentation": lambda notes, bar, first, bars: slice_bars(
        stretch(notes, 2.0), bar, first, bars
    ),
    "diminution": lambda notes, bar, first, bars: _twice(stretch(notes, 0.5), bar, bars),
    "retrograde": lambda notes, bar, first, bars: retrograde(slice_bars(notes, bar, first, bars)),
}
"""Operator name to (notes, bar length, first bar of the tune, bars wanted) -> notes."""


def _twice(notes: Notes, bar_beats: float, bars: int) -> Notes:
    """Return a squeezed tune, said again a step higher when there is room."""
    total = max(note.onset_beats + note.length_beats for note in notes)
    again = tuple(
        replace(note, onset_beats=note.onset_beats + total, step=note.step + 1) for note in notes
    )
    return slice_bars((*notes, *again), bar_beats, 0, bars)
