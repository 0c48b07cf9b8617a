"""Decides which staves a score has: one for each section, in score order, with clef and name.

Parts of one section that differ only in how it plays (`Violins I pizz.`) share a staff when they
take turns, and are written as divided where they sound together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.score import Part
from scenescore.deliver.notation.drums import LONG, is_struck_as_drums
from scenescore.deliver.notation.grid import Placed, place
from scenescore.deliver.notation.loudness import Loudness
from scenescore.deliver.notation.model import TICKS, Bar, Clef, Line, Tone

TREBLE, BASS = Clef("G", 2, 71), Clef("F", 4, 50)
ALTO, TENOR = Clef("C", 3, 60), Clef("C", 4, 57)
PERCUSSION = Clef("percussion", None, 71)

_ORDER = ("woodwinds", "brass", "percussion", "drums", "keys", "plucked", "choir", "synth", "bass",
          "strings")  # fmt: skip
_BRASS = ("horns", "trumpets", "trumpet-muted", "trombones", "tuba", "brass-section")
_BY_CLEF = {
    TREBLE: "violins-1 violins-2 violin-solo piccolo flute alto-flute oboe english-horn clarinet "
            "recorder pan-flute ocarina tin-whistle whistle alto-sax tenor-sax trumpets "
            "trumpet-muted choir voice-ooh boy-soprano glockenspiel vibraphone xylophone "
            "tubular-bells music-box nylon-guitar steel-guitar clean-guitar twang-guitar "
            "overdriven-guitar distortion-guitar banjo mandolin",
    ALTO: "violas viola-solo",
    BASS: "celli cello-solo basses bassoon contrabassoon trombones tuba timpani upright-bass "
          "electric-bass picked-bass fretless-bass synth-bass sub-drone",
}  # fmt: skip
_FIXED = {name: clef for clef, names in _BY_CLEF.items() for name in names.split()}
_TWO_STAVES = {
    *("piano", "felt-piano", "electric-piano", "celesta", "harpsichord", "organ", "hammond"),
    *("accordion", "marimba", "harp", "koto", "dulcimer"),
}
# Octaves an instrument sounds above what players read.
_OCTAVES = {
    "piccolo": 1, "recorder": 1, "tin-whistle": 1, "celesta": 1, "xylophone": 1, "music-box": 1,
    "glockenspiel": 2, "basses": -1, "upright-bass": -1, "electric-bass": -1, "picked-bass": -1,
    "fretless-bass": -1, "contrabassoon": -1, "nylon-guitar": -1, "steel-guitar": -1,
    "clean-guitar": -1, "twang-guitar": -1, "overdriven-guitar": -1, "distortion-guitar": -1,
    "banjo": -1, "oud": -1,
}  # fmt: skip
_RINGING = {"plucked", "percussion"}
"""Families whose notes are written to the next note, since they ring by themselves."""
_WORDS = {"pizzicato": "pizz.", "mute": "con sord."}
_DIVIDED = {"strings", "choir", "brass"}
_BOWED_OR_BLOWN = {"strings", "woodwinds", "brass", "choir"}
_SHORTENED = {"Violins": "Vln.", "Violas": "Vla.", "Violoncelli": "Vc.", "Contrabasses": "Cb.",
              "Solo": "S.", "Percussion": "Perc.", "Trombones": "Tbn.", "Trumpets": "Tpt.",
              "Horns": "Hn.", "Clarinet": "Cl.", "Bassoon": "Bn.", "Flute": "Fl.", "Oboe": "Ob.",
              "English": "E.", "Horn": "Hn.", "Timpani": "Timp.", "Piano": "Pno.", "Harp": "Hp.",
              "Bass": "B.", "Guitar": "Gtr."}  # fmt: skip
_HIGH = {"bassoon", "celli", "cello-solo", "trombones"}
"""Who read the tenor clef where they lie high."""
_HORN_TREBLE = 57
_MOST_SHARED = 0.1
"""Share of the shorter one's sound that two parts on one staff may have in common."""


@dataclass(slots=True)
class _Desk:
    """Parts that share a staff."""

    instrument: str
    parts: list[Part]
    busy: list[tuple[float, float]] = field(default_factory=list)


def lines_of(parts: Sequence[Part], bars: Sequence[Bar], *, triplets: bool) -> tuple[Line, ...]:
    """Return the lines of a score in score order, tones on the grid, without marks yet."""
    desks = sorted(_desks(parts), key=lambda desk: _rank(desk.instrument))
    end = bars[-1].stop if bars else 0
    lines: list[Line] = []
    for desk in desks:
        before = sum(line.instrument == desk.instrument for line in lines)
        line = _line(desk, end, bars, triplets=triplets, number=before)
        if any(line.staves):
            lines.append(line)
    return tuple(lines)


