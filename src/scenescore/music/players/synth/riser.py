"""Risers, downers, booms and hits of trailers: sounds as long as their note.

Keys: 36 boom, 38 hit, 49 riser (ends at its peak), 52 downer; anything else is a riser.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import fft

from scenescore.music.players.performance import PlayedNote, Samples
from scenescore.music.players.synth.chance import generator
from scenescore.music.players.synth.hand import Hand, velocity_gain
from scenescore.music.players.synth.noise import burst
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.shape import fade_in, fade_out

Values = npt.NDArray[np.float64]
_FRAME = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Riser(Patch):
    """Sweeps and impacts."""

    def sound(self, note: PlayedNote, hand: Hand) -> Samples:
        """Return one effect, shape (2, samples)."""
        chance = generator("riser", note.pitch, note.index)
        sound = _MAKERS.get(note.pitch, _rise)(note.length, hand.rate_hz, chance)
        sound *= np.float32(velocity_gain(note.velocity))
        return sound


def _rise(count: int, rate_hz: int, chance: np.random.Generator) -> Samples:
    share = np.arange(count) / max(count, 1)
    sound = 0.8 * _sweep(count, rate_hz, 200.0, 9000.0, chance)
    for hz, level in ((55.0, 0.25), (82.5, 0.18), (110.0, 0.15)):
        turn = 2.0 * np.pi * np.cumsum(hz * 2.0 ** (2.0 * share**2)) / rate_hz
        tone = level * (np.sin(turn) + 0.5 * np.sin(2.0 * turn) + 0.3 * np.sin(3.0 * turn))
        sound += tone.astype(np.float32)
    beat = 1.0 - 0.35 * np.cos(2.0 * np.pi * np.cumsum(3.0 + 13.0 * share**2) / rate_hz)
    sound *= (beat * (0.02 + 0.98 * share**2.2)).astype(np.float32)
    fade_in(sound, round(0.02 * rate_hz))
    fade_out(sound, round(0.03 * rate_hz))
    return sound


def _fall(count: int, rate_hz: int, chance: np.random.Generator) -> Samples:
    share = np.arange(count) / max(count, 1)
    sound = 0.6 * _sweep(count, rate_hz, 6000.0, 120.0, chance)
    turn = 2.0 * np.pi * np.cumsum(110.0 * 2.0 ** (-2.0 * share)) / rate_hz
    sound += (0.5 * np.sin(turn) + 0.2 * np.sin(2.01 * turn)).astype(np.float32)
    sound *= ((1.0 - share) ** 1.5).astype(np.float32)
    fade_in(sound, round(0.01 * rate_hz))
    fade_out(sound, round(0.05 * rate_hz))
    return sound


def _boom(count: int, rate_hz: int, chance: np.random.Generator) -> Samples:
    return _impact(max(count, 3 * rate_hz), rate_hz, 34.0, 2.2, 3.5, chance)


def _hit(count: int, rate_hz: int, chance: np.random.Generator) -> Samples:
    return _impact(max(count, 2 * rate_hz), rate_hz, 62.0, 2.6, 1.6, chance)


def _impact(
    count: int, rate_hz: int, hz: float, bend: float, ring_s: float, chance: np.random.Generator
) -> Samples:
    time = np.arange(count) / rate_hz
    turn = 2.0 * np.pi * np.cumsum(hz * (1.0 + (bend - 1.0) * np.exp(-time / 0.06))) / rate_hz
    body = np.tanh(1.6 * np.sin(turn)) * np.exp(-np.log(1000.0) * time / ring_s)
    sound = np.empty((2, count), np.float32)
    for channel in range(2):
        rumble = burst(count, 25.0, 160.0, ring_s, rate_hz, chance)
        crack = burst(count, 300.0, 4000.0, 0.35, rate_hz, chance)
        sound[channel] = 0.8 * body + 0.25 * rumble + 0.3 * crack
    fade_in(sound, 0)
    fade_out(sound, round(0.1 * rate_hz))
    return sound


def _sweep(
    count: int, rate_hz: int, from_hz: float, to_hz: float, chance: np.random.Generator
) -> Samples:
    """Return noise whose band moves from one frequency to another, shape (2, count)."""
    frames = count // (_FRAME // 2) + 2
    frequencies = np.maximum(np.arange(_FRAME // 2 + 1) * rate_hz / _FRAME, 1.0)
    centres = from_hz * (to_hz / from_hz) ** np.linspace(0.0, 1.0, frames)
    octaves = np.log2(frequencies)[None, :] - np.log2(centres)[:, None]
    shape = np.exp(-0.5 * (octaves / 0.7) ** 2) * np.sqrt(500.0 / centres)[:, None]
    shape[:, 0] = 0.0
    window = np.sin(np.pi * (np.arange(_FRAME) + 0.5) / _FRAME).astype(np.float32)
    sound = np.zeros((2, (frames + 1) * _FRAME // 2), np.float32)
    for channel in range(2):
        white = chance.standard_normal((frames, _FRAME), dtype=np.float32)
        coloured = fft.irfft(fft.rfft(white, axis=1) * shape.astype(np.float32), _FRAME, axis=1)
        coloured *= window
        for frame in range(frames):
            at = frame * _FRAME // 2
            sound[channel, at : at + _FRAME] += coloured[frame]
    return sound[:, :count]


_MAKERS: dict[int, Callable[[int, int, np.random.Generator], Samples]] = {
    36: _boom,
    38: _hit,
    49: _rise,
    52: _fall,
}
