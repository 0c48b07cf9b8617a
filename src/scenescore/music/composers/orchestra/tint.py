"""Tints a progression by mood: modes made audible, modal mixture by valence, colour by tension.

Every place of a phrase throws the same dice whatever the mood, and a change once made at some
mood stays made beyond it; so a darker scene is a darker version of the same chords.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from scenescore.music.composers.orchestra.affect import clamp
from scenescore.music.composers.orchestra.chords import parse_numeral
from scenescore.music.composers.orchestra.languages import Language
from scenescore.music.composers.orchestra.model import Phrase, Room

_PLAIN = ("riff", "hymn", "baroque", "drone", "cluster", "jazz", "funk", "blues", "east")
"""Languages that keep their own sevenths."""
_FIRM = ("riff", "drone", "cluster", "east", "funk")
"""Languages whose chords are their colour: neither mode nor valence re-spells them."""

_BY_MODE: dict[str, dict[str, str]] = {
    "lydian": {"ii": "II", "IV": "II/T", "bVII": "II", "iv": "II/T", "V7": "V"},
    "mixolydian": {"V": "v", "V7": "v7", "iii": "bVII", "V/3": "v/3", "II": "ii"},
    "dorian": {"iv": "IV", "bVI": "IV", "iio": "ii", "iio/3": "ii/3", "V": "v", "iv/3": "IV/3"},
    "aeolian": {"V": "v", "IV": "iv", "V7": "v7", "ii": "iv"},
    "phrygian": {"ii": "bII", "iio/3": "bII/3", "v": "bvii", "V": "bvii", "bVII": "bvii",
                 "iio": "bII", "IV": "iv"},
}  # fmt: skip
"""What stands for a chord where the mode has another one in its place."""
_DARKER = {"IV": "iv", "vi": "bVI", "V": "v", "iii": "bIII", "ii": "iio/3", "II": "ii",
           "bVII": "bvii", "V/3": "v/3", "II/T": "bVII", "V13": "V7b9", "ii9": "iih7",
           "IVmaj7": "iv9", "IV7": "iv7", "V7": "v7"}  # fmt: skip
_LIGHTER = {"iv": "IV", "v": "V", "bvii": "bVII", "iio": "ii", "iio/3": "ii/3", "bII": "ii",
            "bVII": "V/3", "bVI": "IV", "v/3": "V/3", "iih7": "ii9", "V7b9": "V13",
            "iv9": "bVII13", "bvi": "bVI", "biii": "bIII"}  # fmt: skip
_BLACKER = {"bVII": "bvii", "IV": "iv", "V": "v", "ii": "bII", "iio/3": "bII/3", "iv": "bII/3",
            "v": "bvii", "bIII": "bII", "bVI": "bvi", "iih7": "bII9", "bVII13": "bII9",
            "iv9": "bII9"}  # fmt: skip
_BRIGHTER = {"ii": "II", "bVII": "V", "iv": "IV", "bVI": "vi", "IV": "II/T", "bIII": "iii",
             "ii9": "II9", "IV7": "II7", "IVmaj7": "II9", "iv9": "ii9", "bII": "V"}  # fmt: skip
_STEM = re.compile(r"^([b#]?[IViv]+)[^/]*(/.)?$")


def tinted(
    numerals: Sequence[str], phrase: Phrase, language: Language, name: str, room: Room
) -> tuple[str, ...]:
    """Return the chords of a phrase as the mood has them."""
    found = list(numerals)
    last = len(found) - 1
    for index in range(len(found)):
        dice = room.dice("tint", phrase.material, phrase.is_closed, index)
        throws = [dice.random() for _ in range(4)]
        colour = dice.pick(language.colours) if language.colours else ""
        at_rim = index == 0 or (phrase.is_closed and index >= last)
        if not at_rim and colour and throws[0] < room.params.chromatic * 0.9:
            found[index] = colour
        elif not at_rim and not is_firm(name):
            found[index] = _shaded(found[index], phrase, room, throws[1], throws[2])
        if not name.startswith(_PLAIN):
            found[index] = _seventh(found[index], throws[3] < room.params.sevenths * 0.6)
    if _turns(phrase) and language.colours:
        found[0] = language.colours[0]
    return tuple(found)


def is_firm(name: str) -> bool:
    """Return True when a language says the same in every mode."""
    return name.startswith(_FIRM)


def in_mode(numeral: str, mode: str, name: str) -> str:
    """Return what stands for a chord in a mode of its own colour, as a language would say it."""
    if is_firm(name) or mode == "aeolian":  # its dominant may be major
        return numeral
    return _swap(_BY_MODE.get(mode, {}), numeral)


def _turns(phrase: Phrase) -> bool:
    landing = phrase.landing
    return landing is not None and landing.hit.kind == "reveal" and phrase.index > 0


def _shaded(numeral: str, phrase: Phrase, room: Room, first: float, second: float) -> str:
    """Return a chord bent to the mode, then towards dark or light by valence."""
    mode, v = phrase.key.mode, room.params.valence
    if first < 0.7:
        numeral = _swap(_BY_MODE.get(mode, {}), numeral)
    for table, likelihood in _mixtures(phrase.key.is_major, v):
        if second < likelihood:
            return _swap(table, numeral)
    return numeral


def _swap(table: Mapping[str, str], numeral: str) -> str:
    """Return what the table has for a chord as spelled, or for its plain triad."""
    if numeral in table or numeral[-2:] in ("cl", "h7", "o7"):
        return table.get(numeral, numeral)
    stem = _STEM.match(numeral)
    return table.get(stem[1] + (stem[2] or ""), numeral) if stem else numeral


def _mixtures(is_major: bool, v: float) -> tuple[tuple[Mapping[str, str], float], ...]:
    if is_major:
        return (
            (_BRIGHTER, 0.55 * clamp((v - 0.4) / 0.5, 0, 1)),
            (_DARKER, 0.4 * clamp((0.6 - v) / 0.6, 0, 1) ** 1.5),
        )
    return (
        (_BLACKER, 0.55 * clamp((-0.4 - v) / 0.5, 0, 1)),
        (_LIGHTER, 0.4 * clamp((v + 0.6) / 0.6, 0, 1) ** 1.5),
    )


def _seventh(numeral: str, is_wanted: bool) -> str:
    form = parse_numeral(numeral)
    if not is_wanted or form.printed not in ("", "m") or "/" in numeral:
        return numeral
    if form.printed == "m":
        return numeral + "7"
    return numeral + ("7" if form.root in (7, 10) else "maj7")
