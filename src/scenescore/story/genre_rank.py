"""Ranks score genres for a scene: its own words, what kind of film it is in, and its mood.

The table of genres and their words is `core/genres.py`. How a film leans is measured over all its
scenes and rounded, so that editing one scene does not re-score the rest. Knows no instruments.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

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
_BY_SCENE, _BY_FILM, _BY_FILM_GENRE, _BY_LIKENESS = 0.75, 0.9, 0.6, 0.4
_NEAR_COST, _FAR_COST = 1.2, 0.6
"""What distance in mood costs, and its square: a fight is no nocturne, whatever the film."""
_MOVING, _STILL_COST, _STILL_SLACK = 0.35, 1.5, 0.15
_LEAN_STEP, _LEAST_LEAN, _MOST_LEAN, _MOST_LEAN_IN_MOOD = 0.25, -0.6, 2.25, 0.5
_MOODS_OWN_TEXT = """
elegiac-strings tragedy romance solo-piano wonder heroic understated-drama ambient
comedy-pizzicato romantic-comedy suspense-drone action-ostinato
"""
_MOODS_OWN = frozenset(name.replace("-", " ") for name in _MOODS_OWN_TEXT.split())
"""Genres that a scene's mood calls for in any film; no film is all elegy, whatever its props."""
_WORLDLY, _PROOF = -0.3, 2.0
"""Readiness of genres that belong to one world, and the hits that prove it."""
_FIRST_NAMED = 2
_OWN_NEAR, _OWN_FAR = 0.3, 1.0
_LEAN_NEAR, _LEAN_FAR = 0.7, 1.1
_SAID_NEAR, _SAID_FAR = 0.7, 1.5
"""Distances in mood up to which the words for such a genre, a film's leaning, and the words for any
other genre count in full, and from which they count no more: a fist fight in a film of solo pianos
is still a fist fight."""
_SCENE_WORDS, _FILM_WORDS = 25, 2500
"""Words from which a scene's silence, and a film's leaning, are trusted by half."""
_ANY_FILM = 0.1
"""Readiness from which a genre suits any film, so that memory may bring it in."""

_NOTHING_NEAR: Mapping[str, float] = MappingProxyType({})

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
    "middle-eastern": -1.0, "east asian": -1.0, "metal": -1.6,
}  # fmt: skip

