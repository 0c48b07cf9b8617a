"""Ranks score genres for a scene: its own words, what kind of film it is in, and its mood.

The table of genres and their words is `core/genres.py`. How a film leans is measured over all its
scenes and rounded, so that editing one scene does not re-score the rest. Knows no instruments.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from scenescore.core.genres import GENRES
from scenescore.core.types import Mood
from scenescore.story import blend
from scenescore.story.emotions import distance
from scenescore.story.passages import Passage
from scenescore.story.signals import WordTable, word_table
from scenescore.story.wordforms import inflect, lower_words

KEPT = 5
"""How many ranked genres a brief carries."""

_CUE_WORD = 0.4
_SPOKEN = 0.6
_HEADING = 1.5
_SCENE_FLOOR, _FILM_FLOOR = 20.0, 300.0
"""Words added before a rate is taken, so that little text says little."""
_BY_SCENE, _BY_FILM, _BY_MOOD, _BY_FILM_GENRE = 0.6, 0.9, 1.8, 0.6
_LEAN_STEP, _MOST_LEAN = 0.25, 2.25
_WORLDLY, _PROOF = -0.3, 2.0
"""Readiness of genres that belong to one world, and the hits that prove it."""
_SCENE_WORDS, _FILM_WORDS = 25, 2500
"""Words from which a scene's silence, and a film's leaning, are trusted by half."""
_ANY_FILM = 0.1
"""Readiness from which a genre suits any film, so that memory may bring it in."""

# How ready a film composer is to write it, all else equal: what suits any film stands above what
# belongs to one world, which needs the film's own words to speak for it.
_READINESS: dict[str, float] = {
    "understated drama": 0.4, "suspense drone": 0.4, "action ostinato": 0.3, "romance": 0.2,
    "solo piano": 0.2, "thriller pulse": 0.2, "psychological strings": 0.2, "elegiac strings": 0.2,
    "mystery": 0.1,
    "tragedy": -0.5, "romantic comedy": -0.1, "whimsical": -0.1, "space opera": -0.2,
    "industrial action": -0.2, "ambient": -0.2, "heroic": -0.2, "horror": -0.2, "war": -0.3,
    "children": -0.3, "folk": -0.3, "noir jazz": -0.3, "synthwave": -0.4, "electronic pulse": -0.4,
    "minimalism": -0.4, "period classical": -0.4, "rock": -0.4, "blues": -0.4, "funk": -0.4,
    "percussion": -0.4, "fantasy choir": -0.5, "march": -0.5, "disaster": -0.6, "western": -0.8,
    "choir": -0.8, "mediterranean": -0.8, "latin": -0.8, "documentary": -0.8,
    "middle-eastern": -1.0, "east asian": -1.0, "metal": -1.2,
}  # fmt: skip

# Words of cue sentences that any scene may have.
_PLAIN_TEXT = """
air all along and another any are around asks back became become bed before behind between big
black blue body book both boy brother but can car child children closes come comes could daughter
day did does door doors down each empty every eyes face family father for friend from get gets
girl goes great green hand hands has have head heads her here high him his house husband into its
keep keeps kid kids knees let light like little long look looks lower man men more morning mother
moves never new night nobody not now off old one only open opens other out over own past people
play put puts reads red room same say says see sees she sister some something son stand stands
still stop stops street sun table take takes tears than that the their them then there they this
through too toward turn turns two under until voice walk walks was water way were what when where
which while white who whole whom wife will window with without woman world yes you your
"""
_PLAIN = frozenset(_PLAIN_TEXT.split())


@cache
def genre_table() -> WordTable:
    """Return the table of words that speak for a genre; a word of many genres speaks softly."""
    entries = {name: _entries(genre.words, genre.cues) for name, genre in GENRES.items()}
    shared: Counter[str] = Counter()
    for words in entries.values():
        shared.update({form for word in words for form in inflect(word)})
    return word_table(
        {
            name: [
                (word, weight * _rarity(max(shared[form] for form in inflect(word))))
                for word, weight in words.items()
            ]
            for name, words in entries.items()
        }
    )


def _entries(words: Iterable[str], cues: Iterable[str]) -> dict[str, float]:
    found = {
        word: _CUE_WORD
        for cue in cues
        for word in lower_words(cue)
        if len(word) > 2 and word not in _PLAIN
    }
    return found | dict.fromkeys(words, 1.0)


def _rarity(genres: int) -> float:
    return math.log(1 + len(GENRES) / genres) / math.log(1 + len(GENRES))


def genre_counts(passage: Passage) -> dict[str, float]:
    """Return genre -> hits in a scene; what is told counts more than what is said."""
    table = genre_table()
    total = dict.fromkeys(GENRES, 0.0)
    for sentence in passage.sentences:
        for name, weight in table.count(sentence.words).items():
            total[name] += weight * (_SPOKEN if sentence.is_spoken else 1.0)
    for name, weight in table.count(passage.places).items():
        total[name] += weight * _HEADING
    return total


def scene_rates(counts: Mapping[str, float], words: int) -> dict[str, float]:
    """Return genre -> hits per word of a scene."""
    return {name: counts.get(name, 0.0) / (words + _SCENE_FLOOR) for name in GENRES}


def film_rates(scenes: Sequence[tuple[Mapping[str, float], int]]) -> dict[str, float]:
    """Return genre -> hits per word over (counts, words) of all scenes of a film."""
    words = sum(n for _, n in scenes) + _FILM_FLOOR
    return {name: sum(counts.get(name, 0.0) for counts, _ in scenes) / words for name in GENRES}


def film_leaning(
    scenes: Sequence[tuple[Mapping[str, float], int]], film_genres: Iterable[str] = ()
) -> dict[str, float]:
    """Return how a film leans towards each genre, from its words and the film genres it names."""
    named = {genre.lower() for genre in film_genres}
    z = blend.z_scores(film_rates(scenes), blend.load().film_genres)
    words = sum(n for _, n in scenes)
    trust = words / (words + _FILM_WORDS)
    return {
        name: _BY_FILM * round(trust * min(z[name], _MOST_LEAN) / _LEAN_STEP) * _LEAN_STEP
        + _BY_FILM_GENRE * _named(genre.film_genres, named)
        for name, genre in GENRES.items()
    }


def _named(film_genres: Sequence[str], named: set[str]) -> float:
    """Return 1 when the film names what a genre serves first, 0.5 for what it serves as well."""
    hits = [known.lower() in named for known in film_genres]
    return 1.0 if hits and hits[0] else 0.5 * any(hits)


def rank_genres(
    counts: Mapping[str, float], words: int, mood: Mood, leaning: Mapping[str, float]
) -> list[tuple[float, str]]:
    """Return (score, genre), best first."""
    z = blend.z_scores(scene_rates(counts, words), blend.load().genres)
    quiet = words / (words + _SCENE_WORDS)
    scored = [
        (
            _BY_SCENE * _heard(name, z[name], counts, quiet)
            + leaning.get(name, 0.0)
            + _READINESS.get(name, 0.0)
            - _BY_MOOD * distance(genre.mood, mood),
            name,
        )
        for name, genre in GENRES.items()
    ]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))


def _heard(name: str, z: float, counts: Mapping[str, float], quiet: float) -> float:
    """Return the scene's own vote; one word is no proof of a world (sand is not yet a desert).

    `quiet` is how much it means that a scene of this length is silent on something.
    """
    if z <= 0:
        return z * quiet
    hits = counts.get(name, 0.0)
    of_a_world = _READINESS.get(name, 0.0) <= _WORLDLY
    certain = min(z, 1.0) if of_a_world and hits < _PROOF else z
    return certain * min(1.0, hits / _PROOF)


def rerank(genres: Sequence[str], before: Mood, after: Mood) -> tuple[str, ...]:
    """Return a brief's genres re-ordered for a mood that memory has moved.

    What stood first keeps an advantage; a genre from outside the list enters when the new mood
    asks for it more than for any of them.
    """
    lead = {name: 0.35 * (len(genres) - place) for place, name in enumerate(genres)}
    suits = {name: 0.5 * ready - 0.5 for name, ready in _READINESS.items() if ready >= _ANY_FILM}
    scored = {
        name: (suits | lead)[name]
        + 2.0 * (distance(genre.mood, before) - distance(genre.mood, after))
        - _BY_MOOD * distance(genre.mood, after)
        for name, genre in GENRES.items()
        if name in suits or name in lead
    }
    best = sorted(scored, key=lambda name: (-scored[name], name))
    return tuple(best[: max(len(genres), 1)])
