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
from scenescore.music.players.synth.hand import hand_of
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.patches import patch_for


@dataclass(frozen=True, slots=True)
class _Strike:
    """Notes that are sounded as one."""

    line: _Line
    notes: tuple[PlayedNote, ...]


class SynthPlayer:
    """Plays with instruments made from arithmetic; needs nothing but numpy and scipy."""

    version = "3"
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
        lines = [_Line(played, rate_hz) for played in parts]
        strikes = _strikes(lines, rate_hz)
        names = stem_names(parts)
        following = 0
        for start, length in spans(total if names else 0, self._block_samples):
            run.report("playing", start / total)
            while following < len(strikes) and strikes[following].notes[0].start < start + length:
                run.check()
                strikes[following].line.strike(strikes[following].notes, start)
                following += 1
            stems = {name: np.zeros((2, length), np.float32) for name in names}
            for line in lines:
                line.take(stems[line.stem], start)
            yield stems
        run.report("playing", 1.0)


def _strikes(lines: list[_Line], rate_hz: int) -> list[_Strike]:
    """Return all strikes in order of time.

    Sums of floats depend on their order, and the order on nothing but the score: never on the
    length of blocks.
    """
    found = []
    for place, line in enumerate(lines):
        for notes in line.patch.strikes(line.notes, rate_hz):
            found.append((notes[0].start, place, notes[0].index, _Strike(line, notes)))
    found.sort(key=lambda item: item[:3])
    return [item[3] for item in found]


class _Line:
    """One part: its sound that is made but not yet given away, from the present block on.

    Level over time and the seat are the same for all its notes: they are applied to their sum.
    """

    def __init__(self, played: PlayedPart, rate_hz: int) -> None:
        part = played.part
        self.stem, self.notes = part.family, played.notes
        self.patch: Patch = patch_for(part.instrument, part.articulation)
        self._hand = hand_of(played, rate_hz)
        self._pan = part.pan
        self._gain = 10.0 ** ((part.gain_db + self.patch.gain_db) / 20.0)
        self._ahead = np.zeros((1, 0), np.float32)
        self._made = 0

    def strike(self, notes: tuple[PlayedNote, ...], block_start: int) -> None:
        """Add the sound of notes to what waits."""
        sound = self.patch.strike(notes, self._hand)
        at = notes[0].start - block_start
        end = at + sound.shape[1]
        if end > self._ahead.shape[1] or len(sound) > len(self._ahead):
            self._grow(max(len(sound), len(self._ahead)), end)
        self._ahead[:, at:end] += sound
        self._made = max(self._made, end)

    def take(self, stem: Samples, start: int) -> None:
        """Add the block that begins at sample `start` to its stem, and go on to the next."""
        count = min(stem.shape[1], self._made)
        if not count:
            return
        block = self._ahead[:, :count]
        level = self._hand.level(start, count)
        if level is not None:
            block *= level
        left, right = _seat(self._pan, self._gain, len(block))
        stem[0, :count] += left * block[0]
        stem[1, :count] += right * block[-1]
        self._go_on(stem.shape[1])

    def _go_on(self, length: int) -> None:
        left = max(self._made - length, 0)
        self._ahead[:, :left] = self._ahead[:, length : length + left].copy()
        self._ahead[:, left : self._made] = 0.0
        self._made = left

    def _grow(self, channels: int, length: int) -> None:
        wider = np.zeros((channels, max(length + length // 4, self._ahead.shape[1])), np.float32)
        wider[:, : self._made] = self._ahead[:, : self._made]
        self._ahead = wider


def _seat(pan: float, gain: float, channels: int) -> tuple[np.float32, np.float32]:
    """Return gains of left and right: equal power for a point, balance for what is wide."""
    angle = (min(max(pan, -1.0), 1.0) + 1.0) * np.pi / 4.0
    scale = gain * np.sqrt(2.0) if channels == 2 else gain
    return np.float32(scale * np.cos(angle)), np.float32(scale * np.sin(angle))
