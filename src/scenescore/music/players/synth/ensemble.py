"""Many players on one note: sections, choirs, pads, organs.

A note is cut from a loop of a few seconds that is made once per pitch: every player has an own
tuning, seat, vibrato and wobble, and every harmonic of every player is written as a narrow band
into one spectrum, which an inverse Fourier transform turns into a wave that repeats without a
seam and cannot alias. Two such waves, soft and what loud adds to it, follow the dynamics.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import fft

from scenescore.music.players.performance import PlayedNote, Samples
from scenescore.music.players.synth.cache import WAVES, Packed
from scenescore.music.players.synth.chance import generator
from scenescore.music.players.synth.hand import STEP, Hand, smooth, velocity_gain
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.shape import accent, fade_in, release
from scenescore.music.players.synth.spectrum import (
    Spectrum,
    count_below,
    loudness,
    pitch_to_hz,
)

_LOOP_S = 2.5
"""Least length of a loop; the next power of two in samples is taken."""
_SCOOP_S = 0.028
_MOST_HARMONICS = 160
_NOISE_STEP = 16
"""Bins between which the colour of noise is drawn."""
Bands = npt.NDArray[np.complex64]
Whole = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensemble(Patch):
    """A section of equal instruments."""

    spectrum: Spectrum = field(default_factory=Spectrum)
    players: int = 8
    detune_cents: float = 6.0
    """How far the players spread around the pitch, either way."""
    vibrato_cents: float = 10.0
    vibrato_hz: float = 5.5
    wobble_cents: float = 3.0
    """Slow wandering of each player's pitch."""
    flutter: float = 0.0
    """Depth of tremolo strokes, 0..1."""
    flutter_hz: float = 9.0
    width: float = 0.7
    """How far the players sit apart, 0 one point .. 1 from left to right."""
    noise_db: float = -60.0
    """Bow or breath noise against the tone."""
    octaves: tuple[tuple[float, float], ...] = ((1.0, 0.0),)
    """(ratio to the pitch, level in dB): ranks of an organ, a pad's lower octave."""
    attack_s: float = 0.12
    release_s: float = 0.25
    accent: float = 0.0
    """How much louder the first moment is than the rest, 0..1."""
    swell_s: float = 0.0
    """How long brightness takes to arrive after the attack."""
    scoop_cents: float = 0.0
    """Where the pitch of an attack starts, against where it goes."""
    top_hz: float = 12_000.0

    def sound(self, note: PlayedNote, hand: Hand) -> Samples:
        """Return one note, shape (2, samples)."""
        rate = hand.rate_hz
        loops = self.loops(note.pitch, rate)
        count = note.length + round(self.release_s * rate)
        offset = _offset(hand.instrument, note, loops.whole.shape[1])
        bright = hand.brightness(note, count)
        if note.before is None:
            self._open(bright, rate)
        _close(bright, note.length)
        unit = loops.unit * np.float32(velocity_gain(note.velocity))
        both = _unroll(loops.whole, unit, offset, count)
        if self.scoop_cents and note.before is None:
            _scoop(both, loops.whole, unit, offset, self.scoop_cents, rate)
        sound, extra = both[:2], both[2:]
        extra *= smooth(bright, count)
        sound += extra
        self._envelope(sound, note, rate)
        return sound

    def _open(self, bright: npt.NDArray[np.float64], rate_hz: int) -> None:
        """Let brightness grow at the start of the note, in place."""
        if self.swell_s:
            steps = min(max(round(self.swell_s * rate_hz / STEP), 1), len(bright))
            bright[:steps] *= np.arange(1, steps + 1) / steps

    def _envelope(self, sound: Samples, note: PlayedNote, rate_hz: int) -> None:
        attack = self.attack_s * (1.25 - 0.5 * note.velocity / 127.0)
        if self.accent and note.before is None:
            accent(sound, self.accent, rate_hz)
        fade_in(sound, min(round(attack * rate_hz), max(note.length, 1)))
        release(sound, sound.shape[1] - note.length)

    def loops(self, pitch: int, rate_hz: int) -> Packed:
        """Return the waves of a pitch: soft left and right, then what loud adds."""
        key = (_timbre(self), pitch, rate_hz)
        return WAVES.get(key, lambda: Packed.of(_build(self, pitch, rate_hz)))


@lru_cache(maxsize=512)
def _timbre(patch: Ensemble) -> Ensemble:
    """Return a patch with only what shapes its loops: slow and short bows share them."""
    return replace(
        patch, gain_db=0.0, attack_s=0.0, release_s=0.0, accent=0.0, swell_s=0.0, scoop_cents=0.0
    )


def _offset(name: str, note: PlayedNote, length: int) -> int:
    """Return where in the loop a note begins, so that repeats differ."""
    return int(generator(name, note.pitch, note.index).integers(length))


def _unroll(loop: Whole, unit: np.float32, offset: int, count: int) -> Samples:
    """Return `count` samples of a loop from `offset` on, `unit` for each 1 in it."""
    length = loop.shape[1]
    found = np.empty((loop.shape[0], count), np.float32)
    done = 0
    while done < count:
        take = min(length - offset, count - done)
        part = loop[:, offset : offset + take]
        np.multiply(part, unit, out=found[:, done : done + take])
        done, offset = done + take, 0
    return found


