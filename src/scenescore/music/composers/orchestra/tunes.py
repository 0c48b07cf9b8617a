"""Writes tunes: a motif, its answer, a close; four or eight bars that one can remember.

Works in scale steps, so a tune fits any key and mode. Knows no chords; that a strong beat belongs
to the same triad as its downbeat is all it sees to.
"""

from __future__ import annotations

from scenescore.core.types import ThemeNote
from scenescore.music.composers.orchestra.characters import CHARACTERS, Character, Rhythm
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.meter import Meter

_TRIADIC = frozenset((0, 2, 3, 4, 5))
"""Differences of steps, modulo 7, that share a triad."""


def write_tune(name: str, dice: Dice, meter: Meter, bars: int = 8) -> tuple[ThemeNote, ...]:
    """Return a tune of `bars` bars in a character of `characters.CHARACTERS`."""
    character = CHARACTERS[name]
    plan = _plan(character, dice, bars)
    ideas: dict[str, tuple[Rhythm, tuple[int, ...]]] = {}
    arc = _arc(character, dice, bars)
    notes: list[ThemeNote] = []
    for bar, letter in enumerate(plan):
        onset = bar * meter.length_beats
        if letter in "!.":
            notes += _cadence(character, dice, meter, onset, notes, letter == ".")
            continue
        if letter not in ideas:
            ideas[letter] = _idea(character, dice, meter, letter == plan[0])
        notes += _state(ideas[letter], arc[bar], onset, meter, character, dice, notes)
    return _with_upbeat(tuple(notes), character, dice)


def _plan(character: Character, dice: Dice, bars: int) -> str:
    """Return one letter a bar; `!` an open close, `.` a full one."""
    if bars < 4:
        return ("a", "a.", "ab.")[bars - 1] if bars > 1 else "."
    first = dice.pick(character.plans)
    second = first if dice.chance(0.6) else dice.pick(character.plans)
    half = first[:3] + "!" + second[:3] + "."
    return half if bars >= 8 else first[: bars - 1] + "."


