"""Chords for every phrase: progressions from the style's language, or fitted under a tune.

Knows numerals, phrases and where tunes lie; knows no instruments.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from zlib import crc32

from scenescore.music.composers.orchestra.account import (
    Account,
    brightness,
    kept_in_mode,
    wanted_brightness,
)
from scenescore.music.composers.orchestra.affect import clamp
from scenescore.music.composers.orchestra.chords import parse_numeral, place_chord
from scenescore.music.composers.orchestra.grid import Bar, pulses_of
from scenescore.music.composers.orchestra.keys import Key
from scenescore.music.composers.orchestra.languages import LANGUAGES, Language
from scenescore.music.composers.orchestra.model import Harmony, Phrase, Room, Tone
from scenescore.music.composers.orchestra.scales import LADDER
from scenescore.music.composers.orchestra.tint import in_mode, is_firm, tinted
from scenescore.music.composers.orchestra.tunes import is_strong

Slot = tuple[float, float]
"""(start, length) in beats."""
_CHORD_S = (3.2, 2.2)
"""How long a chord likes to last where a style says one a bar: at no arousal, at all of it."""
_FINALS: dict[str, tuple[str, str]] = {
    "triad": ("I", "i"),
    "fifth": ("I5", "i5"),
    "add9": ("Iadd9", "iadd9"),
    "sixth": ("I69", "i69"),
    "major": ("I", "I"),
    "minor-major": ("Imaj7", "imM7"),
    "cluster": ("Icl", "icl"),
    "unresolved": ("Isus2", "isus2"),
    "dominant": ("I7", "i7"),
}
"""Colour of the last chord: (in major, in minor)."""


_MOST_SLOTS = 32
_GOLDEN = 0.6180339887

_OWN_MODES = {name: name for name in LADDER} | {"andalusian": "phrygian-dominant"}
"""Languages that sound like one mode only."""


def choose_language(room: Room, key: Key) -> str:
    """Return a cue's language: its home chord has the key's third, it is no other mode's own."""
    third = [
        name
        for name in room.style.languages
        if (parse_numeral(LANGUAGES[name].home).numeral[0] == "I") == key.is_major
    ]
    own = [name for name in third if _OWN_MODES.get(name, key.mode) == key.mode]
    return room.dice("language").pick(own or third or room.style.languages)


def harmonise(room: Room, fixed: dict[int, Sequence[Tone]]) -> tuple[Harmony, ...]:
    """Return the chords of a whole cue; `fixed` holds, by phrase, tunes that must be obeyed."""
    memory: dict[tuple[str, bool, str], tuple[str, ...]] = {}
    account = Account()
    found: list[Harmony] = []
    for phrase in room.phrases:
        name = choose_language(room, phrase.key)
        speech = _Speech(room, phrase, name, account)
        if fixed.get(phrase.index):
            slots = _slots(room, phrase, _wanted(room, phrase))
            numerals = _under(fixed[phrase.index], slots, speech)
        else:
            numerals = _progression(speech, memory)
            slots = _slots(room, phrase, len(numerals))
            numerals = _fit_count(numerals, len(slots))
            numerals = tinted(numerals, phrase, speech.language, name, room)
        account.enter(numerals, [length for _, length in slots], speech.wanted)
        found += [_harmony(n, s, phrase.key) for n, s in zip(numerals, slots, strict=True)]
    last = choose_language(room, room.phrases[-1].key)
    return _at_home(_close(found, room, LANGUAGES[last]), room, fixed)


class _Speech:
    """What is spoken in one phrase: its language, the words that its mode has, how bright."""

    def __init__(self, room: Room, phrase: Phrase, name: str, account: Account) -> None:
        self.room, self.phrase, self.name, self.account = room, phrase, name, account
        self.language = LANGUAGES[name]
        mode = phrase.key.mode
        self.words = tuple(dict.fromkeys(in_mode(w, mode, name) for w in self.language.words))
        own = None if is_firm(name) else mode
        self.wanted = wanted_brightness(self.words, own, room.params.valence)
        self.dice = room.dice("harmony", phrase.index)
        self._throws = [self.dice.random() for _ in range(_MOST_SLOTS)]

    def whim(self, word: str, place: int = 0) -> float:
        """Return 0..1, how little chance likes a word here, whatever else the mood offers."""
        return (self._throws[place % _MOST_SLOTS] + crc32(word.encode()) * _GOLDEN) % 1