def _close(bright: npt.NDArray[np.float64], length: int) -> None:
    """Let brightness die first once the note is let go, in place."""
    steps = len(bright) - length // STEP - 1
    if steps > 0:
        bright[-steps:] *= np.linspace(1.0, 0.0, steps) ** 2


def _scoop(
    sound: Samples, loop: Whole, unit: np.float32, offset: int, cents: float, rate_hz: int
) -> None:
    """Let the first moments slide into pitch, in place; they end where the rest goes on."""
    count = min(round(5.0 * _SCOOP_S * rate_hz), sound.shape[1])
    place = offset + _places(count, cents, rate_hz)
    whole = np.floor(place).astype(np.int64)
    part = (place - whole).astype(np.float32)
    length = loop.shape[1]
    low = loop[:, whole % length].astype(np.float32)
    high = loop[:, (whole + 1) % length].astype(np.float32)
    sound[:, :count] = unit * (low + part * (high - low))


@lru_cache(maxsize=16)
def _places(count: int, cents: float, rate_hz: int) -> npt.NDArray[np.float64]:
    bend = cents * np.exp(-np.arange(count) / (_SCOOP_S * rate_hz))
    lag = np.cumsum(2.0 ** (bend / 1200.0) - 1.0)
    return np.asarray(np.arange(count) + lag - lag[-1], np.float64)


