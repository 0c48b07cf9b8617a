"""Versions with less in them: without percussion, and thinned to lie under speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.score import Note, Part, Score

_UNDER_SPEECH = {"strings", "synth", "keys", "plucked", "choir", "bass"}
"""Families that stay under speech; winds and brass share its pitch and its edge."""
_LEADS = {
    *("violin-solo", "viola-solo", "cello-solo", "saw-lead", "square-lead", "theremin"),
    *("boy-soprano", "distortion-guitar", "overdriven-guitar", "arp-synth", "pulse-synth"),
    *("harpsichord", "accordion", "harmonica"),
}
_SOFTER = 0.8
"""Velocities under speech, against the full version."""
_DENSE_PER_BEAT = 1.0
"""Onsets above which a part is thinned to the beats."""
_BEAT_ROOM = 0.13
"""How far from a beat an onset may lie and be on it."""


def without_percussion(score: Score) -> Score | None:
    """Return the score without drums, cymbals and timpani; None when there are none.

    Mallets and bells, which carry tunes, stay; so do risers.
    """
    kept = tuple(part for part in score.parts if not _is_percussion(part))
    return replace(score, parts=kept) if kept and len(kept) < len(score.parts) else None


def _is_percussion(part: Part) -> bool:
    known = INSTRUMENTS.get(part.instrument)
    drums = known.is_drums if known else part.family == "drums"
    return (drums and part.instrument != "risers") or part.instrument == "timpani"


def thinned(score: Score) -> Score | None:
    """Return the score as it may lie under dialogue: no tunes, no winds or brass, no drums, busy
    figures only on the beats, all of it softer. None when nothing would be left.
    """
    kept = [part for part in score.parts if _may_stay(part, score)]
    if not kept:
        return None
    parts = tuple(_softer(_on_beats(part)) for part in kept)
    return replace(score, parts=parts, quotations=())


def _may_stay(part: Part, score: Score) -> bool:
    quotes = any(quotation.part == part.name for quotation in score.quotations)
    drums = _is_percussion(part) or part.instrument == "risers"
    return (
        part.family in _UNDER_SPEECH
        and part.instrument not in _LEADS
        and not (drums or quotes or _is_tune(part))
    )


def _is_tune(part: Part) -> bool:
    """Return True for a single line that moves by itself in the range of voices and above."""
    notes = part.notes
    moments = {note.onset_beats for note in notes}
    if len(moments) < 4 or len(notes) > 1.05 * len(moments) or part.family in ("bass", "plucked"):
        return False
    pitches = sorted(note.pitch for note in notes)
    lengths = {round(note.length_beats, 2) for note in notes}
    return pitches[len(pitches) // 2] >= 55 and len(lengths) >= 3 and _busyness(notes) < 2.5


def _busyness(notes: Sequence[Note]) -> float:
    """Return onsets per beat while the part plays."""
    moments = sorted({round(note.onset_beats, 3) for note in notes})
    sounding = sum(min(b - a, 2.0) for a, b in pairwise(moments))
    return len(moments) / max(sounding, 1.0)


def _on_beats(part: Part) -> Part:
    """Return a busy part with the notes on its beats only, each lasting to the next."""
    if _busyness(part.notes) <= _DENSE_PER_BEAT:
        return part
    kept = [n for n in part.notes if abs(n.onset_beats - round(n.onset_beats)) < _BEAT_ROOM]
    starts = sorted({note.onset_beats for note in kept})
    following = dict(pairwise(starts))
    notes = tuple(
        replace(note, length_beats=max(note.length_beats, min(room, 1.0)))
        for note in kept
        if (room := following.get(note.onset_beats, note.onset_beats + 1.0) - note.onset_beats) > 0
    )
    return replace(part, notes=notes or part.notes[:1])


def _softer(part: Part) -> Part:
    notes = tuple(
        replace(note, velocity=max(1, round(note.velocity * _SOFTER))) for note in part.notes
    )
    return replace(part, notes=notes)
