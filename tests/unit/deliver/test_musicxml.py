"""Sheet music says what the score says, in the form that notation programs read."""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from delivered_film import film, score

from scenescore.core.progress import Run
from scenescore.core.registry import get
from scenescore.core.score import (
    Chord,
    Control,
    MeterChange,
    Note,
    Part,
    Score,
    Section,
    TempoChange,
)
from scenescore.core.types import Hit, MusicBrief
from scenescore.deliver.keys import signature_of
from scenescore.deliver.musicxml import MusicXmlExporter, score_to_musicxml, sheet_of
from scenescore.deliver.notation.meters import bars_of, values_in
from scenescore.deliver.notation.model import Bar
from scenescore.deliver.notation.spelling import Speller

HAS_VEROVIO = importlib.util.find_spec("verovio") is not None


def tune(*notes, instrument="violins-1", family="strings", meter=(4, 4), beats=16.0, key="C major",
         **part):  # fmt: skip
    """A score of one part: notes are (onset, length, pitch) in beats."""
    written = tuple(Note(on, length, pitch, 80) for on, length, pitch in notes)
    return Score(
        duration_s=beats / 2,
        tempo=(TempoChange(0.0, 120.0),),
        meters=(MeterChange(0.0, *meter),),
        key=key,
        parts=(Part(instrument, instrument, family, written, **part),),
    )


def document(written: Score):
    return ET.fromstring(score_to_musicxml(written, title="1m01 Test"))


def heard(root, part=0):
    """Every note of a part as (onset, length, sounding pitch) in quarters, ties joined."""
    result, divisions, start, octaves = [], 24, Fraction(0), 0
    for measure in root.findall("part")[part].findall("measure"):
        at, last, longest = start, start, start
        for item in measure:
            if item.tag == "attributes" and item.find("transpose") is not None:
                octaves = int(item.findtext("transpose/octave-change"))
            ticks = Fraction(int(item.findtext("duration") or 0), divisions)
            if item.tag == "backup":
                at -= ticks
            elif item.tag == "forward":
                at += ticks
            elif item.tag == "note":
                if item.find("chord") is None:
                    last, at = at, at + ticks
                if item.find("pitch") is not None:
                    ties = {tie.get("type") for tie in item.findall("tie")}
                    _join(result, last, ticks, _pitch(item) + 12 * octaves, "stop" in ties)
            longest = max(longest, at)
        start = longest
    return sorted((float(on), float(length), pitch) for on, length, pitch in result)


def _pitch(note):
    steps = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
    octave, alter = int(note.findtext("pitch/octave")), int(note.findtext("pitch/alter") or 0)
    return 12 * (octave + 1) + steps[note.findtext("pitch/step")] + alter


def _join(result, onset, length, pitch, is_tied):
    if is_tied:
        index = next(i for i, (on, long, p) in enumerate(result)
                     if p == pitch and on + long == onset)  # fmt: skip
        result[index] = (result[index][0], result[index][1] + length, pitch)
    else:
        result.append((onset, length, pitch))


# ------------------------------------------------------------------ rhythm


@pytest.mark.parametrize("meter", [(4, 4), (3, 4), (6, 8), (5, 4), (7, 8), (2, 2)])
def test_every_note_keeps_its_place_and_length_over_bars_and_beats(meter):
    notes, at = [], 0.0
    for index in range(40):
        length = (0.25, 0.5, 0.75, 1.0, 1.5, 2.75, 3.5, 6.25)[index * 5 % 8]
        notes.append((at, length, 60 + index % 12))
        at += length + (0.5 if index % 3 == 0 else 0.0)
    written = tune(*notes, meter=meter, beats=at)
    assert heard(document(written)) == sorted(notes)


def test_two_lines_on_one_staff_become_two_voices():
    notes = [(0.0, 4.0, 60), *((i * 0.5, 0.5, 72 + i) for i in range(8))]
    root = document(tune(*notes))
    assert heard(root) == sorted(notes)
    assert {n.findtext("voice") for n in root.iter("note") if n.find("pitch") is not None} == {
        "1", "2"}  # fmt: skip


def test_every_voice_fills_every_bar_exactly():
    root = document(tune((0.5, 5.25, 64), (1.0, 0.75, 72), (9.0, 0.25, 60), meter=(3, 4)))
    for measure in root.iter("measure"):
        lengths = {}
        for item in measure:
            if item.tag in ("note", "forward") and item.find("chord") is None:
                voice = item.findtext("voice")
                lengths[voice] = lengths.get(voice, 0) + int(item.findtext("duration"))
        assert set(lengths.values()) == {72}, measure.get("number")


