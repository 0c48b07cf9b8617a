"""Rewrites a brief for a mood that memory has moved: its feelings, words and genres.

Where joy and sorrow mix, one of the feelings is always of the bittersweet kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scenescore.core.types import Mood, SceneBrief
from scenescore.story import song_words
from scenescore.story.blend import rounded
from scenescore.story.emotion_rows import BITTERSWEET, LOSS, REMEMBERED
from scenescore.story.emotions import choose, distance, mood_of_word, vocabulary
from scenescore.story.genre_rank import rerank
from scenescore.story.memory import Felt
from scenescore.story.song_words import gentle

MIXED = 0.35
"""From here on two feelings are heard at once."""
_FAR = 0.3
"""How far a mood must move before words and genres follow it."""
_LOST = -0.35
"""Below this valence a mixed scene is loss, not bittersweet."""
_FITS = 0.55
"""How far from the mood a word of the scene alone may lie and stay."""


def recalled(brief: SceneBrief, felt: Felt) -> SceneBrief:
    """Return the brief as an audience with a memory would put it."""
    mood = rounded(felt.mood)
    changed = replace(brief, felt=mood)
    mixed = felt.mixed >= MIXED
    if not mixed and distance(mood, brief.portrayed) < _FAR:
        return changed
    emotions = _emotions(brief, mood, felt.mixed)
    sounding = gentle(mood) if mixed and mood.valence > _LOST else mood
    genres = rerank(brief.genres or (brief.genre,), brief.portrayed, sounding)
    return replace(
        changed,
        emotions=emotions,
        words=_words(brief, mood, felt.mixed, emotions),
        genres=genres,
        genre=genres[0],
    )


def _emotions(brief: SceneBrief, mood: Mood, mixed: float) -> tuple[str, ...]:
    wanted = max(len(brief.emotions), 1)
    family = BITTERSWEET if mood.valence > _LOST else LOSS
    lead = _lead(family, mood, brief.flashback) if mixed >= MIXED else ()
    lead = tuple(word for word in lead if not _is_said(word, brief.emotions))
    lead = lead[: 2 if mixed >= 0.6 and wanted > 2 else 1]
    kept = tuple(word for word in brief.emotions if word not in lead and _fits(word, mood))
    rest = family if mixed >= MIXED else choose(mood, {}, wanted=6)
    others = tuple(word for word in rest if word not in (*lead, *kept))
    # In a light mixture the scene's own feeling still leads.
    ordered = (*kept[:1], *lead, *kept[1:]) if mixed < 0.6 else (*lead, *kept)
    return (*ordered, *others)[: max(wanted, len(lead))]


def _is_said(word: str, emotions: Sequence[str]) -> bool:
    """Return True when the scene's own words name that family of feelings already."""
    families = {emotion.word: emotion.family for emotion in vocabulary()}
    return families[word] in {families.get(said) for said in emotions if said != word}


def _lead(family: Sequence[str], mood: Mood, flashback: bool) -> tuple[str, ...]:
    """Return a family's words nearest first; a memory is nostalgic before it is anything else."""
    near = _nearest(family, mood)
    first = [word for word in REMEMBERED if flashback and word in near]
    return (*first, *(word for word in near if word not in first))


def _nearest(words: Sequence[str], mood: Mood) -> tuple[str, ...]:
    places = {emotion.word: emotion.mood for emotion in vocabulary()}
    return tuple(sorted(words, key=lambda word: (distance(places[word], mood), word)))


def _fits(word: str, mood: Mood) -> bool:
    place = mood_of_word(word)
    return place is None or distance(place, mood) <= _FITS


def _words(
    brief: SceneBrief, mood: Mood, mixed: float, emotions: Sequence[str]
) -> tuple[str, str, str]:
    if mixed >= MIXED and mood.valence > _LOST:
        return song_words.bittersweet_words(
            brief.portrayed, gentle(mood), key=brief.key, avoid=emotions
        )
    kept = [word for word in brief.words if song_words.fits(word, mood)]
    fresh = song_words.choose_words(mood, key=brief.key, avoid=(*emotions, *kept))
    first, second, third = (
        old if old in kept else new for old, new in zip(brief.words, fresh, strict=True)
    )
    return first, second, third
