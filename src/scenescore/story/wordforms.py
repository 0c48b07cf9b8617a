"""Words of a text and the forms a word can take. Knows spelling, not meaning."""

from __future__ import annotations

import re
from functools import lru_cache

#: A word as written, apostrophe included.
WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-z]+)?")
_VOWELS = frozenset("aeiou")
_SUFFIXES = ("'s", "ing", "edly", "ed", "es", "s", "ly")


def words_of(text: str) -> list[str]:
    """Return the words as written, without punctuation and digits."""
    return [word.replace("’", "'") for word in WORD.findall(text)]


def lower_words(text: str) -> list[str]:
    """Return the words in lower case."""
    return words_of(text.lower())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the word less one common ending, for lookups that may be rough.

    >>> stem("running"), stem("doors"), stem("sad")
    ('runn', 'door', 'sad')
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def inflect(lemma: str) -> tuple[str, ...]:
    """Return a word and its regular inflections; irregular forms are listed where they matter.

    >>> inflect("stop")
    ('stop', 'stops', 'stopping', 'stopped')
    """
    if not lemma.isalpha():
        return (lemma,)
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        plural = lemma + "es"
    elif lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        plural = lemma[:-1] + "ies"
    else:
        plural = lemma + "s"
    trunk, past = _trunk(lemma)
    return tuple(dict.fromkeys((lemma, plural, trunk + "ing", past)))


def _trunk(lemma: str) -> tuple[str, str]:
    """Return what -ing is added to, and the regular past."""
    if lemma.endswith("ie"):
        return lemma[:-2] + "y", lemma + "d"
    if lemma.endswith("e"):
        return lemma if lemma.endswith("ee") else lemma[:-1], lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma, lemma[:-1] + "ied"
    if _doubles(lemma):
        return lemma + lemma[-1], lemma + lemma[-1] + "ed"
    return lemma, lemma + "ed"


def _doubles(lemma: str) -> bool:
    """Return True for short words of the shape of `stop`."""
    if not 3 <= len(lemma) <= 5 or lemma[-1] in _VOWELS or lemma[-1] in "wxy":
        return False
    vowels = [letter in _VOWELS for letter in lemma]
    return vowels[-2] and sum(vowels) == 1
