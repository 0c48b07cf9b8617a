"""Pedal marks of pianos, and how a harp is set. Knows what rings on, not how it is drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from scenescore.core.score import Chord
from scenescore.deliver.keys import Signature
from scenescore.deliver.notation.model import TICKS, Line, Mark, Tone

_PEDALLED = {"piano", "felt-piano", "electric-piano"}
_RINGS_PAST = 2
"""Later notes that a note must ring past: it is the pedal that holds it, not a finger."""
_SHARE = 0.3
"""Of the notes over a chord, to take the pedal for it."""
_STEPS = "DCBEFGA"
"""The harp's pedals from left to right."""
_SHARPS = "FCGDAEB"


def pedal_marks(line: Line, chords: Sequence[Chord]) -> tuple[Mark, ...]:
    """Return the pedal marks of a piano: down, changed with the chord, up where none is wanted."""
    if line.instrument not in _PEDALLED:
        return ()
    tones = sorted((t for staff in line.staves for t in staff), key=lambda t: (t.start, t.pitch))
    marks: list[Mark] = []
    up = 0
    for start, inside in _over_chords(tones, chords):
        if not _rings(inside, tones):
            if marks and marks[-1].text != "stop":
                marks.append(Mark(min(up, start), "pedal", "stop"))
            continue
        is_down = bool(marks) and marks[-1].text != "stop"
        marks.append(Mark(inside[0].start, "pedal", "change" if is_down else "start"))
        up = max(tone.stop for tone in inside)
    if marks and marks[-1].text != "stop":
        marks.append(Mark(up, "pedal", "stop"))
    return tuple(marks)


def _over_chords(tones: Sequence[Tone], chords: Sequence[Chord]) -> list[tuple[int, list[Tone]]]:
    """Return (tick of a chord's beginning, the tones that begin over it), silent ones left out."""
    starts = sorted({round(chord.at_beats * TICKS) for chord in chords})
    found: dict[int, list[Tone]] = {}
    for tone in tones:
        place = bisect_right(starts, tone.start) - 1
        found.setdefault(starts[place] if place >= 0 else 0, []).append(tone)
    return sorted(found.items())


def _rings(inside: Sequence[Tone], tones: Sequence[Tone]) -> bool:
    onsets = sorted({tone.start for tone in tones})
    long = sum(_passed(tone, onsets) >= _RINGS_PAST for tone in inside)
    return long >= max(_SHARE * len(inside), 1)


def _passed(tone: Tone, onsets: Sequence[int]) -> int:
    """Return how many later onsets a tone rings past."""
    return bisect_right(onsets, tone.stop - 1) - bisect_right(onsets, tone.start)


def harp_setting(line: Line, signature: Signature) -> tuple[tuple[str, int], ...]:
    """Return (string, alter) of a harp's seven pedals for a key; empty for other instruments."""
    if line.instrument != "harp":
        return ()
    sharps = signature.sharps
    raised = set(_SHARPS[: max(sharps, 0)])
    lowered = set(_SHARPS[::-1][: max(-sharps, 0)])
    return tuple((step, (step in raised) - (step in lowered)) for step in _STEPS)
