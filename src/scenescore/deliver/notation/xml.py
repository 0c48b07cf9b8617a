"""Writes the words of notation as MusicXML 4.0. Knows elements, not music.

The order of elements is the schema's, which is strict about it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET  # writing only: nothing is parsed here
from collections.abc import Sequence
from dataclasses import dataclass

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.score import Chord, TempoChange
from scenescore.deliver.keys import Signature
from scenescore.deliver.notation.accidentals import Accidentals
from scenescore.deliver.notation.drums import drum_of
from scenescore.deliver.notation.meters import is_compound
from scenescore.deliver.notation.model import TICKS, Bar, Line, Mark
from scenescore.deliver.notation.notes import Pen, child, drum_id, element, write_voice
from scenescore.deliver.notation.octaves import OctaveLine, octave_lines
from scenescore.deliver.notation.pedals import harp_setting
from scenescore.deliver.notation.spelling import Speller
from scenescore.deliver.notation.symbols import symbol_line, symbols_in
from scenescore.deliver.notation.voices import Block, pieces_in, voices_of

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
_BRACKETED = {"woodwinds", "brass", "percussion", "strings"}
_DRUM_CHANNEL = 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole score, ready to be written."""

    title: str
    film: str
    signature: Signature
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    """For all staves: tempo, letters, hits."""
    tempo: tuple[TempoChange, ...]
    chords: tuple[Chord, ...]

    @property
    def staves(self) -> int:
        """How many staves a system has."""
        return sum(len(line.staves) for line in self.lines)


def sheet_to_xml(sheet: Sheet) -> str:
    """Return a score as a MusicXML 4.0 document."""
    root = element("score-partwise", version="4.0")
    if sheet.film:
        child(child(root, "work"), "work-title", sheet.film)
    child(root, "movement-title", sheet.title)
    identification = child(root, "identification")
    child(child(identification, "encoding"), "software", "Scenescore")
    root.append(_part_list(sheet.lines))
    chords = symbol_line(sheet.lines)
    for index, line in enumerate(sheet.lines):
        part = _part(sheet, line, f"P{index + 1}", is_top=index == 0, has_chords=index == chords)
        root.append(part)
    ET.indent(root, " ")
    return _HEAD + ET.tostring(root, encoding="unicode") + "\n"


# ------------------------------------------------------------------ who plays


def _part_list(lines: Sequence[Line]) -> ET.Element:
    made = element("part-list")
    number = 0
    for index, line in enumerate(lines):
        grouped = line.family in _BRACKETED
        before = index > 0 and lines[index - 1].family == line.family
        after = index + 1 < len(lines) and lines[index + 1].family == line.family
        if grouped and after and not before:
            number += 1
            group = child(made, "part-group", type="start", number=str(number))
            child(group, "group-symbol", "bracket")
            child(group, "group-barline", "yes")
        made.append(_score_part(line, f"P{index + 1}", index))
        if grouped and before and not after:
            child(made, "part-group", type="stop", number=str(number))
    return made


def _score_part(line: Line, part_id: str, index: int) -> ET.Element:
    made = element("score-part", id=part_id)
    child(made, "part-name", line.name)
    child(made, "part-abbreviation", line.short_name)
    known = INSTRUMENTS.get(line.instrument)
    program = known.program + 1 if known else 1
    if not line.is_drums:
        child(child(made, "score-instrument", id=f"{part_id}-I1"), "instrument-name", line.name)
        midi = child(made, "midi-instrument", id=f"{part_id}-I1")
        child(midi, "midi-channel", str(_channel(index)))
        child(midi, "midi-program", str(program))
        return made
    keys = sorted({tone.pitch for staff in line.staves for tone in staff})
    for key in keys:
        drum = child(made, "score-instrument", id=drum_id(part_id, key))
        child(drum, "instrument-name", drum_of(line.instrument, key).name)
    for key in keys:
        midi = child(made, "midi-instrument", id=drum_id(part_id, key))
        child(midi, "midi-channel", str(_DRUM_CHANNEL))
        child(midi, "midi-program", str(program))
        child(midi, "midi-unpitched", str(key + 1))
    return made


def _channel(index: int) -> int:
    place = index % 15 + 1
    return place if place < _DRUM_CHANNEL else place + 1


