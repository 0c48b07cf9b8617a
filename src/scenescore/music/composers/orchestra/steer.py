"""Finer wishes met: moods that glide inside a cue, chord kinds by feeling, onsets and accents.

The controls are those of published systems, so that their measures can be taken of ours: onsets a
bar and notes an accent (Di et al. 2021, CMT), chord kinds by feeling (Kang et al. 2024,
Video2Music), valence and arousal between two points (ScripTONES, arXiv 2401.07084).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.types import Mood, MusicBrief
from scenescore.music.composers.orchestra.affect import mode_of, params_of
from scenescore.music.composers.orchestra.chords import harmony_of, parse_numeral, place_chord
from scenescore.music.composers.orchestra.grid import Bar, Grid
from scenescore.music.composers.orchestra.keys import Key
from scenescore.music.composers.orchestra.lines import Line, Lines
from scenescore.music.composers.orchestra.model import Harmony, Phrase, Room, Style, Tone
from scenescore.music.composers.orchestra.scales import ladder_of

_STEM = re.compile(r"^([b#]?)([IViv]+)")
_KINDS: dict[str, tuple[bool, str]] = {
    "maj": (True, ""), "maj7": (True, "maj7"), "maj6": (True, "6"), "7": (True, "7"),
    "sus4": (True, "sus4"), "sus2": (True, "sus2"), "min": (False, ""), "min7": (False, "7"),
    "dim": (False, "o"), "dim7": (False, "o7"), "hdim7": (False, "h7"),
}  # fmt: skip
"""Kind of chord to (upper case, suffix) of a numeral."""
FEELINGS: dict[str, tuple[str, ...]] = {
    "exciting": ("maj", "sus4", "7"),
    "fearful": ("min7", "dim", "hdim7", "dim7"),
    "tense": ("sus4", "min7", "7", "dim"),
    "sad": ("min", "min7", "sus2"),
    "relaxing": ("maj", "maj7", "maj6"),
    "neutral": (),
}
"""Chord kinds a feeling allows (Video2Music); the empty row allows all."""


# ------------------------------------------------------------------ moods that glide


def mood_at(brief: MusicBrief, at_s: float) -> Mood:
    """Return the mood at a moment: between the steered points in straight lines."""
    points = brief.steer.moods if brief.steer else ()
    if not points:
        return brief.mood
    if at_s <= points[0][0]:
        return points[0][1]
    for (low_s, low), (high_s, high) in pairwise(points):
        if at_s <= high_s:
            share = (at_s - low_s) / max(high_s - low_s, 1e-9)
            return Mood(
                *(a + share * (b - a) for a, b in zip(_axes(low), _axes(high), strict=True))
            )
    return points[-1][1]


def _axes(mood: Mood) -> tuple[float, float, float]:
    return mood.valence, mood.arousal, mood.tension


def steered(brief: MusicBrief) -> MusicBrief:
    """Return the brief with what its gliding moods say of the whole: mean mood and a curve."""
    if brief.steer is None or not brief.steer.moods:
        return brief
    moments = [brief.duration_s * (i + 0.5) / 16 for i in range(16)]
    moods = [mood_at(brief, at_s) for at_s in moments]
    mean = Mood(*(sum(axis) / len(moods) for axis in zip(*map(_axes, moods), strict=True)))
    curve = brief.curve or tuple(
        (at_s, (mood.arousal + 1) / 2) for at_s, mood in zip(moments, moods, strict=True)
    )
    return replace(brief, mood=mean, curve=curve)


def pace(brief: MusicBrief, style: Style, share: float) -> float:
    """Return how much longer than on the whole a beat is at a share of the cue."""
    if brief.steer is None or not brief.steer.moods or brief.bpm is not None:
        return 1.0
    here = params_of(mood_at(brief, share * brief.duration_s), style.tempo).bpm
    return params_of(brief.mood, style.tempo).bpm / here


def in_modes(
    phrases: Sequence[Phrase], brief: MusicBrief, style: Style, grid: Grid
) -> tuple[Phrase, ...]:
    """Return the phrases in the mode that the mood has in their middle, over the same tonic."""
    if brief.steer is None or not brief.steer.moods or brief.key:
        return tuple(phrases)
    found = []
    for phrase in phrases:
        middle = grid.bars[phrase.first + phrase.count // 2].start_beats
        mood = mood_at(brief, grid.clock.beats_to_seconds(middle))
        found.append(replace(phrase, key=Key(phrase.key.tonic, mode_of(mood, style.modes))))
    return tuple(found)


# ------------------------------------------------------------------ chords by feeling


def felt(chords: Sequence[Harmony], room: Room) -> tuple[Harmony, ...]:
    """Return the chords cut where the feeling changes, each of a kind its feeling allows."""
    steer = room.brief.steer
    if steer is None or not steer.feelings:
        return tuple(chords)
    clock = room.grid.clock
    cuts = [round(clock.seconds_to_beats(at_s) * 4) / 4 for at_s, _ in steer.feelings]
    found: list[Harmony] = []
    for chord in chords:
        inner = [cut for cut in cuts if chord.start + 0.2 < cut < chord.end - 0.2]
        borders = [chord.start, *inner, chord.end]
        for low, high in pairwise(borders):
            at = [feeling for cut, (_, feeling) in zip(cuts, steer.feelings, strict=True)
                  if cut <= low + 0.21]  # fmt: skip
            allowed = FEELINGS.get(at[-1], ()) if at else ()
            found.append(_of_kind(chord._replace(start=low, length=high - low), allowed, room))
    return tuple(found)


def _of_kind(chord: Harmony, allowed: Sequence[str], room: Room) -> Harmony:
    """Return the chord, or one on its root whose kind is allowed and nearest in tones."""
    if not allowed:
        return chord
    stem = _STEM.match(chord.numeral)
    if stem is None:
        return chord
    key = room.phrase_at(chord.start).key
    forms = []
    for kind in allowed:
        upper, suffix = _KINDS[kind]
        degree = stem[2].upper() if upper else stem[2].lower()
        numeral = f"{stem[1]}{degree}{suffix}"
        tones = set(place_chord(numeral, key)[1])
        forms.append((len(tones ^ set(chord.classes)), allowed.index(kind), numeral))
    if {(tone - chord.root) % 12 for tone in chord.classes} in [
        set(parse_numeral("I" + _KINDS[k][1] if _KINDS[k][0] else "i" + _KINDS[k][1]).tones)
        for k in allowed
    ]:
        return chord
    numeral = min(forms)[2]
    return harmony_of(numeral, (chord.start, chord.length), key)


# ------------------------------------------------------------------ onsets and accents


_STRONG = (0, 8, 4, 12, 2, 6, 10, 14, 3, 7, 11, 15, 1, 5, 9, 13)
"""Sixteenths of a bar, strongest first."""


def meet(room: Room, lines: Lines) -> None:
    """Thin or fill bars until they have the onsets asked for, then set the accents."""
    steer = room.brief.steer
    if steer is None:
        return
    for bar, wanted in zip(room.grid.bars[: room.grid.end_bar], steer.onsets, strict=False):
        _fit_bar(room, lines, bar, wanted)
    for at_s, count in steer.accents:
        beat = round(room.grid.clock.seconds_to_beats(at_s) * 4) / 4
        if beat < room.grid.end_beats - 0.1:
            _fit_accent(room, lines, beat, count)


def _ticks(lines: Lines, bar: Bar) -> dict[int, list[tuple[Line, Tone]]]:
    """Return who begins what, by sixteenth of a bar."""
    found: dict[int, list[tuple[Line, Tone]]] = {}
    last = round(bar.length_beats * 4) - 1
    for key in sorted(lines.found):
        line = lines.found[key]
        for tone in line.tones:
            if bar.start_beats - 0.01 <= tone.onset < bar.end_beats - 0.01:
                place = min(round((tone.onset - bar.start_beats) * 4), last)
                found.setdefault(place, []).append((line, tone))
    return found


def _fit_bar(room: Room, lines: Lines, bar: Bar, wanted: int) -> None:
    places = round(bar.length_beats * 4)
    ticks = _ticks(lines, bar)
    order = [p for p in _STRONG if p < places] + list(range(16, places))
    wanted = min(max(wanted, 0), places)
    met = {x.at_beats for x in room.grid.landings if x.is_hard}
    kept = [p for p in order[::-1] if p in ticks and bar.start_beats + p / 4 not in met]
    while len(ticks) > wanted and kept:
        for line, tone in ticks.pop(kept.pop(0)):
            line.tones = [t for t in line.tones if t is not tone]
    free = [place for place in order if place not in ticks]
    for place in free[: wanted - len(ticks)]:
        at = bar.start_beats + place / 4
        _strike(room, lines, at, 1)


def _fit_accent(room: Room, lines: Lines, beat: float, count: int) -> None:
    here = [
        (line, tone)
        for key in sorted(lines.found)
        for line in [lines.found[key]]
        for tone in line.tones
        if abs(tone.onset - beat) < 0.124
    ]
    here.sort(key=lambda item: (item[1].is_hit, item[1].level))
    for line, tone in here[: max(len(here) - count, 0)]:
        line.tones = [t for t in line.tones if t is not tone]
    _strike(room, lines, beat, count - len(here))


def _strike(room: Room, lines: Lines, beat: float, count: int) -> None:
    """Add short chord tones, by those who play most, none on a pitch that is being struck."""
    players = sorted(
        (line for line in lines.found.values() if not INSTRUMENTS[line.instrument].is_drums),
        key=lambda line: (-len(line.tones), line.instrument, line.articulation, line.desk),
    )
    chord = room.chord_at(beat)
    for line in players:
        home = INSTRUMENTS[line.instrument]
        near = [t.pitch for t in line.tones if abs(t.onset - beat) < 4] or [
            (home.low + home.high) // 2
        ]
        centre = sum(near) / len(near)
        busy = {t.pitch for t in line.tones if t.onset - 0.01 <= beat < t.onset + t.length}
        choices = [p for p in ladder_of(chord.classes, home.low, home.high) if p not in busy]
        choices.sort(key=lambda p: (abs(p - centre), p))
        for pitch in choices[: min(count, 4)]:
            line.tones.append(Tone(beat, 0.25, pitch, 0.7, 0.9))
            count -= 1
        if count <= 0:
            return
