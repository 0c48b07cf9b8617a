"""Where a model's words for feelings lie: numbers come from our table, never from the model."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache

from scenescore.core.types import Mood
from scenescore.story.blend import rounded
from scenescore.story.emotions import mood_of_word, vocabulary
from scenescore.story.llm.feeling_rows import MEANT
from scenescore.story.wordforms import stem

_WEIGHTS = (0.55, 0.3, 0.15)
"""The first feeling named counts most."""

_LIKE = 0.84


def known(said: str) -> str | None:
    """Return the word of our table that a word for a feeling means; None when it means none."""
    plain = " ".join(said.lower().split())
    for form in (plain, *reversed(plain.split())):
        found = _looked_up(form)
        if found:
            return found
    return None


def _looked_up(word: str) -> str | None:
    if mood_of_word(word):
        return word
    if word in _meant():
        return _meant()[word]
    trunk = _trunk(word)
    if trunk in _trunks():
        return _trunks()[trunk]
    near = get_close_matches(word, _words(), n=1, cutoff=_LIKE)
    return near[0] if near else None


def mood_of(feelings: Sequence[str]) -> Mood | None:
    """Return the mood of feelings, the strongest first; None when none of them is known."""
    named = [word for word in map(known, feelings) if word]
    places = [place for place in map(mood_of_word, named) if place][: len(_WEIGHTS)]
    if not places:
        return None
    total = sum(_WEIGHTS[: len(places)])
    shares = [weight / total for weight in _WEIGHTS[: len(places)]]
    pairs = list(zip(shares, places, strict=True))
    return rounded(
        Mood(
            sum(share * place.valence for share, place in pairs),
            sum(share * place.arousal for share, place in pairs),
            sum(share * place.tension for share, place in pairs),
        )
    )


@cache
def _meant() -> dict[str, str]:
    rows = (row.split(":") for row in MEANT.split(","))
    return {said: word.strip() for word, others in rows for said in others.split()}


@cache
def _words() -> tuple[str, ...]:
    return tuple(emotion.word for emotion in vocabulary())


@cache
def _trunks() -> dict[str, str]:
    return {_trunk(word): word for word in reversed(_words()) if " " not in word}


def _trunk(word: str) -> str:
    for ending in ("fulness", "ness", "fully", "ful", "ity", "ment"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return stem(word)
