from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.core.errors import UsageError
from scenescore.core.score import TempoChange
from scenescore.core.timing import (
    TempoMap,
    frames_to_seconds,
    frames_to_timecode,
    midi_exact_bpm,
    parse_fps,
    seconds_to_frames,
    seconds_to_timecode,
    timecode_to_frames,
)

RATES = [Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60)]


@pytest.mark.parametrize("fps", RATES)
@given(frames=st.integers(0, 10_000_000))
def test_frames_to_seconds_to_frames_is_exact(fps, frames):
    assert seconds_to_frames(frames_to_seconds(frames, fps), fps) == frames


@pytest.mark.parametrize("fps", RATES)
@given(frames=st.integers(0, 24 * 3600 * 24))
def test_timecode_to_frames_and_back_is_exact(fps, frames):
    assert timecode_to_frames(frames_to_timecode(frames, fps), fps) == frames


@given(frames=st.integers(0, 24 * 3600 * 29))
def test_drop_frame_timecode_to_frames_and_back_is_exact(frames):
    fps = Fraction(30000, 1001)
    text = frames_to_timecode(frames, fps, drop_frame=True)
    assert ";" in text
    assert timecode_to_frames(text, fps) == frames


@pytest.mark.parametrize(
    ("frames", "text"),
    [(0, "00:00:00;00"), (1799, "00:00:59;29"), (1800, "00:01:00;02"), (17982, "00:10:00;00")],
)
def test_drop_frame_skips_two_names_a_minute_but_the_tenth(frames, text):
    assert frames_to_timecode(frames, Fraction(30000, 1001), drop_frame=True) == text


def test_a_dropped_timecode_is_refused():
    with pytest.raises(UsageError, match="does not exist"):
        timecode_to_frames("00:01:00;00", Fraction(30000, 1001))


def test_seconds_count_from_the_start_timecode():
    assert seconds_to_timecode(62.5, Fraction(24), "01:00:00:00") == "01:01:02:12"


@pytest.mark.parametrize("text", ["23.976", "24000/1001"])
def test_a_rate_is_exact(text):
    assert parse_fps(text) == Fraction(24000, 1001)


@pytest.mark.parametrize("text", ["0", "abc", "-24", "1/0", "1000"])
def test_what_is_no_rate_is_refused(text):
    with pytest.raises(UsageError):
        parse_fps(text)


@given(st.floats(30, 240))
def test_a_midi_exact_tempo_is_whole_microseconds_and_near(bpm):
    exact = midi_exact_bpm(bpm)
    assert 60e6 / exact == pytest.approx(round(60e6 / exact), abs=1e-6)
    assert exact == pytest.approx(bpm, rel=1e-4)


@given(
    st.lists(st.tuples(st.floats(0.5, 16), st.floats(40, 200)), min_size=1, max_size=6),
    st.floats(0, 100),
)
def test_beats_to_seconds_and_back_is_exact(steps, beats):
    at, changes = 0.0, []
    for length, bpm in steps:
        changes.append(TempoChange(at, bpm))
        at += length
    clock = TempoMap(changes)
    assert clock.seconds_to_beats(clock.beats_to_seconds(beats)) == pytest.approx(beats, abs=1e-9)
