"""Cuts a scene into what the encoder reads: its sentences, and which of them belong together.

A sentence alone has a feeling; a window of a few shows what is going on. People's names are
`someone` already (`passages`). Nothing is left out: what is too long for one piece becomes several.
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
    windows: tuple[range, ...]
    """Which sentences each window holds; all windows together hold each once."""

    @property
    def texts(self) -> tuple[str, ...]:
        """What to encode."""
        return tuple(piece.text for piece in self.sentences)


def pieces_of(passage: Passage) -> Pieces:
    """Return the pieces of a scene; one that says nothing has none."""
    sentences = tuple(_sentences(passage))
    return Pieces(sentences, tuple(_windows(sentences)))


def _sentences(passage: Passage) -> Iterator[Piece]:
    for sentence in passage.sentences:
        words = [word[:_LONGEST_WORD] for word in sentence.plain.split()]
        for start in range(0, len(words), _SENTENCE_WORDS):
            run = words[start : start + _SENTENCE_WORDS]
            if len(run) >= _FEWEST_WORDS or len(sentence.words) == len(run) == 1:
                yield Piece(" ".join(run), len(run), sentence.is_spoken)


def _windows(sentences: tuple[Piece, ...]) -> Iterator[range]:
    first, count = 0, 0
    for index, piece in enumerate(sentences):
        if index > first and count + piece.words > _WINDOW_WORDS:
            yield range(first, index)
            first, count = index, 0
        count += piece.words
    if sentences:
        yield range(first, len(sentences))