def _build(patch: Ensemble, pitch: int, rate_hz: int) -> Samples:
    samples = 1 << int(np.ceil(np.log2(_LOOP_S * rate_hz)))
    loop_s = samples / rate_hz
    bands = np.zeros((4, samples // 2 + 1), np.complex64)
    f0 = pitch_to_hz(pitch)
    total = 0.0
    for rank, (ratio, level_db) in enumerate(patch.octaves):
        gain = 10.0 ** (level_db / 20.0)
        total += _add_rank(patch, bands, f0 * ratio, gain, rate_hz, loop_s, (pitch, rank)) ** 2
    _add_noise(patch, bands, f0, np.sqrt(total), loop_s, pitch)
    bands[:, 0] = 0.0
    bands *= np.float32(0.1 / max(np.sqrt(total), 1e-9) * samples / 2)
    waves: Samples = fft.irfft(bands, samples, axis=1)
    return waves


def _add_rank(
    patch: Ensemble,
    bands: Bands,
    f0: float,
    gain: float,
    rate_hz: int,
    loop_s: float,
    names: tuple[int, int],
) -> float:
    """Write all players of one rank into the spectrum; return its loudness."""
    count = count_below(f0, rate_hz, patch.top_hz, _MOST_HARMONICS)
    soft = gain * patch.spectrum.harmonics(count, f0, 0.0)
    loud = gain * patch.spectrum.harmonics(count, f0, 1.0)
    numbers = np.arange(1.0, count + 1)
    middle = loudness(0.5 * (soft + loud), numbers * f0)
    soft, loud = soft / np.sqrt(patch.players), loud / np.sqrt(patch.players)
    chance = generator("ensemble", patch.players, round(patch.spectrum.loud_hz), *names)
    sizes = _band_sizes(patch, numbers * f0, loop_s)
    plain = np.zeros((2, bands.shape[1]), np.complex64)
    for player in range(patch.players):
        tune, motion, swing = _player(patch, player, f0, int(sizes[-1]), loop_s, chance)
        turns = np.exp(1j * numbers * chance.uniform(0.0, 2.0 * np.pi)).astype(np.complex64)
        gains = np.array(_seat(patch, player, chance), np.float32)[:, None]
        centres = np.round(numbers * tune * loop_s).astype(np.int64)
        for size, first, stop in _groups(sizes):
            step = len(motion) // size
            powers = _powers(motion[::step], swing[::step], first + 1, stop - first)
            lines = fft.fftshift(fft.fft(powers, axis=1), axes=1)
            lines *= turns[first:stop, None] / np.float32(size)
            _place(plain, lines, gains, centres[first:stop])
    nearest = np.arange(bands.shape[1]) / (f0 * loop_s)
    nearest = np.clip(np.round(nearest).astype(np.int64) - 1, 0, count - 1)
    bands[:2] += plain * soft.astype(np.float32)[nearest]
    bands[2:] += plain * (loud - soft).astype(np.float32)[nearest]
    return middle


def _powers(motion: Bands, swing: npt.NDArray[np.float64], first: int, count: int) -> Bands:
    """Return the motion of `count` harmonics from `first` on: powers of the fundamental's, each
    swinging in level.
    """
    found = np.empty((count, len(motion)), np.complex64)
    found[0] = motion.astype(np.complex128) ** first * swing
    for row in range(1, count):
        np.multiply(found[row - 1], motion, out=found[row])
    return found


def _band_sizes(
    patch: Ensemble, frequencies: npt.NDArray[np.float64], loop_s: float
) -> npt.NDArray[np.int64]:
    """Return how many bins the band of each harmonic takes up, powers of two."""
    cents = patch.vibrato_cents + 2.0 * patch.wobble_cents
    reach_hz = frequencies * (2.0 ** (cents / 1200.0) - 1.0) + 8.0 + 4.0 * patch.flutter_hz
    sizes: npt.NDArray[np.int64] = 1 << np.ceil(np.log2(2.0 * reach_hz * loop_s)).astype(np.int64)
    return sizes


def _groups(sizes: npt.NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """Return (size, first, stop) of neighbours of equal size."""
    borders = [0, *(np.flatnonzero(np.diff(sizes)) + 1).tolist(), len(sizes)]
    return [(int(sizes[a]), a, b) for a, b in pairwise(borders)]


def _player(
    patch: Ensemble,
    player: int,
    f0: float,
    size: int,
    loop_s: float,
    chance: np.random.Generator,
) -> tuple[float, Bands, npt.NDArray[np.float64]]:
    """Return a player's frequency, motion of phase (unit circle) and swing of level."""
    spread = np.linspace(-1.0, 1.0, patch.players)[player] if patch.players > 1 else 0.0
    cents = patch.detune_cents * (spread + chance.normal(0.0, 0.15))
    tune = f0 * 2.0 ** (cents / 1200.0)
    time = np.arange(size) / size
    cycles = max(round(patch.vibrato_hz * loop_s * chance.uniform(0.82, 1.18)), 1)
    depth = patch.vibrato_cents * chance.uniform(0.7, 1.2)
    bend = depth * np.sin(2.0 * np.pi * (cycles * time + chance.uniform()))
    bend *= 1.0 + 0.35 * np.sin(2.0 * np.pi * (time + chance.uniform()))
    for slow in range(1, 6):
        bend += patch.wobble_cents / slow * np.sin(2.0 * np.pi * (slow * time + chance.uniform()))
    off_hz = tune * (2.0 ** (bend / 1200.0) - 1.0)
    off_hz -= off_hz.mean()
    phase = 2.0 * np.pi * loop_s * np.cumsum(off_hz) / size
    return tune, np.exp(1j * phase).astype(np.complex64), _swing(patch, time, loop_s, chance)


def _swing(
    patch: Ensemble,
    time: npt.NDArray[np.float64],
    loop_s: float,
    chance: np.random.Generator,
) -> npt.NDArray[np.float64]:
    swing = 1.0 + 0.12 * np.sin(2.0 * np.pi * (chance.integers(1, 4) * time + chance.uniform()))
    if patch.flutter:
        strokes = round(patch.flutter_hz * loop_s * chance.uniform(0.85, 1.15))
        stroke = np.abs(np.sin(np.pi * (strokes * time + chance.uniform())))
        swing *= 1.0 - patch.flutter + 1.6 * patch.flutter * stroke
    return swing


def _seat(patch: Ensemble, player: int, chance: np.random.Generator) -> tuple[float, float]:
    place = (player + 0.5) / patch.players * 2.0 - 1.0
    place = patch.width * (place if player % 2 else -place) + chance.normal(0.0, 0.05)
    angle = (min(max(place, -1.0), 1.0) + 1.0) * np.pi / 4.0
    return float(np.cos(angle) * np.sqrt(2.0)), float(np.sin(angle) * np.sqrt(2.0))


def _place(bands: Bands, lines: Bands, gains: Samples, centres: npt.NDArray[np.int64]) -> None:
    """Add the band of each harmonic at its centre, left and right."""
    half, last = lines.shape[1] // 2, bands.shape[1]
    both = gains[:, :, None] * lines
    for row, centre in enumerate(centres.tolist()):
        low, high = centre - half, centre + half
        first, stop = max(low, 1), min(high, last)
        if first < stop:
            bands[:, first:stop] += both[:, row, first - low : stop - low]


def _add_noise(
    patch: Ensemble, bands: Bands, f0: float, level: float, loop_s: float, pitch: int
) -> None:
    """Write bow or breath noise into the spectrum, coloured by the body."""
    if patch.noise_db <= -60.0:
        return
    count = bands.shape[1]
    frequencies = np.arange(0.0, count, _NOISE_STEP) / loop_s
    body = 10.0 ** (patch.spectrum.body_db(frequencies) / 20.0)
    shape = body / (1.0 + (frequencies / patch.spectrum.loud_hz) ** 4) * (frequencies > 0.7 * f0)
    power = _NOISE_STEP * float(np.dot(shape, shape)) + 1e-12
    shape *= 0.5 * level * 10.0 ** (patch.noise_db / 20.0) / np.sqrt(power)
    fine = np.interp(np.arange(count), np.arange(0, count, _NOISE_STEP), shape)
    noise = fine.astype(np.float32) * np.roll(_white(count), 997 * pitch, axis=1)
    bands[:2] += noise
    bands[2:] += noise


def _white(count: int) -> Bands:
    """Return two spectra of white noise."""
    return WAVES.get(("white", count), lambda: _make_white(count))


def _make_white(count: int) -> Bands:
    chance = generator("white", count)
    noise = chance.standard_normal((2, count, 2), dtype=np.float32)
    return noise.view(np.complex64)[..., 0]
