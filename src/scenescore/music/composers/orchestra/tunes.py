"""Writes tunes: a motif, its answer, a close; four or eight bars that one can remember.

Works in scale steps, so a tune fits any key and mode. Knows no chords; that a strong beat belongs
to the same triad as its downbeat is all it sees to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from scenescore.core.types import ThemeNote
from scenescore.music.composers.orchestra.characters import CHARACTERS, Character, Rhythm
from scenescore.music.composers.orchestra.dice import Dice
from scenescore.music.composers.orchestra.meter import Meter

Idea = tuple[Rhythm, tuple[int, ...]]
"""A bar's rhythm and its moves from note to note."""
_TRIADIC = frozenset((0, 2, 3, 4, 5))
"""Differences of steps, modulo 7, that share a triad."""


_DRAFTS = 8
"""Tunes sketched before one is kept."""


_BRIDGES = ((5, 4, 3, 1), (3, 4, 5, 4), (5, 5, 6, 8), (3, 2, 1, -1), (7, 6, 5, 4), (8, 7, 5, 4))
"""Steps on which the bars of a bridge begin: away from the chord of rest, mostly in sequence."""


def write_tune(name: str, dice: Dice, meter: Meter, bars: int = 8) -> tuple[ThemeNote, ...]:
    """Return a tune of `bars` bars in a character of `characters.CHARACTERS`: the best draft."""
    drafts = [_draft(CHARACTERS[name], dice, meter, bars) for _ in range(_DRAFTS)]
    return min(drafts, key=lambda notes: _faults(notes, meter))


def write_bridge(
    name: str, dice: Dice, meter: Meter, than: tuple[ThemeNote, ...], bars: int = 8
) -> tuple[ThemeNote, ...]:
    """Return a tune to stand between two sayings of another: the same character, elsewhere.

    It sets out from another place than `than` and in another rhythm, and says one idea in
    sequence.
    """
    character = replace(CHARACTERS[name], arcs=_BRIDGES, plans=("aab.", "aaab", "abab"))
    drafts = [_draft(character, dice, meter, bars) for _ in range(_DRAFTS)]
    return min(drafts, key=lambda notes: _faults(notes, meter) + _sameness(notes, than, meter))


_GAPS = 3
"""Different lengths in two bars by which a rhythm is known."""


def _sameness(notes: tuple[ThemeNote, ...], than: tuple[ThemeNote, ...], meter: Meter) -> float:
    """Return how much the first bar of a tune is like another's."""
    here, there = _rhythms(notes, meter), _rhythms(than, meter)
    begins = 3.0 if notes[0].step % 7 == than[0].step % 7 else 0.0
    return begins + (3.0 if here[:1] == there[:1] else 1.0 if here[:1] == there[1:2] else 0.0)


