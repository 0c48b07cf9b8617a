"""Chords under a tune that must stay as it is: when they change, which carry it best, how bright.

An exact search over the slots of a phrase, by dynamic programming.
"""

from __future__ import annotations

from collections.abc import Sequence

from scenescore.music.composers.orchestra.account import brightness
from scenescore.music.composers.orchestra.chords import Slot, parse_numeral, place_chord
from scenescore.music.composers.orchestra.grid import Bar, pulses_of
from scenescore.music.composers.orchestra.languages import Language
from scenescore.music.composers.orchestra.model import Phrase, Room, Tone
from scenescore.music.composers.orchestra.search import walked_back
from scenescore.music.composers.orchestra.speech import RESTLESS, Speech
from scenescore.music.composers.orchestra.tunes import is_strong

_LEANINGS = (0.0, 0.2, -0.2, 0.4, -0.4, 0.7, -0.7, 1.0, -1.0)
"""How strongly bright chords (or, negative, dark ones) may be preferred under a tune."""

_QUOTED, _OWN = (2.0, 4.0), (1.0, 2.5)
"""How much a tune's clashes weigh, and its strong notes among them. A quoted tune must stay as it
is, the cue's own is bent to its chords afterwards."""


def carried(tones: Sequence[Tone], slots: Sequence[Slot], speech: Speech) -> tuple[str, ...]:
    """Return the chords that carry a given tune best, by dynamic programming over the slots.

    Of ways that carry it about as well, the one that is as bright as the mood asks is taken.
    """
    room, phrase, language = speech.room, speech.phrase, speech.language
    strange = room.params.chromatic > 0.12 or any(
        placing.operator == "reharmonise" and placing.phrase == phrase.index
        for placing in room.placings
    )
    is_quoted = any(p.owner for p in room.placings if p.phrase == phrase.index)
    weight, stress = _QUOTED if is_quoted else _OWN
    words = [*speech.words, *(language.colours if strange else ())]
    forms = [place_chord(word, phrase.key) for word in words]
    plain = len(speech.words)
    homes = {i for i, word in enumerate(words) if parse_numeral(word).root == 0}
    costs = [
        [
            weight * clash(room, tones, slot, frozenset(form[1]), stress)
            + 0.05 * min(i, plain)
            + (0.5 - room.params.chromatic if i >= plain else 0.0)
            + (RESTLESS * (room.params.tension - 0.4) if i in homes else 0.0)
            + 0.3 * speech.whim(words[i], place)
            for i, form in enumerate(forms)
        ]
        for place, slot in enumerate(slots)
    ]
    _tie_ends(costs, words, language, phrase)
    basses = [form[2] for form in forms]
    shadows = [_shadows(tones, slot, basses) for slot in slots]
    light = [brightness(word) for word in words]
    lengths = [length for _, length in slots]
    ways = []
    for leaning in _LEANINGS:
        leant = [[c - leaning * b for c, b in zip(row, light, strict=True)] for row in costs]
        way = [words[place] for place in _best_path(leant, words, language.lean, shadows)]
        off = speech.off(way, lengths)
        ways.append((off + 0.35 * abs(leaning), tuple(way)))
    return min(ways, key=lambda told: told[0])[1]


def slots_asked(tones: Sequence[Tone], slots: Sequence[Slot], speech: Speech) -> list[Slot]:
    """Return when chords change under a quoted tune, which may not bend.

    Once a bar at least, and twice where no one chord of the language holds the bar's strong notes.
    """
    starts = {round(start, 6) for start, _ in slots}
    forms = [frozenset(place_chord(word, speech.phrase.key)[1]) for word in speech.words]
    found: list[Slot] = []
    for bar in speech.room.bars(speech.phrase):
        strong = {
            tone.pitch % 12
            for tone in tones
            if bar.start_beats <= tone.onset < bar.end_beats
            and is_strong(tone.onset - bar.start_beats, bar.meter)
        }
        halves = bar_slots(bar, is_split=True)
        was_split = len(halves) > 1 and round(halves[1][0], 6) in starts
        is_split = was_split or not any(strong <= form for form in forms)
        found += bar_slots(bar, is_split)
    return found


