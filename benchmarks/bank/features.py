"""What a classifier may know of a score without hearing it: rhythm, pitch, texture, colour."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from notes import mean_bpm, pitched

from scenescore.core.instruments import FAMILIES, INSTRUMENTS
from scenescore.core.score import Score

_GAPS = (0.2, 0.3, 0.45, 0.6, 0.9, 1.2, 2.2)


def symbolic(score: Score) -> list[float]:
    """Return about forty figures of a score."""
    notes = [(part, note) for part in score.parts for note in part.notes]
    tones = [(part, note) for part in pitched(score) for note in part.notes]
    beats = max(n.onset_beats + n.length_beats for _, n in notes)
    pitches = np.array([n.pitch for _, n in tones] or [60])
    onsets = sorted({round(n.onset_beats, 2) for _, n in notes})
    gaps = np.diff(onsets) if len(onsets) > 1 else np.array([1.0])
    shares = np.histogram(gaps, bins=(0, *_GAPS, 1e9))[0] / len(gaps)
    families = [
        sum(n.length_beats for p, n in notes if p.family == family) / beats for family in FAMILIES
    ]
    short = sum(1 for p, n in tones if n.length_beats * n.sounding < 0.5) / max(len(tones), 1)
    plucked = sum(1 for p, _ in tones if p.articulation == "pizzicato") / max(len(tones), 1)
    tremolo = sum(1 for p, _ in tones if p.articulation == "tremolo") / max(len(tones), 1)
    drums = [n.pitch for p, n in notes if INSTRUMENTS[p.instrument].is_drums]
    offbeat = sum(1 for at in onsets if at % 1 > 0.05) / len(onsets)
    thirds = sum(1 for at in onsets if 0.3 < at % 1 < 0.36 or 0.63 < at % 1 < 0.7) / len(onsets)
    steps = [b.bpm for b in score.tempo]
    chords = [c.length_beats for c in score.chords]
    sizes = [len(c.pitch_classes) for c in score.chords]
    roots = [(b.root - a.root) % 12 for a, b in pairwise(score.chords)]
    motion = np.bincount(roots, minlength=12) / max(len(roots), 1)
    return [
        mean_bpm(score), len(notes) / score.duration_s, len(onsets) / score.duration_s,
        float(pitches.mean()), float(pitches.std()), float(np.ptp(pitches)),
        *[float(x) for x in shares], *families, short, plucked, tremolo,
        len(drums) / score.duration_s, len(set(drums)) / 10, offbeat, thirds,
        max(steps) / min(steps), float(np.mean(chords)) if chords else 4.0,
        float(np.mean(sizes)) if sizes else 3.0, *[float(x) for x in motion],
        float(len(score.parts)),
    ]  # fmt: skip
