"""Joins what a model said with what the embedded analyst found into a brief.

Labels and phrases are the model's; numbers come from the table of feelings; evidence, energy,
people and music heard by the characters come from the embedded analyst. What the model left empty
is filled from there too, and named.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from scenescore.core import genres
from scenescore.core.types import Provenance, SceneBrief, SceneFunction
from scenescore.story.llm import feelings
from scenescore.story.llm.answer import ASKED, Answer

_SURE_GENRE = 0.34
"""Likeness from which a phrase names a genre of the table."""
_LONGEST_WORD, _LONGEST_TITLE = 32, 64
_MOST_GENRES = 5


def brief_of(answer: Answer, embedded: SceneBrief, text: str, made_by: Provenance) -> SceneBrief:
    """Return the brief of a scene from a model's answer and the embedded analyst's brief."""
    lacking = answer.lacking
    mood = feelings.mood_of(answer.emotions) or embedded.portrayed
    genre = _genre_named(answer.genre)
    ranked = dict.fromkeys((*([genre] if genre else ()), *embedded.genres))
    notes = dict(made_by.params)
    if answer.genre and answer.genre.lower() != genre:
        notes["genre said"] = answer.genre
    if answer.emotions and feelings.mood_of(answer.emotions) is None:
        notes["feelings not in the table"] = "mood by the embedded analyst"
    return replace(
        embedded,
        genre=next(iter(ranked)),
        genres=tuple(ranked)[:_MOST_GENRES],
        emotions=answer.emotions or embedded.emotions,
        words=_three(answer.words, embedded.words),
        title=_clamped(answer.title) or embedded.title,
        portrayed=mood,
        felt=mood,
        function=cast("SceneFunction | None", answer.function) or embedded.function,
        analysed_text=text,
        raw_answer=answer.raw,
        missing_fields=lacking,
        confidence=round(embedded.confidence * (1 - len(lacking) / (len(ASKED) + 1)), 2),
        made_by=replace(made_by, params=tuple(sorted(notes.items()))),
    )


def fallen_back(
    embedded: SceneBrief, text: str, raw: str | None, made_by: Provenance
) -> SceneBrief:
    """Return the embedded analyst's brief, marked with why it stands in (`made_by.fallback`)."""
    own = embedded.made_by
    return replace(
        embedded,
        analysed_text=text,
        raw_answer=raw,
        missing_fields=ASKED,
        made_by=replace(own, params=made_by.params, fallback=made_by.fallback),
    )


def _genre_named(said: str | None) -> str | None:
    if not said:
        return None
    likeness, genre = genres.rank(said)[0]
    return genre.name if likeness >= _SURE_GENRE else None


def _three(said: tuple[str, ...], ours: tuple[str, str, str]) -> tuple[str, str, str]:
    first, second, third = tuple(dict.fromkeys((*(w[:_LONGEST_WORD] for w in said), *ours)))[:3]
    return first, second, third


def _clamped(title: str | None) -> str | None:
    return title[:_LONGEST_TITLE] if title else None
