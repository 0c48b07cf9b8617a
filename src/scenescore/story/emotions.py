"""Chooses words for what is felt: near the mood, and spoken for by the scene's own words.

Distance keeps the words honest (a scene without joy is not called joyful because somebody says the
word); evidence keeps them particular. Valence must agree in sign.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from scenescore.core.types import Mood
from scenescore.story.emotion_rows import EMOTIONS, EVIDENCE
from scenescore.story.signals import WordTable, word_table

#: Families that are named only when the scene speaks of them.
_PARTICULAR_TEXT = """
resolve longing regret awkwardness betrayal humiliation power envy contempt camaraderie solemnity
triumph stealth pursuit violence romance humour remembrance shock loneliness grief anger menace
relief wonder
"""
PARTICULAR = frozenset(_PARTICULAR_TEXT.split())
_SPOKEN_FOR = 0.25
_HARDER = {"romance": 1.0, "power": 0.6, "envy": 0.6}
_MOST_EVIDENCE = 3.0
_BY_LIKENESS, _ALIKE = 0.35, 1.2
"""What a deviation of likeness is worth, and the likeness that stands for words."""
_EASE = {"+": 0.2, "?": -0.35}


@dataclass(frozen=True, slots=True)
class Emotion:
    """A word for a feeling."""

    word: str
    family: str
    mood: Mood
    ease: float = 0.0
    """How readily it is said: films call for some feelings often, for others seldom."""


@cache
def vocabulary() -> tuple[Emotion, ...]:
    """Return all words, each once, in the order of the table."""
    found: dict[str, Emotion] = {}
    for family, rows in EMOTIONS.items():
        for row in rows.split(","):
            *name, valence, arousal, tension = row.split()
            marked = " ".join(name)
            word = marked.rstrip("+?")
            mood = Mood(float(valence), float(arousal), float(tension))
            found.setdefault(word, Emotion(word, family, mood, _EASE.get(marked[-1], 0.0)))
    return tuple(found.values())


@cache
def _places() -> dict[str, Mood]:
    return {emotion.word: emotion.mood for emotion in vocabulary()}


def mood_of_word(word: str) -> Mood | None:
    """Return where a word for a feeling lies; None for a word we do not know."""
    return _places().get(word.lower())


@cache
def own_words() -> WordTable:
    """Return the table of single words that speak for a family."""
    return word_table(
        {family: [(word, 1.0) for word in words.split()] for family, (_, words) in EVIDENCE.items()}
    )


def distance(one: Mood, other: Mood) -> float:
    """Return how far two moods are apart; tension weighs most, since it is heard first."""
    return math.sqrt(
        (one.valence - other.valence) ** 2
        + (0.7 * (one.arousal - other.arousal)) ** 2
        + (1.4 * (one.tension - other.tension)) ** 2
    )


def families_heard(scores: Mapping[str, float], counts: Mapping[str, float]) -> dict[str, float]:
    """Return family -> evidence: z-scores of its signals, and hits of its own words."""
    heard = {}
    for family, (weights, _) in EVIDENCE.items():
        total = sum(weights.values()) or 1.0
        signals = sum(weight * scores.get(name, 0.0) for name, weight in weights.items())
        heard[family] = signals / max(total, 1.0) + 0.6 * math.log1p(counts.get(family, 0.0))
    return heard


def choose(
    mood: Mood,
    heard: Mapping[str, float],
    *,
    wanted: int = 3,
    likeness: Mapping[str, float] | None = None,
) -> tuple[str, ...]:
    """Return the best words, best first, no two of one family.

    `likeness`, where an analyst can tell, says how like each word the scene is, in deviations.
    """
    case = _Case(mood, heard, likeness or {})
    ranked = sorted(
        (e for e in vocabulary() if _agrees(e.mood, mood) and case.is_spoken_for(e)),
        key=lambda emotion: -case.fitness(emotion),
    )
    chosen: list[Emotion] = []
    for emotion in ranked:
        if all(emotion.family != other.family for other in chosen):
            chosen.append(emotion)
        if len(chosen) == wanted:
            break
    chosen.sort(key=lambda e: -case.fitness(e) - case.evidence(e))
    return tuple(emotion.word for emotion in chosen)


@dataclass(frozen=True, slots=True)
class _Case:
    """What speaks for words in one scene."""

    mood: Mood
    heard: Mapping[str, float]
    likeness: Mapping[str, float]

    def fitness(self, emotion: Emotion) -> float:
        near = _BY_LIKENESS * self.likeness.get(emotion.word, 0.0)
        far = 2.0 * distance(emotion.mood, self.mood)
        return emotion.ease + 0.45 * self.evidence(emotion) + near - far

    def evidence(self, emotion: Emotion) -> float:
        return min(self.heard.get(emotion.family, 0.0), _MOST_EVIDENCE)

    def is_spoken_for(self, emotion: Emotion) -> bool:
        """Return False for a particular feeling that nothing in the scene speaks of."""
        if emotion.family not in PARTICULAR:
            return True
        needed = _HARDER.get(emotion.family, _SPOKEN_FOR)
        alike = self.likeness.get(emotion.word, 0.0)
        return self.heard.get(emotion.family, 0.0) > needed or alike > _ALIKE


def _agrees(word: Mood, scene: Mood) -> bool:
    """Return True unless one is clearly glad and the other clearly sorry."""
    return not (abs(scene.valence) >= 0.2 and word.valence * scene.valence < 0)
