"""What a scene does in the story, and how much happens in it. Rules of thumb, no training.

Works from z-scores of signals and a few phrases. Knows no genres and no words for feelings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from scenescore.core.types import Mood, SceneFunction
from scenescore.story.measures import Measured

_SILENCE = re.compile(
    r"\b(?:complete|total|dead|utter|absolute|deafening|long|terrible) silence\b|\bnot a sound\b"
    r"|\bno(?:body| one) (?:speaks|moves)\b|\bin silence\b|\bwithout a word\b"
    r"|\bonly the (?:wind|clock)|\bsays nothing\b|\bsoundless(?:ly)?\b",
    re.IGNORECASE,
)
_PASSAGE = re.compile(
    r"\b(?:montage|series of shots|time[- ]?cut|time passes|days pass|seasons pass|weeks go by)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\b(?:establishing|aerial|skyline|panorama|wide (?:shot|on)|sprawl(?:s|ing)?|high above"
    r"|the sun (?:rises|sets)|stretches|as far as the eye|bird's[- ]eye)\b",
    re.IGNORECASE,
)
_SHORT_WORDS = 70
_ENERGY = {
    "motion": 0.5, "violence": 0.3, "pursuit": 0.3, "loud": 0.25, "urgency": 0.15, "joy": 0.1,
    "calm": -0.4, "talk": -0.3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drama:
    """A scene's part in the story."""

    function: SceneFunction
    energy: float
    """0 nothing moves .. 1 everything does."""


def drama_of(measured: Measured, z: Mapping[str, float], mood: Mood) -> Drama:
    """Return the function and energy of a scene."""
    return Drama(_function(measured, z, mood), _energy(z))


def _energy(z: Mapping[str, float]) -> float:
    total = sum(weight * z[name] for name, weight in _ENERGY.items())
    return round(round(1 / (1 + math.exp(-1.2 * total + 0.4)) / 0.05) * 0.05, 2)


def _function(measured: Measured, z: Mapping[str, float], mood: Mood) -> SceneFunction:
    told = " ".join(sentence.text for sentence in measured.passage.told)
    talk, words = measured.values["talk"], measured.word_count
    if _is_action(z, mood):
        return "action"
    if _PASSAGE.search(told) or _PASSAGE.search(measured.passage.scene.title):
        return "transition"
    if _is_held_breath(told, talk, mood):
        return "silence"
    if z["discovery"] >= 1.6 and mood.tension >= 0.35:
        return "reveal"
    if _is_release(z, mood):
        return "release"
    if mood.tension >= 0.5:
        return "build"
    return _plain(told, talk, words, mood)


def _is_action(z: Mapping[str, float], mood: Mood) -> bool:
    fast = max(z["violence"], z["pursuit"], 0.8 * z["motion"])
    return mood.arousal >= 0.35 and fast >= 0.6 and mood.tension >= 0.4


def _is_held_breath(told: str, talk: float, mood: Mood) -> bool:
    """Return True where the script itself asks for quiet."""
    asked = len(_SILENCE.findall(told))
    return (
        asked >= 1 and mood.arousal <= -0.2 and (asked >= 2 or (talk < 0.2 and mood.tension > 0.45))
    )


def _is_release(z: Mapping[str, float], mood: Mood) -> bool:
    opened = max(z["grief"], z["release"], z["love"])
    glad = mood.valence >= 0.4 and mood.tension <= 0.3
    return mood.tension <= 0.5 and (opened >= 1.5 or (glad and max(opened, z["joy"]) >= 0.8))


def _plain(told: str, talk: float, words: int, mood: Mood) -> SceneFunction:
    if _OPENING.search(told):
        return "establish"
    if words < _SHORT_WORDS and talk < 0.15:
        return "transition" if words < _SHORT_WORDS / 2 else "establish"
    return "build" if mood.tension >= 0.35 or talk >= 0.3 else "establish"