# Words of cue sentences that any scene may have.
_PLAIN_TEXT = """
after air all along and another any are around asks back became become bed before behind between
big black blue body book both boy bridge brother but call can car child children city closes coast
come comes could cries cry daughter day did does door doors down each empty every eyes face family
father feet foot for friend from get gets girl goes goods great green hand hands has have head
heads hears her here high him his home house how husband into its keep keeps kid kids knees let
light lights like little long look looks lost lower man men more morning mother moves nearly never
new night nobody not now off old one only open opens other out over own passes past people play
plays put puts reads red room same say says see sees she sister small some something son sound
sounds speaks stand stands still stop stops street sun table take takes tears tells than that the
their them then there they this through too toward town turn turns two under until view voice walk
walks was watch watches water way were wet what when where which while white who whole whom wife
will window with without woman world yes you your
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


def film_rates(passages: Iterable[Passage]) -> dict[str, float]:
    """Return genre -> how much a whole film speaks of it.

    A word said a hundred times counts like one said a few: a film on a beach is full of sand.
    """
    seen: Counter[str] = Counter()
    for passage in passages:
        seen.update(passage.places)
        for sentence in passage.sentences:
            seen.update(sentence.words)
    table = genre_table()
    total = dict.fromkeys(GENRES, 0.0)
    for word, times in seen.items():
        for name, weight in table.words.get(word, {}).items():
            total[name] += weight * math.log1p(times)
    length = math.sqrt(sum(seen.values()) + _FILM_FLOOR)
    return {name: value / length for name, value in total.items()}


def film_leaning(passages: Sequence[Passage], film_genres: Iterable[str] = ()) -> dict[str, float]:
    """Return how a film leans towards each genre, from its words and the film genres it names."""
    named = [genre.lower() for genre in film_genres]
    z = blend.z_scores(film_rates(passages), blend.load().film_genres)
    words = sum(len(sentence.words) for passage in passages for sentence in passage.sentences)
    trust = words / (words + _FILM_WORDS)
    return {
        name: _BY_FILM * round(trust * _bounded(name, z[name]) / _LEAN_STEP) * _LEAN_STEP
        + _BY_FILM_GENRE * _named(genre.film_genres, named)
        for name, genre in GENRES.items()
    }


def _bounded(name: str, z: float) -> float:
    most = _MOST_LEAN_IN_MOOD if name in _MOODS_OWN else _MOST_LEAN
    return min(max(z, _LEAST_LEAN), most)


def _named(served: Sequence[str], named: Sequence[str]) -> float:
    """Return 0..1, how much a film asks for a genre by the film genres it names.

    All for what the genre serves first, half for what it serves as well; what a film names first
    weighs more than what it adds.
    """
    asked = [
        (1.0 if place == 0 else 0.5) * (1.0 if known.lower() in named[:_FIRST_NAMED] else 0.5)
        for place, known in enumerate(served)
        if known.lower() in named
    ]
    return max(asked, default=0.0)


def rank_genres(
    counts: Mapping[str, float],
    words: int,
    mood: Mood,
    leaning: Mapping[str, float],
    likeness: Mapping[str, float] | None = None,
    *,
    near: Mapping[str, float] = _NOTHING_NEAR,
) -> list[tuple[float, str]]:
    """Return (score, genre), best first.

    `likeness` is how much the scene is like each genre's cue lines, in deviations, where an
    analyst can tell. `near` is what the scenes around say of each genre (`neighbours.py`).
    """
    z = blend.z_scores(scene_rates(counts, words), blend.load().genres)
    quiet = words / (words + _SCENE_WORDS)
    scored = []
    for name, genre in GENRES.items():
        far = distance(genre.mood, mood)
        said = _BY_SCENE * _heard(name, z[name], counts, quiet)
        if likeness is not None:
            said += _BY_LIKENESS * likeness[name]
        votes = _in_reach(name, said, leaning.get(name, 0.0), far)
        cost = _cost(far) + _too_still(genre.mood, mood)
        votes += near.get(name, 0.0)
        scored.append((votes + _READINESS.get(name, 0.0) - cost, name))
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))


def _too_still(genre: Mood, mood: Mood) -> float:
    """Return what a genre loses that cannot move when the scene does: a chase has to run."""
    if mood.arousal < _MOVING:
        return 0.0
    return _STILL_COST * max(0.0, mood.arousal - genre.arousal - _STILL_SLACK)


def _in_reach(name: str, said: float, leaning: float, far: float) -> float:
    """Return what the scene's words and the film's leaning may add at a distance in mood.

    A coffin in a chase makes no elegy, and no film's colour is laid over a mood that is not its
    own.
    """
    if name in _MOODS_OWN:
        both = said + leaning
        return both * _fading(far, _OWN_NEAR, _OWN_FAR) if both > 0 else both
    said *= _fading(far, _SAID_NEAR, _SAID_FAR) if said > 0 else 1.0
    return said + leaning * (_fading(far, _LEAN_NEAR, _LEAN_FAR) if leaning > 0 else 1.0)


def _fading(far: float, near: float, gone: float) -> float:
    """Return 1 up to `near`, 0 from `gone` on."""
    return min(max((gone - far) / (gone - near), 0.0), 1.0)


def _cost(far: float) -> float:
    return _NEAR_COST * far + _FAR_COST * far * far


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
        - _cost(distance(genre.mood, after))
        for name, genre in GENRES.items()
        if name in suits or name in lead
    }
    best = sorted(scored, key=lambda name: (-scored[name], name))
    return tuple(best[: max(len(genres), 1)])
