"""What the player asks of every instrument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenescore.music.players.performance import PlayedNote, Samples
from scenescore.music.players.synth.hand import Hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A way of making notes sound. Subclasses say how in `sound`."""

    gain_db: float = 0.0
    """Balance against the other instruments."""

    def strikes(
        self, notes: tuple[PlayedNote, ...], rate_hz: int
    ) -> Iterator[tuple[PlayedNote, ...]]:
        """Yield the notes in the groups in which they are sounded: one by one, unless a patch
        knows better.
        """
        yield from ((note,) for note in notes)

    def strike(self, notes: tuple[PlayedNote, ...], hand: Hand) -> Samples:
        """Return a group as one sound that begins with its first note; shape as of `sound`."""
        return self.sound(notes[0], hand)

    def sound(self, note: PlayedNote, hand: Hand) -> Samples:
        """Return one note, shape (1 or 2, samples), from its attack to the end of its release."""
        raise NotImplementedError