def _at_home(
    chords: list[Harmony], room: Room, fixed: dict[int, Sequence[Tone]]
) -> tuple[Harmony, ...]:
    """Return the chords, kept in the mode as far as tension wants it; clusters have no mode."""
    if "cluster" in room.style.languages:
        return tuple(chords)
    phrases = [room.phrase_at(chord.start) for chord in chords]
    keys = [phrase.key for phrase in phrases]
    strange = {p.phrase for p in room.placings if p.operator == "reharmonise"}
    spared = {place for place, phrase in enumerate(phrases) if phrase.index in strange}

    def clash(chord: Harmony) -> float:
        tones = fixed.get(room.phrase_at(chord.start).index, ())
        return _clash(room, tones, (chord.start, chord.length), frozenset(chord.classes))

    spared.add(len(chords) - 1)
    return kept_in_mode(chords, keys, room.params.tension, frozenset(spared), clash)


def _harmony(numeral: str, slot: Slot, key: Key) -> Harmony:
    root, classes, bass, symbol, scale = place_chord(numeral, key)
    return Harmony(slot[0], slot[1], root, classes, bass, symbol, scale, numeral)


# ------------------------------------------------------------------ where chords change


def _wanted(room: Room, phrase: Phrase) -> int:
    """Return how many chords a phrase wants: fewer when calm, more when it builds."""
    low, high = room.span(phrase)
    clock = room.grid.clock
    bar_s = (clock.beats_to_seconds(high) - clock.beats_to_seconds(low)) / phrase.count
    calm, stirred = _CHORD_S
    chord_s = calm + (stirred - calm) * room.params.arousal01
    pace = room.style.chord_bars * clamp(chord_s / bar_s, 0.5, 2.0)
    if phrase.role == "build":
        pace *= 0.7
    if phrase.role in ("intro", "outro"):
        pace *= 1.4
    return max(round(phrase.count / pace), 1)


def _slots(room: Room, phrase: Phrase, count: int) -> list[Slot]:
    """Share a phrase's bars among `count` chords, quicker towards its end."""
    bars = room.bars(phrase)
    if count >= len(bars):
        extra = min(count - len(bars), len(bars))
        split = set(range(len(bars) - extra, len(bars)))
        return [slot for i, bar in enumerate(bars) for slot in _bar_slots(bar, i in split)]
    borders = [math.ceil(i * len(bars) / count - 1e-9) for i in range(count + 1)]
    return [
        (bars[low].start_beats, bars[high - 1].end_beats - bars[low].start_beats)
        for low, high in itertools.pairwise(borders)
    ]