def test_triplets_are_written_as_triplets():
    third = 1 / 3
    notes = [(1 + i * third, third, 60 + i) for i in range(3)]
    root = document(tune(*notes))
    changes = list(root.iter("time-modification"))
    assert len(changes) == 3
    assert [t.get("type") for t in root.iter("tuplet")] == ["start", "stop"]
    assert [round(on * 3) for on, _, _ in heard(root)] == [3, 4, 5]


def test_a_sway_off_every_grid_is_written_on_the_nearest_eighth():
    root = document(tune((0.0, 0.796, 60), (0.796, 3.2, 59)))
    assert heard(root) == [(0.0, 1.0, 60), (1.0, 3.0, 59)]


def test_a_rest_never_hides_the_middle_of_the_bar():
    bar = Bar(1, 0, 4, 4, True)
    rests = values_in(bar, 24, 72, is_rest=True)
    assert [(value.type, value.dots) for value in rests] == [("quarter", 0), ("quarter", 0)]


def test_a_syncopation_inside_half_a_bar_stays_one_note():
    bar = Bar(1, 0, 4, 4, True)
    assert [value.type for value in values_in(bar, 12, 36, is_rest=False)] == ["quarter"]
    assert [value.type for value in values_in(bar, 36, 60, is_rest=False)] == ["eighth", "eighth"]


def test_a_spread_chord_is_a_chord_with_a_wavy_line():
    notes = [(0.06 * i, 4 - 0.06 * i, 48 + 5 * i) for i in range(4)]
    root = document(tune(*notes, instrument="piano", family="keys"))
    assert len(list(root.iter("arpeggiate"))) >= 2
    assert {on for on, _, _ in heard(root)} == {0.0}


def test_a_harp_run_is_a_glissando_between_its_ends():
    run = [(2 + i * 0.11, 0.11, 55 + 2 * i) for i in range(18)]
    root = document(tune(*run, instrument="harp", family="plucked"))
    assert [g.get("type") for g in root.iter("glissando")].count("start") == 1
    assert [pitch for _, _, pitch in heard(root)] == [55, 89]


def test_a_figure_under_a_harp_run_is_kept_whole():
    run = [(2 + i * 0.11, 0.12, 60 + 2 * i) for i in range(18)]
    figure = [(i * 0.25, 0.25, 40 + i % 3) for i in range(16)]
    root = document(tune(*run, *figure, instrument="harp", family="plucked"))
    below = [(on, pitch) for on, _, pitch in heard(root) if pitch < 50]
    assert below == [(on, pitch) for on, _, pitch in figure]
    assert sorted(g.get("type") for g in root.iter("glissando")) == ["start", "stop"]


