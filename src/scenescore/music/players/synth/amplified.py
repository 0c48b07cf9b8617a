"""A string through an amplifier and its loudspeaker: overdriven and distorted guitars.

Notes struck together are distorted together, as they are in an amplifier: that is what makes a
power chord one sound. The curve is applied at four times the rate, so that nothing aliases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from scipy import fft

from scenescore.music.players.performance import PlayedNote, Samples
from scenescore.music.players.synth.hand import Hand, velocity_gain
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.shape import fade_in, fade_out
from scenescore.music.players.synth.struck import Struck, layer_of

_TIMES = 4
_TOGETHER_S = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class Amplified(Patch):
    """A plucked string, overdriven."""

    string: Struck = field(default_factory=Struck)
    drive: float = 20.0
    """How hard the curve is pushed."""
    cabinet_hz: tuple[float, float] = (90.0, 4200.0)
    release_s: float = 0.06

    def strikes(
        self, notes: tuple[PlayedNote, ...], rate_hz: int
    ) -> Iterator[tuple[PlayedNote, ...]]:
        """Yield chords: what begins within 25 ms is distorted as one."""
        chord: list[PlayedNote] = []
        for note in notes:
            if chord and note.start - chord[0].start > _TOGETHER_S * rate_hz:
                yield tuple(chord)
                chord = []
            chord.append(note)
        if chord:
            yield tuple(chord)

    def sound(self, note: PlayedNote, hand: Hand) -> Samples:
        """Return one note alone."""
        return self.strike((note,), hand)

    def strike(self, notes: tuple[PlayedNote, ...], hand: Hand) -> Samples:
        """Return a chord, shape (1, samples)."""
        rate = hand.rate_hz
        first = notes[0].start
        held = max(note.stop for note in notes) - first
        count = held + round(self.release_s * rate)
        clean = np.zeros(count, np.float32)
        shorter = 0.1 if hand.articulation in ("mute", "staccato") else 1.0
        for note in notes:
            ring = self._ring(note, hand, shorter)
            at = note.start - first
            take = min(ring.shape[0], count - at)
            clean[at : at + take] += ring[:take]
        velocity = max(note.velocity for note in notes)
        push = self.drive * (0.35 + 0.65 * velocity_gain(velocity))
        loud = _distort(clean * np.float32(push / 0.3), rate, self.cabinet_hz)
        sound = loud[None, :] * np.float32(0.2 * velocity_gain(velocity) ** 0.8)
        fade_in(sound, round(0.002 * rate))
        fade_out(sound, count - held)
        return sound

    def _ring(self, note: PlayedNote, hand: Hand, shorter: float) -> Samples:
        seconds = note.length / hand.rate_hz + self.release_s
        ring = self.string.ring_of(note.pitch, hand.rate_hz, layer_of(note), shorter, seconds)
        found: Samples = 0.5 * (ring[0] + ring[1])
        return found


def _distort(clean: Samples, rate_hz: int, cabinet_hz: tuple[float, float]) -> Samples:
    """Return the sound after curve and loudspeaker, about 1 at full drive."""
    count = len(clean)
    size = fft.next_fast_len(count + 512, real=True)
    spectrum = fft.rfft(clean, size)
    dense = fft.irfft(spectrum, size * _TIMES) * _TIMES
    bent = np.tanh(dense + 0.15) - np.float32(np.tanh(0.15))
    heard = fft.rfft(bent)[: size // 2 + 1] / _TIMES
    sound = fft.irfft(heard * _cabinet(size, rate_hz, cabinet_hz), size)
    found: Samples = sound[:count].astype(np.float32)
    return found


@cache
def _cabinet_corners(cabinet_hz: tuple[float, float]) -> tuple[float, float, float]:
    low, high = cabinet_hz
    return low, high, (low * high) ** 0.5 * 3.6


def _cabinet(size: int, rate_hz: int, cabinet_hz: tuple[float, float]) -> Samples:
    """Return the loudspeaker's gain per bin: a band, a bump of presence, nothing below."""
    low, high, presence = _cabinet_corners(cabinet_hz)
    frequencies = np.arange(size // 2 + 1) * (rate_hz / size)
    gain = 1.0 / np.sqrt(1.0 + (low / np.maximum(frequencies, 1.0)) ** 6)
    gain /= np.sqrt(1.0 + (frequencies / high) ** 8)
    octaves = np.log2(np.maximum(frequencies, 1.0) / presence)
    gain *= 1.0 + 0.9 * np.exp(-0.5 * (octaves / 0.5) ** 2)
    gain[0] = 0.0
    found: Samples = gain.astype(np.float32)
    return found
