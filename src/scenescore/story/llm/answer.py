"""What a language model said about one scene, before it becomes a brief. Knows no model."""

from __future__ import annotations

from dataclasses import dataclass

ASKED = ("words", "genre", "emotions")
"""What both prompts ask for: the paper's three. Ours asks for a title and a function besides."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The parts of an answer, as said; empty where the model said nothing usable."""

    raw: str
    """Word for word."""
    genre: str | None = None
    """In the model's words."""
    emotions: tuple[str, ...] = ()
    """Up to three, lower case."""
    words: tuple[str, ...] = ()
    """Up to three, lower case."""
    title: str | None = None
    function: str | None = None
    """One of `types.SceneFunction`."""

    @property
    def lacking(self) -> tuple[str, ...]:
        """Names of the fields asked for that are not there whole."""
        whole = {
            "words": len(self.words) == 3,
            "genre": bool(self.genre),
            "emotions": bool(self.emotions),
        }
        return tuple(name for name in ASKED if not whole[name])
