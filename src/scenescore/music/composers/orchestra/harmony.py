"""Chords for every phrase: progressions from the style's language, or fitted under a tune.

Knows numerals, phrases and where tunes lie; knows no instruments.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from scenescore.music.composers.orchestra.account import Account, kept_in_mode
from scenescore.music.composers.orchestra.affect import clamp
from scenescore.music.composers.orchestra.carried import bar_slots, carried, clash, slots_asked
from scenescore.music.composers.orchestra.chords import Slot, harmony_of, parse_numeral
from scenescore.music.composers.orchestra.form import sections_of
from scenescore.music.composers.orchestra.grid import pulses_of
from scenescore.music.composers.orchestra.keys import Key
from scenescore.music.composers.orchestra.languages import LANGUAGES, Language
from scenescore.music.composers.orchestra.leads import lead
from scenescore.music.composers.orchestra.model import Harmony, Phrase, Room, Tone
from scenescore.music.composers.orchestra.speech import RESTLESS, Speech, choose_language
from scenescore.music.composers.orchestra.tint import in_mode, tinted

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


Memory = dict[tuple[str, bool, str], tuple[str, ...]]
"""(material, whether it closes, language) to the progression it was given."""


def harmonise(room: Room, fixed: dict[int, Sequence[Tone]]) -> tuple[Harmony, ...]:
    """Return the chords of a whole cue; `fixed` holds, by phrase, tunes that must be obeyed."""
    memory: Memory = {}
    account = Account()
    found: list[Harmony] = []
    before: Speech | None = None
    for phrase in room.phrases:
        speech = Speech(room, phrase, choose_language(room, phrase.key), account)
        found += _said(speech, fixed.get(phrase.index, ()), memory)
        if before is not None and before.phrase.role != phrase.role:
            lead(found, before, phrase, fixed.get(before.phrase.index, ()))
        before = speech
    last = choose_language(room, room.phrases[-1].key)
    return _at_home(_close(found, room, LANGUAGES[last]), room, fixed)


def _said(speech: Speech, tune: Sequence[Tone], memory: Memory) -> list[Harmony]:
    """Return the chords of a phrase, under a tune that must be obeyed if there is one."""
    room, phrase = speech.room, speech.phrase
    if tune:
        is_quoted = any(p.owner for p in room.placings if p.phrase == phrase.index)
        slots = _slots(room, phrase, _wanted(room, phrase))
        if is_quoted:
            slots = slots_asked(tune, slots, speech)
        numerals = carried(tune, slots, speech)
    else:
        numerals = _progression(speech, memory)
        slots = _slots(room, phrase, len(numerals))
        numerals = _fit_count(numerals, len(slots))
        numerals = tinted(numerals, phrase, speech.language, speech.name, room)
    speech.say(numerals, [length for _, length in slots])
    return [harmony_of(n, s, phrase.key) for n, s in zip(numerals, slots, strict=True)]


def _at_home(
    chords: Sequence[Harmony], room: Room, fixed: dict[int, Sequence[Tone]]
) -> tuple[Harmony, ...]:
    """Return the chords, kept in the mode as far as tension wants it; clusters have no mode."""
    if "cluster" in room.style.languages:
        return tuple(chords)
    phrases = [room.phrase_at(chord.start) for chord in chords]
    keys = [phrase.key for phrase in phrases]
    strange = {p.phrase for p in room.placings if p.operator == "reharmonise"}
    spared = {place for place, phrase in enumerate(phrases) if phrase.index in strange}

    def against_tune(chord: Harmony) -> float:
        tones = fixed.get(room.phrase_at(chord.start).index, ())
        return clash(room, tones, (chord.start, chord.length), frozenset(chord.classes))

    spared.add(len(chords) - 1)
    return kept_in_mode(
        chords, keys, room.params.tension, frozenset(spared), against_tune, _at_joins(chords, room)
    )


def _at_joins(chords: Sequence[Harmony], room: Room) -> frozenset[int]:
    """Return the places of the chords that lead into a section, and of those that open one."""
    opened = {room.grid.bars[first].start_beats for first, _ in sections_of(room.phrases)[1:]}
    places = [i for i, c in enumerate(chords) if any(abs(c.start - at) < 1e-6 for at in opened)]
    return frozenset(place + step for place in places for step in (-1, 0))


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
        return [slot for i, bar in enumerate(bars) for slot in bar_slots(bar, i in split)]
    borders = [math.ceil(i * len(bars) / count - 1e-9) for i in range(count + 1)]
    return [
        (bars[low].start_beats, bars[high - 1].end_beats - bars[low].start_beats)
        for low, high in itertools.pairwise(borders)
    ]


def _fit_count(numerals: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return `count` of the numerals, keeping the first and the way into the end."""
    if len(numerals) == count:
        return numerals
    if count == 1:
        return numerals[:1]
    places = [round(i * (len(numerals) - 1) / (count - 1)) for i in range(count)]
    return tuple(numerals[place] for place in places)


# ------------------------------------------------------------------ progressions


def _progression(speech: Speech, memory: Memory) -> tuple[str, ...]:
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


def _chosen(pool: Sequence[str], speech: Speech) -> tuple[str, ...]:
    """Return a progression about as bright as is wanted: chance decides among such."""
    whims = {words: _WHIM * speech.whim(words) for words in pool}
    low, high = speech.room.span(speech.phrase)

    def off(words: str) -> float:
        numerals = [in_mode(w, speech.phrase.key.mode, speech.name) for w in words.split()]
        length = (high - low) / len(numerals)
        rest = sum(1 for numeral in numerals if parse_numeral(numeral).root == 0) / len(numerals)
        debt = speech.off(numerals, [length] * len(numerals))
        return whims[words] + debt + RESTLESS * rest * (speech.room.params.tension - 0.4)

    return tuple(min(pool, key=off).split())


# ------------------------------------------------------------------ the end


def _tells_third(chords: Sequence[Harmony], key: Key) -> bool:
    """Return True when the third of the key is heard before the end."""
    third = (key.tonic + (4 if key.is_major else 3)) % 12
    return any(third in chord.classes for chord in chords)


def _close(found: list[Harmony], room: Room, language: Language) -> list[Harmony]:
    """Put a cadence before the last chord, and the last chord over the ending."""
    grid, style = room.grid, room.style
    dice = room.dice("close")
    key = room.phrases[-1].key
    end = max(grid.end_beats, grid.bars[-1].start_beats + 0.25)
    major, minor = _FINALS[style.final if _tells_third(found, key) else "triad"]
    final = major if key.is_major else minor
    if grid.end_bar == 0:
        return [harmony_of(final, (0.0, end), key)]
    kept = [chord for chord in found if chord.start < grid.final_beats - 1e-6]
    last = room.phrases[-1]
    steps = dice.pick(language.cadence).split()
    if last.count >= 2 and kept:
        bar = grid.bars[grid.end_bar - 1]
        slots = bar_slots(bar, len(steps) > 1 and len(pulses_of(bar)) > 1)
        steps = steps[-len(slots) :]
        kept = [c for c in kept if c.start < bar.start_beats - 1e-6]
        if kept:
            kept[-1] = kept[-1]._replace(length=bar.start_beats - kept[-1].start)
        kept += [harmony_of(n, s, key) for n, s in zip(steps, slots, strict=True)]
    return [*kept, harmony_of(final, (grid.final_beats, end - grid.final_beats), key)]
