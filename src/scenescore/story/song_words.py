"""Three words for the song that would fit a scene: how it moves, how it sounds, what it feels like.

The question is the paper's; the answer is for a composer, so it uses words one can play.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache

from scenescore.core.types import Mood
from scenescore.story.emotions import distance
from scenescore.story.signals import WordTable, word_table
from scenescore.story.song_rows import (
    BITTERSWEET_FEELS,
    BITTERSWEET_MOVES,
    FAST_SCENERY,
    FEELS,
    MOVES,
    SCENERY,
    SOUNDS,
)

_VARIETY = 0.18
"""How far apart in mood two words may be and still take turns, for variety."""
_NEAR = 0.6
_SHOWN = 2.0
"""Hits from which a scene shows a thing."""

Rows = tuple[tuple[str, Mood], ...]


@cache
def rows(which: str) -> Rows:
    """Return the words of one of `MOVES`, `SOUNDS`, `FEELS`."""
    found = []
    for row in which.split(","):
        word, valence, arousal, tension = row.split()
        found.append((word, Mood(float(valence), float(arousal), float(tension))))
    return tuple(found)


@cache
def scenery_table() -> WordTable:
    """Return the table of things a scene can show."""
    return word_table(
        {name: [(word, 1.0) for word in words.split()] for name, words in SCENERY.items()}
    )


def choose_words(
    mood: Mood,
    *,
    key: str,
    shown: Mapping[str, float] | None = None,
    avoid: Sequence[str] = (),
) -> tuple[str, str, str]:
    """Return three words for a mood.

    `key` (the scene's) lets equal moods differ; `shown` counts scenery; `avoid` holds words said
    already, among them the emotions.
    """
    said = {word.lower() for word in avoid}
    move = _nearest(MOVES, mood, key, said)
    feel = _nearest(FEELS, mood, key, said | {move})
    fast = mood.arousal >= 0.5
    seen = {n: hits for n, hits in (shown or {}).items() if not fast or n in FAST_SCENERY}
    scenery = _loudest(seen, said | {move, feel})
    return move, scenery or _nearest(SOUNDS, mood, key, said | {move, feel}), feel


def _far(word: str, mood: Mood) -> float:
    return distance(_places()[word], mood)


def fits(word: str, mood: Mood) -> bool:
    """Return False for a word of ours that lies far from a mood; scenery fits any."""
    place = _places().get(word)
    return place is None or distance(place, mood) <= _NEAR


@cache
def _places() -> dict[str, Mood]:
    return {word: mood for which in (MOVES, SOUNDS, FEELS) for word, mood in rows(which)}


def gentle(mood: Mood) -> Mood:
    """Return how music for a mixed mood is placed: held back, a little below the feeling."""
    return Mood(mood.valence - 0.15, min(mood.arousal, -0.3), mood.tension)


def bittersweet_words(
    shown: Mood, felt: Mood, *, key: str, avoid: Sequence[str] = ()
) -> tuple[str, str, str]:
    """Return three words for joy that hurts: moves as it is felt, sounds as it is shown, aches."""
    said = {word.lower() for word in avoid}
    moves = [word for word in BITTERSWEET_MOVES if word not in said]
    move = min(moves, key=lambda word: (_far(word, felt) + _VARIETY * _dice(key, word), word))
    glow = Mood(0.7 * shown.valence, -0.25, shown.tension)
    sound = _nearest(SOUNDS, glow, key, said | {move})
    feels = [word for word in BITTERSWEET_FEELS if word not in said]
    return move, sound, min(feels, key=lambda word: (_dice(key, word), word))


def _loudest(shown: Mapping[str, float], said: set[str]) -> str | None:
    best = max(shown, key=lambda name: (shown[name], name), default=None)
    return best if best is not None and shown[best] >= _SHOWN and best not in said else None


def _nearest(which: str, mood: Mood, key: str, said: set[str]) -> str:
    return min(
        (row for row in rows(which) if row[0] not in said),
        key=lambda row: (distance(row[1], mood) + _VARIETY * _dice(key, row[0]), row[0]),
    )[0]


def _dice(key: str, word: str) -> float:
    """Return 0..1, the same for the same scene and word on every machine."""
    digest = hashlib.sha256(f"{key}/{word}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
