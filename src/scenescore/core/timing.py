"""Seconds, frames, timecode, beats and ticks: every conversion, exact where it can be.

Frame rates are `Fraction`s: 23.976 is 24000/1001. Drop-frame timecode follows SMPTE ST 12-1.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction

from scenescore.core.errors import UsageError
from scenescore.core.score import Score, TempoChange

MIDI_MICROSECONDS_PER_MINUTE = 60_000_000
_NTSC = {"23.976": (24000, 1001), "23.98": (24000, 1001), "29.97": (30000, 1001),
         "47.952": (48000, 1001), "59.94": (60000, 1001)}  # fmt: skip
_TIMECODE = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)([:;])(\d{1,3})$")


def parse_fps(text: str) -> Fraction:
    """Return an exact frame rate from `24`, `23.976`, `29.97` or `30000/1001`.

    Raises
    ------
    UsageError
        when it is no rate, or outside 1..240
    """
    try:
        rate = Fraction(*_NTSC[text]) if text in _NTSC else Fraction(text)
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if not 1 <= rate <= 240:
        raise UsageError(
            f"'{text}' is not a frame rate",
            hint="Use 24, 25, 30, 23.976, 29.97 or a fraction such as 24000/1001.",
        )
    return rate


def seconds_to_frames(seconds: float, fps: Fraction) -> int:
    """Return the nearest whole frame."""
    return round(Fraction(seconds) * fps)


def frames_to_seconds(frames: int, fps: Fraction) -> float:
    """Return the moment a frame begins."""
    return float(frames / fps)


def seconds_to_samples(seconds: float, rate_hz: int) -> int:
    """Return the nearest whole sample."""
    return round(seconds * rate_hz)


def is_drop_frame(timecode: str) -> bool:
    """Return True for `01:00:00;00`."""
    return ";" in timecode


def timecode_to_frames(timecode: str, fps: Fraction) -> int:
    """Return the frame number a timecode names; `;` before the frames means drop-frame.

    Raises
    ------
    UsageError
        when it is no timecode at this rate
    """
    match = _TIMECODE.match(timecode)
    base = round(fps)
    if match is None or int(match[5]) >= base:
        raise UsageError(
            f"'{timecode}' is not a timecode at {float(fps):g} frames a second",
            hint="A timecode looks like 01:00:00:00 (hours, minutes, seconds, frames).",
        )
    hours, minutes, seconds, frames = (int(match[i]) for i in (1, 2, 3, 5))
    total_minutes = hours * 60 + minutes
    count = (total_minutes * 60 + seconds) * base + frames
    if match[4] == ";":
        dropped = _dropped_per_minute(fps)
        if frames < dropped and seconds == 0 and minutes % 10:
            raise UsageError(f"'{timecode}' does not exist: drop-frame skips it")
        count -= dropped * (total_minutes - total_minutes // 10)
    return count


def frames_to_timecode(frames: int, fps: Fraction, *, drop_frame: bool = False) -> str:
    """Return `HH:MM:SS:FF`, or `HH:MM:SS;FF` in drop-frame; hours run past 24."""
    base = round(fps)
    if drop_frame:
        dropped = _dropped_per_minute(fps)
        per_ten = base * 600 - 9 * dropped
        tens, rest = divmod(frames, per_ten)
        frames += 9 * dropped * tens
        if rest >= base * 60:
            frames += dropped * ((rest - base * 60) // (base * 60 - dropped) + 1)
    seconds, frame = divmod(frames, base)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    mark = ";" if drop_frame else ":"
    width = 2 if base <= 100 else 3
    return f"{hours:02d}:{minute:02d}:{second:02d}{mark}{frame:0{width}d}"


def seconds_to_timecode(seconds: float, fps: Fraction, start_timecode: str = "00:00:00:00") -> str:
    """Return the timecode of a film second, counted from the film's start timecode."""
    start = timecode_to_frames(start_timecode, fps)
    return frames_to_timecode(
        start + seconds_to_frames(seconds, fps), fps, drop_frame=is_drop_frame(start_timecode)
    )


def _dropped_per_minute(fps: Fraction) -> int:
    if fps.denominator != 1001 or round(fps) % 30:
        raise UsageError(
            f"drop-frame timecode does not exist at {float(fps):g} frames a second",
            hint="Use it with 29.97 or 59.94, or write the timecode with ':' throughout.",
        )
    return round(fps) // 15


def seconds_to_clock(seconds: float) -> str:
    """Return `1:02:03` or `2:03`, for people."""
    whole = int(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"


def midi_exact_bpm(bpm: float) -> float:
    """Return the nearest tempo that MIDI can store (whole microseconds per quarter)."""
    return MIDI_MICROSECONDS_PER_MINUTE / round(MIDI_MICROSECONDS_PER_MINUTE / bpm)


class TempoMap:
    """Beats to seconds and back, over steps of constant tempo.

    >>> clock = TempoMap((TempoChange(0, 60.0), TempoChange(4, 120.0)))
    >>> clock.beats_to_seconds(6), clock.seconds_to_beats(5.0)
    (5.0, 6.0)
    """

    def __init__(self, changes: Sequence[TempoChange]) -> None:
        if not changes or changes[0].at_beats != 0:
            raise ValueError("a tempo map starts at beat 0")
        self._beats = [change.at_beats for change in changes]
        self._bpm = [change.bpm for change in changes]
        self._seconds = [0.0]
        for index in range(1, len(changes)):
            span = self._beats[index] - self._beats[index - 1]
            self._seconds.append(self._seconds[-1] + span * 60.0 / self._bpm[index - 1])

    def beats_to_seconds(self, beats: float) -> float:
        """Return the moment of a beat; beats before 0 go on at the first tempo."""
        index = max(bisect_right(self._beats, beats) - 1, 0)
        return self._seconds[index] + (beats - self._beats[index]) * 60.0 / self._bpm[index]

    def seconds_to_beats(self, seconds: float) -> float:
        """Return the beat at a moment."""
        index = max(bisect_right(self._seconds, seconds) - 1, 0)
        return self._beats[index] + (seconds - self._seconds[index]) * self._bpm[index] / 60.0

    def bpm_at(self, beats: float) -> float:
        """Return the tempo in force at a beat."""
        return self._bpm[max(bisect_right(self._beats, beats) - 1, 0)]


def main_bpm(score: Score) -> float:
    """Return the tempo that holds longest: what is said of a cue wherever one tempo is said."""
    clock = TempoMap(score.tempo)
    starts = [clock.beats_to_seconds(change.at_beats) for change in score.tempo]
    ends = [*starts[1:], max(score.duration_s, starts[-1])]
    held: dict[float, float] = {}
    for change, start, end in zip(score.tempo, starts, ends, strict=True):
        held[change.bpm] = held.get(change.bpm, 0.0) + end - start
    return max(held, key=lambda bpm: held[bpm])
