"""Names a piece of music after its scene, as cue lists do: `Running to the Gate`, `Anna's Letter`.

Looks for the thing a scene turns on: noun phrases told more than once or early, rare in the film.
Knows little grammar, so it leaves out rather than risk a title that trails off.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from scenescore.core.types import Heading, Mood
from scenescore.story.passages import Passage
from scenescore.story.roles import ROLES
from scenescore.story.title_rows import (
    ADJECTIVES,
    BREAKS,
    DULL_PLACES,
    FRAMES,
    GOING,
    INSIDE,
    NOUN_ENDINGS_IN_Y,
    NOUNS_IN_Y,
    PREPOSITIONS,
    TIMES,
    VERBS,
    WEAK,
)
from scenescore.story.wordforms import stem, words_of

_OPENERS = frozenset({"the", "a", "an", "his", "her", "their", "this", "that", "my", "your", "its"})
_SMALL = frozenset({"a", "an", "and", "at", "for", "from", "in", "of", "on", "the", "to", "with"})
_LONGEST_PHRASE = 3
_LONGEST_TITLE = 40
_MORE_THINGS = 4
_THINGS = ("The {thing}", "{name} and the {thing}")
_ANY_KIND = ("{owned}", "{timed}", "{name} and {other}", "{at} the {place}")
"""Frames for a scene whose best titles are taken."""
_CLAUSE_END = re.compile(r"[,;:.!?()\"\[\]–—]|\s-+\s")


@dataclass(frozen=True, slots=True)
class Found:
    """What a scene offers to a title."""

    things: tuple[str, ...]
    """Noun phrases in lower case, best first."""
    going: str | None
    """`Running to the Gate`."""
    place: str | None
    names: tuple[str, ...]
    """First names, most present first."""
    time: str | None
    """`at Night`."""
    owned: str | None
    """`Anna's letter`."""


def scene_frequency(passages: Iterable[Passage]) -> dict[str, int]:
    """Return word -> number of scenes it is told in, over a film."""
    counts: dict[str, int] = {}
    for passage in passages:
        for word in {stem(word) for sentence in passage.told for word in sentence.words}:
            counts[word] = counts.get(word, 0) + 1
    return counts


def find(passage: Passage, frequency: Mapping[str, int], people: Sequence[str]) -> Found:
    """Return what a scene offers to a title; `people` are who is in it, most present first."""
    heading = passage.scene.heading
    names = tuple(name for name in map(_first_name, people) if name)
    return Found(
        tuple(_things(passage, frequency)),
        _going(passage),
        _place(heading, frozenset(name.lower() for name in names)),
        names,
        TIMES.get((heading.time_of_day or "").upper().split(" ")[-1]) if heading else None,
        _owned(passage, names),
    )


def title_of(found: Found, kind: str, *, key: str) -> str:
    """Return a title of a kind (a key of `title_rows.FRAMES`)."""
    return next(titles_of(found, kind, key=key))


def titles_of(found: Found, kind: str, *, key: str) -> Iterator[str]:
    """Yield titles of a kind, best first: what the scene tells, then what any may bear."""
    if kind in ("chase", "action") and found.going:
        yield found.going
    turn = int(hashlib.sha256(key.encode()).hexdigest()[:6], 16)
    told = _told(FRAMES[kind], found)
    yield from _from(turn % min(len(told), 2), told) if told else ()
    for thing in found.things[1:_MORE_THINGS]:
        yield from _told(_THINGS, replace(found, things=(thing,)))
    yield from _told(_ANY_KIND, found)
    plain = [_cased(frame) for frame in FRAMES[kind] if "{" not in frame]
    yield from _from(turn % len(plain), plain)


def _told(frames: Iterable[str], found: Found) -> list[str]:
    return [_cased(title) for frame in frames if "{" in frame and (title := _fill(frame, found))]


def _from(first: int, titles: Sequence[str]) -> Sequence[str]:
    return (*titles[first:], *titles[:first])


def kind_of(mood: Mood, signals: Mapping[str, float]) -> str:
    """Return which titles suit a mood; `signals` are the scene's z-scores."""
    if mood.arousal >= 0.4 and mood.tension >= 0.5:
        return "chase" if signals.get("pursuit", 0) > signals.get("violence", 0) else "action"
    if mood.tension >= 0.55:
        return "dread" if mood.valence <= -0.45 else "suspense"
    if mood.valence <= -0.45:
        return "grief"
    if mood.valence <= -0.2:
        return "sorrow"
    return _bright_kind(mood, signals)


def _bright_kind(mood: Mood, signals: Mapping[str, float]) -> str:
    if mood.valence < 0.25:
        return "calm" if mood.arousal <= -0.45 else "talk"
    loudest = max(("love", "joy", "comedy", "wonder", "calm"), key=lambda n: signals.get(n, 0.0))
    return "play" if loudest == "comedy" else loudest


# ------------------------------------------------------------------ what a scene offers


def _things(passage: Passage, frequency: Mapping[str, int]) -> list[str]:
    scores: dict[str, float] = {}
    for place, sentence in enumerate(passage.told):
        for phrase in _phrases(sentence.plain):
            if phrase[-1] in ROLES and len(phrase) == 1:
                continue
            rarity = 1.0 / math.log(3 + frequency.get(stem(phrase[-1]), 1))
            early = 1.0 / (1 + 0.1 * place)
            name = " ".join(phrase)
            scores[name] = scores.get(name, 0.0) + rarity * early * (1 + 0.15 * (len(phrase) > 1))
    return sorted(scores, key=lambda name: (-scores[name], name))


