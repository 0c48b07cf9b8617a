"""What the scenes around a scene say of its genre: a score does not change its world at every cut.

Each scene is first ranked by its words alone; the scene before and the one after, in the same time
of the story, then vote for what suits them. What the whole film leans to anyway is taken off, so
that the film's commonest genre does not swallow the rest. Votes are coarse: a word changed in one
scene seldom moves the next. Knows no memory of moods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scenescore.core.genres import GENRES
from scenescore.core.types import Screenplay
from scenescore.story import blend, frames, genre_rank
from scenescore.story.measures import measure
from scenescore.story.passages import Passage

_BY_NEIGHBOURS, _BY_USUAL = 0.8, 0.6
"""Weights of the two votes. On 174 labelled scenes of 47 films, ranked by words: first genre right
.63 (without .62), one of three .84 (.82); it changes at .53 of the cuts (.66), and the film's
commonest genre has .46 of its scenes (.46)."""
_SOFT = 1.0
"""Score below the best at which a genre suits a scene no more."""
_STEP, _USUAL_STEP = 0.25, 0.1

Votes = Mapping[str, float]


def neighbours_say(
    film: Screenplay, passages: Sequence[Passage], leaning: Mapping[str, float]
) -> dict[int, Votes]:
    """Return scene number -> genre -> what is added to its score; `passages` are the whole film."""
    suits = [_suiting(passage, leaning) for passage in passages]
    usual = {name: _coarse(_mean([one[name] for one in suits]), _USUAL_STEP) for name in GENRES}
    depths = frames.depths(film)
    return {
        passage.scene.number: _votes([suits[j] for j in _around(place, depths)], usual)
        for place, passage in enumerate(passages)
    }


def _suiting(passage: Passage, leaning: Mapping[str, float]) -> dict[str, float]:
    """Return genre -> 0..1, how well it suits a scene by its words, 1 for the best."""
    measured = measure(passage)
    mood = blend.mood_of(blend.z_scores(measured.values))
    counts = genre_rank.genre_counts(passage)
    ranked = genre_rank.rank_genres(counts, measured.word_count, mood, leaning)
    best = ranked[0][0]
    return {name: max(0.0, 1 - (best - score) / _SOFT) for score, name in ranked}


def _around(place: int, depths: Sequence[int]) -> list[int]:
    """Return the places of the neighbours; none across the border of a flashback."""
    near = (place - 1, place + 1)
    return [j for j in near if 0 <= j < len(depths) and depths[j] == depths[place]]


def _votes(near: Sequence[Votes], usual: Votes) -> dict[str, float]:
    if not near:
        return dict.fromkeys(GENRES, 0.0)
    return {
        name: _BY_NEIGHBOURS * _coarse(_mean([one[name] for one in near]), _STEP)
        - _BY_USUAL * usual[name]
        for name in GENRES
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(len(values), 1)


def _coarse(value: float, step: float) -> float:
    return round(value / step) * step
