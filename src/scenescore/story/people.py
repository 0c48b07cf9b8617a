"""Finds the words that name people in a film: those who speak, and those who are only there.

Somebody without a line is known by what is said of them: an age after a name in capitals, a title
before it, a face or a verb of people after it, a call in speech. A word that the film also writes
small, or that mostly follows `in` or `from`, is no person. Knows no list of names and no meaning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from scenescore.core.types import Screenplay
from scenescore.story.roles import ROLES
from scenescore.story.wordforms import words_of

_CAPITAL = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ]+"
_NAME = rf"(?P<name>{_CAPITAL}(?:-{_CAPITAL})?)"
_BODY = (
    r"(?:eyes?|face|hands?|head|arms?|shoulders?|voice|hair|lips?|mouth|smile|gaze|chest|back|feet"
    r"|legs?|fingers?|throat|neck|knees?|mother|father|wife|husband|son|daughter|brother|sister)"
)
_DOES = (
    r"(?:is|was|has|looks?|turns?|walks?|sits?|stands?|smiles?|nods?|takes?|says?|stares?|watche?s?"
    r"|moves?|steps?|runs?|grabs?|pulls?|shakes?|laughs?|shrugs?|leans?|enters?|exits?|opens?"
    r"|hands?|glances?|reaches|stops?|holds?|puts?|gets?|goes|comes|sees|hears|rises|crosses"
    r"|picks?|kisses|weeps?|cries|sighs?|sleeps?|waits?|listens?|kneels?|hugs?|dies|lies|wakes?)"
)
_TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Doctor|Captain|Capt|Colonel|Col|Major|General|Gen|Lieutenant|Lt|Sergeant"
    r"|Sgt|Corporal|Private|Sir|Lady|Lord|Madame|Monsieur|Aunt|Uncle|Father|Sister|Professor|Judge"
    r"|Inspector|Detective|Officer|Sheriff|Agent)"
)
_TOLD_OF = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_NAME} {_DOES}\b",
        rf"\b{_NAME}['’]s (?:\w+ )?{_BODY}\b",
        rf"\b{_TITLES}\.? (?:{_CAPITAL} )?{_NAME}\b",
    )
)
_SPOKEN_TO = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[a-z’'],\s+{_NAME}[.!?]",
        rf"\b{_TITLES}\.? (?:{_CAPITAL} )?{_NAME}\b",
        rf"\b{_NAME} (?:is|was|says|said|told|thinks|knows|wants|died)\b",
    )
)
_INTRODUCED = re.compile(
    r"\b(?P<name>[A-ZÀ-Ý][A-ZÀ-Ý'’.-]+(?: [A-ZÀ-Ý][A-ZÀ-Ý'’.-]+){0,2})"
    r"(?:,\s*(?:\d{1,2}\b|\d0['’]?s|early|mid|late|in h(?:is|er)\b)"
    r"|\s*\(\s*(?:\d\d|early|mid|late))"
)
_PLACED = re.compile(rf"\b(?i:in|from|into|near|across|outside|the|an?|this) {_NAME}\b")
_FEWEST = 2
"""How often a film must speak of a word as of a person."""


def names_of(screenplay: Screenplay) -> frozenset[str]:
    """Return the words that name people in a film, lower case, role words excepted."""
    speakers = {word for cue in _cues(screenplay) for word in _parts(cue.partition("(")[0])}
    told, spoken = [], []
    for scene in screenplay.scenes:
        for element in scene.elements:
            if element.kind in ("action", "centered"):
                told.append(element.text)
            elif element.kind == "dialogue":
                spoken.append(element.text)
    return frozenset(speakers | _introduced(told) | _spoken_of(told, spoken))


def _cues(screenplay: Screenplay) -> set[str]:
    return {
        element.text
        for scene in screenplay.scenes
        for element in scene.elements
        if element.kind == "character"
    }


def _parts(name: str) -> Iterator[str]:
    for word in words_of(name):
        part = word.lower().removesuffix("'s")
        if len(part) > 1 and part not in ROLES:
            yield part


def _introduced(told: Iterable[str]) -> set[str]:
    """Return the names that stand in capitals before an age: `ANTONIO, 29,`."""
    return {
        part
        for text in told
        if not text.isupper()
        for match in _INTRODUCED.finditer(text)
        for part in _parts(match["name"])
    }


def _spoken_of(told: Iterable[str], spoken: Iterable[str]) -> set[str]:
    """Return the words that a film often writes as one writes of people, and never small."""
    people: Counter[str] = Counter()
    places: Counter[str] = Counter()
    small: set[str] = set()
    for texts, patterns in ((told, _TOLD_OF), (spoken, _SPOKEN_TO)):
        for text in texts:
            small.update(word for word in words_of(text) if word.islower())
            for pattern in patterns:
                people.update(part for m in pattern.finditer(text) for part in _parts(m["name"]))
            places.update(part for m in _PLACED.finditer(text) for part in _parts(m["name"]))
    return {
        word
        for word, times in people.items()
        if times >= _FEWEST and times > places[word] and len(word) > 2
        if word not in small and word not in _NEVER
    }


_NEVER_TEXT = """
god jesus christ lord hell heaven english french german american russian chinese japanese indian
british italian spanish monday tuesday wednesday thursday friday saturday sunday january february
march april may june july august september october november december christmas easter int ext
sir ma'am camera angle
"""
_NEVER = frozenset(_NEVER_TEXT.split())
