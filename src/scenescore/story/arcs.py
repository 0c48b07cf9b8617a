"""Curves of felt mood over film time, for the eye: the film's, and each person's.

Lightly smoothed for display only; music is written from the unsmoothed briefs. After the idea of
script-profiled mood curves (Kirke & Miranda).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from scenescore.core.types import Mood, SceneBrief, Screenplay

Curve = tuple[tuple[float, Mood], ...]
"""(seconds from film start, mood) points in order."""

_WIDTH_S = 75.0
"""Width of the smoothing, in film seconds: a scene and a bit."""


def film_arc(
    briefs: Sequence[SceneBrief], screenplay: Screenplay, *, width_s: float = _WIDTH_S
) -> Curve:
    """Return the film's curve, a point at the middle of each scene; `width_s` 0 leaves it raw."""
    return _smoothed(_points(briefs, screenplay), width_s)


def person_arcs(
    briefs: Sequence[SceneBrief],
    screenplay: Screenplay,
    *,
    fewest_scenes: int = 3,
    width_s: float = _WIDTH_S,
) -> tuple[tuple[str, Curve], ...]:
    """Return (person, curve) for everyone with enough scenes, those with most scenes first."""
    scenes: dict[str, list[SceneBrief]] = {}
    for brief in briefs:
        for person in brief.characters:
            scenes.setdefault(person, []).append(brief)
    often = sorted(scenes, key=lambda person: (-len(scenes[person]), person))
    return tuple(
        (person, _smoothed(_points(scenes[person], screenplay), width_s))
        for person in often
        if len(scenes[person]) >= fewest_scenes
    )


def _points(
    briefs: Iterable[SceneBrief], screenplay: Screenplay
) -> list[tuple[float, float, Mood]]:
    """Return (middle, length, felt mood) of each scene."""
    spans, at_s = {}, 0.0
    for scene in screenplay.scored_scenes:
        spans[scene.number] = (at_s + scene.estimated_s / 2, scene.estimated_s)
        at_s += scene.estimated_s
    return [(*spans[brief.scene], brief.felt) for brief in briefs if brief.scene in spans]


def _smoothed(points: Sequence[tuple[float, float, Mood]], width_s: float) -> Curve:
    if width_s <= 0:
        return tuple((at_s, mood) for at_s, _, mood in points)
    return tuple((at_s, _around(points, at_s, width_s)) for at_s, _, _ in points)


def _around(points: Sequence[tuple[float, float, Mood]], at_s: float, width_s: float) -> Mood:
    weights = [
        length * math.exp(-0.5 * ((other_s - at_s) / width_s) ** 2) for other_s, length, _ in points
    ]
    total = sum(weights)
    near = list(zip(weights, (mood for _, _, mood in points), strict=True))
    return Mood(
        sum(w * mood.valence for w, mood in near) / total,
        sum(w * mood.arousal for w, mood in near) / total,
        sum(w * mood.tension for w, mood in near) / total,
    )
