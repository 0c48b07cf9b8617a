"""Measures the surface of a sentence: polarity, exclamation, capitals, length. No training in it.

Polarity is VADER's (Hutto & Gilbert 2014, MIT licence), loaded on first use.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from scenescore.story.wordforms import words_of

_NAMES_TEXT = """
polarity positive negative neutral charged strength exclaims exclamations asks capitals length
trails-off quotes word-length digits i you not
"""
NAMES: tuple[str, ...] = tuple(_NAMES_TEXT.split())
_ME = frozenset({"i", "me", "my", "mine"})
_YOU = frozenset({"you", "your"})
_NO = frozenset({"not", "no", "never"})


@cache
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


def surface_of(text: str) -> tuple[float, ...]:
    """Return the measures named in `NAMES`; the first is VADER's compound polarity, -1..1."""
    polarity = _vader().polarity_scores(text)
    written = words_of(text)
    words = [word.lower() for word in written]
    count = max(len(words), 1)
    compound = polarity["compound"]
    return (
        compound,
        polarity["pos"],
        polarity["neg"],
        polarity["neu"],
        polarity["pos"] + polarity["neg"],
        abs(compound),
        float("!" in text),
        float(min(text.count("!"), 3)),
        float("?" in text),
        sum(len(word) > 1 and word.isupper() for word in written) / count,
        math.log(count),
        float(text.endswith("...")),
        float('"' in text),
        sum(map(len, words)) / count,
        float(any(letter.isdigit() for letter in text)),
        sum(word in _ME for word in words) / count,
        sum(word in _YOU for word in words) / count,
        float(any(word in _NO or word.endswith("n't") for word in words)),
    )