def _bar_slots(bar: Bar, is_split: bool) -> list[Slot]:
    pulses = pulses_of(bar)
    if not is_split or len(pulses) < 2:
        return [(bar.start_beats, bar.length_beats)]
    middle = pulses[(len(pulses) + 1) // 2].start_beats
    return [(bar.start_beats, middle - bar.start_beats), (middle, bar.end_beats - middle)]


def _fit_count(numerals: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return `count` of the numerals, keeping the first and the way into the end."""
    if len(numerals) == count:
        return numerals
    if count == 1:
        return numerals[:1]
    places = [round(i * (len(numerals) - 1) / (count - 1)) for i in range(count)]
    return tuple(numerals[place] for place in places)


# ------------------------------------------------------------------ progressions


def _progression(
    speech: _Speech, memory: dict[tuple[str, bool, str], tuple[str, ...]]
) -> tuple[str, ...]:
    """Return numerals for a phrase: known material keeps its chords, a close replaces the end."""
    phrase, language, dice = speech.phrase, speech.language, speech.dice
    known = (phrase.material, phrase.is_closed, speech.name)
    pool = language.closed if phrase.is_closed else language.open
    if known not in memory:
        chosen = _chosen(language.rise if phrase.role == "build" else pool, speech)
        opening = memory.get((phrase.material, False, speech.name))
        if phrase.is_closed and opening is not None and len(chosen) == len(opening) == 4:
            chosen = (*opening[:2], *chosen[2:]) if dice.chance(0.7) else chosen
        memory[known] = chosen
    numerals = memory[known]
    wanted = _wanted(speech.room, phrase)
    if wanted >= 2 * len(numerals):
        numerals = (*numerals, *_chosen(pool, speech))
    return _fit_count(numerals, min(wanted, len(numerals)))


_WHIM = 0.4
"""How far, in fifths, chance may lead from the progression that is as bright as is wanted."""


def _chosen(pool: Sequence[str], speech: _Speech) -> tuple[str, ...]:
    """Return a progression about as bright as is wanted: chance decides among such."""
    whims = {words: _WHIM * speech.whim(words) for words in pool}
    low, high = speech.room.span(speech.phrase)

    def off(words: str) -> float:
        numerals = [in_mode(w, speech.phrase.key.mode, speech.name) for w in words.split()]
        length = (high - low) / len(numerals)
        rest = sum(1 for numeral in numerals if parse_numeral(numeral).root == 0) / len(numerals)
        debt = speech.account.after(numerals, [length] * len(numerals), speech.wanted)
        return whims[words] + debt + _RESTLESS * rest * (speech.room.params.tension - 0.4)

    return tuple(min(pool, key=off).split())


# ------------------------------------------------------------------ chords under a tune


_RESTLESS = 0.8
"""What the chord of rest costs a cue of the highest tension, against one of none."""
_LEANINGS = (0.0, 0.2, -0.2, 0.4, -0.4, 0.7, -0.7, 1.0, -1.0)
"""How strongly bright chords (or, negative, dark ones) may be preferred under a tune."""


def _under(tones: Sequence[Tone], slots: Sequence[Slot], speech: _Speech) -> tuple[str, ...]:
    """Return the chords that carry a given tune best, by dynamic programming over the slots.

    Of ways that carry it about as well, the one that is as bright as the mood asks is taken.
    """
    room, phrase, language = speech.room, speech.phrase, speech.language
    strange = room.params.chromatic > 0.12 or any(
        placing.operator == "reharmonise" and placing.phrase == phrase.index
        for placing in room.placings
    )
    words = [*speech.words, *(language.colours if strange else ())]
    forms = [place_chord(word, phrase.key) for word in words]
    plain = len(speech.words)
    homes = {i for i, word in enumerate(words) if parse_numeral(word).root == 0}
    costs = [
        [
            _clash(room, tones, slot, frozenset(form[1]))
            + 0.05 * min(i, plain)
            + (0.5 - room.params.chromatic if i >= plain else 0.0)
            + (_RESTLESS * (room.params.tension - 0.4) if i in homes else 0.0)
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
        off = speech.account.after(way, lengths, speech.wanted)
        ways.append((off + 0.35 * abs(leaning), tuple(way)))
    return min(ways, key=lambda told: told[0])[1]


def _tie_ends(
    costs: list[list[float]], words: Sequence[str], language: Language, phrase: Phrase
) -> None:
    homes = [i for i, word in enumerate(words) if parse_numeral(word).root == 0]
    if phrase.turn % 2 == 0:
        for index in range(len(words)):
            costs[0][index] += 0.0 if index in homes else 0.5
    for index in range(len(words)):
        wrong = (index in homes) != phrase.is_closed
        costs[-1][index] += 0.6 if wrong and len(costs) > 1 else 0.0


def _clash(room: Room, tones: Sequence[Tone], slot: Slot, classes: frozenset[int]) -> float:
    """Return how badly a tune's notes sit in a chord, strong and long ones counting most."""
    low, high = slot[0], slot[0] + slot[1]
    cost = total = 0.0
    for tone in tones:
        overlap = min(tone.onset + tone.length, high) - max(tone.onset, low)
        if overlap <= 1e-6:
            continue
        bar = room.grid.bar_at(tone.onset)
        strong = tone.onset < low or is_strong(tone.onset - bar.start_beats, bar.meter)
        weight = max(overlap, 0.5) * (2.5 if strong else 1.0)
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
    moves = [[_move_cost(a, b, lean) for a in words] for b in words]
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
    place = min(range(len(scores)), key=scores.__getitem__)
    path = [place]
    for back in reversed(trail):
        path.append(back[path[-1]])
    return path[::-1]


def _move_cost(before: str, after: str, lean: float) -> float:
    """Return how little a root likes to move so: down a fifth is freest, standing still dullest."""
    if before == after:
        return 0.45
    motion = (parse_numeral(after).root - parse_numeral(before).root) % 12
    likes = {0: 0.3, 5: 0.0, 7: 0.1, 2: 0.12, 10: 0.12, 9: 0.12, 8: 0.15, 3: 0.2, 4: 0.2, 1: 0.3,
             11: 0.3, 6: 0.5}  # fmt: skip
    return likes[motion] * (0.3 + lean)


# ------------------------------------------------------------------ the end


def _close(found: list[Harmony], room: Room, language: Language) -> list[Harmony]:
    """Put a cadence before the last chord, and the last chord over the ending."""
    grid, style = room.grid, room.style
    dice = room.dice("close")
    key = room.phrases[-1].key
    end = max(grid.end_beats, grid.bars[-1].start_beats + 0.25)
    major, minor = _FINALS[style.final]
    final = major if key.is_major else minor
    if grid.end_bar == 0:
        return [_harmony(final, (0.0, end), key)]
    kept = [chord for chord in found if chord.start < grid.final_beats - 1e-6]
    last = room.phrases[-1]
    steps = dice.pick(language.cadence).split()
    if last.count >= 2 and kept:
        bar = grid.bars[grid.end_bar - 1]
        slots = _bar_slots(bar, len(steps) > 1 and len(pulses_of(bar)) > 1)
        steps = steps[-len(slots) :]
        kept = [c for c in kept if c.start < bar.start_beats - 1e-6]
        if kept:
            kept[-1] = kept[-1]._replace(length=bar.start_beats - kept[-1].start)
        kept += [_harmony(n, s, key) for n, s in zip(steps, slots, strict=True)]
    return [*kept, _harmony(final, (grid.final_beats, end - grid.final_beats), key)]
