"""Brings passing notes home where more leaves the mode than tension pays for.

Chords are kept in the mode by `account.py`; what is left over is approaches and frictions that
players add. Tunes stay as they are, and so do the tones of chords.
"""

from __future__ import annotations

from typing import NamedTuple

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.form import sections_of
from scenescore.music.composers.orchestra.lines import Lines
from scenescore.music.composers.orchestra.model import Room, Tone
from scenescore.music.composers.orchestra.scales import MODES, ladder_of, pitch_classes

_LONGEST = 8.0
"""Beats after which a held note is no longer noticed."""
_AT_REST, _FREED = 0.042, 0.2
"""Share of the sound that may leave the mode: when nothing is tense, and what tension adds."""
_ELSEWHERE = 0.1
"""A section that another key holds better by so much is heard to stand there."""
_TENSE = ("rub", "drone")
"""Textures that leave the mode because the scene is tense; they come home last."""


class _Sound(NamedTuple):
    """A tone and how much of its section it is."""

    instrument: str
    tone: Tone
    weight: float


def bring_home(room: Room, lines: Lines) -> None:
    """Move passing notes into the mode until the cue is as far from it as its tension allows."""
    if "cluster" in room.style.languages:
        return
    sung = _places(lines, ("melody",))
    tense = _places(lines, _TENSE)
    offers: list[tuple[bool, float, Tone, float, str]] = []
    outside, whole = 0.0, 0.0
    for first, after in sections_of(room.phrases):
        low = room.grid.bars[first].start_beats
        length = room.grid.bars[after - 1].end_beats - low
        sounds = _sounds(room, lines, low, low + length)
        share, is_here = _outside(room, sounds)
        outside, whole = outside + share * length, whole + length
        for sound in sounds if is_here else ():
            place = (round(sound.tone.onset, 3), sound.tone.pitch)
            if _strays(room, sound.tone) and place not in sung:
                throw = room.dice("home", sound.instrument, place[0]).random()
                worth = sound.weight * length
                offers.append((place in tense, throw, sound.tone, worth, sound.instrument))
    over = outside - (_AT_REST + _FREED * room.params.tension) * whole
    homed: dict[int, Tone] = {}
    for _, _, tone, worth, instrument in sorted(offers):
        if over <= 0:
            break
        over -= worth
        homed[id(tone)] = _home(room, tone, instrument)
    for tones in (*(line.tones for line in lines.found.values()), *lines.strands.values()):
        tones[:] = [homed.get(id(tone), tone) for tone in tones]


def _places(lines: Lines, textures: tuple[str, ...]) -> set[tuple[float, int]]:
    """Return (onset, pitch) of what some textures play."""
    return {
        (round(tone.onset, 3), tone.pitch)
        for (texture, _, _), tones in lines.strands.items()
        if texture in textures
        for tone in tones
    }


def _sounds(room: Room, lines: Lines, low: float, high: float) -> list[_Sound]:
    """Return the pitched tones that begin between two beats; their weights sum to 1."""
    found = [
        _Sound(line.instrument, tone, min(tone.length, _LONGEST) * _loudness(room, tone))
        for line in lines.found.values()
        if not INSTRUMENTS[line.instrument].is_drums and line.instrument != "risers"
        for tone in line.tones
        if low - 1e-6 <= tone.onset < high - 1e-6
    ]
    total = sum(sound.weight for sound in found) or 1.0
    return [sound._replace(weight=sound.weight / total) for sound in found]


def _loudness(room: Room, tone: Tone) -> float:
    return (0.6 + tone.level) * (1.07 + room.intensity_at(tone.onset))  # as it will be played


def _outside(room: Room, sounds: list[_Sound]) -> tuple[float, bool]:
    """Return the share outside the mode, in the key it is heard in, and whether that is home."""
    weights = [0.0] * 12
    for sound in sounds:
        weights[sound.tone.pitch % 12] += sound.weight
    steps = set(MODES[room.key.mode])
    masses = [sum(weights[(tonic + step) % 12] for step in steps) for tonic in range(12)]
    home, best = masses[room.key.tonic], max(masses)
    is_here = best <= home + _ELSEWHERE
    return (sum(weights) - (home if is_here else best)), is_here


def _strays(room: Room, tone: Tone) -> bool:
    """Return True for a note that neither the mode nor its chord has, and that meets no hit."""
    pitch_class = tone.pitch % 12
    mode = pitch_classes(room.key.tonic, room.key.mode)
    return pitch_class not in (*mode, *room.chord_at(tone.onset).classes) and not tone.is_hit


def _home(room: Room, tone: Tone, instrument: str) -> Tone:
    """Return the note on the nearest step that the mode and the chord's scale share."""
    player = INSTRUMENTS[instrument]
    mode = pitch_classes(room.key.tonic, room.key.mode)
    shared = set(mode) & set(room.chord_at(tone.onset).scale)
    near = ladder_of(tuple(shared) or mode, player.low, player.high)
    return tone._replace(pitch=min(near, key=lambda pitch: (abs(pitch - tone.pitch), pitch)))
