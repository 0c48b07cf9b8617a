"""Writes the notes and rests of one bar of a staff as MusicXML elements."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # writing only: nothing is parsed here
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenescore.deliver.notation.accidentals import Sign
from scenescore.deliver.notation.drums import LONG, drum_of
from scenescore.deliver.notation.model import TICKS, Line, Tone
from scenescore.deliver.notation.spelling import Spelled, Speller
from scenescore.deliver.notation.voices import Piece

_TREMOLO_STROKES = {"eighth": 2, "16th": 1, "32nd": 1}


def element(tag: str, text: str = "", **attributes: str) -> ET.Element:
    """Return an element; `_` in attribute names stands for a hyphen."""
    made = ET.Element(tag, {name.replace("_", "-"): value for name, value in attributes.items()})
    made.text = text or None
    return made


def child(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    """Append an element and return it."""
    made = element(tag, text, **attributes)
    parent.append(made)
    return made


@dataclass(frozen=True, slots=True)
class Pen:
    """What stays the same while one staff of a bar is written."""

    line: Line
    part_id: str
    staff: int
    """From 1."""
    speller: Speller
    signs: dict[tuple[int, Spelled], Sign]

    def written(self, tone: Tone) -> Spelled:
        """Return a tone's pitch as it stands on the staff."""
        pitch = tone.pitch - 12 * self.line.octaves
        return self.speller.spell(pitch, tone.start)


def write_voice(
    pen: Pen, pieces: Sequence[Piece], *, voice: int, stem: str, hide_ends: bool
) -> list[list[ET.Element]]:
    """Return the elements of each piece of one voice in one bar."""
    sounding = [i for i, piece in enumerate(pieces) if piece.block is not None]
    result: list[list[ET.Element]] = []
    for index, piece in enumerate(pieces):
        if piece.block is not None:
            result.append(list(_chord(pen, piece, voice, stem)))
        elif hide_ends and not (sounding and sounding[0] < index < sounding[-1]):
            result.append([_forward(pen, piece, voice)])
        else:
            result.append([_rest(pen, piece, voice)])
    return result


def _forward(pen: Pen, piece: Piece, voice: int) -> ET.Element:
    made = element("forward")
    child(made, "duration", str(piece.value.ticks))
    child(made, "voice", str(voice))
    if len(pen.line.staves) > 1:
        child(made, "staff", str(pen.staff))
    return made


def _rest(pen: Pen, piece: Piece, voice: int) -> ET.Element:
    note = element("note")
    child(note, "rest", **({"measure": "yes"} if piece.fills_bar else {}))
    child(note, "duration", str(piece.value.ticks))
    child(note, "voice", str(voice))
    if piece.value.type:
        _value(note, piece)
    if len(pen.line.staves) > 1:
        child(note, "staff", str(pen.staff))
    if piece.tuplet:
        _tuplet(child(note, "notations"), piece)
    return note


def _value(note: ET.Element, piece: Piece) -> None:
    child(note, "type", piece.value.type)
    for _ in range(piece.value.dots):
        child(note, "dot")
    if piece.value.tuplet:
        change = child(note, "time-modification")
        child(change, "actual-notes", str(piece.value.tuplet[0]))
        child(change, "normal-notes", str(piece.value.tuplet[1]))


def _tuplet(notations: ET.Element, piece: Piece) -> None:
    for side in ("start", "stop"):
        if piece.tuplet in (side, "both"):
            child(notations, "tuplet", type=side, number="1")


def _chord(pen: Pen, piece: Piece, voice: int, stem: str) -> Iterator[ET.Element]:
    assert piece.block is not None
    seen: set[tuple[str, int]] = set()
    for tone in sorted(piece.block.tones, key=lambda tone: tone.pitch):
        place = _place(pen, tone)
        if place in seen:
            continue
        yield _note(pen, piece, tone, voice, stem, is_first=not seen)
        seen.add(place)


def _place(pen: Pen, tone: Tone) -> tuple[str, int]:
    """Return what must differ between the heads of a chord."""
    if pen.line.is_drums:
        drum = drum_of(pen.line.instrument, tone.pitch)
        return (drum.step, drum.octave)
    return ("", tone.pitch)


