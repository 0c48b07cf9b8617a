"""Counts scene language: how much of each signal a run of words carries. Knows no moods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from scenescore.story.signal_rows import HINT, SIGNALS
from scenescore.story.wordforms import inflect

NAMES: tuple[str, ...] = tuple(SIGNALS)

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class WordTable:
    """Words and phrases, each with what it speaks for and how loudly."""

    words: Mapping[str, Weights]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Weights], ...]]
    """First word -> (the words after it, weights), longest first."""

    def count(self, words: Sequence[str]) -> Weights:
        """Return name -> summed weight over the words; a phrase counts beside its words."""
        total: Weights = {}
        for index, word in enumerate(words):
            for name, weight in self.words.get(word, _NOTHING).items():
                total[name] = total.get(name, 0.0) + weight
            for rest, weights in self.phrases.get(word, ()):
                if tuple(words[index + 1 : index + 1 + len(rest)]) == rest:
                    for name, weight in weights.items():
                        total[name] = total.get(name, 0.0) + weight
                    break
        return total


_NOTHING: Weights = {}


def word_table(entries: Mapping[str, Sequence[tuple[str, float]]]) -> WordTable:
    """Return the table of entries: name -> (word or joined phrase, weight); inflections added."""
    words: dict[str, Weights] = {}
    phrases: dict[str, dict[tuple[str, ...], Weights]] = {}
    for name, rows in entries.items():
        for entry, weight in rows:
            first, *rest = entry.split("_")
            if rest:
                _keep_louder(
                    phrases.setdefault(first, {}).setdefault(tuple(rest), {}), name, weight
                )
            for form in inflect(first) if not rest else ():
                _keep_louder(words.setdefault(form, {}), name, weight)
    longest_first = {
        first: tuple(sorted(rows.items(), key=lambda row: (-len(row[0]), row[0])))
        for first, rows in phrases.items()
    }
    return WordTable(words, longest_first)


def _keep_louder(weights: Weights, name: str, weight: float) -> None:
    weights[name] = max(weights.get(name, 0.0), weight)


@cache
def signal_table() -> WordTable:
    """Return the table of all signals."""
    return word_table(
        {
            name: [(word, 1.0) for word in loud.split()] + [(word, HINT) for word in hints.split()]
            for name, (loud, hints) in SIGNALS.items()
        }
    )
