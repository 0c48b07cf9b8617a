"""Valence, arousal and dominance of a single sentence, from word weights learned on EmoBank.

The weights are data (`data/emobank-heads.tsv`, CC-BY-SA 4.0, see the note beside it) and are made
by `tools/train_lexicon.py`. A linear model: TF-IDF of words and rough stems, and the surface.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scenescore.story.surface import NAMES, surface_of
from scenescore.story.wordforms import lower_words, stem

Three = tuple[float, float, float]

STEM_MARK = "*"


@dataclass(frozen=True, slots=True)
class Heads:
    """The learned weights."""

    bias: Three
    """Scores of a sentence that says nothing, EmoBank's scale 1..5."""
    terms: dict[str, tuple[float, Three]]
    """Word, or stem with `STEM_MARK` -> (inverse document frequency, weights)."""
    surface: tuple[tuple[float, float, Three], ...]
    """(mean, deviation, weights) for each measure of `surface.NAMES`."""


def terms_of(text: str) -> list[str]:
    """Return what is looked up for a text: its words, and their stems marked."""
    words = lower_words(text)
    return words + [stem(word) + STEM_MARK for word in words]


def tfidf(terms: Iterable[str], weights: dict[str, float]) -> dict[str, float]:
    """Return term -> weight, of unit length; unknown terms are left out."""
    counts = Counter(term for term in terms if term in weights)
    raw = {term: (1 + math.log(n)) * weights[term] for term, n in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {term: weight / length for term, weight in raw.items()}


def score_sentence(text: str, surface: Sequence[float] | None = None) -> Three:
    """Return (valence, arousal, dominance) of one sentence, EmoBank's scale 1..5."""
    heads = load()
    valence, arousal, dominance = heads.bias
    measured = surface_of(text) if surface is None else surface
    for value, (mean, deviation, weights) in zip(measured, heads.surface, strict=True):
        part = (value - mean) / deviation
        valence += part * weights[0]
        arousal += part * weights[1]
        dominance += part * weights[2]
    for term, share in tfidf(terms_of(text), _frequencies()).items():
        weights = heads.terms[term][1]
        valence += share * weights[0]
        arousal += share * weights[1]
        dominance += share * weights[2]
    return valence, arousal, dominance


@cache
def _frequencies() -> dict[str, float]:
    return {term: row[0] for term, row in load().terms.items()}


@cache
def load() -> Heads:
    """Return the weights that ship with the package."""
    text = (files("scenescore.story") / "data" / "emobank-heads.tsv").read_text("utf-8")
    return parse(text)


def parse(text: str) -> Heads:
    """Return heads from their table: `bias`, `surface:NAME` and term rows, tab-separated."""
    bias: Three = (0.0, 0.0, 0.0)
    measures: dict[str, tuple[float, float, Three]] = {}
    terms: dict[str, tuple[float, Three]] = {}
    for line in text.splitlines():
        name, *cells = line.split("\t")
        if name.startswith("#"):
            continue
        values = [float(cell) for cell in cells]
        if name == ":bias":
            bias = (values[0], values[1], values[2])
        elif name.startswith(":"):
            measures[name[1:]] = (values[0], values[1], (values[2], values[3], values[4]))
        else:
            terms[name] = (values[0] / 100, (values[1] / 1000, values[2] / 1000, values[3] / 1000))
    return Heads(bias, terms, tuple(measures[name] for name in NAMES))