def bar_slots(bar: Bar, is_split: bool) -> list[Slot]:
    """Return a bar as one slot, or cut in its middle."""
    pulses = pulses_of(bar)
    if not is_split or len(pulses) < 2:
        return [(bar.start_beats, bar.length_beats)]
    middle = pulses[(len(pulses) + 1) // 2].start_beats
    return [(bar.start_beats, middle - bar.start_beats), (middle, bar.end_beats - middle)]


def _tie_ends(
    costs: list[list[float]], words: Sequence[str], language: Language, phrase: Phrase
) -> None:
    homes = [i for i, word in enumerate(words) if parse_numeral(word).root == 0]
    if phrase.turn % 2 == 0:
        for index in range(len(words)):
            wrong = (index in homes) == (phrase.role == "build")
            costs[0][index] += 0.5 if wrong else 0.0
    for index in range(len(words)):
        wrong = (index in homes) != phrase.is_closed
        costs[-1][index] += 0.6 if wrong and len(costs) > 1 else 0.0


def clash(
    room: Room, tones: Sequence[Tone], slot: Slot, classes: frozenset[int], stress: float = 2.5
) -> float:
    """Return how badly a tune sits in a chord: by length, strong notes `stress` times as much."""
    low, high = slot[0], slot[0] + slot[1]
    cost = total = 0.0
    for tone in tones:
        overlap = min(tone.onset + tone.length, high) - max(tone.onset, low)
        if overlap <= 1e-6:
            continue
        bar = room.grid.bar_at(tone.onset)
        is_held = tone.onset < low  # by a beat it is a suspension, longer it is a note of its own
        strong = overlap > 1.0 if is_held else is_strong(tone.onset - bar.start_beats, bar.meter)
        weight = max(overlap, 0.5) * (stress if strong else 1.0)
        total += weight
        if tone.pitch % 12 not in classes:
            near = {(tone.pitch + 1) % 12, (tone.pitch - 1) % 12} & classes
            cost += weight * (1.25 if near else 0.85)
    return 3.0 * cost / total if total else 0.0


def _shadows(tones: Sequence[Tone], slot: Slot, basses: Sequence[int]) -> list[list[float]]:
    """Return, by word and word before, what it costs the bass to go with the tune in fifths."""
    place = next((i for i, t in enumerate(tones) if abs(t.onset - slot[0]) < 1e-3), 0)
    if not place or tones[place].pitch == tones[place - 1].pitch:
        return []
    old, new = tones[place - 1].pitch, tones[place].pitch
    return [
        [1.2 if (new - b) % 12 in (0, 7) and (old - a) % 12 == (new - b) % 12 else 0.0
         for a in basses]
        for b in basses
    ]  # fmt: skip


def _best_path(
    costs: list[list[float]],
    words: Sequence[str],
    lean: float,
    shadows: Sequence[list[list[float]]],
) -> list[int]:
    moves = [[move_cost(a, b, lean) for a in words] for b in words]
    scores = costs[0]
    trail: list[list[int]] = []
    for row, shadow in zip(costs[1:], shadows[1:], strict=True):
        back, ahead = [], []
        for index, own in enumerate(row):
            extra = shadow[index] if shadow else [0.0] * len(scores)
            joined = [s + moves[index][i] + extra[i] for i, s in enumerate(scores)]
            best = min(range(len(joined)), key=joined.__getitem__)
            back.append(best)
            ahead.append(joined[best] + own)
        trail.append(back)
        scores = ahead
    return walked_back(scores, trail)


def move_cost(before: str, after: str, lean: float) -> float:
    """Return how little a root likes to move so: down a fifth is freest, standing still dullest."""
    if before == after:
        return 0.45
    motion = (parse_numeral(after).root - parse_numeral(before).root) % 12
    likes = {0: 0.3, 5: 0.0, 7: 0.1, 2: 0.12, 10: 0.12, 9: 0.12, 8: 0.15, 3: 0.2, 4: 0.2, 1: 0.3,
             11: 0.3, 6: 0.5}  # fmt: skip
    return likes[motion] * (0.3 + lean)
