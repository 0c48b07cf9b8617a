"""The signs around the notes: dynamics and hairpins, accents, words, tempo, letters and hits.

Dynamics say what a player should do, not every ripple: a new letter comes where the music has
truly become louder or softer, and a hairpin where it did so by and by.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace

from scenescore.core.score import Chord, Score
from scenescore.core.timing import TempoMap
from scenescore.deliver.notation.drums import drum_of
from scenescore.deliver.notation.loudness import degree_of, dynamic_at
from scenescore.deliver.notation.model import TICKS, Bar, Line, Mark, Tone
from scenescore.deliver.notation.pedals import pedal_marks

_STEP = 0.85
"""Degrees that make a new dynamic."""
_STILL = 0.35
"""Degrees that are no change."""
_SUDDEN = 1.6
"""Degrees from one bar to the next that are a step, not a hairpin."""
_LONGEST_HAIRPIN = 4
_SILENT_BARS = 2
_ACCENT = 20.0
_NEIGHBOURS = 6
_BACK = {"pizz.": "arco", "con sord.": "senza sord."}
_TEMPO_SHARE, _TEMPO_BARS = 0.06, 2
_SLOWING = 0.025


def with_marks(line: Line, bars: Sequence[Bar], chords: Sequence[Chord] = ()) -> Line:
    """Return a line with its dynamics, words, pedals and accents."""
    tones = sorted((t for staff in line.staves for t in staff), key=lambda t: (t.start, t.pitch))
    words = _drum_names(line, tones) if line.is_drums else _techniques(tones)
    found = [*_dynamics(tones, bars), *words, *pedal_marks(line, chords)]
    marks = sorted(found, key=lambda mark: mark.at)
    staves = tuple(tuple(_accented(staff)) for staff in line.staves)
    return replace(line, staves=staves, marks=tuple(marks))


def _techniques(tones: Sequence[Tone]) -> list[Mark]:
    marks: list[Mark] = []
    now = ""
    for tone in tones:
        if tone.technique != now:
            marks.append(Mark(tone.start, "words", tone.technique or _BACK[now]))
            now = tone.technique
    return marks


def _drum_names(line: Line, tones: Sequence[Tone]) -> list[Mark]:
    """Name each drum where it is first struck."""
    first: dict[str, int] = {}
    for tone in tones:
        first.setdefault(drum_of(line.instrument, tone.pitch).name, tone.start)
    moments: dict[int, list[str]] = {}
    for name, at in first.items():
        moments.setdefault(at, []).append(name)
    return [Mark(at, "words", ", ".join(names)) for at, names in moments.items()]


def _accented(tones: Sequence[Tone]) -> list[Tone]:
    """Return tones with accents on those well above what is around them."""
    result = []
    for index, tone in enumerate(tones):
        around = tones[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1]
        usual = statistics.median(other.loudness for other in around)
        if len(around) > 3 and tone.loudness > usual + _ACCENT:
            tone = replace(tone, signs=tone.signs | {"accent"})
        result.append(tone)
    return result


# ------------------------------------------------------------------ dynamics


def _dynamics(tones: Sequence[Tone], bars: Sequence[Bar]) -> list[Mark]:
    """Return dynamic letters and hairpins of one line."""
    marks: list[Mark] = []
    for phrase in _phrases(_degrees(tones, bars)):
        entry, degree = phrase[0][1], phrase[0][2]
        letters = [mark.text for mark in marks if mark.kind == "dynamic"]
        if not letters or letters[-1] != dynamic_at(degree):
            marks.append(Mark(entry, "dynamic", dynamic_at(degree)))
        marks += _changes(phrase)
    return marks


Heard = tuple[int, int, float]
"""(number of the bar, tick of its first note, degree)."""


def _degrees(tones: Sequence[Tone], bars: Sequence[Bar]) -> list[Heard]:
    """Return how loud each bar is in which something begins."""
    result: list[Heard] = []
    place = 0
    for bar in bars:
        inside: list[Tone] = []
        while place < len(tones) and tones[place].start < bar.stop:
            inside.append(tones[place])
            place += 1
        if inside:
            weights = [min(tone.stop - tone.start, TICKS * 4) for tone in inside]
            loud = sum(t.loudness * w for t, w in zip(inside, weights, strict=True)) / sum(weights)
            result.append((bar.number, inside[0].start, degree_of(loud)))
    return result


def _phrases(degrees: Sequence[Heard]) -> list[list[Heard]]:
    """Return the bars in stretches that no longer silence divides."""
    phrases: list[list[Heard]] = []
    for heard in degrees:
        if phrases and heard[0] - phrases[-1][-1][0] <= _SILENT_BARS:
            phrases[-1].append(heard)
        else:
            phrases.append([heard])
    return phrases


def _changes(phrase: Sequence[Heard]) -> list[Mark]:
    """Return the marks after the first dynamic of a phrase."""
    marks: list[Mark] = []
    now, since = phrase[0][2], 0
    for index in range(1, len(phrase)):
        degree = phrase[index][2]
        if abs(degree - now) < _STEP or dynamic_at(degree) == dynamic_at(now):
            continue
        began = _began(phrase, since, index, now)
        if abs(degree - phrase[index - 1][2]) < _SUDDEN:
            kind = "crescendo" if degree > now else "diminuendo"
            marks.append(Mark(phrase[began][1], kind))
            marks.append(Mark(phrase[index][1], "end"))
        marks.append(Mark(phrase[index][1], "dynamic", dynamic_at(degree)))
        now, since = degree, index
    return marks


def _began(phrase: Sequence[Heard], since: int, index: int, now: float) -> int:
    """Return where a change that is reached at `index` began."""
    for place in range(index - 1, since - 1, -1):
        if abs(phrase[place][2] - now) < _STILL or index - place >= _LONGEST_HAIRPIN:
            return place
    return max(since, index - 1)


# ------------------------------------------------------------------ for all staves


def score_marks(score: Score, bars: Sequence[Bar]) -> tuple[Mark, ...]:
    """Return tempo, letters of the form, and hits, sorted by tick."""
    end = bars[-1].stop
    marks = [*_tempi(score, bars), *_letters(score, bars), *_hits(score)]
    return tuple(sorted((m for m in marks if m.at < end), key=lambda mark: mark.at))


def _letters(score: Score, bars: Sequence[Bar]) -> list[Mark]:
    return [
        Mark(_bar_at(section.at_beats, bars), "rehearsal", f"{_letter(index)} {section.role}")
        for index, section in enumerate(score.form)
    ]


def _letter(index: int) -> str:
    return chr(ord("A") + index % 26) * (index // 26 + 1)


def _bar_at(beats: float, bars: Sequence[Bar]) -> int:
    """Return the bar line nearest to a moment."""
    return min((bar.start for bar in bars), key=lambda start: abs(start - beats * TICKS))


def _hits(score: Score) -> list[Mark]:
    clock = TempoMap(score.tempo)
    marks = []
    for hit in score.hits:
        at = round(clock.seconds_to_beats(hit.landed_s) * TICKS)
        minutes, seconds = divmod(hit.landed_s, 60)
        text = f"{hit.label or hit.kind} {int(minutes)}:{seconds:04.1f}"
        marks.append(Mark(at, "hit", text))
    return marks


def _tempi(score: Score, bars: Sequence[Bar]) -> list[Mark]:
    """Return the tempo marks a conductor needs: small sways are left to the player."""
    first = score.tempo[0]
    marks = [Mark(0, "tempo", score.style.capitalize(), round(first.bpm))]
    printed = first.bpm
    starts = [change.at_beats for change in score.tempo[1:]] + [bars[-1].stop / TICKS]
    long = 4.0 * _TEMPO_BARS
    for index, change in enumerate(score.tempo[1:]):
        ahead = [c for c in score.tempo[index + 1 :] if c.at_beats < change.at_beats + long]
        usual = statistics.median(c.bpm for c in ahead)
        lasts = starts[min(index + len(ahead), len(starts) - 1)] - change.at_beats
        if abs(usual / printed - 1) > _TEMPO_SHARE and lasts >= long:
            marks.append(Mark(round(change.at_beats * TICKS), "tempo", "", round(usual)))
            printed = usual
    return [*marks, *_ritard(score)]


def _ritard(score: Score) -> list[Mark]:
    """Return `rit.` where the last changes only slow down."""
    changes = score.tempo
    first = len(changes) - 1
    while first > 0 and changes[first].bpm < changes[first - 1].bpm:
        first -= 1
    if first < len(changes) - 1 and changes[-1].bpm < changes[first].bpm * (1 - _SLOWING):
        return [Mark(round(changes[first + 1].at_beats * TICKS), "words", "rit.")]
    return []