def _note(
    pen: Pen, piece: Piece, tone: Tone, voice: int, stem: str, *, is_first: bool
) -> ET.Element:
    note = element("note")
    if not is_first:
        child(note, "chord")
    sign = _pitch(pen, note, piece, tone)
    child(note, "duration", str(piece.value.ticks))
    ties = [] if piece.is_first else ["stop"]
    ties += [] if piece.is_last else ["start"]
    if not pen.line.is_drums:
        for tie in ties:
            child(note, "tie", type=tie)
    else:
        child(note, "instrument", id=drum_id(pen.part_id, tone.pitch))
    child(note, "voice", str(voice))
    _value(note, piece)
    if sign is not None:
        more = {"cautionary": "yes", "parentheses": "yes"} if sign.is_courtesy else {}
        note.insert(list(note).index(_last(note, "type")) + 1 + piece.value.dots,
                    element("accidental", sign.name, **more))  # fmt: skip
    if stem and piece.value.type not in ("whole", "breve"):
        child(note, "stem", stem)
    if pen.line.is_drums and drum_of(pen.line.instrument, tone.pitch).head != "normal":
        child(note, "notehead", drum_of(pen.line.instrument, tone.pitch).head)
    if len(pen.line.staves) > 1:
        child(note, "staff", str(pen.staff))
    for level, beam in enumerate(piece.beams if is_first else (), 1):
        child(note, "beam", beam, number=str(level))
    notations = _notations(pen, piece, tone, ties, is_first=is_first)
    if len(notations):
        note.append(notations)
    return note


def _last(note: ET.Element, tag: str) -> ET.Element:
    found = note.find(tag)
    assert found is not None
    return found


def drum_id(part_id: str, key: int) -> str:
    """Return the name of one drum in the file."""
    return f"{part_id}-I{key + 1}"


def _pitch(pen: Pen, note: ET.Element, piece: Piece, tone: Tone) -> Sign | None:
    if pen.line.is_drums:
        drum = drum_of(pen.line.instrument, tone.pitch)
        unpitched = child(note, "unpitched")
        child(unpitched, "display-step", drum.step)
        child(unpitched, "display-octave", str(drum.octave))
        return None
    spelled = pen.written(tone)
    pitch = child(note, "pitch")
    child(pitch, "step", spelled.step)
    if spelled.alter:
        child(pitch, "alter", str(spelled.alter))
    child(pitch, "octave", str(spelled.octave))
    return pen.signs.get((piece.start, spelled))


def _notations(
    pen: Pen, piece: Piece, tone: Tone, ties: Sequence[str], *, is_first: bool
) -> ET.Element:
    made = element("notations")
    block = piece.block
    assert block is not None
    if not pen.line.is_drums:
        for tie in ties:
            child(made, "tied", type=tie)
    if is_first:
        if "stop" in block.slur and piece.is_last:
            child(made, "slur", type="stop", number="1")
        if "start" in block.slur and piece.is_first:
            child(made, "slur", type="start", number="1")
        _tuplet(made, piece)
    _lines_between(made, piece, tone)
    if is_first and _rolls(pen, tone):
        ornaments = child(made, "ornaments")
        strokes = _TREMOLO_STROKES.get(piece.value.type, 3)
        child(ornaments, "tremolo", str(strokes), type="single")
    if is_first and piece.is_first:
        wanted = [sign for sign in ("accent", "staccato") if _has(block.tones, sign)]
        if wanted:
            articulations = child(made, "articulations")
            for sign in wanted:
                child(articulations, sign)
    if piece.is_first and "arpeggio" in tone.signs and len(block.tones) > 1:
        child(made, "arpeggiate")
    return made


def _lines_between(made: ET.Element, piece: Piece, tone: Tone) -> None:
    if "landing" in tone.signs and piece.is_first:
        child(made, "glissando", type="stop", number="1", line_type="wavy")
    if "glide" in tone.signs and piece.is_last:
        child(made, "glissando", "gliss.", type="start", number="1", line_type="wavy")


def _rolls(pen: Pen, tone: Tone) -> bool:
    is_swell = pen.line.is_drums and tone.pitch in LONG - {49, 57}
    return "tremolo" in tone.signs or (is_swell and tone.stop - tone.start >= 2 * TICKS)


def _has(tones: Sequence[Tone], sign: str) -> bool:
    return any(sign in tone.signs for tone in tones)
