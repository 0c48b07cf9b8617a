"""Measures of one scene: how much of each signal, how its sentences score, how it moves.

Plain numbers per scene, each independent of every other scene. Knows no moods: `blend` does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scenescore.story import signals
from scenescore.story.heads import score_sentence
from scenescore.story.passages import Passage, Sentence
from scenescore.story.surface import surface_of

_DARK = frozenset(
    {"night", "midnight", "dusk", "evening", "nightfall", "twilight", "notte", "nuit"}
)
_SHORT = 15.0
"""Words added to every scene, so that three words cannot be all violence."""
_LONGEST = 25.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a scene."""

    passage: Passage
    values: dict[str, float]
    """Name -> measure."""
    counts: dict[str, float]
    """Signal -> loudness-weighted hits."""
    scores: tuple[tuple[float, float, float], ...]
    """(valence, arousal, dominance) of each sentence, EmoBank's scale 1..5."""
    polarity: tuple[float, ...]
    """-1..1 of each sentence."""

    @property
    def word_count(self) -> int:
        """Words read, names left out."""
        return sum(len(sentence.words) for sentence in self.passage.sentences)


def measure(passage: Passage) -> Measured:
    """Return the measures of a scene."""
    sentences = passage.sentences
    surfaces = [surface_of(sentence.plain) for sentence in sentences]
    scores = tuple(
        score_sentence(s.plain, surface) for s, surface in zip(sentences, surfaces, strict=True)
    )
    counts = _counts(sentences)
    polarity = tuple(surface[0] for surface in surfaces)
    values = {
        **_rates(counts, sentences),
        **_sentence_scores(sentences, scores),
        **_delivery(passage, polarity),
    }
    return Measured(passage, values, counts, scores, polarity)


def _counts(sentences: Sequence[Sentence]) -> dict[str, float]:
    total = dict.fromkeys(signals.NAMES, 0.0)
    table = signals.signal_table()
    for sentence in sentences:
        for name, weight in table.count(sentence.words).items():
            total[name] += weight
    return total


def _rates(counts: dict[str, float], sentences: Sequence[Sentence]) -> dict[str, float]:
    words = sum(len(sentence.words) for sentence in sentences) + _SHORT
    return {name: count / words for name, count in counts.items()}


def _sentence_scores(
    sentences: Sequence[Sentence], scores: Sequence[tuple[float, float, float]]
) -> dict[str, float]:
    if not scores:
        return {"valence": 2.98, "excited": 3.04}
    weights = [math.sqrt(min(len(s.words), _LONGEST)) + 0.01 for s in sentences]
    valence = sum(w * s[0] for w, s in zip(weights, scores, strict=True)) / sum(weights)
    arousal = sorted((score[1] for score in scores), reverse=True)
    top = arousal[: max(1, len(arousal) // 4)]
    return {"valence": valence, "excited": sum(top) / len(top)}


def _delivery(passage: Passage, polarity: Sequence[float]) -> dict[str, float]:
    sentences, told, spoken = passage.sentences, passage.told, passage.spoken
    told_words = sum(len(s.words) for s in told)
    spoken_words = sum(len(s.words) for s in spoken)
    told_polarity = sum(p for p, s in zip(polarity, sentences, strict=True) if not s.is_spoken)
    return {
        "polarity": told_polarity / (len(told) + 1),
        "exclaims": sum(s.text.count("!") for s in sentences) / (len(sentences) + 2),
        "told-length": math.log(1 + told_words / max(len(told), 1)),
        "talk": spoken_words / (told_words + spoken_words + 5),
        "night": float(_is_dark(passage)),
    }


def _is_dark(passage: Passage) -> bool:
    heading = passage.scene.heading
    return heading is not None and any(word in heading.raw.lower() for word in _DARK)
