"""Chord symbols over a staff: `Dm7`, `Bb/F`. Knows the words of MusicXML for kinds of chords."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # writing only: nothing is parsed here
from collections.abc import Iterator, Sequence

from scenescore.core.score import Chord
from scenescore.deliver.keys import fifths_of
from scenescore.deliver.notation.model import TICKS, Bar, Line
from scenescore.deliver.notation.notes import child, element
from scenescore.deliver.notation.spelling import Spelled, Speller

Degree = tuple[int, int]
"""(number of the degree, semitones it is altered by)."""
_KINDS: dict[str, tuple[str, str, tuple[Degree, ...]]] = {
    "": ("major", "", ()),
    "m": ("minor", "m", ()),
    "5": ("power", "5", ()),
    "+": ("augmented", "+", ()),
    "dim": ("diminished", "dim", ()),
    "sus2": ("suspended-second", "sus2", ()),
    "sus4": ("suspended-fourth", "sus4", ()),
    "6": ("major-sixth", "6", ()),
    "m6": ("minor-sixth", "m6", ()),
    "7": ("dominant", "7", ()),
    "maj7": ("major-seventh", "maj7", ()),
    "m7": ("minor-seventh", "m7", ()),
    "m(maj7)": ("major-minor", "m(maj7)", ()),
    "m7b5": ("half-diminished", "m7b5", ()),
    "dim7": ("diminished-seventh", "dim7", ()),
    "9": ("dominant-ninth", "9", ()),
    "maj9": ("major-ninth", "maj9", ()),
    "m9": ("minor-ninth", "m9", ()),
    "11": ("dominant-11th", "11", ()),
    "m11": ("minor-11th", "m11", ()),
    "13": ("dominant-13th", "13", ()),
    "add9": ("major", "", ((9, 0),)),
    "(b9)": ("major", "", ((9, -1),)),
    "m(add9)": ("minor", "m", ((9, 0),)),
    "m(b9)": ("minor", "m", ((9, -1),)),
    "6/9": ("major-sixth", "6", ((9, 0),)),
    "m6/9": ("minor-sixth", "m6", ((9, 0),)),
    "7b9": ("dominant", "7", ((9, -1),)),
    "7#9": ("dominant", "7", ((9, 1),)),
    "7#11": ("dominant", "7", ((11, 1),)),
    "7sus4": ("suspended-fourth", "sus4", ((7, -1),)),
    "maj7#11": ("major-seventh", "maj7", ((11, 1),)),
}
"""By what follows the root: the kind, what is printed of it, degrees that are printed after it."""
_SYMBOL = re.compile(r"[A-G][#b]*(.*?)(?:/([A-G][#b]*))?$")
_RHYTHM = ("keys", "plucked")
"""Families whose players read chord symbols."""


def symbol_line(lines: Sequence[Line]) -> int:
    """Return which line the symbols stand above: the first keyboard or guitar, else the top."""
    able = (i for i, line in enumerate(lines) if line.family in _RHYTHM and not line.is_drums)
    return next(able, 0)


def symbols_in(bar: Bar, chords: Sequence[Chord], speller: Speller) -> Iterator[ET.Element]:
    """Yield the symbols of a bar, where the chord changes."""
    before = ""
    for chord in sorted(chords, key=lambda chord: chord.at_beats):
        at = round(chord.at_beats * TICKS)
        if bar.start <= at < bar.stop and chord.symbol != before:
            yield _symbol(chord, at - bar.start, speller)
        before = chord.symbol


def _symbol(chord: Chord, offset: int, speller: Speller) -> ET.Element:
    made = element("harmony", placement="above", print_frame="no")
    found = _SYMBOL.match(chord.symbol)
    suffix, bass = found.groups("") if found else (chord.symbol, "")
    kind, printed, degrees = _KINDS.get(suffix, ("other", suffix, ()))
    _tone(made, "root", speller.root(chord))
    child(made, "kind", kind).set("text", printed)
    if bass:
        pitch = 60 + fifths_of(bass) * 7 % 12
        _tone(made, "bass", speller.spell(pitch, round(chord.at_beats * TICKS)))
    for number, change in degrees:
        degree = child(made, "degree")
        child(degree, "degree-value", str(number))
        child(degree, "degree-alter", str(change))
        child(degree, "degree-type", "add")
    if offset:
        child(made, "offset", str(offset))
    return made


def _tone(made: ET.Element, name: str, spelled: Spelled) -> None:
    tone = child(made, name)
    child(tone, f"{name}-step", spelled.step)
    if spelled.alter:
        child(tone, f"{name}-alter", str(spelled.alter))
