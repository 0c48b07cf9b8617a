"""Themes as MIDI: written for a person to open, and read back when the person wrote their own.

Knows scale steps and ticks; knows nothing about films.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from scenescore.core.errors import BadDataError
from scenescore.core.files import atomic
from scenescore.core.types import Provenance, Theme, ThemeNote, ThemeSlot

TICKS_PER_BEAT = 480
HIGHEST_LINE = ("line", "highest")
"""In the provenance of a theme whose file holds more than one line."""
_MOST_BYTES = 4_000_000
"""A whole orchestra's hour has fewer."""
_MOST_BEATS = 15
"""A bar; what a file says beyond is no meter that music is written in."""
_TONIC = 60
_MAJOR, _MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
# Krumhansl & Kessler 1982, probe-tone ratings of the twelve notes in a major and a minor key.
_MAJOR_PROFILE = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR_PROFILE = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)


def write_theme(path: Path, theme: Theme) -> Path:
    """Write a theme as a one-track MIDI file in C, at 96 beats a minute."""
    import mido

    scale = _MINOR if theme.minor else _MAJOR
    events: list[tuple[int, int, int]] = []
    for note in theme.notes:
        pitch = _TONIC + 12 * (note.step // 7) + scale[note.step % 7] + note.alter
        start = round(note.onset_beats * TICKS_PER_BEAT)
        end = start + max(round(note.length_beats * TICKS_PER_BEAT), 1)
        events += [(start, 1, pitch), (end, 0, pitch)]
    track = mido.MidiTrack()
    track.append(mido.MetaMessage("track_name", name=theme.slot.owner))
    track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(96)))
    track.append(mido.MetaMessage("time_signature", numerator=theme.beats_per_bar, denominator=4))
    track.append(mido.MetaMessage("key_signature", key="Cm" if theme.minor else "C"))
    now = 0
    for tick, is_on, pitch in sorted(events):
        kind = "note_on" if is_on else "note_off"
        track.append(mido.Message(kind, note=pitch, velocity=80, time=tick - now))
        now = tick
    file = mido.MidiFile(ticks_per_beat=TICKS_PER_BEAT, charset="utf-8")
    file.tracks.append(track)
    with atomic(path) as temporary:
        file.save(str(temporary))
    return path


def read_theme(data: bytes, slot: ThemeSlot, *, name: str) -> Theme:
    """Return a theme from a person's MIDI file: its highest line, taken as it is.

    Raises
    ------
    BadDataError
        when it is no MIDI file, is too large for a tune, or holds no note
    """
    file = _opened(data, name)
    found = _notes(file)
    notes = _top_line(found)
    if not notes:
        raise BadDataError(f"{name}: there is no note in it", hint="Delete it to get ours back.")
    tonic, minor = find_key([(pitch, length) for _, length, pitch in notes])
    first = notes[0][0]
    return Theme(
        slot=slot,
        notes=tuple(
            _theme_note(onset - first, length, pitch, tonic, minor)
            for onset, length, pitch in notes
        ),
        beats_per_bar=_beats_per_bar(file),
        minor=minor,
        made_by=Provenance(
            "user",
            params=(HIGHEST_LINE,) if _is_polyphonic(found) else (),
            licence="Your own theme.",
        ),
    )


def _opened(data: bytes, name: str) -> object:
    import mido

    hint = "Put another there, or delete it."
    if len(data) > _MOST_BYTES:
        raise BadDataError(f"{name}: a tune needs no {len(data):,} bytes", hint=hint)
    broken = (OSError, EOFError, ValueError, KeyError, IndexError, mido.KeySignatureError)
    try:
        file = mido.MidiFile(file=io.BytesIO(data))
    except broken as problem:
        raise BadDataError(f"{name}: not a MIDI file ({problem})", hint=hint) from problem
    if file.ticks_per_beat <= 0:
        raise BadDataError(f"{name}: it counts in frames of film, not in beats", hint=hint)
    return file


def _notes(file: object) -> list[tuple[float, float, int]]:
    """Return (onset_beats, length_beats, pitch) of all notes, drums left out."""
    found: list[tuple[float, float, int]] = []
    sounding: dict[tuple[int, int], int] = {}
    now = 0
    import mido

    for message in mido.merge_tracks(file.tracks):  # type: ignore[attr-defined]
        now += message.time
        if message.type not in ("note_on", "note_off") or message.channel == 9:
            continue
        place = (message.channel, message.note)
        begun = sounding.pop(place, None)
        if begun is not None and now > begun:
            per_beat = file.ticks_per_beat  # type: ignore[attr-defined]
            found.append((begun / per_beat, (now - begun) / per_beat, message.note))
        if message.type == "note_on" and message.velocity > 0:
            sounding[place] = now
    return sorted(found)


def _is_polyphonic(notes: Sequence[tuple[float, float, int]]) -> bool:
    """Return whether notes sound together for more than a sixth of the time (legato overlaps)."""
    heard = until = 0.0
    for onset, length, _ in notes:
        heard += max(0.0, onset + length - max(onset, until))
        until = max(until, onset + length)
    return sum(length for _, length, _ in notes) > heard * 7 / 6


def _top_line(notes: Sequence[tuple[float, float, int]]) -> list[tuple[float, float, int]]:
    top: dict[float, tuple[float, float, int]] = {}
    for note in notes:
        onset = round(note[0] * 24) / 24  # a 24th of a beat: triplets and 32nds both fit
        if onset not in top or note[2] > top[onset][2]:
            top[onset] = (onset, note[1], note[2])
    line = [top[onset] for onset in sorted(top)]
    return [
        (onset, min(length, line[i + 1][0] - onset) if i + 1 < len(line) else length, pitch)
        for i, (onset, length, pitch) in enumerate(line)
    ]


def find_key(weighted: Sequence[tuple[int, float]]) -> tuple[int, bool]:
    """Return (tonic pitch class, is minor) that fits (pitch, weight) pairs best."""
    weights = [0.0] * 12
    for pitch, weight in weighted:
        weights[pitch % 12] += weight
    last = weighted[-1][0] % 12
    best = (-1e9, 0, False)
    for minor, profile in ((False, _MAJOR_PROFILE), (True, _MINOR_PROFILE)):
        for tonic in range(12):
            fit = sum(weights[(tonic + i) % 12] * profile[i] for i in range(12)) / sum(profile)
            fit *= 1.15 if tonic == last else 1.0  # tunes end at home
            best = max(best, (fit, -tonic, minor))
    return -best[1], best[2]


def _theme_note(onset: float, length: float, pitch: int, tonic: int, minor: bool) -> ThemeNote:
    scale = _MINOR if minor else _MAJOR
    octave, semitone = divmod(pitch - (_TONIC + (tonic if tonic <= 6 else tonic - 12)), 12)
    step = max(i for i in range(7) if scale[i] <= semitone)
    return ThemeNote(onset, length, octave * 7 + step, semitone - scale[step])


def _beats_per_bar(file: object) -> int:
    for track in file.tracks:  # type: ignore[attr-defined]
        for message in track:
            if message.type == "time_signature":
                beats = round(int(message.numerator) * 4 / int(message.denominator))
                return min(max(1, beats), _MOST_BEATS)
    return 4