def test_a_slur_stays_inside_its_bar():
    notes = tuple(Note(i * 1.5, 1.5, 60 + i, 80, 0.0, 1.0) for i in range(8))
    part = Part("Ob", "oboe", "woodwinds", notes)
    root = document(replace(tune((0, 1, 60)), parts=(part,)))
    for measure in root.iter("measure"):
        starts = [n for n in measure.iter("slur") if n.get("type") == "start"]
        assert len(starts) <= 1
    slurs = [slur.get("type") for slur in root.iter("slur")]
    assert slurs
    assert slurs == ["start", "stop"] * (len(slurs) // 2)


# ------------------------------------------------------------------ pitch


@pytest.mark.parametrize(
    ("key", "pitch", "spelled"),
    [
        ("E major", 68, "G1"),
        ("Ab major", 68, "A-1"),
        ("A minor", 68, "G1"),
        ("F minor", 73, "D-1"),
        ("D minor", 61, "C1"),
        ("Bb major", 66, "G-1"),
        ("Gb major", 71, "C-1"),
        ("F# major", 65, "E1"),
    ],
)
def test_a_note_is_spelled_by_its_key(key, pitch, spelled):
    written = Speller(signature_of(key), ()).spell(pitch, 0)
    assert f"{written.step}{written.alter or ''}" == spelled
    steps = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
    assert 12 * (written.octave + 1) + steps[written.step] + written.alter == pitch


def test_a_chromatic_note_is_spelled_by_its_chord():
    chords = (Chord(0.0, 4.0, "E7", 4, (4, 8, 11, 2)), Chord(4.0, 4.0, "Fm", 5, (5, 8, 0)))
    speller = Speller(signature_of("C major"), chords)
    assert speller.spell(68, 0).step == "G"
    assert speller.spell(68, 4 * 24).step == "A"


def test_an_accidental_is_written_once_a_bar_and_taken_back_in_the_next():
    root = document(tune((0, 1, 66), (1, 1, 66), (2, 2, 66), (4, 4, 65)))
    signs = [(n.findtext("accidental"), n.find("accidental").get("cautionary"))
             for n in root.iter("note") if n.find("accidental") is not None]  # fmt: skip
    assert signs == [("sharp", None), ("natural", "yes")]


def test_double_basses_are_written_an_octave_above_their_sound():
    root = document(tune((0, 4, 40), instrument="basses"))
    assert root.findtext(".//octave") == "3"
    assert heard(root) == [(0.0, 4.0, 40)]


def test_a_piano_has_two_staves_and_keeps_every_note():
    notes = [(i * 0.5, 0.5, pitch) for i, pitch in enumerate((36, 48, 60, 64, 72, 79, 84, 55))]
    root = document(tune(*notes, instrument="piano", family="keys"))
    assert root.findtext(".//staves") == "2"
    assert heard(root) == notes


# ------------------------------------------------------------------ signs


def test_parts_of_one_section_that_take_turns_share_a_staff():
    bowed = Part("Violins I", "violins-1", "strings", (Note(0, 4, 70, 80),))
    plucked = Part("Violins I pizz.", "violins-1", "strings", (Note(4, 1, 70, 80),),
                   articulation="pizzicato")  # fmt: skip
    again = replace(bowed, name="Violins I later", notes=(Note(8, 4, 70, 80),))
    root = document(replace(tune((0, 1, 60)), parts=(bowed, plucked, again)))
    assert [p.text for p in root.iter("part-name")] == ["Violins I"]
    assert [w.text for w in root.iter("words") if w.text in ("pizz.", "arco")] == ["pizz.", "arco"]


def test_a_swell_is_a_hairpin_between_two_dynamics():
    notes = tuple(Note(4.0 * i, 4.0, 60, 40 + 20 * min(i, 3)) for i in range(6))
    part = Part("Vc", "celli", "strings", notes, (Control(0, 11, 96),))
    written = replace(tune((0, 1, 60), beats=24.0), parts=(part,))
    root = document(written)
    signs = [e[0].tag for d in root.iter("dynamics") for e in [list(d)] if e]
    assert signs[0] == "p"
    assert signs[-1] == "ff"
    assert [w.get("type") for w in root.iter("wedge")][:2] == ["crescendo", "stop"]


def test_tempo_form_and_hits_stand_over_the_top_staff_only():
    root = document(score())
    top, *others = root.findall("part")
    assert top.findtext(".//per-minute") == "120"
    assert [r.text for r in top.iter("rehearsal")] == ["A intro", "B climax"]
    assert any("door slams" in (w.text or "") for w in top.iter("words"))
    assert all(part.find(".//rehearsal") is None for part in others)


def test_every_tempo_of_the_map_is_there_for_programs_that_play():
    written = replace(
        score(), tempo=(TempoChange(0.0, 120.0), TempoChange(5.5, 118.0), TempoChange(6.0, 90.0))
    )
    sounds = [s.get("tempo") for s in document(written).iter("sound")]
    assert sounds == ["120", "118", "90"]


def test_drums_stand_on_a_percussion_staff_and_are_named():
    notes = ((0, 1, 36), (1, 1, 38), (2, 1, 49), (2, 1, 36))
    root = document(tune(*notes, instrument="drum-kit", family="drums"))
    assert root.findtext(".//clef/sign") == "percussion"
    assert len(list(root.iter("unpitched"))) == 4
    assert {d.text for d in root.iter("instrument-name")} == {"Bass Drum", "Snare", "Crash"}


# ------------------------------------------------------------------ chords, octaves, pedals


def chorded(*symbols, key="C major", beats=4.0, **part):
    """A held tune under chords: (symbol, root, tones above it) each."""
    chords = tuple(
        Chord(beats * i, beats, symbol, root, tuple((root + t) % 12 for t in tones))
        for i, (symbol, root, tones) in enumerate(symbols)
    )
    notes = [(beats * i, beats, 67) for i in range(len(symbols))]
    return replace(tune(*notes, key=key, **part), chords=chords)


def test_chord_symbols_stand_where_the_chord_changes():
    seventh, triad = (0, 3, 7, 10), (0, 4, 7)
    root = document(chorded(("Dm7", 2, seventh), ("Dm7", 2, seventh), ("Bb/F", 10, triad)))
    first, second = root.iter("harmony")
    assert (first.findtext("root/root-step"), first.findtext("kind")) == ("D", "minor-seventh")
    assert first.find("kind").get("text") == "m7"
    assert (second.findtext("root/root-step"), second.findtext("root/root-alter")) == ("B", "-1")
    assert second.findtext("bass/bass-step") == "F"
    assert [len(list(m.iter("harmony"))) for m in root.iter("measure")] == [1, 0, 1, 0]


def test_a_chord_is_spelled_as_the_key_wants_whatever_its_symbol_says():
    root = document(chorded(("A#maj7", 10, (0, 4, 7, 11)), key="D dorian"))
    (symbol,) = root.iter("harmony")
    assert (symbol.findtext("root/root-step"), symbol.findtext("root/root-alter")) == ("B", "-1")


def test_an_unknown_chord_keeps_its_words():
    (symbol,) = document(chorded(("C7(odd)", 0, (0, 1, 2)))).iter("harmony")
    assert (symbol.findtext("kind"), symbol.find("kind").get("text")) == ("other", "7(odd)")


@pytest.mark.parametrize(
    ("pitch", "instrument", "family", "shape"),
    [
        (93, "violins-1", "strings", ["down", "stop"]),
        (79, "violins-1", "strings", []),
        (93, "trumpets", "brass", []),
        (29, "piano", "keys", ["up", "stop"]),
        (105, "piccolo", "woodwinds", ["down", "stop"]),
        (96, "piccolo", "woodwinds", []),
    ],
)
def test_octave_lines_stand_where_ledger_lines_cannot_be_read(pitch, instrument, family, shape):
    notes = [(float(i), 1.0, pitch + i % 2) for i in range(8)]
    root = document(tune(*notes, instrument=instrument, family=family))
    assert [shift.get("type") for shift in root.iter("octave-shift")] == shape
    written = [int(octave.text) for octave in root.iter("octave")]
    assert min(written) >= (pitch // 12 - 2 if instrument == "piccolo" else pitch // 12 - 1)


@pytest.mark.parametrize(("lowest", "shape"), [(77, ["down", "stop"]), (72, [])])
def test_arpeggios_that_climb_from_the_staff_far_above_it_are_written_lower(lowest, shape):
    figure = [lowest, 81, 84, 89, 93, 96, 93, 89] * 2
    notes = [(i / 2, 0.5, pitch) for i, pitch in enumerate(figure)]
    root = document(tune(*notes, instrument="violins-1", family="strings"))
    assert [shift.get("type") for shift in root.iter("octave-shift")] == shape


def test_one_high_note_or_a_tie_into_low_bars_makes_no_octave_line():
    one = tune((0, 1, 93), (1, 1, 60), (2, 1, 62))
    tied = tune((0, 1, 93), (1, 1, 93), (2, 3, 93), (4, 2, 60))
    for written in (one, tied):
        assert not list(document(written).iter("octave-shift"))


def test_the_pedal_is_taken_where_notes_ring_past_others_and_changed_with_the_chord():
    notes = [(i / 2, 4.0 - i / 2 % 4, 48 + 4 * (i % 4)) for i in range(16)]
    plain = tune(*notes, instrument="piano", family="keys")
    chords = (Chord(0.0, 4.0, "C", 0, (0, 4, 7)), Chord(4.0, 4.0, "F", 5, (5, 9, 0)))
    root = document(replace(plain, chords=chords))
    assert [pedal.get("type") for pedal in root.iter("pedal")] == ["start", "change", "stop"]
    short = tune(*[(i / 2, 0.5, 60) for i in range(16)], instrument="piano", family="keys")
    assert not list(document(replace(short, chords=chords)).iter("pedal"))


def test_a_harp_is_set_for_the_key():
    notes = [(float(i), 1.0, 60 + i) for i in range(4)]
    root = document(tune(*notes, instrument="harp", family="plucked", key="Eb major"))
    set_to = {
        t.findtext("pedal-step"): t.findtext("pedal-alter") for t in root.iter("pedal-tuning")
    }
    assert {step for step, alter in set_to.items() if alter == "-1"} == {"B", "E", "A"}


def test_two_parts_of_a_piano_are_its_two_hands():
    low = tune(*[(float(i), 1.0, 48) for i in range(8)], instrument="piano", family="keys")
    high = Part("Piano lead", "piano", "keys", tuple(Note(float(i), 1.0, 76, 80) for i in range(8)))
    root = document(replace(low, parts=(*low.parts, high)))
    assert len(root.findall("part")) == 1
    assert {note.findtext("staff") for note in root.iter("note") if note.find("pitch")} == {
        "1",
        "2",
    }


def test_a_high_bassoon_reads_the_tenor_clef():
    root = document(tune((0, 4, 64), (4, 4, 65), instrument="bassoon", family="woodwinds"))
    assert (root.findtext(".//clef/sign"), root.findtext(".//clef/line")) == ("C", "4")


# ------------------------------------------------------------------ the form


def test_bars_follow_the_meters_of_the_score():
    written = replace(
        tune((0, 1, 60), beats=15.0),
        meters=(MeterChange(0, 4, 4), MeterChange(8, 3, 4), MeterChange(11, 4, 4)),
        form=(Section(0.0, 15.0, "intro", 0.5),),
    )
    assert [(bar.beats, bar.start // 24) for bar in bars_of(written)] == [
        (4, 0), (4, 4), (3, 8), (4, 11)]  # fmt: skip


@pytest.fixture(scope="module")
def schema():
    """MusicXML's own schema, from the package `musicxml`; nothing is fetched."""
    xmlschema = pytest.importorskip("xmlschema")
    found = importlib.util.find_spec("musicxml")
    if found is None or found.origin is None:
        pytest.skip("the package musicxml, which has the schema, is not installed")
    folder = Path(found.origin).parent / "generate_classes"
    names = {
        "http://www.w3.org/XML/1998/namespace": str(folder / "xml.xsd"),
        "http://www.w3.org/1999/xlink": str(
            Path(xmlschema.__file__).parent / "schemas" / "XLINK" / "xlink.xsd"
        ),
    }
    text = (folder / "musicxml_4_0.xsd").read_text("utf-8")
    for host in ("xml.xsd", "xlink.xsd"):
        text = text.replace(f' schemaLocation="http://www.musicxml.org/xsd/{host}"', "")
    return xmlschema.XMLSchema(text, locations=names, allow="local")


@pytest.mark.parametrize(
    "genre", ["action ostinato", "solo piano", "noir jazz", "horror", "romance", "children"]
)
def test_what_the_composer_writes_is_valid_musicxml(genre, schema):
    brief = MusicBrief(20.0, genre=genre, hits=(Hit(8.0, weight=1.0, label="a < b & c"),))
    (written,) = get("composers", "orchestra").compose([brief], seeds=[5], run=Run())
    schema.validate(score_to_musicxml(written, title="1m01 <&>", film="Ä & Ö"))


def test_equal_films_give_equal_files_and_pages(tmp_path):
    one = MusicXmlExporter().write(film(tmp_path / "a"), tmp_path / "x", run=Run())
    two = MusicXmlExporter().write(film(tmp_path / "b"), tmp_path / "y", run=Run())
    assert [p.name for p in one] == [p.name for p in two]
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]
    assert sum(p.suffix == ".musicxml" for p in one) == 2


@pytest.mark.engine
@pytest.mark.skipif(not HAS_VEROVIO, reason="verovio is not installed: no pages")
def test_pages_are_drawn_and_the_pdf_has_their_words(tmp_path):
    import pypdfium2

    written = MusicXmlExporter().write(film(tmp_path), tmp_path / "x", run=Run())
    pdf = next(path for path in written if path.suffix == ".pdf")
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_bounded()
    assert "Violins I" in text
    assert "door slams" in text
    dark = document[0].render(scale=1).to_numpy() < 128
    assert 0.002 < dark.mean() < 0.2
    assert len(document) == sum(p.suffix == ".svg" and p.stem[:-2] == pdf.stem for p in written)


def test_without_verovio_there_is_musicxml_and_a_note(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "verovio", None)
    said = []
    run = Run(lambda event: said.append(event.text))
    written = MusicXmlExporter().write(film(tmp_path), tmp_path / "x", run=run)
    assert {path.suffix for path in written} == {".musicxml"}
    assert any("scenescore[notation]" in text for text in said)


def test_staves_are_in_score_order_with_groups():
    names = ("violins-1", "horns", "flute", "celli", "timpani", "clarinet")
    parts = tuple(Part(n, n, "x", (Note(0, 4, 60, 80),)) for n in names)
    sheet = sheet_of(replace(tune((0, 1, 60)), parts=parts), title="")
    order = ["flute", "clarinet", "horns", "timpani", "violins-1", "celli"]
    assert [line.instrument for line in sheet.lines] == order
