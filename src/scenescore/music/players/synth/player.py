"""Plays a Score with the synthesizer's own instruments: stems in blocks, dry.

Knows how sounds of notes become stems; what a note sounds like is a patch's. Notes begin on their
exact sample. A note is made whole when it begins, and what reaches beyond the block waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from scenescore.core.progress import Run
from scenescore.core.score import Score
from scenescore.core.timing import seconds_to_samples
from scenescore.music.players.performance import (
    BLOCK_SAMPLES,
    PlayedNote,
    PlayedPart,
    Samples,
    perform,
    spans,
    stem_names,
)
from scenescore.music.players.synth.hand import Hand, hand_of
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.patches import patch_for


@dataclass(frozen=True, slots=True)
class _Strike:
    """Notes that are sounded as one, and with what."""

    stem: str
    notes: tuple[PlayedNote, ...]
    patch: Patch
    hand: Hand
    pan: float
    gain: float


class SynthPlayer:
    """Plays with instruments made from arithmetic; needs nothing but numpy and scipy."""

    version = "2"
    licence = "Made by Scenescore's own synthesizer: yours to use freely, also commercially."

    def __init__(self, block_samples: int = BLOCK_SAMPLES) -> None:
        self._block_samples = block_samples

    def is_available(self) -> str | None:
        """Return None: it always can."""
        return None

    def play(self, score: Score, *, rate_hz: int, run: Run) -> Iterator[Mapping[str, Samples]]:
        """Yield blocks of dry stems, name to float32 (2, n); nothing for a score without notes."""
        parts = perform(score, rate_hz)
        total = seconds_to_samples(score.duration_s, rate_hz)
        strikes = _strikes(parts, rate_hz)
        stems = {name: _Stem() for name in stem_names(parts)}
        following = 0
        for start, length in spans(total if stems else 0, self._block_samples):
            run.report("playing", start / total)
            while following < len(strikes) and strikes[following].notes[0].start < start + length:
                run.check()
                strike = strikes[following]
                stems[strike.stem].add(_sounded(strike), strike.notes[0].start - start)
                following += 1
            yield {name: stem.take(length) for name, stem in stems.items()}
        run.report("playing", 1.0)


def _strikes(parts: tuple[PlayedPart, ...], rate_hz: int) -> list[_Strike]:
    """Return all strikes in order of time.

    One order for all parts of a stem: sums of floats depend on it, and so does nothing on the
    length of blocks.
    """
    found = []
    for place, played in enumerate(parts):
        part = played.part
        patch = patch_for(part.instrument, part.articulation)
        hand = hand_of(played, rate_hz)
        gain = 10.0 ** ((part.gain_db + patch.gain_db) / 20.0)
        for notes in patch.strikes(played.notes, rate_hz):
            strike = _Strike(part.family, notes, patch, hand, part.pan, gain)
            found.append((notes[0].start, place, notes[0].index, strike))
    found.sort(key=lambda item: item[:3])
    return [item[3] for item in found]


def _sounded(strike: _Strike) -> Samples:
    """Return a strike in its seat, shape (2, samples)."""
    sound = strike.patch.strike(strike.notes, strike.hand)
    left, right = _seat(strike.pan, strike.gain, wide=sound.shape[0] == 2)
    if sound.shape[0] == 1:
        return np.concatenate([left * sound, right * sound])
    sound[0] *= left
    sound[1] *= right
    return sound


def _seat(pan: float, gain: float, *, wide: bool) -> tuple[np.float32, np.float32]:
    """Return gains of left and right: equal power for a point, balance for what is wide."""
    angle = (min(max(pan, -1.0), 1.0) + 1.0) * np.pi / 4.0
    scale = gain * np.sqrt(2.0) if wide else gain
    return np.float32(scale * np.cos(angle)), np.float32(scale * np.sin(angle))


class _Stem:
    """Sound that is made but not yet given away, from the start of the present block."""

    def __init__(self) -> None:
        self._ahead = np.zeros((2, 0), np.float32)

    def add(self, sound: Samples, at: int) -> None:
        """Add a sound at a sample of the present block."""
        end = at + sound.shape[1]
        if end > self._ahead.shape[1]:
            self._grow(end)
        self._ahead[:, at:end] += sound

    def take(self, length: int) -> Samples:
        """Return the block's samples, and go on to the next block."""
        if length > self._ahead.shape[1]:
            self._grow(length)
        block = self._ahead[:, :length].copy()
        self._ahead = self._ahead[:, length:].copy()
        return block

    def _grow(self, length: int) -> None:
        wider = np.zeros((2, length + length // 4), np.float32)
        wider[:, : self._ahead.shape[1]] = self._ahead
        self._ahead = wider