# ------------------------------------------------------------------ what they play


def _part(sheet: Sheet, line: Line, part_id: str, *, is_top: bool, has_chords: bool) -> ET.Element:
    made = element("part", id=part_id)
    speller = Speller(sheet.signature, sheet.chords)
    memory = [Accidentals(sheet.signature) for _ in line.staves]
    voices = [voices_of(staff, sheet.bars) for staff in line.staves]
    shifts = [
        octave_lines(staff, sheet.bars, clef, line)
        for staff, clef in zip(line.staves, line.clefs, strict=True)
    ]
    for bar in sheet.bars:
        measure = child(made, "measure", number=str(bar.number))
        attributes = _attributes(sheet, line, bar)
        if len(attributes):
            measure.append(attributes)
        if is_top:
            _sounds(measure, sheet.tempo, bar)
        if bar.number == 1:
            _set_harp(measure, harp_setting(line, sheet.signature))
        for symbol in symbols_in(bar, sheet.chords, speller) if has_chords else ():
            measure.append(symbol)
        marks = [*(sheet.marks if is_top else ()), *line.marks]
        for mark in (m for m in marks if _is_in(m, bar, sheet.bars[-1])):
            measure.append(_direction(mark, bar, len(line.staves)))
        for index, staff_voices in enumerate(voices):
            if index:
                _back(measure, bar.length)
            pen = Pen(line, part_id, index + 1, speller, {})
            _staff(measure, pen, staff_voices, bar, memory[index], shifts[index])
        if bar is sheet.bars[-1]:
            child(child(measure, "barline", location="right"), "bar-style", "light-heavy")
    return made


def _attributes(sheet: Sheet, line: Line, bar: Bar) -> ET.Element:
    made = element("attributes")
    first = bar.number == 1
    if first:
        child(made, "divisions", str(TICKS))
        key = child(made, "key")
        child(key, "fifths", str(0 if line.is_drums else sheet.signature.sharps))
        child(key, "mode", "minor" if sheet.signature.is_minor else "major")
    if bar.is_new_meter:
        time = child(made, "time")
        child(time, "beats", str(bar.beats))
        child(time, "beat-type", str(bar.unit))
    if first and len(line.staves) > 1:
        child(made, "staves", str(len(line.staves)))
    for number, clef in enumerate(line.clefs if first else (), 1):
        named = {"number": str(number)} if len(line.staves) > 1 else {}
        sign = child(made, "clef", **named)
        child(sign, "sign", clef.sign)
        if clef.line is not None:
            child(sign, "line", str(clef.line))
    if first and line.octaves:
        transpose = child(made, "transpose")
        child(transpose, "chromatic", "0")
        child(transpose, "octave-change", str(line.octaves))
    return made


def _sounds(measure: ET.Element, tempo: Sequence[TempoChange], bar: Bar) -> None:
    """Write every tempo for programs that play; readers see the marks only."""
    for change in tempo:
        tick = round(change.at_beats * TICKS)
        if bar.start <= tick < bar.stop:
            sound = child(measure, "sound", tempo=f"{change.bpm:.3f}".rstrip("0").rstrip("."))
            if tick > bar.start:
                child(sound, "offset", str(tick - bar.start))


def _is_in(mark: Mark, bar: Bar, last: Bar) -> bool:
    """Return whether a mark stands in a bar; what ends with the piece stands in its last one."""
    return bar.start <= mark.at < bar.stop or (bar is last and mark.at == bar.stop)


def _set_harp(measure: ET.Element, pedals: Sequence[tuple[str, int]]) -> None:
    if not pedals:
        return
    made = child(measure, "direction", placement="above")
    diagram = child(child(made, "direction-type"), "harp-pedals")
    for step, alter in pedals:
        tuning = child(diagram, "pedal-tuning")
        child(tuning, "pedal-step", step)
        child(tuning, "pedal-alter", str(alter))
    child(made, "staff", "1")


def _direction(mark: Mark, bar: Bar, staves: int) -> ET.Element:
    above = mark.kind in ("tempo", "rehearsal", "hit", "words")
    system = {"system": "only-top"} if mark.kind in ("tempo", "rehearsal", "hit") else {}
    made = element("direction", placement="above" if above else "below", **system)
    _DRAW[mark.kind](made, mark, bar)
    if mark.at > bar.start:
        child(made, "offset", str(mark.at - bar.start))
    if staves > 1:
        child(made, "staff", str(staves) if mark.kind == "pedal" else "1")
    return made


