"""Gates of time and key: length, hits, tempo, tonic, mode, third. Looks at the notes alone."""

from __future__ import annotations

import numpy as np
from notes import Floats, bars_of, bass_weights, class_weights, mean_bpm

from scenescore.core.score import Score
from scenescore.core.timing import TempoMap, seconds_to_samples
from scenescore.core.types import MusicBrief
from scenescore.music.composers.orchestra.keys import parse_key
from scenescore.music.composers.orchestra.scales import MODES

# Krumhansl & Kessler 1982, probe-tone ratings in a major and a minor key.
_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
NO_KEY = frozenset(("suspense drone", "horror", "percussion", "psychological strings"))
"""Drone, cluster and percussion genres: no tonic is asked of them."""


def time_facts(score: Score, brief: MusicBrief) -> dict[str, float]:
    """Return errors of length, hits and tempo."""
    clock = TempoMap(score.tempo)
    downbeats_s = np.array([clock.beats_to_seconds(at) for at, _ in bars_of(score)])
    onsets_s = np.array(
        sorted(
            clock.beats_to_seconds(note.onset_beats) + note.offset_s
            for part in score.parts
            for note in part.notes
        )
    )
    hard = [h.at_s for h in brief.hits if h.is_hard and brief.role != "source"]
    errors = [float(np.abs(onsets_s - at).min()) for at in hard]
    bars = [float(np.abs(downbeats_s - at).min()) for at in hard]
    wanted = seconds_to_samples(brief.duration_s, 48_000)
    facts = {
        "length_error": abs(seconds_to_samples(score.duration_s, 48_000) - wanted),
        "hits": len(hard),
        "hit_error_s": max(errors, default=0.0),
        "downbeat_error_s": max(bars, default=0.0),
        "odd_bars": sum(1 for m in score.meters[1:]),
    }
    if brief.bpm is not None and not hard:
        tempi = [change.bpm for change in score.tempo]
        facts["bpm_error"] = max(abs(bpm / brief.bpm - 1) for bpm in tempi)
    tempi = [change.bpm for change in score.tempo]
    facts["bpm_spread"] = max(tempi) / min(tempi) - 1
    facts["bpm"] = mean_bpm(score)
    return facts


def key_facts(score: Score, brief: MusicBrief) -> dict[str, float]:
    """Return whether the tonic is heard, the mass inside the mode, and the third."""
    key = parse_key(score.key)
    assert key is not None
    weights = class_weights(score)
    facts = {
        "in_mode": in_mode(score, key.mode, key.tonic),
        "third": float(np.sign(weights[(key.tonic + 4) % 12] - weights[(key.tonic + 3) % 12])),
    }
    if brief.key is None and score.style not in NO_KEY:
        facts["tonic_right"] = float(tonic_of(score) == key.tonic)
    return facts


def in_mode(score: Score, mode: str, tonic: int) -> float:
    """Return the share of sounding time inside the mode, sections weighed in their own key.

    A section may stand in another key of the same mode; it is taken as standing in whichever of
    the twelve holds most of it, but only when that is clearly not the home key.
    """
    total = mass = 0.0
    for section in score.form:
        low, high = section.at_beats, section.at_beats + section.length_beats
        weights = class_weights(score, low, high)
        masses = [sum(weights[(t + s) % 12] for s in set(MODES[mode])) for t in range(12)]
        home = masses[tonic]
        best = max(masses)
        total += section.length_beats
        mass += section.length_beats * (best if best > home + 0.1 else home)
    return mass / total if total else 1.0


def tonic_of(score: Score) -> int:
    """Return the tonic that the notes suggest: profiles, bass and cadence together."""
    end = TempoMap(score.tempo).seconds_to_beats(score.duration_s)
    weights = class_weights(score)
    bass = bass_weights(score)
    last = bass_weights(score, max(end - 3.0, 0.0))
    scores = [_fit(weights, tonic) + 0.8 * bass[tonic] + 0.6 * last[tonic] for tonic in range(12)]
    return int(np.argmax(scores))


def _fit(weights: Floats, tonic: int) -> float:
    turned = np.roll(weights, -tonic)
    return max(float(np.corrcoef(turned, profile)[0, 1]) for profile in (_MAJOR, _MINOR))