def _rank(instrument: str) -> tuple[int, int, int]:
    known = INSTRUMENTS.get(instrument)
    family = known.family if known else "synth"
    brass = _BRASS.index(instrument) if instrument in _BRASS else 0
    place = list(INSTRUMENTS).index(instrument) if known else len(INSTRUMENTS)
    return (_ORDER.index(family) if family in _ORDER else len(_ORDER), brass, place)


def _desks(parts: Sequence[Part]) -> list[_Desk]:
    desks: list[_Desk] = []
    for part in parts:
        busy = _busy(part)
        free = [d for d in desks if d.instrument == part.instrument and _has_room(d, busy)]
        desk = free[0] if free else _Desk(part.instrument, [])
        if not free:
            desks.append(desk)
        desk.parts.append(part)
        desk.busy = _union([*desk.busy, *busy])
    return desks


def _has_room(desk: _Desk, busy: Sequence[tuple[float, float]]) -> bool:
    """Return whether a part can share a desk: in turns, or as the other hand of a keyboard."""
    is_second_hand = desk.instrument in _TWO_STAVES and len(desk.parts) < 2
    return is_second_hand or not _clash(desk.busy, busy)


def _busy(part: Part) -> list[tuple[float, float]]:
    return _union([(n.onset_beats, n.onset_beats + n.length_beats) for n in part.notes])