def _draw_pedal(made: ET.Element, mark: Mark, bar: Bar) -> None:
    child(child(made, "direction-type"), "pedal", type=mark.text, line="no", sign="yes")


def _draw_dynamic(made: ET.Element, mark: Mark, bar: Bar) -> None:
    child(child(child(made, "direction-type"), "dynamics"), mark.text)


def _draw_wedge(made: ET.Element, mark: Mark, bar: Bar) -> None:
    shape = "stop" if mark.kind == "end" else mark.kind
    child(child(made, "direction-type"), "wedge", type=shape, number="1")


def _draw_words(made: ET.Element, mark: Mark, bar: Bar) -> None:
    child(child(made, "direction-type"), "words", mark.text, font_style="italic")


def _draw_hit(made: ET.Element, mark: Mark, bar: Bar) -> None:
    child(child(made, "direction-type"), "words", mark.text, font_weight="bold",
          enclosure="rectangle")  # fmt: skip


def _draw_rehearsal(made: ET.Element, mark: Mark, bar: Bar) -> None:
    child(child(made, "direction-type"), "rehearsal", mark.text, enclosure="rectangle")


def _draw_tempo(made: ET.Element, mark: Mark, bar: Bar) -> None:
    if mark.text:
        child(child(made, "direction-type"), "words", f"{mark.text} ", font_weight="bold")
    metronome = child(child(made, "direction-type"), "metronome")
    child(metronome, "beat-unit", "quarter")
    bpm = mark.bpm
    if is_compound(bar.beats, bar.unit):
        child(metronome, "beat-unit-dot")
        bpm = mark.bpm * 2 / 3
    child(metronome, "per-minute", str(round(bpm)))


_DRAW = {
    "dynamic": _draw_dynamic, "crescendo": _draw_wedge, "diminuendo": _draw_wedge,
    "end": _draw_wedge, "words": _draw_words, "hit": _draw_hit, "rehearsal": _draw_rehearsal,
    "tempo": _draw_tempo, "pedal": _draw_pedal,
}  # fmt: skip


def _staff(
    measure: ET.Element,
    pen: Pen,
    voices: Sequence[Sequence[Block]],
    bar: Bar,
    memory: Accidentals,
    shifts: Sequence[OctaveLine],
) -> None:
    """Write one staff of one bar: its voices one after the other."""
    sounding = [v for v in voices if any(b.start < bar.stop and b.stop > bar.start for b in v)]
    written = [pieces_in(voice, bar) for voice in (sounding or [()])]
    heads = [
        (piece.start, pen.written(tone), not piece.is_first)
        for pieces in written
        for piece in pieces
        if piece.block is not None
        for tone in piece.block.tones
    ]
    pen.signs.update({} if pen.line.is_drums else memory.of_bar(heads))
    both = len(written) > 1
    for index, pieces in enumerate(written):
        if index:
            _back(measure, bar.length)
        stem = ("up", "down")[index] if both else ""
        number = 4 * (pen.staff - 1) + index + 1
        notes = write_voice(pen, pieces, voice=number, stem=stem, hide_ends=index > 0)
        for piece, elements in zip(pieces, notes, strict=True):
            around = () if index else shifts
            begun = [line for line in around if piece.start <= line.start < piece.stop]
            ended = [line for line in around if piece.start < line.stop <= piece.stop]
            _shift(measure, pen, begun, is_end=False)
            measure.extend(elements)
            _shift(measure, pen, ended, is_end=True)


def _shift(measure: ET.Element, pen: Pen, lines: Sequence[OctaveLine], *, is_end: bool) -> None:
    """Write octave lines of a staff that start or stop here."""
    for line in lines:
        made = child(measure, "direction", placement=line.side)
        shape = "stop" if is_end else "down" if line.side == "above" else "up"
        child(child(made, "direction-type"), "octave-shift", type=shape, size="8", number="1")
        if len(pen.line.staves) > 1:
            child(made, "staff", str(pen.staff))


def _back(measure: ET.Element, ticks: int) -> None:
    child(child(measure, "backup"), "duration", str(ticks))
