"""What a score is doing at a moment: its chord, its intensity."""

from __future__ import annotations

from scenescore.core.score import Chord, Score


def chord_at(score: Score, beat: float) -> Chord | None:
    """Return the chord that sounds at a beat, None where none is told."""
    return next((c for c in score.chords if c.at_beats <= beat < c.at_beats + c.length_beats), None)


def intensity_at(score: Score, beat: float) -> float:
    """Return the intensity of the section a beat lies in, 0..1; 0.5 outside the form."""
    inside = [s.intensity for s in score.form if s.at_beats <= beat < s.at_beats + s.length_beats]
    return inside[0] if inside else 0.5
