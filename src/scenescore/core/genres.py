"""The one table of score genres: what a scene in it looks like, and what its music is called.

`match` maps any words (a user's, a language model's) onto a row. Composers map `style` to a way of
writing; text-to-music models are told `model_words`; analysts compare scenes with `cues`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from scenescore.core.genre_rows import ROWS
from scenescore.core.types import Mood


@dataclass(frozen=True, slots=True)
class Genre:
    """One kind of film music."""

    name: str
    """What we call it."""
    mood: Mood
    """Where its typical scene lies."""
    aliases: tuple[str, ...]
    """Other names it goes by."""
    film_genres: tuple[str, ...]
    """Film genres (IMSDb's names) that it serves often."""
    model_words: str
    """How a text-to-music model is told."""
    cues: tuple[str, ...]
    """Sentences in scene language that such music lies under."""
    words: tuple[str, ...]
    """Single words that speak for it in a scene."""

    @property
    def style(self) -> str:
        """Key a composer looks its way of writing up by."""
        return self.name


GENRES: dict[str, Genre] = {row[0]: Genre(row[0], Mood(*row[1]), *row[2:]) for row in ROWS}
DEFAULT = "understated drama"


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower()))


@cache
def match(text: str) -> Genre:
    """Return the row that free words mean, or the default when they mean nothing we know.

    >>> match("Space Opera (John Williams)").name
    'space opera'
    """
    return rank(text)[0][1]


@cache
def rank(text: str) -> tuple[tuple[float, Genre], ...]:
    """Return (likeness 0..1, row) for every row, best first; the default leads if none is like."""
    wanted, plain = _words(text), text.lower().strip()
    scored = [(_likeness(plain, wanted, genre), genre) for genre in GENRES.values()]
    scored.sort(key=lambda pair: -pair[0])
    if scored[0][0] < 0.34:
        scored.sort(key=lambda pair: pair[1].name != DEFAULT)
    return tuple(scored)


def _likeness(plain: str, wanted: frozenset[str], genre: Genre) -> float:
    best = 0.0
    for name in (genre.name, *genre.aliases):
        if plain == name:
            return 1.0
        have = _words(name)
        shared = len(wanted & have)
        overlap = shared / max(len(have), 1) * 0.7 + shared / max(len(wanted), 1) * 0.25
        spelled = SequenceMatcher(None, plain, name).ratio()
        best = max(best, overlap, spelled - 0.25 if spelled < 0.85 else spelled)
    return best
