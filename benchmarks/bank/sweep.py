"""Gate of monotony: each axis a genre declares moves with its mood, over seven steps.

Arousal moves tempo, notes a second, level, centroid and heard onsets; valence moves register and
mode; tension moves tonal tension. Cues of 45 s without hits. Figures per axis: Spearman's rho,
median over the seeds; a constant row is undefined and counts as 0.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import spectra
from notes import Floats, class_weights, mean_bpm, pitched
from sound import coloured, dry

from scenescore.core.genres import GENRES
from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.score import Score
from scenescore.core.types import Mood, MusicBrief
from scenescore.music.composers.orchestra.compose import write_score
from scenescore.music.composers.orchestra.keys import parse_key

STEPS = tuple(round(-0.9 + 0.3 * i, 2) for i in range(7))
TENSIONS = tuple(round(0.05 + 0.15 * i, 2) for i in range(7))
BY_AROUSAL = ("tempo", "notes", "level", "centroid", "onsets")
BY_VALENCE = ("register", "mode")
_LENGTH_S = 45.0


def rho(values: list[float]) -> float:
    """Return Spearman's correlation with the order of the steps; 0 where it is undefined."""
    ranks = _ranks(values)
    if np.ptp(ranks) == 0:
        return 0.0
    return float(np.corrcoef(np.arange(len(values)), ranks)[0, 1])


def _ranks(values: list[float]) -> Floats:
    rounded = np.round(np.array(values, dtype=np.float64), 6)
    return np.array([(rounded < v).sum() + (rounded == v).sum() / 2 for v in rounded])


def sweep(genre: str, seed: int, player: str | None) -> dict[str, float]:
    """Return rho of every axis for one genre and seed; audio axes only with a player."""
    home = GENRES[genre].mood
    brief = MusicBrief(_LENGTH_S, genre, variation=11)
    found: dict[str, list[float]] = {}
    for step in STEPS:
        mood = replace(home, arousal=step)
        score = write_score(replace(brief, mood=mood), seed)
        for name, value in _energy(score, player, mood).items():
            found.setdefault(name, []).append(value)
    for step in STEPS:
        score = write_score(replace(brief, mood=replace(home, valence=step)), seed)
        found.setdefault("register", []).append(register(score))
        found.setdefault("mode", []).append(brightness(score))
    for step in TENSIONS:
        score = write_score(replace(brief, mood=Mood(home.valence, home.arousal, step)), seed)
        found.setdefault("tension", []).append(tonal_tension(score))
    return {name: rho(values) for name, values in found.items()}


def _energy(score: Score, player: str | None, mood: Mood) -> dict[str, float]:
    notes = [note for part in score.parts for note in part.notes]
    found = {"tempo": mean_bpm(score), "notes": len(notes) / score.duration_s}
    if player:
        sound = dry(score, player)
        heard = spectra.power(coloured(sound, score.style, mood))
        found["level"] = float(20 * np.log10(np.sqrt((sound**2).mean()) + 1e-9))
        found["centroid"] = spectra.centroid_hz(heard)
        found["onsets"] = spectra.onsets_per_s(heard)
    return found


def register(score: Score) -> float:
    """Return the mean pitch of all pitched notes, by length."""
    rows = [(n.pitch, min(n.length_beats, 4)) for part in pitched(score) for n in part.notes]
    total = sum(length for _, length in rows) or 1.0
    return sum(pitch * length for pitch, length in rows) / total


def brightness(score: Score) -> float:
    """Return how far up the line of fifths the music lies above its tonic: lydian to phrygian."""
    key = parse_key(score.key)
    assert key is not None
    weights = np.roll(class_weights(score), -key.tonic)
    # Place of each class on the line of fifths from the flat second (-5) to the sharp fourth (6).
    places = np.array([(7 * c + 5) % 12 - 5 for c in range(12)])
    return round(float(weights @ places), 3)


# ------------------------------------------------------------------ the spiral array


_STEP = float(np.sqrt(2 / 15))


@cache
def _place(fifths: int) -> tuple[float, float, float]:
    """Chew's spiral array: radius 1, rise sqrt(2/15) a fifth."""
    turn = fifths * np.pi / 2
    return float(np.sin(turn)), float(np.cos(turn)), fifths * _STEP


def tonal_tension(score: Score) -> float:
    """Return mean cloud diameter and strain from the key, by windows of two beats.

    Herremans & Chew 2016: the largest distance inside a window's notes, and the distance of their
    centre from the key's.
    """
    key = parse_key(score.key)
    assert key is not None
    tonic = key.tonic
    third = 4 if key.is_major else 3
    centre = np.mean([_place(_fifths(c, tonic)) for c in (tonic, tonic + 7, tonic + third)], axis=0)
    values = []
    windows: dict[int, dict[int, float]] = {}
    for part in pitched(score):
        if INSTRUMENTS[part.instrument].is_drums:
            continue
        for note in part.notes:
            first = int(note.onset_beats // 2)
            last = int((note.onset_beats + note.length_beats - 1e-6) // 2)
            for place in range(first, last + 1):
                held = windows.setdefault(place, {})
                low = max(note.onset_beats, 2 * place)
                high = min(note.onset_beats + note.length_beats, 2 * place + 2)
                held[note.pitch % 12] = held.get(note.pitch % 12, 0.0) + high - low
    for held in windows.values():
        points = np.array([_place(_fifths(c, tonic)) for c in sorted(held)])
        weights = np.array([held[c] for c in sorted(held)])
        apart = max(
            (float(np.linalg.norm(a - b)) for i, a in enumerate(points) for b in points[i + 1 :]),
            default=0.0,
        )
        strain = float(np.linalg.norm((weights @ points) / weights.sum() - centre))
        values.append(0.5 * apart + strain)
    return round(float(np.mean(values)), 4) if values else 0.0


def _fifths(pitch_class: int, tonic: int) -> int:
    return (7 * (pitch_class - tonic) + 5) % 12 - 5
