"""The sentences of a scene that spoke loudest, and how sure one can be: to check us by."""

from __future__ import annotations

from collections.abc import Sequence

from scenescore.core.types import Mood
from scenescore.story.blend import rounded
from scenescore.story.measures import Measured
from scenescore.story.signals import signal_table

_MOST = 3
_LONGEST = 220
_QUIET = frozenset({"calm", "comfort", "sadness", "love", "wonder", "grief"})
_NEUTRAL, _SPREAD = 2.98, 0.2
"""Middle and deviation of sentence valence over screenplays, EmoBank's scale."""


def evidence_of(measured: Measured, mood: Mood) -> tuple[str, ...]:
    """Return up to three sentences as printed, in order of the scene, that speak for its mood."""
    strengths = [
        (_strength(measured, index, mood), -index) for index in range(len(measured.scores))
    ]
    best = sorted(strengths, reverse=True)[:_MOST]
    chosen = sorted(-place for strength, place in best if strength > 0.8)
    texts = [measured.passage.sentences[index].text for index in chosen]
    return tuple(text for text in dict.fromkeys(texts) if len(text) <= _LONGEST)


def _strength(measured: Measured, index: int, mood: Mood) -> float:
    sentence = measured.passage.sentences[index]
    valence = (measured.scores[index][0] - _NEUTRAL) / _SPREAD
    leaning = 1.0 if mood.valence >= 0 else -1.0
    hits = signal_table().count(sentence.words)
    wanted = sum(
        weight for name, weight in hits.items() if (name in _QUIET) == (mood.arousal < -0.1)
    )
    told = 0.0 if sentence.is_spoken else 0.2
    return 0.6 * leaning * valence + leaning * measured.polarity[index] + 0.5 * wanted + told


def confidence_of(measured: Measured, mood: Mood, genres: Sequence[tuple[float, str]]) -> float:
    """Return 0..1: more text, a clearer mood and a genre ahead of the rest make us surer."""
    text = min(measured.word_count / 120, 1.0)
    clear = min(abs(mood.valence) + abs(mood.arousal) + abs(mood.tension - 0.35), 1.5) / 1.5
    ahead = min(max(genres[0][0] - genres[1][0], 0.0), 1.0) if len(genres) > 1 else 0.0
    sure = 0.15 + 0.3 * text + 0.3 * clear + 0.15 * ahead
    return rounded(Mood(tension=sure)).tension
