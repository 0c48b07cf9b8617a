"""How chords lead into a new section: from afar, so that its first chord is heard as one.

The last two bars before a section are sought anew, the bars themselves kept. Knows chords, phrases
and tunes; knows no instruments.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise, product

from scenescore.music.composers.orchestra.account import foreign
from scenescore.music.composers.orchestra.carried import clash, move_cost
from scenescore.music.composers.orchestra.chords import harmony_of
from scenescore.music.composers.orchestra.model import Harmony, Phrase, Tone
from scenescore.music.composers.orchestra.speech import Speech

_BARS = 2
"""What is sought anew, and what it is held against."""
_NEARNESS = 2.4
"""What it costs to sound like the section that comes."""
_FOREIGN = 1.2
"""What it costs to leave the mode for it."""
_COLOUR = 1.4
"""What it costs to give up a chord that tension or valence put outside the mode."""
_CHANGED = 0.35
"""What it costs to say another chord than the one that was there."""
_WAY_IN = 0.3
"""What a chord of the language's cadences is worth just before the section."""
_OFF = 0.35
"""What a fifth costs by which the cue would be too dark or too bright."""
_WHIM = 0.25


def lead(found: list[Harmony], speech: Speech, coming: Phrase, tones: Sequence[Tone]) -> None:
    """Change the end of the phrase that `speech` speaks, away from how the coming one begins.

    `found` holds the chords up to the end of the coming phrase; `tones` is the tune above the end.
    """
    room, before = speech.room, speech.phrase
    at = room.span(coming)[0]
    low = room.grid.bars[max(coming.first - _BARS, before.first)].start_beats
    high = room.grid.bars[coming.first + min(_BARS, coming.count) - 1].end_beats
    ahead = _weights([chord for chord in found if at - 1e-6 <= chord.start < high - 1e-6])
    places = [i for i, chord in enumerate(found) if low - 1e-6 <= chord.start < at - 1e-6][-2:]
    if not places or not any(ahead) or "cluster" in room.style.languages:
        return
    old = [found[place] for place in places]
    held = found[places[0] - 1].numeral if places[0] else ""
    speech.take_back([c.numeral for c in old], [c.length for c in old])
    choices = [_choices(chord, chord is old[-1], speech, tones) for chord in old]

    def cost(way: tuple[tuple[float, Harmony], ...]) -> float:
        chords = [chord for _, chord in way]
        names = [chord.numeral for chord in chords]
        moves = sum(move_cost(a, b, speech.language.lean) for a, b in pairwise([held, *names]) if a)
        off = speech.off(names, [chord.length for chord in chords])
        near = _likeness(_weights(chords), ahead)
        return sum(own for own, _ in way) + moves + _NEARNESS * near + _OFF * off

    best = [chord for _, chord in min(product(*choices), key=cost)]
    speech.say([c.numeral for c in best], [c.length for c in best])
    for place, chord in zip(places, best, strict=True):
        found[place] = chord


def _choices(
    chord: Harmony, is_last: bool, speech: Speech, tones: Sequence[Tone]
) -> list[tuple[float, Harmony]]:
    """Return (cost, chord) of all that may stand in a chord's place."""
    room, key, language = speech.room, speech.phrase.key, speech.language
    ways_in = {name for way in language.cadence for name in way.split()}
    more = sorted(ways_in) if is_last else ()
    found = []
    for word in dict.fromkeys((chord.numeral, *speech.words, *more)):
        own = harmony_of(word, (chord.start, chord.length), key)
        price = -_WAY_IN * (is_last and word in ways_in)
        if word != chord.numeral:
            price += _CHANGED + _COLOUR * foreign(chord, key) + _FOREIGN * foreign(own, key)
        price += clash(room, tones, (own.start, own.length), frozenset(own.classes))
        found.append((price + _WHIM * speech.whim(word, int(is_last)), own))
    return found


def _weights(chords: Sequence[Harmony]) -> list[float]:
    """Return how long each pitch class is held."""
    found = [0.0] * 12
    for chord in chords:
        for tone in (*chord.classes, chord.bass):
            found[tone] += chord.length
    return found


def _likeness(one: Sequence[float], two: Sequence[float]) -> float:
    size = math.sqrt(sum(x * x for x in one) * sum(x * x for x in two))
    return sum(x * y for x, y in zip(one, two, strict=True)) / size if size else 0.0
