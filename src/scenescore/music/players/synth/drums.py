"""Drums and cymbals: one-shots built from skins, metal and noise.

A recipe is a list of layers; kits are tables of recipes by drum key, in `kits.py`. Knows nothing
about which key is which drum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from scipy import fft

from scenescore.music.players.performance import PlayedNote, Samples
from scenescore.music.players.synth.cache import WAVES, Packed
from scenescore.music.players.synth.chance import generator
from scenescore.music.players.synth.hand import Hand, velocity_gain
from scenescore.music.players.synth.modes import Modes
from scenescore.music.players.synth.noise import burst
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.shape import fade_in, fade_out
from scenescore.music.players.synth.spectrum import TOP_HZ, TOP_SHARE

_LAYERS = 5
"""Loudness layers of each one-shot."""
_TURNS, _LONG_S = 3, 2.0
"""Variants of a one-shot that take turns; what rings longer has one, for memory's sake."""
_NEVER = 1 << 62
_REFERENCE = 0.1
"""Loudness of a bass drum at full velocity."""


@dataclass(frozen=True, slots=True)
class Skin:
    """A drum head: a tone that falls in pitch, with the overtones of a circular membrane."""

    hz: float
    ring_s: float
    bend: float = 1.0
    """Pitch at the stroke against where it settles."""
    bend_s: float = 0.03
    overtones: tuple[tuple[float, float], ...] = ()
    """(ratio, level in dB): 1.59, 2.14, 2.30, 2.65, 2.92 for an ideal membrane."""
    level_db: float = 0.0

    def make(self, count: int, rate_hz: int, bright: float, chance: np.random.Generator) -> Samples:
        """Return the sound, shape (2, count)."""
        heard = _heard(count, self.ring_s, rate_hz)
        time = np.arange(heard) / rate_hz
        bend = 1.0 + (self.bend - 1.0) * (0.5 + 0.5 * bright) * np.exp(-time / self.bend_s)
        turn = 2.0 * np.pi * np.cumsum(bend) / rate_hz * self.hz
        envelope = _fall(heard, self.ring_s, rate_hz)
        sound = np.sin(turn) * envelope
        sound -= sound.sum() / envelope.sum() * envelope  # a falling pitch leaves an offset
        for ratio, level_db in self.overtones:
            level = 10.0 ** ((level_db + 8.0 * (bright - 0.7)) / 20.0)
            ring_s = self.ring_s / ratio
            part = _heard(heard, ring_s, rate_hz)
            wave = np.sin(ratio * turn[:part] + chance.uniform(0.0, 2.0))
            sound[:part] += level * wave * _fall(part, ring_s, rate_hz)
        whole = np.zeros((2, count), np.float32)
        whole[:, :heard] = sound
        return whole


@dataclass(frozen=True, slots=True)
class Rattle:
    """Noise in a band: snares, shakers, sticks, brushes, air."""

    low_hz: float
    high_hz: float
    ring_s: float
    attack_s: float = 0.0
    repeats: tuple[float, ...] = (0.0,)
    """Moments in seconds at which it sounds: a clap has several."""
    level_db: float = 0.0

    def make(self, count: int, rate_hz: int, bright: float, chance: np.random.Generator) -> Samples:
        """Return the sound, shape (2, count)."""
        sound = np.zeros((2, count), np.float32)
        high_hz = self.high_hz * (0.6 + 0.4 * bright)
        for at_s in self.repeats:
            at = min(round(at_s * rate_hz), count - 1)
            for channel in range(2):
                heard = _heard(count - at, self.ring_s, rate_hz)
                one = burst(heard, self.low_hz, high_hz, self.ring_s, rate_hz, chance)
                if self.attack_s:
                    fade_in(one, round(self.attack_s * rate_hz))
                sound[channel, at : at + heard] += 0.35 * one
        return sound


