"""Everything struck or plucked that has a pitch: piano, harp, guitars, bells, mallets, timpani.

A note is a bank of modes: strings with stiffness, pick position and two polarisations, or bars and
bells with their own ratios; plus the noise of hammer, pick or finger. Made once per pitch, loudness
layer and length, then copied.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt

from scenescore.music.players.performance import PlayedNote, Samples
from scenescore.music.players.synth.cache import WAVES, Packed
from scenescore.music.players.synth.chance import generator
from scenescore.music.players.synth.hand import Hand, velocity_gain
from scenescore.music.players.synth.modes import BLOCK, Modes
from scenescore.music.players.synth.noise import burst
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.shape import damp, fade_in, fade_out
from scenescore.music.players.synth.spectrum import (
    Spectrum,
    count_below,
    loudness,
    pitch_to_hz,
)

LAYERS = 8
"""Loudness layers; level between them is exact, colour is the layer's."""
_ARTICULATIONS = {"mute": 0.12, "staccato": 0.45, "pizzicato": 0.4}
"""How much shorter a hand laid on the strings makes the ring."""
_ROLL_HZ, _ROLL_LEVEL = 11.5, 0.55
_TAIL_S = 0.05
"""What rings by itself ends 60 dB down; over this time it fades to nothing."""
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck(Patch):
    """An instrument whose notes die away by themselves."""

    spectrum: Spectrum = field(default_factory=Spectrum)
    ratios: tuple[float, ...] = ()
    """Modes against the pitch; empty: harmonics of a string."""
    levels_db: tuple[float, ...] = ()
    """Levels of those modes, besides the spectrum."""
    stiffness: float = 0.0
    """Inharmonicity of a string at middle C: partial k is k * sqrt(1 + stiffness k^2)."""
    pick: float = 0.0
    """Where on the string it is plucked, 0..0.5 of its length; 0: no notches."""
    ring_s: float = 3.0
    """Time to fall by 60 dB, at middle C."""
    ring_follow: float = -0.5
    """Octaves by which the ring changes per octave of pitch."""
    ring_high: float = 1.0
    """How much faster high partials die: 0 all alike, 1 in proportion to sqrt(frequency)."""
    twin_cents: float = 0.0
    """Second polarisation or string: detuned by this, ringing longer, softer."""
    twin_db: float = -8.0
    twin_ring: float = 2.5
    knock_db: float = -60.0
    """Noise of hammer, pick or stick against the tone."""
    knock_hz: tuple[float, float] = (200.0, 3000.0)
    knock_s: float = 0.05
    damp_s: float = 0.25
    """Time to fall by 60 dB once let go; 0: rings on."""
    attack_s: float = 0.001
    width: float = 0.3
    top_hz: float = 14_000.0
    tremolo_hz: float = 0.0
    """Motor of a vibraphone, or an electric piano's."""
    tremolo: float = 0.0

    def sound(self, note: PlayedNote, hand: Hand) -> Samples:
        """Return one note, shape (2, samples)."""
        rate = hand.rate_hz
        shorter = _ARTICULATIONS.get(hand.articulation, 1.0)
        needed_s = self._needed(note, rate, shorter)
        ring = self.ring_of(note.pitch, rate, layer_of(note), shorter, needed_s)
        if hand.articulation == "tremolo":
            ring = _rolled(ring, note, rate)
        if self.damp_s:
            sound = damp(ring, note.length, self.damp_s, rate)
        else:
            sound = ring
            fade_out(sound, round(_TAIL_S * rate))
        sound *= np.float32(velocity_gain(note.velocity))
        if self.tremolo:
            time = np.arange(sound.shape[1]) / rate
            shake = np.sin(2.0 * np.pi * self.tremolo_hz * time)
            sound *= (1.0 + self.tremolo * np.stack([shake, -shake])).astype(np.float32)
        return sound

    def _needed(self, note: PlayedNote, rate_hz: int, shorter: float) -> float:
        """Return how many seconds of ring a note needs at most."""
        whole = shorter * self._ring_s(pitch_to_hz(note.pitch))
        if self.twin_cents:
            whole *= self.twin_ring
        if self.damp_s:
            whole = min(whole, note.length / rate_hz + self.damp_s)
        return whole

    def ring_of(
        self, pitch: int, rate_hz: int, layer: int, shorter: float, needed_s: float
    ) -> Samples:
        """Return `needed_s` of a ringing note, at full level.

        It is kept in pieces, each twice as long as all before it: a short note and a long one
        share what they can, and which came first makes no difference.
        """
        count = round(needed_s * rate_hz) + 1
        found = np.empty((2, count), np.float32)
        modes: list[Modes] = []
        for first, stop in _pieces(count, rate_hz):
            key = (self, pitch, rate_hz, layer, shorter, first)
            packed = WAVES.get(key, partial(self._piece, key[1:5], first, stop, modes))
            at, end = first * BLOCK, min(stop * BLOCK, count)
            np.multiply(packed.whole[:, : end - at], packed.unit, out=found[:, at:end])
        return found

    def _ring_s(self, f0: float) -> float:
        return float(self.ring_s * (f0 / 261.63) ** self.ring_follow)

    def _piece(
        self, what: tuple[int, int, int, float], first: int, stop: int, modes: list[Modes]
    ) -> Packed:
        """Return blocks `first` to `stop` of a ring; `modes` keeps its modes for further ones."""
        pitch, rate_hz, layer, shorter = what
        chance = generator("struck", pitch, round(1000 * self.ring_s), len(self.ratios))
        brightness = (layer + 0.5) / LAYERS
        if first == 0 or not modes:
            modes[:] = [self._modes_of(pitch, rate_hz, brightness, shorter, chance)]
        sound = modes[0].piece(first, stop, rate_hz)
        if first == 0:
            self._knock(sound, rate_hz, brightness, chance)
            fade_in(sound, round(self.attack_s * rate_hz))
        return Packed.of(sound)

    def _modes_of(
        self,
        pitch: int,
        rate_hz: int,
        brightness: float,
        shorter: float,
        chance: np.random.Generator,
    ) -> Modes:
        f0 = pitch_to_hz(pitch)
        frequencies, levels = self._partials(f0, rate_hz, brightness)
        level = loudness(levels, frequencies)
        return self._modes(f0, frequencies, levels * (0.1 / max(level, 1e-9)), shorter, chance)

    def _partials(self, f0: float, rate_hz: int, brightness: float) -> tuple[Values, Values]:
        if self.ratios:
            frequencies = f0 * np.array(self.ratios)
            levels = self.spectrum.at(frequencies, f0, brightness)
            levels *= 10.0 ** (np.array(self.levels_db) / 20.0)
        else:
            number = np.arange(1, count_below(f0, rate_hz, self.top_hz, 80) + 1)
            stretch = self.stiffness * (f0 / 261.63)
            frequencies = f0 * number * np.sqrt((1.0 + stretch * number**2) / (1.0 + stretch))
            levels = self.spectrum.harmonics(len(number), f0, brightness)
            if self.pick:
                levels *= 0.1 + 0.9 * np.abs(np.sin(np.pi * number * self.pick))
        heard = frequencies < min(self.top_hz, 0.46 * rate_hz)
        heard[0] = True
        return frequencies[heard], levels[heard]

    def _modes(
        self,
        f0: float,
        frequencies: Values,
        levels: Values,
        shorter: float,
        chance: np.random.Generator,
    ) -> Modes:
        decays = (
            shorter * self._ring_s(f0) * (frequencies / frequencies[0]) ** (-0.5 * self.ring_high)
        )
        phases = chance.uniform(-0.4, 0.4, len(frequencies))
        sides = _sides(levels, self.width, chance)
        if not self.twin_cents:
            return Modes(frequencies, decays, sides, phases)
        twin = 10.0 ** (self.twin_db / 20.0)
        drift = self.twin_cents * chance.uniform(0.5, 1.2, len(frequencies))
        return Modes(
            np.concatenate([frequencies, frequencies * 2.0 ** (drift / 1200.0)]),
            np.concatenate([decays, decays * self.twin_ring]),
            np.concatenate([sides, twin * _sides(levels, self.width, chance)], axis=1),
            np.concatenate([phases, phases]),
        )

    def _knock(
        self, sound: Samples, rate_hz: int, brightness: float, chance: np.random.Generator
    ) -> None:
        if self.knock_db <= -60.0:
            return
        count = min(round(2.0 * self.knock_s * rate_hz), sound.shape[1])
        low_hz, high_hz = self.knock_hz
        high_hz *= 0.6 + 0.8 * brightness
        level = 0.1 * 10.0 ** (self.knock_db / 20.0) * (0.5 + brightness)
        for channel in range(2):
            noise = burst(count, low_hz, high_hz, self.knock_s, rate_hz, chance)
            sound[channel, :count] += np.float32(level) * noise


