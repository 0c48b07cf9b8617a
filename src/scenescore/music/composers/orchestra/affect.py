"""Mood to musical numbers: the affine table. Each number is a sum of terms, so it is monotone.

Cues act linearly and additively on perceived emotion, in the order mode, tempo, register,
dynamics, articulation, timbre (Eerola, Friberg & Bresin 2013, Frontiers in Psychology 4:487);
fear is soft, not loud. Arousal and valence count -1..1, tension 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenescore.core.types import Mood
from scenescore.music.composers.orchestra.scales import LADDER, is_major


@dataclass(frozen=True, slots=True)
class Params:
    """What a mood asks of the music."""

    bpm: float
    """Quarters per minute, before the cue's time is fitted."""
    notes_per_s: float
    """All parts together."""
    density: float
    """0..1, how many of its places a figure fills."""
    register: float
    """Mean pitch of the melody, MIDI."""
    velocity: float
    """Of a middling note at middling intensity, MIDI."""
    gain_db: float
    """Level against the middle."""
    sounding: float
    """Share of a note's length that sounds."""
    brightness: float
    """0..1: doublings above, open filters."""
    sevenths: float
    """Chance that a triad becomes a seventh chord."""
    chromatic: float
    """Chance that a chord leaves the key."""
    tension: float
    """0..1, passed on."""
    arousal01: float
    """Arousal as 0..1."""
    valence: float
    """-1..1, passed on."""


def clamp(value: float, low: float, high: float) -> float:
    """Return the value, no lower than `low` and no higher than `high`."""
    return low if value < low else high if value > high else value


def params_of(mood: Mood, tempo: tuple[float, float]) -> Params:
    """Return the musical numbers of a mood, in a style whose tempo lies between two bounds."""
    v, a, t = clamp(mood.valence, -1, 1), clamp(mood.arousal, -1, 1), clamp(mood.tension, 0, 1)
    fear = 5.0 * clamp((t - 0.7) / 0.3, 0, 1) * clamp(-v * 2, 0, 1)
    return Params(
        bpm=tempo_of(v, a, tempo),
        notes_per_s=max(3.2 + 2.6 * a, 0.6),
        density=clamp(0.5 + 0.4 * a, 0.05, 0.95),
        register=clamp(67 + 5 * v + 2 * a, 53, 83),
        velocity=clamp(72 + 24 * a - 1.2 * fear, 30, 112),
        gain_db=10 * a - fear,
        sounding=clamp(0.80 - 0.30 * a - 0.12 * max(v, 0), 0.3, 1.05),
        brightness=clamp(0.5 + 0.35 * a + 0.15 * v, 0, 1),
        sevenths=0.15 + 0.5 * t,
        chromatic=0.35 * t,
        tension=t,
        arousal01=(a + 1) / 2,
        valence=v,
    )


def tempo_of(valence: float, arousal: float, tempo: tuple[float, float]) -> float:
    """Return bpm: 92 + 34 a + 6 v over the span 58..126, stretched over the style's own span."""
    low, high = tempo
    place = (34 * arousal + 6 * valence + 34) / 68
    return clamp(low + (high - low) * place, 36, 190)


def mode_of(mood: Mood, allowed: tuple[str, ...]) -> str:
    """Return the style's mode nearest to the rung the mood stands on, its third by valence.

    Tension has no say: another mode is another choice of chords, not tenser ones.
    """
    rung = round(clamp(2.5 - 2.5 * mood.valence, 0, 5))
    bright = mood.valence > 0
    wanted = tuple(m for m in allowed if is_major(m) == bright)
    if not wanted:
        neutral = abs(mood.valence) <= 0.1
        wanted = allowed if neutral else (LADDER[min(rung, 2) if bright else max(rung, 3)],)
    return min(wanted, key=lambda mode: (abs(rung_of(mode) - rung), wanted.index(mode)))


def rung_of(mode: str) -> float:
    """Return a mode's place on the ladder, 0 lydian .. 5 phrygian."""
    # By where their steps lie on the line of fifths: a leading tone is bright.
    others = {"harmonic-minor": 3.4, "melodic-minor": 3.2, "phrygian-dominant": 4.8, "locrian": 5.5,
              "double-harmonic": 4.7, "hungarian-minor": 3.3, "yo": 2.2, "in": 4.4}  # fmt: skip
    return LADDER.index(mode) if mode in LADDER else others[mode]