def _arc(character: Character, dice: Dice, bars: int) -> tuple[int, ...]:
    first, second = dice.pick(character.arcs), dice.pick(character.arcs)
    return (first + second) * (bars // 8 + 1)


def _idea(
    character: Character, dice: Dice, meter: Meter, is_first: bool
) -> tuple[Rhythm, tuple[int, ...]]:
    """Return a bar's rhythm and its moves."""
    rhythm = bar_rhythm(character, dice, meter)
    sounding = sum(1 for length in rhythm if length > 0)
    moves = list(dice.pick(character.opening)) if is_first else []
    while len(moves) < sounding - 1:
        moves.append(_next_move(character, dice, moves))
    return rhythm, tuple(moves[: max(sounding - 1, 0)])


def _next_move(character: Character, dice: Dice, moves: list[int]) -> int:
    if moves and abs(moves[-1]) >= 3:
        return -1 if moves[-1] > 0 else 1
    move = dice.pick(character.moves)
    if len(moves) >= 2 and moves[-1] + moves[-2] == 0 and move == moves[-2]:
        return 2 * move if abs(move) == 1 else -move
    return move


def bar_rhythm(character: Character, dice: Dice, meter: Meter) -> Rhythm:
    """Return a rhythm that fills one bar."""
    length = meter.length_beats
    if not meter.is_compound and length in character.cells:
        return dice.pick(character.cells[length])
    cells: list[float] = []
    for size in _cell_sizes(meter):
        cells += dice.pick(character.cells.get(size) or ((size,),))
    return tuple(cells)


def _cell_sizes(meter: Meter) -> tuple[float, ...]:
    if meter.is_compound:
        return meter.pulses
    left, sizes = meter.length_beats, []
    while left >= 4 or left == 2:
        size = 3.0 if left in (5.0, 7.0) else 2.0
        sizes.append(size)
        left -= size
    if left == 3.5:
        sizes, left = [*sizes, 2.0], 1.5
    return (*sizes, left) if left > 0 else tuple(sizes)


def _state(
    idea: tuple[Rhythm, tuple[int, ...]],
    start: int,
    onset: float,
    meter: Meter,
    character: Character,
    dice: Dice,
    before: list[ThemeNote],
) -> list[ThemeNote]:
    """Write an idea from a step on, keeping strong beats consonant and the range small."""
    rhythm, moves = idea
    step, at_beats, found = _near_start(start, before), 0.0, list[ThemeNote]()
    place = 0
    for length in rhythm:
        if length > 0:
            if found:
                step = _keep(step + moves[place - 1], found[0].step, at_beats, meter, character)
            alter = _bend(character, dice, at_beats, meter) if found else 0
            found.append(ThemeNote(onset + at_beats, length, step, alter))
            place += 1
        at_beats += abs(length)
    return found


def _near_start(start: int, before: list[ThemeNote]) -> int:
    """Move a bar's first step by a triad's tone when the leap into it would be large."""
    if not before:
        return start
    last = before[-1].step
    near = [start + 7 * octave for octave in (-1, 0, 1)]
    best = min(near, key=lambda step: abs(step - last))
    if abs(best - last) <= 4:
        return best
    return best + (2 if best < last else -2)


def _keep(step: int, first: int, at_beats: float, meter: Meter, character: Character) -> int:
    """Hold a step inside the compass, and on a strong beat inside the downbeat's triad."""
    if step > character.high:
        step -= 2 * (step - character.high)
    if step < character.low:
        step += 2 * (character.low - step)
    if is_strong(at_beats, meter) and (step - first) % 7 not in _TRIADIC:
        step += 1 if (step + 1 - first) % 7 in _TRIADIC else -1
    return step


def is_strong(at_beats: float, meter: Meter) -> bool:
    """Return True on the downbeat and the middle of a bar."""
    place = at_beats % meter.length_beats
    if place < 1e-6:
        return True
    pulses = meter.pulses
    half = sum(pulses[: (len(pulses) + 1) // 2]) if len(pulses) > 3 or len(pulses) == 2 else -1.0
    return abs(place - half) < 1e-6


def _bend(character: Character, dice: Dice, at_beats: float, meter: Meter) -> int:
    if is_strong(at_beats, meter) or not dice.chance(character.chromatic):
        return 0
    return dice.pick((-1, 1))


def _cadence(
    character: Character,
    dice: Dice,
    meter: Meter,
    onset: float,
    before: list[ThemeNote],
    is_full: bool,
) -> list[ThemeNote]:
    """Write a bar that comes to rest: on the tonic or third, or questioning on 2, 5 or 7."""
    last = before[-1].step if before else 2
    goals = (0, 7, 0, 2) if is_full else (1, 4, -1, 6, 8)
    goal = min(goals, key=lambda step: abs(step - last) + dice.between(0, 1.5))
    rhythm = _fill(dice.pick(character.cadences), meter)
    count = sum(1 for length in rhythm if length > 0)
    way = 1 if goal > last else -1
    steps = [goal - way * (count - 1 - place) for place in range(count)]
    found, at_beats, place = list[ThemeNote](), 0.0, 0
    for length in rhythm:
        if length > 0:
            found.append(ThemeNote(onset + at_beats, length, steps[place]))
            place += 1
        at_beats += abs(length)
    return found


def _fill(rhythm: Rhythm, meter: Meter) -> Rhythm:
    """Stretch or cut a four-beat close to the bar's length: its last note takes the change."""
    length = meter.length_beats
    if length == 4:
        return rhythm
    kept, at_beats = list[float](), 0.0
    for value in rhythm[:-1]:
        if at_beats + abs(value) <= length - 1 + 1e-9:
            kept.append(value)
            at_beats += abs(value)
    return (*kept, length - at_beats)


def _with_upbeat(
    notes: tuple[ThemeNote, ...], character: Character, dice: Dice
) -> tuple[ThemeNote, ...]:
    """Turn the end of a long note before a new phrase into an upbeat to it."""
    if not dice.chance(character.upbeat):
        return notes
    found = list(notes)
    half = notes[-1].onset_beats + notes[-1].length_beats
    for index, note in enumerate(notes[:-1]):
        follower = notes[index + 1]
        in_middle = 0.4 < follower.onset_beats / half < 0.6
        if in_middle and note.length_beats >= 2 and follower.step != note.step:
            way = 1 if follower.step > note.step else -1
            found[index] = ThemeNote(note.onset_beats, note.length_beats - 1, note.step, note.alter)
            pickup = ThemeNote(follower.onset_beats - 1, 1, follower.step - way)
            return (*found[: index + 1], pickup, *found[index + 1 :])
    return notes
