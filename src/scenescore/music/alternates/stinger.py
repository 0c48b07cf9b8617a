"""A score that ends with an accent: what leads to the last turn stays, the fading out goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.score import Chord, Control, Note, Part, Score, Section
from scenescore.core.timing import TempoMap
from scenescore.music.alternates.cut import Span, bar_lines, spliced

_RING_S = 3.0
"""How long the accent may ring."""
_ENDINGS = ("release", "outro")
_LOOK_BACK_BEATS = 16.0
_VELOCITY = 116
_SWELL_BEATS = 4.0
_STROKES = {36: 118, 49: 112}
"""Bass drum and cymbal with the accent, where there are drums."""
_RINGS = {"keys", "plucked", "percussion"}


def with_stinger(score: Score) -> Score | None:
    """Return the score with its ending replaced by one accent of everybody on the home chord.

    None when it is too short to lose its ending.
    """
    at = _last_turn(score)
    if at is None:
        return None
    clock = TempoMap(score.tempo)
    landed_s = clock.beats_to_seconds(at)
    beats = clock.seconds_to_beats(landed_s + _RING_S) - at
    bar = min(4.0, beats)
    body = spliced(score, [Span(0.0, at)], round(landed_s + _RING_S, 3))
    home = _home(score)
    chord = Chord(at, bar, home.symbol, home.root, home.pitch_classes)
    parts = [_with_accent(part, at, home) for part in body.parts]
    return replace(
        body,
        parts=tuple(parts),
        chords=(*body.chords, chord),
        form=(*body.form, Section(at, bar, "climax", 1.0)),
    )


def _last_turn(score: Score) -> float | None:
    """Return the bar line to end on: where the release begins, else two bars before the end."""
    lines = bar_lines(score)
    if len(lines) < 4:
        return None
    last = score.form[-1] if score.form else None
    leaves = last is not None and last.role in _ENDINGS and last.at_beats >= lines[2]
    wanted = last.at_beats if last is not None and leaves else lines[-3]
    return min(lines[2:], key=lambda line: abs(line - wanted))


def _home(score: Score) -> Chord:
    """Return the chord the music comes home to: its last, reduced to a triad or fifth."""
    if not score.chords:
        return Chord(0.0, 1.0, "C", 0, (0, 4, 7))
    last = score.chords[-1]
    tones = {(tone - last.root) % 12 for tone in last.pitch_classes}
    third = 4 if 4 in tones else 3 if 3 in tones else None
    kept = tuple((last.root + step) % 12 for step in (0, third, 7) if step in tones)
    name = last.symbol[:2] if last.symbol[1:2] in ("#", "b") else last.symbol[:1]
    symbol = name + {4: "", 3: "m", None: "5"}[third]
    return replace(last, symbol=symbol, pitch_classes=kept or (last.root,))


def _with_accent(part: Part, at: float, home: Chord) -> Part:
    """Return a part with a swell into the accent and the accent itself, if it plays by then."""
    recent = [n for n in part.notes if n.onset_beats + n.length_beats > at - _LOOK_BACK_BEATS]
    if not recent:
        return part
    known = INSTRUMENTS.get(part.instrument)
    drums = known.is_drums if known else part.family in ("drums", "percussion")
    struck = _strokes(part, at) if drums else _chord_of(part, recent, at, home)
    louder = () if drums else _swell(part, at)
    return replace(part, notes=(*part.notes, *struck), controls=louder or part.controls)


def _strokes(part: Part, at: float) -> list[Note]:
    if part.instrument == "risers":
        return [Note(at, 2.0, 36, 110)]
    return [Note(at, 2.0, key, velocity) for key, velocity in sorted(_STROKES.items())]


def _chord_of(part: Part, recent: Sequence[Note], at: float, home: Chord) -> list[Note]:
    """Return the accent's notes for one part, where it just played."""
    known = INSTRUMENTS.get(part.instrument)
    low, high = (known.low, known.high) if known else (36, 84)
    pitches = sorted(note.pitch for note in recent)
    middle = pitches[len(pitches) // 2]
    voices = min(max((sum(n.onset_beats == m for n in recent)
                      for m in {n.onset_beats for n in recent}), default=1), 4)  # fmt: skip
    is_bass = part.family == "bass" or part.instrument in ("basses", "tuba", "timpani")
    tones = (home.root,) if is_bass else home.pitch_classes
    near = sorted(
        (p for p in range(low, high + 1) if p % 12 in tones), key=lambda p: (abs(p - middle), p)
    )
    length = 2.0 if part.family in _RINGS else 1.0
    return [Note(at, length, pitch, _VELOCITY, 0.0, 0.9) for pitch in sorted(near[:voices])]


def _swell(part: Part, at: float) -> tuple[Control, ...]:
    """Return expression that rises into the accent; nothing for parts without expression."""
    points = [point for point in part.controls if point.number == 11]
    if not points:
        return ()
    others = [point for point in part.controls if point.number != 11]
    before = [point for point in points if point.at_beats < at - _SWELL_BEATS]
    start = before[-1].value if before else points[0].value
    rising = [
        Control(at - _SWELL_BEATS + i * 0.5, 11, round(start + (120 - start) * (i / 8) ** 2))
        for i in range(8)
    ]
    rising = [point for point in rising if point.at_beats >= 0.0]
    kept = [*others, *before, *rising, Control(at, 11, 127)]
    return tuple(sorted(kept, key=lambda point: (point.at_beats, point.number)))