def _rhythms(notes: tuple[ThemeNote, ...], meter: Meter) -> list[tuple[float, ...]]:
    """Return where the notes of each bar begin, bar by bar."""
    bar = meter.length_beats
    found: list[list[float]] = [[] for _ in range(int(notes[-1].onset_beats // bar) + 1)]
    for note in notes:
        found[int(note.onset_beats // bar)].append(round(note.onset_beats % bar, 3))
    return [tuple(onsets) for onsets in found]


def _faults(notes: tuple[ThemeNote, ...], meter: Meter) -> float:
    """Return how far a draft is from a tune to remember: leaps, compass, one summit, variety."""
    steps = [note.step for note in notes]
    moves = [b - a for a, b in pairwise(steps)]
    if not moves:
        return 0.0
    leaps = sum(1 for move in moves if abs(move) > 2) / len(moves)
    wild = sum(1 for a, b in pairwise(moves) if abs(a) > 2 and a * b > 0)
    compass = max(steps) - min(steps)
    summit = steps.count(max(steps)) / len(steps)
    still = sum(1 for move in moves if move == 0) / len(moves)
    rhythms = Counter(_rhythms(notes, meter))
    alike = rhythms.most_common(1)[0][1] / rhythms.total()
    return (
        20 * max(leaps - 0.18, 0) + 2.0 * wild + 3.0 * max(compass - 10, 0)
        + 1.0 * max(5 - compass, 0) + 6 * max(summit - 0.15, 0) + 8 * max(still - 0.2, 0)
        + 4.0 * sum(1 for move in moves if abs(move) > 6) + 5.0 * max(alike - 0.5, 0)
        + _plain(notes, meter)
    )  # fmt: skip


def _plain(notes: tuple[ThemeNote, ...], meter: Meter) -> float:
    """Return how far the rhythm of every two bars is from one that is known again."""
    size = 2 * meter.length_beats
    gaps: dict[int, set[float]] = {}
    for note, after in pairwise(notes):
        place = int(note.onset_beats // size)
        if after.onset_beats < (place + 1) * size:
            gaps.setdefault(place, set()).add(round(after.onset_beats - note.onset_beats, 3))
    return sum(max(_GAPS - len(found), 0) for found in gaps.values()) / max(len(gaps), 1)


def _draft(character: Character, dice: Dice, meter: Meter, bars: int) -> tuple[ThemeNote, ...]:
    plan = _plan(character, dice, bars)
    ideas: dict[str, Idea] = {}
    arc = _arc(character, dice, bars)
    notes: list[ThemeNote] = []
    for bar, letter in enumerate(plan):
        onset = bar * meter.length_beats
        if letter in "!.":
            notes += _cadence(character, dice, meter, onset, notes, letter == ".")
            continue
        if letter not in ideas:
            ideas[letter] = _idea(character, dice, meter, letter == plan[0])
        idea = ideas[letter]
        if plan[:bar].count(letter) >= 1 and dice.chance(0.4):
            idea = _answered(idea, dice)
        notes += _state(idea, arc[bar], onset, meter, character, dice, notes)
    return _across(_with_upbeat(tuple(notes), character, dice), character, dice, meter, bars)


def _across(
    notes: tuple[ThemeNote, ...], character: Character, dice: Dice, meter: Meter, bars: int
) -> tuple[ThemeNote, ...]:
    """Lead the line over bar lines: a falling note is held back, or a bar's first comes early.

    Never into the second half, which sets out anew.
    """
    found = list(notes)
    halves = {0.0, bars // 2 * meter.length_beats}
    for index in range(1, len(found)):
        held, early = dice.chance(character.held), dice.chance(character.early)
        before, note = found[index - 1], found[index]
        on_line = note.onset_beats % meter.length_beats == 0 and note.onset_beats not in halves
        joined = before.onset_beats + before.length_beats == note.onset_beats
        if not on_line or not joined or before.alter or note.alter:
            continue
        by = 1.0 if note.length_beats >= 2 and not meter.is_compound else 0.5
        if held and before.step - note.step == 1 and note.length_beats > by:
            found[index - 1] = replace(before, length_beats=before.length_beats + by)
            found[index] = _moved(note, by)
        elif early and before.length_beats >= 1:
            found[index - 1] = replace(before, length_beats=before.length_beats - 0.5)
            found[index] = _moved(note, -0.5)
    return tuple(found)


_ORNAMENTS = 2
"""How many notes a phrase gains when it is said again."""


def ornamented(notes: tuple[ThemeNote, ...], dice: Dice) -> tuple[ThemeNote, ...]:
    """Return a phrase as it is said again: some thirds filled with a passing note."""
    open_ = [
        place
        for place, (note, after) in enumerate(pairwise(notes))
        if note.length_beats >= 1
        and abs(after.step - note.step) == 2
        and abs(note.onset_beats + note.length_beats - after.onset_beats) < 1e-6
        and not note.alter
    ]
    chosen = set(dice.shuffle(open_)[:_ORNAMENTS])
    found: list[ThemeNote] = []
    for place, note in enumerate(notes):
        if place not in chosen:
            found.append(note)
            continue
        between = (note.step + notes[place + 1].step) // 2
        found.append(replace(note, length_beats=note.length_beats - 0.5))
        found.append(ThemeNote(note.onset_beats + note.length_beats - 0.5, 0.5, between))
    return tuple(found)


def _moved(note: ThemeNote, by: float) -> ThemeNote:
    """Return a note that begins later, or sooner, and ends where it did."""
    return replace(note, onset_beats=note.onset_beats + by, length_beats=note.length_beats - by)


def _plan(character: Character, dice: Dice, bars: int) -> str:
    """Return one letter a bar; `!` an open close, `.` a full one."""
    if bars < 4:
        return ("a", "a.", "ab.")[bars - 1] if bars > 1 else "."
    first = dice.pick(character.plans)
    second = first if dice.chance(0.6) else dice.pick(character.plans)
    half = first[:3] + "!" + second[:3] + "."
    return half if bars >= 8 else first[: bars - 1] + "."


def _arc(character: Character, dice: Dice, bars: int) -> tuple[int, ...]:
    """Return the step around which each bar begins; the second half climbs higher."""
    first = dice.pick(character.arcs)
    second = first if dice.chance(0.4) else dice.pick(character.arcs)
    lift = dice.pick((1, 2)) if max(second) < 6 else 0
    return (*first, second[0], second[1] + lift, second[2] + lift, second[3]) * (bars // 8 + 1)


def _idea(character: Character, dice: Dice, meter: Meter, is_first: bool) -> Idea:
    """Return a bar's rhythm and its moves."""
    rhythm = bar_rhythm(character, dice, meter)
    sounding = sum(1 for length in rhythm if length > 0)
    moves = list(dice.pick(character.opening)) if is_first else []
    while len(moves) < sounding - 1:
        moves.append(_next_move(character, dice, moves))
    return rhythm, tuple(moves[: max(sounding - 1, 0)])


def _next_move(character: Character, dice: Dice, moves: list[int]) -> int:
    """Return a move that balances those before: leaps turn back, runs come to an end."""
    if moves and abs(moves[-1]) >= 3:
        return -1 if moves[-1] > 0 else 1
    move = dice.pick(character.moves)
    height = sum(moves)
    if abs(height + move) > 4:
        move = -move
    if len(moves) >= 2 and moves[-1] == -moves[-2] == -move:
        move = 2 * move if abs(move) == 1 else -move
    if abs(move) >= 3 and any(abs(before) >= 3 for before in moves):
        move = 1 if move < 0 else -1
    return move


def _answered(idea: Idea, dice: Dice) -> Idea:
    """Return an idea as it comes back: its last move turned, or its opening move widened."""
    rhythm, moves = idea
    if not moves:
        return idea
    if dice.chance(0.6) or len(moves) < 3:
        return rhythm, (*moves[:-1], -moves[-1] if abs(moves[-1]) <= 2 else moves[-1] // 2)
    wider = moves[0] + (1 if moves[0] > 0 else -1)
    return rhythm, (wider, *moves[1:])


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
    idea: Idea,
    goal: int,
    onset: float,
    meter: Meter,
    character: Character,
    dice: Dice,
    before: list[ThemeNote],
) -> list[ThemeNote]:
    """Write an idea where it joins the notes before and lies near its place in the arc."""
    rhythm, moves = idea
    onsets = [sum(abs(length) for length in rhythm[:i]) for i in range(len(rhythm))]
    played = [(at, length) for at, length in zip(onsets, rhythm, strict=True) if length > 0]
    last = before[-1].step if before else None
    start = _best_start(moves, goal, last, character, dice)
    step, found = start, list[ThemeNote]()
    for place, (at_beats, length) in enumerate(played):
        if place:
            step = _keep(step, moves[place - 1], start, at_beats, meter, character)
        found.append(ThemeNote(onset + at_beats, length, step))
    return [
        replace(note, alter=_bend(found, place, character, dice, note.onset_beats - onset, meter))
        for place, note in enumerate(found)
    ]


def _best_start(
    moves: tuple[int, ...], goal: int, last: int | None, character: Character, dice: Dice
) -> int:
    """Return the step to begin on: near the arc and the note before, all notes in compass."""
    heights = [sum(moves[:i]) for i in range(len(moves) + 1)]
    best, best_cost = goal, 1e9
    for start in range(character.low, character.high + 1):
        outside = sum(
            max(start + h - character.high, 0) + max(character.low - start - h, 0) for h in heights
        )
        leap = abs(start - last) if last is not None else 0
        cost = 0.7 * abs(start - goal) + 0.25 * leap + 1.2 * max(leap - 3, 0) + 2.5 * outside
        cost += (0.8 if leap == 0 and last is not None else 0.0) + dice.between(0, 0.6)
        if cost < best_cost:
            best, best_cost = start, cost
    return best


def _keep(
    step: int, move: int, first: int, at_beats: float, meter: Meter, character: Character
) -> int:
    """Return the next step: inside the compass, and on a strong beat in the downbeat's triad."""
    if not character.low <= step + move <= character.high:
        move = -move
    after = step + move
    if is_strong(at_beats, meter) and (after - first) % 7 not in _TRIADIC:
        way = 1 if move >= 0 else -1
        near = (after + way, after - way, after + 2 * way)
        after = next((s for s in near if (s - first) % 7 in _TRIADIC and abs(s - step) <= 4), after)
    return after


def is_strong(at_beats: float, meter: Meter) -> bool:
    """Return True on the downbeat and the middle of a bar."""
    place = at_beats % meter.length_beats
    if place < 1e-6:
        return True
    pulses = meter.pulses
    half = sum(pulses[: (len(pulses) + 1) // 2]) if len(pulses) > 3 or len(pulses) == 2 else -1.0
    return abs(place - half) < 1e-6


def _bend(
    notes: Sequence[ThemeNote],
    place: int,
    character: Character,
    dice: Dice,
    at_beats: float,
    meter: Meter,
) -> int:
    """Return a semitone up or down for a neighbour; never to meet the note beside it."""
    bends, way = dice.chance(character.chromatic), dice.pick((-1, 1))
    if not bends or not 0 < place < len(notes) - 1 or place % 2 == 0 or is_strong(at_beats, meter):
        return 0
    before, step, after = (note.step for note in notes[place - 1 : place + 2])
    free = [d for d in (way, -way) if before - step != d and after - step != d]
    return free[0] if free else 0


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
