"""Keeps account of a cue's chords: how bright they are against what the mood asks, and how far
they may leave the mode.

Knows chords and keys; knows no progressions and no tunes. Brightness is counted on the line of
fifths above the tonic, from the flat second (-5) to the sharp fourth (6).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache

from scenescore.music.composers.orchestra.affect import clamp, rung_of
from scenescore.music.composers.orchestra.chords import SUFFIXES, harmony_of, parse_numeral
from scenescore.music.composers.orchestra.keys import Key
from scenescore.music.composers.orchestra.model import Harmony
from scenescore.music.composers.orchestra.scales import MODES, pitch_classes

_SWING = 1.1
"""How far valence moves the chords inside one mode, in spreads of the language's words."""
_KEPT = 0.97
"""Share of sounding chord tones that stays in the mode when nothing is tense."""
_FREED = 0.2
"""What all of tension may add to that which leaves it."""


def brightness(numeral: str) -> float:
    """Return a chord's mean place on the line of fifths, its bass counted once more."""
    form = parse_numeral(numeral)
    places = [_place(form.root + tone) for tone in form.tones]
    return (sum(places) + _place(form.bass)) / (len(places) + 1)


def _place(semitones: int) -> int:
    return (7 * semitones + 5) % 12 - 5


def wanted_brightness(words: Sequence[str], mode: str | None, valence: float) -> float:
    """Return how bright the chords of a cue should be on the whole.

    The middle of its words at the valence for which the mode stands; darker or brighter beside it.
    Words that are the same in every mode (None) have their middle at no valence at all.
    """
    inside = set(range(12)) if mode is None else set(MODES[mode])
    weights = [_at_home(word, inside) / (1 + place / 3) for place, word in enumerate(words)]
    values = [brightness(word) for word in words]
    total = sum(weights)
    mean = sum(w * b for w, b in zip(weights, values, strict=True)) / total
    varied = sum(w * (b - mean) ** 2 for w, b in zip(weights, values, strict=True)) / total
    apart = valence if mode is None else clamp(valence - 1 + rung_of(mode) / 2.5, -0.7, 0.7)
    return mean + _SWING * math.sqrt(varied) * apart


def _at_home(word: str, inside: set[int]) -> float:
    """Return how much a word counts: fully in its mode, little outside."""
    tones = _tones(word)
    share = len(tones & inside) / len(tones)
    return max(share * share * share * share, 0.05)


class Account:
    """How bright the chords so far were, against what is wanted."""

    def __init__(self) -> None:
        self._debt = 0.0
        """Beats times fifths by which the chords so far were too dark."""

    def after(self, numerals: Sequence[str], lengths: Sequence[float], wanted: float) -> float:
        """Return how far off, in fifths, these chords would leave the cue."""
        owed = self._owed(numerals, lengths, wanted)
        return abs(owed) / max(sum(lengths), 1e-6)

    def enter(self, numerals: Sequence[str], lengths: Sequence[float], wanted: float) -> None:
        """Book chords that were taken."""
        self._debt = self._owed(numerals, lengths, wanted)

    def _owed(self, numerals: Sequence[str], lengths: Sequence[float], wanted: float) -> float:
        said = sum(
            length * (wanted - brightness(numeral))
            for numeral, length in zip(numerals, lengths, strict=True)
        )
        return self._debt + said


# ------------------------------------------------------------------ leaving the mode


_PRIZED = 0.3
"""How readily a chord goes home from where colour is wanted most."""
Clash = Callable[[Harmony], float]
"""What it costs a chord to stand under the tune in its place."""


def kept_in_mode(
    chords: Sequence[Harmony],
    keys: Sequence[Key],
    tension: float,
    spared: frozenset[int],
    clash: Clash,
    prized: frozenset[int] = frozenset(),
) -> tuple[Harmony, ...]:
    """Return the chords with no more of them outside the mode than tension pays for.

    What leaves it longest is brought home first, by the nearest chord of the mode; what leads into
    a chord of rest or stands at a `prized` place goes last, and the `spared` stay as they are.
    """
    found = list(chords)
    total = sum(chord.length for chord in found) or 1.0
    budget = (1 - _KEPT + _FREED * tension) * total
    spent = [foreign(chord, key) * chord.length for chord, key in zip(found, keys, strict=True)]
    offers = []
    for place, key in enumerate(keys):
        if spent[place] > 0 and place not in spared:
            leads = place + 1 < len(found) and found[place + 1].root == key.tonic
            worth = (0.4 if leads else 1.0) * (_PRIZED if place in prized else 1.0)
            offers.append((-spent[place] * worth, place))
    left = sum(spent)
    for _, place in sorted(offers):
        if left <= budget:
            break
        found[place] = _brought_home(found[place], keys[place], clash)
        left -= spent[place]
    return tuple(found)


def foreign(chord: Harmony, key: Key) -> float:
    """Return the share of a chord's tones outside the mode, the bass counted once more."""
    mode = pitch_classes(key.tonic, key.mode)
    tones = (*chord.classes, chord.bass)
    return sum(1 for tone in tones if tone not in mode) / len(tones)


def _brought_home(chord: Harmony, key: Key, clash: Clash) -> Harmony:
    """Return the chord of the mode that is nearest in tones, root and kind."""
    _, _, mark = chord.numeral.partition("/")
    words = [f"{word}/{mark}" if mark else word for word in natural_words(key.mode)]
    forms = [harmony_of(word, (chord.start, chord.length), key) for word in words]
    return min(forms, key=lambda form: (_distance(chord, form) + clash(form), form.numeral))


def _distance(old: Harmony, new: Harmony) -> float:
    before, after = set(old.classes), set(new.classes)
    bare = len(after) < min(len(before), 3)
    return (
        2.0 * len(after - before) + 1.0 * len(before - after) + 1.5 * (old.root != new.root)
        + 2.0 * bare + 0.5 * ("sus" in new.numeral)
    )  # fmt: skip


_KINDS = tuple(kind for kind in SUFFIXES if kind not in ("cl", "q", "mM7", "+", "m"))
_ROMAN = ("I", "bII", "II", "bIII", "III", "IV", "#IV", "V", "bVI", "VI", "bVII", "VII")


@cache
def natural_words(mode: str) -> tuple[str, ...]:
    """Return every chord that a mode holds whole."""
    inside = set(MODES[mode])
    words = [
        (roman if upper else roman.lower()) + kind
        for roman in _ROMAN
        for upper in (True, False)
        for kind in _KINDS
    ]
    return tuple(word for word in words if _tones(word) <= inside)


def _tones(word: str) -> set[int]:
    form = parse_numeral(word)
    return {(form.root + tone) % 12 for tone in form.tones}
