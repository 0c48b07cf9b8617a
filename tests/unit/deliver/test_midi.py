"""MIDI files play what the score says, when it says it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import mido
import pytest
from delivered_film import CUES, film, score, without_takes

from scenescore.core.progress import Run
from scenescore.core.score import Control, MeterChange, Note, Part, TempoChange
from scenescore.core.timing import TempoMap, midi_exact_bpm
from scenescore.deliver.midi import MidiExporter, score_to_midi, write_midi
from scenescore.deliver.midi_film import film_to_midi
from scenescore.deliver.midi_score import key_message, seats

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "deliver"


def timed(file):
    """Yield (seconds, track name, message) of all tracks, as a player counts time."""
    changes = sorted(
        (tick, message.tempo)
        for tick, message in _ticks(file.tracks[0])
        if message.type == "set_tempo"
    )
    for track in file.tracks:
        for tick, message in _ticks(track):
            yield _seconds(tick, changes, file.ticks_per_beat), track.name, message


def _ticks(track):
    now = 0
    for message in track:
        now += message.time
        yield now, message


def _seconds(tick, changes, per_beat):
    total, at, tempo = 0, 0, 500_000
    for change, new in changes:
        if change >= tick:
            break
        total += (change - at) * tempo
        at, tempo = change, new
    return (total + (tick - at) * tempo) / per_beat / 1e6


def starts(file, name):
    return [(s, m.note) for s, t, m in timed(file) if t == name and m.type == "note_on"]


def dump(file):
    """A file as text to read: beat, what, and the second it is heard."""
    lines = [f"type {file.type}, {file.ticks_per_beat} ticks a beat, {file.length:.3f} s"]
    for track in file.tracks:
        lines.append(f"--- {track.name}")
        seconds = [s for s, t, _ in timed(file) if t == track.name]
        for (tick, message), at_s in zip(_ticks(track), seconds, strict=True):
            if message.type != "track_name":
                text = f"{message.type} {_values(message)}"
                lines.append(f"{tick / file.ticks_per_beat:9.3f}  {text:<48} # {at_s:.4f} s")
    return "\n".join(lines) + "\n"


def _values(message):
    hidden = ("type", "time", "clocks_per_click", "notated_32nd_notes_per_beat")
    return " ".join(f"{k}={v}" for k, v in message.dict().items() if k not in hidden)


# ------------------------------------------------------------------ one cue


@pytest.mark.parametrize("name", ["cue", "film"])
def test_it_reads_as_reviewed(name):
    """To make it anew after a change that is meant: write `dump(file)` over the golden file."""
    notes = score()
    whole = [(CUES[0], notes), (CUES[2], score(6.0, bpm=90.0, hit_s=2.0))]
    file = {
        "cue": lambda: score_to_midi(notes, title="1m01 The Lamp"),
        "film": lambda: film_to_midi("The Lamp", whole, duration_s=40.0),
    }[name]()
    assert dump(file) == (GOLDEN / f"{name}.mid.txt").read_text("utf-8")


def test_notes_sound_when_they_are_played_and_hits_are_exact():
    notes = score()
    heard = starts(score_to_midi(notes, title="x"), "Violins I")
    clock = TempoMap(notes.tempo)
    played = [clock.beats_to_seconds(n.onset_beats) + n.offset_s for n in notes.parts[0].notes]
    assert [s for s, _ in heard] == pytest.approx(played, abs=0.0003)
    assert (4.0, 74) in heard
    assert (4.0, 49) in starts(score_to_midi(notes, title="x"), "Taiko")


def test_the_tempo_map_is_exact():
    bends = tuple(TempoChange(4.0 * i, midi_exact_bpm(60 + 7.3 * i)) for i in range(20))
    notes = tuple(Note(float(b), 0.5, 60, 80) for b in range(0, 80, 4))
    long = replace(score(), tempo=bends, duration_s=60.0, hits=(), form=(), quotations=(),
                   parts=(Part("Piano", "piano", "keys", notes),))  # fmt: skip
    heard = [s for s, _ in starts(score_to_midi(long, title="x"), "Piano")]
    clock = TempoMap(bends)
    wanted = [clock.beats_to_seconds(n.onset_beats) for n in notes]
    assert heard == pytest.approx([s for s in wanted if s < 60], abs=1e-6)


def test_a_file_lasts_exactly_as_long_as_its_cue():
    for length_s in (10.0, 7.3, 0.2):
        assert score_to_midi(score(length_s), title="x").length == pytest.approx(length_s, abs=6e-4)


def test_no_note_is_heard_after_the_end_and_none_hangs():
    file = score_to_midi(score(), title="x")
    for track in file.tracks[1:]:
        sounding, last = {}, 0
        for tick, message in _ticks(track):
            if message.type == "note_on":
                assert message.note not in sounding, "the same key struck twice"
                sounding[message.note] = tick
            elif message.type == "note_off":
                assert tick > sounding.pop(message.note)
            last = tick
        assert not sounding
        assert last <= 20 * 960


def test_drums_are_on_channel_10_and_others_are_not():
    file = score_to_midi(score(), title="x")
    channels = {t.name: {m.channel for m in t if hasattr(m, "channel")} for t in file.tracks[1:]}
    assert channels == {"Violins I": {0}, "Taiko": {9}}


def test_thirty_parts_find_a_channel_each_sound_its_own():
    names = ["flute", "oboe", "clarinet", "bassoon", "horns", "trumpets", "trombones", "tuba",
             "harp", "piano", "celesta", "choir", "violin-solo", "cello-solo", "timpani", "organ",
             "violins-1", "violins-2", "violas", "celli", "basses"]  # fmt: skip
    parts = tuple(Part(n, n, "x", ()) for n in names)
    given = seats(parts)
    where = dict(zip(names, given, strict=True))
    assert all(seat.channel != 9 for seat in given)
    assert where["violins-1"] == where["celli"]  # one General MIDI sound, one channel
    assert len({(s.channel, s.port) for n, s in where.items() if n in names[:16]}) == 16
    assert max(seat.port for seat in given) == 1


def test_fifteen_parts_have_fifteen_channels_even_with_one_sound():
    parts = tuple(Part(f"Violin {i}", "violins-1", "strings", ()) for i in range(15))
    assert len({seat.channel for seat in seats(parts)}) == 15


def test_articulation_chooses_the_sound():
    notes = (Note(0.0, 1.0, 60, 80),)
    parts = [Part(a, "celli", "strings", notes, articulation=a)
             for a in ("sustain", "tremolo", "pizzicato")]  # fmt: skip
    file = score_to_midi(replace(score(), parts=tuple(parts)), title="x")
    programs = [m.program for t in file.tracks[1:] for m in t if m.type == "program_change"]
    assert programs == [48, 44, 45]


def test_controllers_of_a_part_are_in_its_track():
    part = Part("Oboe", "oboe", "woodwinds", (), (Control(2.0, 11, 77), Control(3.0, 1, 30)))
    file = score_to_midi(replace(score(), parts=(part,)), title="x")
    found = [(tick / 960, m.control, m.value) for tick, m in _ticks(file.tracks[1])
             if m.type == "control_change" and tick]  # fmt: skip
    assert found == [(2.0, 11, 77), (3.0, 1, 30)]


@pytest.mark.parametrize(
    ("key", "signature"),
    [("D dorian", "Am"), ("F# major", "F#"), ("Bb minor", "Bbm"), ("C phrygian", "Fm"),
     ("G mixolydian", "C"), ("C lydian", "G"), ("D# major", "Eb"), ("E harmonic minor", "Em"),
     ("A octatonic", "A"), ("", "C")],
)  # fmt: skip
def test_keys_are_written_with_their_accidentals(key, signature):
    assert key_message(key).key == signature


def test_odd_meters_are_written_as_they_are():
    meters = (MeterChange(0.0, 7, 8), MeterChange(7.0, 3, 4))
    file = score_to_midi(replace(score(), meters=meters), title="x")
    found = [(tick / 960, m.numerator, m.denominator) for tick, m in _ticks(file.tracks[0])
             if m.type == "time_signature"]  # fmt: skip
    assert found == [(0.0, 7, 8), (7.0, 3, 4)]


def test_titles_in_any_script_survive(tmp_path):
    path = write_midi(score(), tmp_path / "a.mid", "Маяк 夜")
    assert mido.MidiFile(path, charset="utf-8").tracks[0].name == "Маяк 夜"


def test_equal_scores_give_equal_bytes(tmp_path):
    first, second = (write_midi(score(), tmp_path / n, "x").read_bytes() for n in ("a", "b"))
    assert first == second


# ------------------------------------------------------------------ the film


def at_least_a_film(*places, duration_s=200.0, length_s=7.3, bpm=111.0):
    """Cues at any places, of an awkward length that ends inside a bar."""
    made = score(length_s, bpm=midi_exact_bpm(bpm), hit_s=2.0)
    cues = [(replace(CUES[0], uid=str(i), label=f"1m{i:02d}", start_s=at_s), made)
            for i, at_s in enumerate(places, 1)]  # fmt: skip
    return film_to_midi("Film", cues, duration_s=duration_s)


@pytest.mark.parametrize(
    "places",
    [(0.0,), (5.0, 20.0), (0.001, 7.301, 14.601), (3.217, 10.517, 10.617 + 7.3, 60.0, 199.0),
     (1.0, 8.31, 16.0, 23.9)],
)  # fmt: skip
def test_every_cue_begins_at_its_moment_however_the_gaps_are(places):
    file = at_least_a_film(*places, duration_s=210.0)
    marks = {m.text.split()[0]: s for s, _, m in timed(file) if m.type == "marker"
             and m.text.startswith("1m")}  # fmt: skip
    for number, at_s in enumerate(places, 1):
        assert marks[f"1m{number:02d}"] == pytest.approx(at_s, abs=0.0006)
    assert file.length == pytest.approx(210.0, abs=0.0006)


def test_errors_do_not_add_up_over_a_long_film():
    places = [13.337 * i for i in range(150)]
    file = at_least_a_film(*places, duration_s=2100.0)
    marks = [s for s, _, m in timed(file) if m.type == "marker" and m.text.startswith("1m")]
    assert max(abs(a - b) for a, b in zip(marks, places, strict=True)) < 0.001


def test_cues_apart_begin_on_a_bar_line_at_a_playable_tempo():
    file = at_least_a_film(5.0, 20.0, 60.0)
    bars, begun = [], None
    for tick, message in _ticks(file.tracks[0]):
        if message.type == "time_signature":
            bar = message.numerator * 4 * 960 // message.denominator
            assert begun is None or (tick - begun[0]) % begun[1] == 0
            begun = (tick, bar)
        if message.type == "marker" and message.text.startswith("1m"):
            bars.append((tick - begun[0]) % begun[1])
        if message.type == "set_tempo":
            assert 25 <= mido.tempo2bpm(message.tempo) <= 310
    assert bars == [0, 0, 0]


def test_a_part_has_one_track_through_the_film_and_is_set_up_in_every_cue():
    file = at_least_a_film(5.0, 20.0, 60.0)
    assert [t.name for t in file.tracks] == ["Film", "Violins I", "Taiko"]
    violins = file.tracks[1]
    assert len([m for m in violins if m.type == "program_change"]) == 3
    assert len([m for m in violins if m.type == "control_change" and m.control == 121]) == 3


def test_tempo_always_fits_into_a_midi_file():
    for gap_s in (0.001, 0.01, 0.1, 0.5, 1.0, 1.3, 3.0, 3600.0):
        file = at_least_a_film(0.0, 7.3 + gap_s, duration_s=4000.0)
        stream = io.BytesIO()
        file.save(file=stream)  # refuses a tempo of more than 24 bits
        marks = [s for s, _, m in timed(file) if m.type == "marker" and m.text.startswith("1m02")]
        assert marks == pytest.approx([7.3 + gap_s], abs=0.0006)


def test_the_exporter_writes_each_cue_with_a_score_and_the_film(tmp_path):
    said = []
    whole = film(tmp_path)
    run = Run(lambda event: said.append(event.text))
    written = MidiExporter().write(whole, tmp_path / "deliver", run=run)
    assert [p.relative_to(tmp_path).as_posix() for p in written] == [
        "deliver/midi/1m01_Elan-Night_01-00-02-00.mid",
        "deliver/midi/1m03_01-00-25-06.mid",
        "deliver/midi/The-Lamp-a-test.mid",
    ]
    assert mido.MidiFile(written[2], charset="utf-8").length == pytest.approx(40.0, abs=1e-3)
    assert MidiExporter().write(without_takes(whole), tmp_path / "no", run=run) == ()
    assert "no take has a score" in said[-1]


def test_midi_a_person_put_into_a_take_goes_out_as_it_is(tmp_path):
    made = film(tmp_path)
    uid, take = made.takes[0]
    folder = made.folder / take.audio.path.parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "score.mid").write_bytes(b"MThd mine")
    mine = (uid, replace(take, score=None, by_user=True))
    own = replace(made, takes=(mine, *made.takes[1:]))
    written = MidiExporter().write(own, tmp_path / "out", run=Run())
    assert [path.read_bytes() for path in written].count(b"MThd mine") == 1