def _phrases(plain: str) -> Iterable[tuple[str, ...]]:
    """Yield the noun phrases after an article or possessive, their article left out."""
    for clause in _CLAUSE_END.split(plain):
        words = [word.lower() for word in words_of(clause)]
        for index, word in enumerate(words):
            if word in _OPENERS:
                phrase = _cut(words[index + 1 : index + 2 + _LONGEST_PHRASE])
                if phrase:
                    yield phrase


def _cut(words: Sequence[str]) -> tuple[str, ...] | None:
    """Return the noun phrase that a run of words begins with: adjectives, then one noun or two."""
    kept: list[str] = []
    nouns = 0
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        ends = word in BREAKS or "'" in word or word == "someone" or word.endswith("ly")
        if ends or (nouns and (_is_verb(word) or _is_told_of(word))):
            break
        if nouns and word.endswith("s") and following not in VERBS:
            break  # `the wheel roars`, but `the pant cuffs rise`
        kept.append(word)
        nouns += not _is_adjective(word)
        if nouns == 2 or (nouns and word.endswith("s") and not word.endswith("ss")):
            break
    things = [word for word in kept if not _is_adjective(word)]
    if not things or len(kept) > _LONGEST_PHRASE or not all(map(_is_noun, things)):
        return None
    return tuple(kept) if kept[-1] == things[-1] else None


def _is_adjective(word: str) -> bool:
    return word in ADJECTIVES or word.endswith(("ing", "ed", "ful", "ous", "less", "able", "ible"))


def _is_told_of(word: str) -> bool:
    """Return whether a word behind a noun is said of it, as in `makes the lion antsy`."""
    if word in ADJECTIVES:
        return True
    return word.endswith("y") and not word.endswith(NOUN_ENDINGS_IN_Y) and word not in NOUNS_IN_Y


def _is_verb(word: str) -> bool:
    if word.endswith(("ing", "ed")):
        return True
    return (
        word in VERBS
        or (word.endswith("s") and word.removesuffix("s") in VERBS)
        or (word.endswith("es") and word.removesuffix("es") in VERBS)
    )


def _is_noun(word: str) -> bool:
    return len(word) > 2 and word not in WEAK and not _is_adjective(word)


def _owned(passage: Passage, names: Sequence[str]) -> str | None:
    """Return `Anna's Letter` when the scene tells of it."""
    known = {name.lower() for name in names}
    for sentence in passage.told:
        words = words_of(sentence.text)
        for index, word in enumerate(words):
            if word.lower().endswith("'s") and word[:-2].lower() in known:
                phrase = _cut([w.lower() for w in words[index + 1 : index + 2 + _LONGEST_PHRASE]])
                if phrase and len(phrase) == 1:
                    return f"{word[:-2].capitalize()}'s {' '.join(phrase)}"
    return None


def _going(passage: Passage) -> str | None:
    """Return `Running to the Gate` when the scene says so in one breath."""
    for sentence in passage.told:
        for clause in _CLAUSE_END.split(sentence.plain):
            words = [word.lower() for word in words_of(clause)]
            for index, word in enumerate(words[:-3]):
                if word in GOING and words[index + 1] in PREPOSITIONS and words[index + 2] == "the":
                    phrase = _cut(words[index + 3 : index + 4 + _LONGEST_PHRASE])
                    if phrase:
                        return _cased(f"{GOING[word]} {words[index + 1]} the {' '.join(phrase)}")
    return None


def _place(heading: Heading | None, names: frozenset[str]) -> str | None:
    if heading is None or any(letter.isdigit() for letter in heading.place):
        return None
    words = words_of(re.split(r"[,/(\[]|\s-+\s", heading.place)[0].lower())
    while words and words[0] in _OPENERS:
        words.pop(0)
    if not 1 <= len(words) <= 3 or words[-1] in DULL_PLACES or words[-1] in WEAK:
        return None
    if names.intersection(words):
        return None
    is_plain = all(len(word) > 1 and "'" not in word and word not in BREAKS for word in words)
    return " ".join(words) if is_plain else None


def _first_name(person: str) -> str | None:
    """Return what a person is called in a title; None for those who are only a role."""
    words = words_of(person)
    if not words or any(letter.isdigit() or letter in "#/&'’" for letter in person):
        return None
    if len(words[0]) < 3 or any(word.lower() in ROLES for word in words):
        return None
    return words[0].capitalize()


# ------------------------------------------------------------------ putting it together


def _fill(frame: str, found: Found) -> str | None:
    place = found.place
    parts = {
        "thing": found.things[0] if found.things else None,
        "place": place,
        "at": _at(place) if place else None,
        "timed": f"{place} {found.time}" if place and found.time else place,
        "owned": found.owned,
        "name": found.names[0] if found.names else None,
        "other": found.names[1] if len(found.names) > 1 else None,
        "alone": found.names[0] if len(found.names) == 1 else None,
    }
    if any(parts[name] is None for name in re.findall(r"\{(\w+)\}", frame)):
        return None
    title = frame.format(**parts)
    return title if len(title) <= _LONGEST_TITLE else None


def _at(place: str) -> str:
    last = place.split()[-1]
    return "in" if last in INSIDE or last.endswith("room") else "at"


def _cased(title: str) -> str:
    words = title.split()
    return " ".join(
        word if index and word in _SMALL else word[:1].upper() + word[1:]
        for index, word in enumerate(words)
    )
