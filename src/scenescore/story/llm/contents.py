"""A scene's text as a model reads it, within a budget of tokens.

A scene that is too long keeps its beginning, its end and the most eventful sentences between; what
was left out is marked in the text and said in the brief. Nothing is cut in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from scenescore.core.types import Element
from scenescore.story.passages import Passage, split_sentences
from scenescore.story.signals import signal_table
from scenescore.story.wordforms import lower_words

GAP = "[...]"
_HEAD, _TAIL = 0.35, 0.35
"""Shares of the budget; the rest goes to the middle."""
_HIDDEN = frozenset({"note", "boneyard", "page_break", "section", "synopsis"})
_LONGEST_PIECE = 60
"""Words; a longer sentence is taken apart."""

Measure = Callable[[str], int]
"""How many tokens a text is."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a model reads of one scene."""

    text: str
    tokens: int
    """Of the whole scene."""
    kept: int
    """Of what is read; equals `tokens` when nothing was left out."""

    @property
    def is_shortened(self) -> bool:
        """True when something was left out."""
        return self.kept < self.tokens

    @property
    def told(self) -> str:
        """One phrase on what was left out."""
        return f"read {self.kept} of {self.tokens} tokens: beginning, end, most eventful middle"


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    line: int
    """Pieces of one line are joined by a space, others by a line break."""
    cost: int
    events: float


def contents_of(
    passage: Passage, budget: int, measure: Measure, clean: Callable[[str], str]
) -> Contents:
    """Return the scene within a budget; `clean` makes its text harmless before it is measured."""
    lines = [clean(line) for line in (passage.scene.title, *_lines(passage.elements)) if line]
    whole = "\n".join(lines)
    tokens = measure(whole)
    if tokens <= budget:
        return Contents(whole, tokens, tokens)
    pieces = _pieces(lines, measure)
    text = _joined(pieces, _chosen(pieces, budget))
    return Contents(text, tokens, measure(text))


def _lines(elements: Iterable[Element]) -> Iterable[str]:
    return (e.text.strip() for e in elements if e.kind not in _HIDDEN)


def _pieces(lines: Sequence[str], measure: Measure) -> list[_Piece]:
    found = []
    for number, line in enumerate(lines):
        for sentence in split_sentences(line) or [line]:
            for text in _split_long(sentence):
                found.append(_Piece(text, number, measure(text) + 2, _events(text)))
    return found


def _split_long(sentence: str) -> list[str]:
    words = sentence.split()
    starts = range(0, len(words), _LONGEST_PIECE)
    return [" ".join(words[start : start + _LONGEST_PIECE]) for start in starts]


def _events(text: str) -> float:
    """Return how much happens in a sentence, by its length: scene language and loudness."""
    words = lower_words(text)
    hits = sum(signal_table().count(words).values()) + text.count("!")
    return hits / (len(words) + 8.0)


def _chosen(pieces: Sequence[_Piece], budget: int) -> list[int]:
    """Return the places of the pieces kept, in order."""
    order = range(len(pieces))
    head = _take(pieces, order, budget * _HEAD)
    left = [place for place in reversed(order) if place not in head]
    tail = _take(pieces, left, budget * _TAIL)
    rest = budget - sum(pieces[place].cost for place in (*head, *tail))
    middle = [place for place in order if place not in head and place not in tail]
    middle.sort(key=lambda place: (-pieces[place].events, place))
    return sorted((*head, *tail, *_take(pieces, middle, rest, go_on=True)))


def _take(
    pieces: Sequence[_Piece], order: Iterable[int], budget: float, *, go_on: bool = False
) -> set[int]:
    """Return places taken in an order until the budget is spent; `go_on` passes what is too big."""
    taken: set[int] = set()
    for place in order:
        if pieces[place].cost > budget:
            if go_on:
                continue
            break
        budget -= pieces[place].cost
        taken.add(place)
    return taken


def _joined(pieces: Sequence[_Piece], places: Sequence[int]) -> str:
    text, last = "", -1
    for place in places:
        piece = pieces[place]
        gap = place != last + 1
        if gap:
            text += ("\n" if text else "") + GAP
        same = not gap and last >= 0 and pieces[last].line == piece.line
        text += (" " if same else "\n" if text else "") + piece.text
        last = place
    return text if last == len(pieces) - 1 else f"{text}\n{GAP}".lstrip()
