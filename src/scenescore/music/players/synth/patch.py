"""What the player asks of every instrument."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenescore.music.players.performance import PlayedNote, Samples
from scenescore.music.players.synth.hand import Hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A way of making notes sound. Subclasses say how in `sound`."""

    gain_db: float = 0.0
    """Balance against the other instruments."""

    @property
    def plays_chords(self) -> bool:
        """True when notes struck together must be sounded together."""
        return False

    def sound(self, note: PlayedNote, hand: Hand) -> Samples:
        """Return one note, shape (1 or 2, samples), from its attack to the end of its release."""
        raise NotImplementedError

    def strike(self, notes: tuple[PlayedNote, ...], hand: Hand) -> Samples:
        """Return notes struck together as one sound that begins with the first of them."""
        sounds = [(note.start - notes[0].start, self.sound(note, hand)) for note in notes]
        if len(sounds) == 1:
            return sounds[0][1]
        length = max(at + sound.shape[1] for at, sound in sounds)
        total = np.zeros((sounds[0][1].shape[0], length), np.float32)
        for at, sound in sounds:
            total[:, at : at + sound.shape[1]] += sound
        return total