@dataclass(frozen=True, slots=True)
class Metal:
    """Cymbals, gongs, triangles, bells: many modes without harmony."""

    low_hz: float
    high_hz: float
    ring_s: float
    modes: int = 160
    ring_high: float = 0.6
    """How much faster high modes die."""
    bloom_s: float = 0.0
    """Time in which the shimmer grows."""
    slope_db: float = -3.0
    crowding: float = 1.5
    """1: modes lie evenly over the band; more: they crowd at its low end."""
    ratios: tuple[float, ...] = ()
    """Modes against `low_hz`; empty: drawn by chance."""
    level_db: float = 0.0

    def make(self, count: int, rate_hz: int, bright: float, chance: np.random.Generator) -> Samples:
        """Return the sound, shape (2, count)."""
        if self.ratios:
            frequencies = self.low_hz * np.array(self.ratios)
        else:
            spread = np.sort(chance.uniform(0.0, 1.0, self.modes)) ** self.crowding
            frequencies = self.low_hz + (self.high_hz - self.low_hz) * spread
        height = np.log2(frequencies / self.low_hz)
        levels = 10.0 ** ((self.slope_db - 3.0 * (1.0 - bright)) * height / 20.0)
        levels = levels * chance.uniform(0.4, 1.0, len(levels)) / np.sqrt(len(levels))
        lean = chance.uniform(-0.8, 0.8, len(levels))
        sides = np.stack([levels * np.sqrt(1.0 - lean), levels * np.sqrt(1.0 + lean)])
        decays = self.ring_s * 2.0 ** (-self.ring_high * height)
        phases = chance.uniform(0.0, 2.0 * np.pi, len(levels))
        sound = 1.5 * Modes(frequencies, decays, sides, phases).ring(count, rate_hz)
        if self.bloom_s:
            sound *= (1.0 - 0.8 * np.exp(-np.arange(count) / rate_hz / self.bloom_s)).astype(
                np.float32
            )
        return sound


@dataclass(frozen=True, slots=True)
class Wash:
    """The shimmer of a cymbal: so many modes that it is noise, each octave with its own decay."""

    low_hz: float
    ring_s: float
    """At `low_hz`, to fall by 60 dB."""
    ring_high: float = 0.15
    """How much faster each octave dies than the one below."""
    bloom_s: float = 0.0
    """Time in which it grows."""
    slope_db: float = 0.0
    """Per octave."""
    level_db: float = 0.0

    def make(self, count: int, rate_hz: int, bright: float, chance: np.random.Generator) -> Samples:
        """Return the sound, shape (2, count)."""
        size = fft.next_fast_len(count, real=True)
        noise = fft.rfft(chance.standard_normal((2, size), dtype=np.float32), axis=1)
        octaves = np.log2(np.maximum(np.arange(noise.shape[1]) * rate_hz / size, 1.0) / self.low_hz)
        top = int(np.log2(min(TOP_HZ, TOP_SHARE * rate_hz) / self.low_hz))
        slope_db = self.slope_db - 3.0 * (1.0 - bright)
        sound = np.zeros((2, count), np.float32)
        for octave in range(top + 1):
            share = 0.5 + 0.5 * np.cos(np.pi * np.clip(np.abs(octaves - octave), 0.0, 1.0))
            level = share * 10.0 ** (slope_db * octave / 20.0)
            band = fft.irfft(noise * level.astype(np.float32), size, axis=1)[:, :count]
            fall = _fall(count, self.ring_s * 2.0 ** (-self.ring_high * octave), rate_hz)
            sound += band * fall.astype(np.float32)
        if self.bloom_s:
            sound *= (1.0 - np.exp(-np.arange(count) / rate_hz / self.bloom_s)).astype(np.float32)
        return np.float32(0.35) * sound


Layer = Skin | Rattle | Metal | Wash