def _pieces(count: int, rate_hz: int) -> Iterator[tuple[int, int]]:
    """Yield (first, stop) in blocks of the pieces that make up `count` samples of a ring."""
    first, stop = 0, -(-rate_hz // (2 * BLOCK))
    while first * BLOCK < count:
        yield first, stop
        first, stop = stop, 2 * stop


def layer_of(note: PlayedNote) -> int:
    """Return the loudness layer of a note; repeats wander between neighbours, as hands do."""
    wander = (note.index * 7 + note.pitch * 3) % 8 / 8.0 - 0.5
    return int(np.clip(note.velocity * LAYERS / 128.0 + wander, 0.0, LAYERS - 1))


def _rolled(ring: Samples, note: PlayedNote, rate_hz: int) -> Samples:
    """Return a note struck again and again while it is held: mandolins, marimbas, timpani."""
    chance = generator("roll", note.pitch, note.index)
    sound = np.zeros_like(ring)
    at, stroke = 0, 0
    while at < max(note.length, 1) and at < ring.shape[1]:
        strength = np.float32(_ROLL_LEVEL * chance.uniform(0.8, 1.1) * (1.0 - 0.15 * (stroke % 2)))
        sound[:, at:] += strength * ring[:, : ring.shape[1] - at]
        at += round(rate_hz / _ROLL_HZ * chance.uniform(0.93, 1.07))
        stroke += 1
    return sound


def _sides(levels: Values, width: float, chance: np.random.Generator) -> Values:
    """Spread modes between left and right a little, as a body radiates them."""
    lean = width * chance.uniform(-1.0, 1.0, len(levels))
    return np.stack([levels * np.sqrt(1.0 - lean), levels * np.sqrt(1.0 + lean)])
