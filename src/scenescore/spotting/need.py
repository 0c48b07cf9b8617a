"""How much a scene asks for music, and the reason in words. Looks at one scene at a time.

The weights are the craft's rules of thumb (spotting notes of working composers): music speaks where
words do not, follows strong feeling, movement and turns, and steps back from plain talk.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenescore.core.types import Scene, SceneBrief

FLOOR = 0.52
"""A scene that needs less than this is better without music."""

_BY_FUNCTION = {
    "establish": 0.16,
    "build": 0.14,
    "reveal": 0.18,
    "action": 0.3,
    "release": 0.14,
    "transition": 0.1,
    "silence": -0.7,
}
_WHY = {
    "establish": "opens the place and sets the tone",
    "build": "pressure grows and the music can carry it",
    "reveal": "something comes to light and wants to be felt",
    "action": "movement drives the scene",
    "release": "the feeling is let go here",
    "transition": "carries the story across time",
    "silence": "",
}


@dataclass(frozen=True, slots=True)
class Need:
    """A scene's claim on music."""

    score: float
    """0 none .. 1 must have; compare with `FLOOR`."""
    reason: str
    """One sentence for the report."""


def talk_share(scene: Scene) -> float:
    """Return the share of the scene's words that are spoken, 0..1."""
    spoken = sum(len(e.text.split()) for e in scene.elements if e.kind in ("dialogue", "lyric"))
    told = sum(len(e.text.split()) for e in scene.elements if e.kind == "action")
    return spoken / (spoken + told) if spoken + told else 0.0


def need_of(scene: Scene, brief: SceneBrief) -> Need:
    """Return how much this scene asks for music."""
    felt = brief.felt
    strength = max(abs(felt.valence), felt.tension)
    talk = talk_share(scene)
    score = 0.3 + 0.45 * strength + 0.14 * felt.arousal + _BY_FUNCTION[brief.function]
    score -= 0.5 * max(talk - 0.45, 0.0) * (1.0 - 0.6 * strength)
    score += 0.12 * (talk < 0.15) + 0.1 * brief.flashback + 0.5 * (brief.source_music is not None)
    score = min(max(score, 0.0), 1.0)
    if score >= FLOOR:
        return Need(score, _why_music(brief))
    return Need(score, _why_silence(brief, talk))


def _why_music(brief: SceneBrief) -> str:
    if brief.source_music:
        return f"The characters hear music here: {brief.source_music.strip()}."
    feeling = brief.emotions[0] if brief.emotions else "the mood"
    why = _WHY[brief.function] or "the feeling asks for it"
    return f"{feeling.capitalize()}: {why}."


def _why_silence(brief: SceneBrief, talk: float) -> str:
    if brief.function == "silence":
        return "The scene lives from its own quiet; music would explain it."
    if talk > 0.55:
        return "People talk and the words carry it; music would only comment."
    if brief.felt.tension > 0.45:
        return "The tension is in the room tone; music held back makes the next entry count."
    return "Nothing turns here; the ear rests before the next cue."
