"""Harmony against feeling, as Video2Music measures it (Kang, Poria, Herremans, Video2Music:
Suitable Music Generation from Videos using an Affective Multimodal Transformer, 2024): one chord a
second, and which qualities of chord an emotion allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scenescore.core.score import Chord, Score
from scenescore.core.timing import TempoMap

QUALITIES: dict[str, tuple[int, ...]] = {
    "maj7": (0, 4, 7, 11), "7": (0, 4, 7, 10), "min7": (0, 3, 7, 10), "hdim7": (0, 3, 6, 10),
    "dim7": (0, 3, 6, 9), "maj6": (0, 4, 7, 9), "min6": (0, 3, 7, 9), "maj": (0, 4, 7),
    "min": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8), "sus4": (0, 5, 7), "sus2": (0, 2, 7),
}  # fmt: skip
"""Quality -> semitones above the root; where several fit a chord, the first does."""
ALLOWED: dict[str, frozenset[str]] = {
    "exciting": frozenset({"maj", "sus4", "7"}),
    "fearful": frozenset({"dim", "min7", "dim7", "hdim7"}),
    "tense": frozenset({"dim", "sus4", "min7", "7"}),
    "sad": frozenset({"min7", "min", "sus2"}),
    "relaxing": frozenset({"maj", "maj6", "maj7"}),
    "neutral": frozenset(QUALITIES),
}
"""Emotion -> the qualities it allows."""
_SURE = 0.8
"""Probability from which an emotion counts."""


def quality_of(chord: Chord) -> str | None:
    """Return a chord's quality, added notes left aside; None for fifths, clusters and the like."""
    tones = {(tone - chord.root) % 12 for tone in chord.pitch_classes}
    return next((name for name, steps in QUALITIES.items() if tones.issuperset(steps)), None)


def qualities_per_second(score: Score) -> tuple[str | None, ...]:
    """Return the quality that sounds in the middle of each second; None where none does."""
    clock = TempoMap(score.tempo)
    middles = [second + 0.5 for second in range(int(score.duration_s))]
    return tuple(_quality_at(score.chords, clock.seconds_to_beats(at_s)) for at_s in middles)


def _quality_at(chords: Iterable[Chord], beat: float) -> str | None:
    found = [c for c in chords if c.at_beats <= beat < c.at_beats + c.length_beats]
    return quality_of(found[0]) if found else None


def emotion_match(score: Score, emotions: Sequence[Mapping[str, float]]) -> float:
    """Return the share of seconds whose chord the picture's emotion allows.

    Parameters
    ----------
    emotions : for each second, emotion -> probability; only seconds with one of at least .8
        count, and those with a chord that has a quality. 1 when none counts.
    """
    judged = [
        quality in ALLOWED[emotion]
        for quality, told in zip(qualities_per_second(score), emotions, strict=False)
        if quality is not None
        for emotion in [max(told, key=lambda name: told[name])]
        if told[emotion] >= _SURE
    ]
    return sum(judged) / len(judged) if judged else 1.0


def velocity_for(loudness: float) -> int:
    """Return the velocity Video2Music plays a loudness (0..50) with: 49 + 63 (L / 50)^0.3."""
    share: float = (min(max(loudness, 0.0), 50.0) / 50) ** 0.3
    return round(49 + 63 * share)