def _union(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return spans joined where they touch."""
    result: list[tuple[float, float]] = []
    for start, stop in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(stop, result[-1][1]))
        else:
            result.append((start, stop))
    return result


def _clash(one: Sequence[tuple[float, float]], two: Sequence[tuple[float, float]]) -> bool:
    shared = sum(max(0.0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in two)
    shorter = min(sum(b - a for a, b in one), sum(b - a for a, b in two))
    return shared > _MOST_SHARED * shorter


def _line(desk: _Desk, end: int, bars: Sequence[Bar], *, triplets: bool, number: int) -> Line:
    known = INSTRUMENTS.get(desk.instrument)
    label = known.label if known else desk.parts[0].name
    family = known.family if known else desk.parts[0].family
    if number:
        label += " div." if number == 1 and family in _DIVIDED else f" {number + 1}"
    drums = is_struck_as_drums(desk.instrument)
    tones = _tones(desk, end, triplets=triplets, drums=drums)
    if drums:
        clefs, staves = _drum_staff(tones)
    else:
        clefs, staves = _staves(desk.instrument, family, tones, bars)
    octaves = _OCTAVES.get(desk.instrument, 0)
    return Line(label, _short(label), desk.instrument, family, clefs, staves, octaves, drums)


def _short(label: str) -> str:
    return " ".join(_SHORTENED.get(word, word) for word in label.split())


def _tones(desk: _Desk, end: int, *, triplets: bool, drums: bool) -> tuple[Tone, ...]:
    owner = {id(note): part for part in desk.parts for note in part.notes}
    loudness = {id(part): Loudness(part) for part in desk.parts}
    notes = [note for part in desk.parts for note in part.notes]
    tones = []
    for item in place(notes, triplets=triplets, sustained=not drums):
        if item.start >= end:
            continue
        part = owner[id(item.note)]
        tones.append(_tone(item, part, loudness[id(part)], min(item.stop, end)))
    return tuple(tones)


def _tone(item: Placed, part: Part, loudness: Loudness, stop: int) -> Tone:
    signs = set(item.signs)
    length = stop - item.start
    if part.articulation == "tremolo":
        signs.add("tremolo")
    elif part.articulation == "staccato" or (
        item.note.sounding < 0.5 and length <= TICKS and part.articulation != "pizzicato"
    ):
        signs.add("staccato")
    elif item.note.sounding >= 0.97 and part.family in _BOWED_OR_BLOWN:
        signs.add("legato")
    if "staccato" in signs and item.start % (TICKS // 2):
        stop = min(stop, (item.start // TICKS + 1) * TICKS)
    words = "pizz." if part.instrument == "pizzicato" else _WORDS.get(part.articulation, "")
    return Tone(
        item.start, max(stop, item.start + 3), item.note.pitch, loudness.of(item.note), words,
        frozenset(signs),
    )  # fmt: skip


def _to_the_next(tones: Sequence[Tone]) -> tuple[Tone, ...]:
    """Return tones that end where the next begins: what rings needs no second voice."""
    return tuple(
        replace(tone, stop=min(tone.stop, following) if following > tone.start else tone.stop)
        for tone, following in _with_next(tones)
    )


def _strokes(tones: Sequence[Tone]) -> tuple[Tone, ...]:
    """Return drum strokes that last to the next, at most to the next beat; swells keep theirs."""
    swells = {tone.start: tone.stop for tone in tones if tone.pitch in LONG}
    result = []
    for tone, following in _with_next(tones):
        beat = (tone.start // TICKS + 1) * TICKS
        stop = max(swells.get(tone.start, beat), beat)
        is_last = following <= tone.start
        result.append(replace(tone, stop=stop if is_last else min(stop, following)))
    return tuple(result)


def _without_gaps(tones: Sequence[Tone]) -> tuple[Tone, ...]:
    """Return tones with rests of an eighth or less, too short to mean anything, closed."""
    return tuple(
        replace(tone, stop=following) if 0 < following - tone.stop <= TICKS // 2 else tone
        for tone, following in _with_next(tones)
    )


def _with_next(tones: Sequence[Tone]) -> Iterator[tuple[Tone, int]]:
    """Yield each tone and where the next one begins."""
    starts = sorted({tone.start for tone in tones})
    for tone in tones:
        index = bisect_right(starts, tone.start)
        yield tone, starts[index] if index < len(starts) else tone.start


Staves = tuple[tuple[Clef, ...], tuple[tuple[Tone, ...], ...]]
"""The clef of each staff, the tones of each."""


def _drum_staff(tones: Sequence[Tone]) -> Staves:
    return (PERCUSSION,), (_strokes(tones),)


def _staves(instrument: str, family: str, tones: Sequence[Tone], bars: Sequence[Bar]) -> Staves:
    octaves = _OCTAVES.get(instrument, 0)
    staves: tuple[tuple[Tone, ...], ...] = (tuple(tones),)
    clefs: tuple[Clef, ...] = (_clef(instrument, tones, octaves),)
    if instrument in _TWO_STAVES:
        clefs, staves = (TREBLE, BASS), _hands(tones, bars, 60 + 12 * octaves)
    if family in _RINGING:
        staves = tuple(_to_the_next(staff) for staff in staves)
    if family in _RINGING or instrument in _TWO_STAVES:
        staves = tuple(_without_gaps(staff) for staff in staves)
    return clefs, staves


def _clef(instrument: str, tones: Sequence[Tone], octaves: int) -> Clef:
    pitches = sorted(tone.pitch - 12 * octaves for tone in tones)
    middle = pitches[len(pitches) // 2] if pitches else 60
    if instrument in _HIGH and middle > TENOR.middle + 2:
        return TENOR
    if instrument in _FIXED:
        return _FIXED[instrument]
    if instrument == "horns":  # who read the treble clef far down, and the bass clef seldom
        return TREBLE if middle >= _HORN_TREBLE else BASS
    return min((TREBLE, BASS), key=lambda clef: abs(clef.middle - middle))


def _hands(
    tones: Sequence[Tone], bars: Sequence[Bar], middle: int
) -> tuple[tuple[Tone, ...], tuple[Tone, ...]]:
    """Return the tones of the right and the left hand, divided anew in each bar."""
    starts = [bar.start for bar in bars]
    by_bar: dict[int, list[Tone]] = {}
    for tone in tones:
        by_bar.setdefault(bisect_right(starts, tone.start), []).append(tone)
    upper: list[Tone] = []
    lower: list[Tone] = []
    for inside in by_bar.values():
        split = _split(inside, middle)
        upper += [tone for tone in inside if tone.pitch >= split]
        lower += [tone for tone in inside if tone.pitch < split]
    return tuple(upper), tuple(lower)


def _split(tones: Sequence[Tone], middle: int) -> int:
    """Return the lowest pitch of the right hand: few ledger lines, no hand stretched."""

    def trouble(split: int) -> float:
        high = [tone.pitch for tone in tones if tone.pitch >= split]
        low = [tone.pitch for tone in tones if tone.pitch < split]
        ledgers = sum(max(0, middle - 5 - p) for p in high) + sum(
            max(0, p - middle - 5) for p in low
        )
        sides = [tone.pitch >= split for tone in tones]
        turns = sum(one != two for one, two in pairwise(sides))
        return ledgers + 0.5 * turns + 0.3 * abs(split - middle)

    return min(range(middle - 12, middle + 13), key=lambda split: (trouble(split), split))
