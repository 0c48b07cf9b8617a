"""Cuts a scene into what the encoder reads: its sentences, and windows of a few sentences.

A sentence alone has a feeling; a window shows what is going on. People's names are `someone`
already (`passages`). Nothing is left out: what is too long for one piece becomes several.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenescore.story.passages import Passage

_SENTENCE_WORDS = 60
_WINDOW_WORDS = 60
_FEWEST_WORDS = 2
_LONGEST_WORD = 40
"""Letters; what is longer is no word, and would be many tokens."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words of a scene."""

    text: str
    words: int
    is_spoken: bool
    """True in speech, False in what is told."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A scene, cut up."""

    sentences: tuple[Piece, ...]
    windows: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything to encode: the sentences, then the windows."""
        return (*(piece.text for piece in self.sentences), *self.windows)


def pieces_of(passage: Passage) -> Pieces:
    """Return the pieces of a scene; one that says nothing has none."""
    sentences = tuple(_sentences(passage))
    place = " ".join(passage.places[:6])
    return Pieces(sentences, tuple(_windows(sentences, f"{place}. " if place else "")))


def _sentences(passage: Passage) -> Iterator[Piece]:
    for sentence in passage.sentences:
        words = [word[:_LONGEST_WORD] for word in sentence.plain.split()]
        for start in range(0, len(words), _SENTENCE_WORDS):
            run = words[start : start + _SENTENCE_WORDS]
            if len(run) >= _FEWEST_WORDS or len(sentence.words) == len(run) == 1:
                yield Piece(" ".join(run), len(run), sentence.is_spoken)


def _windows(sentences: tuple[Piece, ...], place: str) -> Iterator[str]:
    held: list[str] = []
    count = 0
    for piece in sentences:
        if held and count + piece.words > _WINDOW_WORDS:
            yield place + " ".join(held)
            held, count = [], 0
        held.append(piece.text)
        count += piece.words
    if held:
        yield place + " ".join(held)