@dataclass(frozen=True, slots=True)
class Recipe:
    """One drum."""

    layers: tuple[Layer, ...]
    length_s: float
    level_lu: float = 0.0
    """How loud it is against a bass drum at the same velocity."""
    pan: float = 0.0
    swells: bool = False
    """True: grows over the note's length and is struck at its end."""
    choked_by: tuple[int, ...] = ()
    """Keys that stop it: an open hat ends when the closed one is struck."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit(Patch):
    """Drums by key; an unknown key takes the nearest one that is there."""

    recipes: dict[int, Recipe] = field(default_factory=dict, hash=False, compare=False)
    name: str = ""

    def strikes(
        self, notes: tuple[PlayedNote, ...], rate_hz: int
    ) -> Iterator[tuple[PlayedNote, ...]]:
        """Yield strokes one by one; what is choked by a later stroke lasts until then."""
        for place, note in enumerate(notes):
            chokers = self.recipes[self._key(note.pitch)].choked_by
            if chokers:
                later = (n.start for n in notes[place + 1 :] if n.pitch in chokers)
                note = replace(note, stop=next(later, _NEVER))
            yield (note,)

    def _key(self, pitch: int) -> int:
        return min(self.recipes, key=lambda known: (abs(known - pitch), known))

    def sound(self, note: PlayedNote, hand: Hand) -> Samples:
        """Return one stroke, shape (2, samples)."""
        key = self._key(note.pitch)
        recipe = self.recipes[key]
        layer = min(note.velocity * _LAYERS // 128, _LAYERS - 1)
        turn = note.index % _TURNS if recipe.length_s < _LONG_S else 0
        place = (self.name, key, layer, turn, hand.rate_hz)
        packed = WAVES.get(
            place, lambda: Packed.of(self._make(recipe, key, layer, turn, hand.rate_hz))
        )
        shot = np.multiply(packed.whole, packed.unit, dtype=np.float32)
        sound = _swell(shot, note.length, hand.rate_hz) if recipe.swells else shot
        if recipe.choked_by and note.length < sound.shape[1]:
            sound = sound[:, : note.length + round(0.05 * hand.rate_hz)]
            fade_out(sound, round(0.05 * hand.rate_hz))
        sound *= np.float32(velocity_gain(note.velocity))
        return sound

    def _make(self, recipe: Recipe, key: int, layer: int, turn: int, rate_hz: int) -> Samples:
        count = round(recipe.length_s * rate_hz)
        bright = (layer + 1.0) / _LAYERS
        total = np.zeros((2, count), np.float32)
        for number, one in enumerate(recipe.layers):
            chance = generator(self.name, key, layer, turn, number)
            level = np.float32(10.0 ** (one.level_db / 20.0))
            total += level * one.make(count, rate_hz, bright, chance)
        lean = (recipe.pan + 1.0) * np.pi / 4.0
        total *= np.array([[np.cos(lean)], [np.sin(lean)]], np.float32) * np.float32(np.sqrt(2.0))
        fade_in(total, 0)
        fade_out(total, round(max(0.03, 0.1 * recipe.length_s) * rate_hz))
        wanted = _REFERENCE * 10.0 ** (recipe.level_lu / 20.0)
        total *= np.float32(wanted / max(_loudness(total, rate_hz), 1e-9))
        return total


def _loudness(shot: Samples, rate_hz: int) -> float:
    """Return how loud the first 0.4 s are: RMS, weighted about as ITU-R BS.1770 does."""
    count = round(0.4 * rate_hz)
    power = (np.abs(np.fft.rfft(shot[:, :count], count, axis=1)) ** 2).sum(axis=0)
    frequencies = np.maximum(np.fft.rfftfreq(count, 1.0 / rate_hz), 1.0)
    weight = (1.0 + (38.0 / frequencies) ** 2) ** -2.0
    weight *= 1.0 + 1.5 / (1.0 + (1500.0 / frequencies) ** 4)
    return float(np.sqrt(2.0 * np.dot(power, weight))) / count


def _swell(shot: Samples, count: int, rate_hz: int) -> Samples:
    """Return a roll that grows for `count` samples, from overlapping soft strokes of one shot."""
    chance = generator("swell", count)
    tail = shot.shape[1]
    sound = np.zeros((2, count + tail), np.float32)
    at = 0
    while at < count:
        size = (0.02 + (at / count) ** 2.5) * chance.uniform(0.7, 1.3)
        sound[:, at : at + tail] += np.float32(0.35 * size) * shot
        at += round(chance.uniform(0.03, 0.08) * rate_hz)
    fade_in(sound, min(count, round(0.1 * rate_hz)))
    return sound


def _heard(count: int, ring_s: float, rate_hz: int) -> int:
    """Return how many of `count` samples lie less than 96 dB under the start of a ring."""
    return min(count, max(round(1.6 * ring_s * rate_hz), 1))


def _fall(count: int, ring_s: float, rate_hz: int) -> npt.NDArray[np.float64]:
    found: npt.NDArray[np.float64] = np.exp(
        -np.log(1000.0) * np.arange(count) / max(ring_s * rate_hz, 1.0)
    )
    return found
