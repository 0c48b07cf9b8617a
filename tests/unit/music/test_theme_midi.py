import struct

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.core.errors import BadDataError
from scenescore.core.types import Theme, ThemeNote, ThemeSlot
from scenescore.music.theme_midi import find_key, read_theme, write_theme

SLOT = ThemeSlot("ANNA")


def _theme(steps, minor=False) -> Theme:
    notes = tuple(ThemeNote(float(i), 1.0, step) for i, step in enumerate(steps))
    return Theme(SLOT, notes, minor=minor)


@pytest.mark.parametrize("minor", [False, True])
def test_a_theme_survives_midi(tmp_path, minor):
    theme = _theme((0, 2, 4, 7, 4, 2, 1, 0), minor)
    path = write_theme(tmp_path / "anna.mid", theme)
    back = read_theme(path.read_bytes(), SLOT, name="anna.mid")
    assert (back.notes, back.minor) == (theme.notes, theme.minor)


@given(st.lists(st.integers(-5, 12), min_size=4, max_size=12))
def test_reading_ours_back_keeps_onsets_and_intervals(tmp_path_factory, steps):
    path = write_theme(tmp_path_factory.mktemp("t") / "x.mid", _theme(steps))
    back = read_theme(path.read_bytes(), SLOT, name="x.mid")
    assert [n.onset_beats for n in back.notes] == [float(i) for i in range(len(steps))]
    first, second = (_pitches(theme) for theme in (_theme(steps), back))
    assert [p - first[0] for p in first] == [p - second[0] for p in second]


def _pitches(theme):
    scale = (0, 2, 3, 5, 7, 8, 10) if theme.minor else (0, 2, 4, 5, 7, 9, 11)
    return [12 * (n.step // 7) + scale[n.step % 7] + n.alter for n in theme.notes]


def test_the_highest_line_of_a_user_s_file_is_the_theme(tmp_path):
    file, track = mido.MidiFile(ticks_per_beat=480), mido.MidiTrack()
    file.tracks.append(track)
    for top in (72, 76, 79, 72):
        for pitch in (48, top):
            track.append(mido.Message("note_on", note=pitch, velocity=70, time=0))
        track.append(mido.Message("note_off", note=48, time=480))
        track.append(mido.Message("note_off", note=top, time=0))
    file.save(str(tmp_path / "mine.mid"))
    theme = read_theme((tmp_path / "mine.mid").read_bytes(), SLOT, name="mine.mid")
    assert [n.step for n in theme.notes] == [7, 9, 11, 7]
    assert theme.made_by.backend == "user"


def test_what_is_no_midi_is_refused_in_words():
    with pytest.raises(BadDataError, match="not a MIDI file"):
        read_theme(b"hello", SLOT, name="anna.mid")


def test_a_file_without_notes_is_refused(tmp_path):
    mido.MidiFile(tracks=[mido.MidiTrack()]).save(str(tmp_path / "x.mid"))
    with pytest.raises(BadDataError, match="no note"):
        read_theme((tmp_path / "x.mid").read_bytes(), SLOT, name="x.mid")


def test_the_key_of_a_tune_is_heard():
    assert find_key([(p, 1.0) for p in (62, 66, 69, 74, 73, 71, 69, 67, 66, 64, 62)]) == (2, False)
    assert find_key([(p, 1.0) for p in (69, 72, 76, 74, 72, 71, 69, 68, 69)]) == (9, True)


def _raw(*, per_beat=480, meta=b"", after=b""):
    notes = b"\x00\x90\x3c\x40\x60\x80\x3c\x00"
    track = meta + notes + b"\x00\xff\x2f\x00"
    head = struct.pack(">4sIHHH", b"MThd", 6, 0, 1, per_beat)
    return head + struct.pack(">4sI", b"MTrk", len(track)) + track + after


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (_raw(meta=b"\x00\xff\x59\x02\x4f\x00"), "79 sharps"),
        (_raw(per_beat=0), "not in beats"),
        (_raw(per_beat=0xE250), "not in beats"),
        (_raw(after=bytes(4_000_000)), "needs no 4,000"),
    ],
    ids=["a key that is none", "no beats", "film frames", "far too large"],
)
def test_a_midi_file_that_makes_no_sense_is_bad_data(data, said):
    with pytest.raises(BadDataError, match=said):
        read_theme(data, SLOT, name="anna.mid")


def test_a_meter_that_nobody_writes_in_is_clamped():
    data = _raw(meta=b"\x00\xff\x58\x04\xe9\x02\x18\x08")
    assert read_theme(data, SLOT, name="anna.mid").beats_per_bar == 15
