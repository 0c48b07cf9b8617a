"""The rooms music is heard in: how long they ring, where families sit, which genre wants which.

Knows impulse responses, made here from seeded noise; knows nothing about files or loudness. Decay
times follow the ranges that handbooks of architectural acoustics give for such rooms (concert hall
about 2 s, chamber hall 1.3 s, church 4 s and more; longer in the bass, shorter in the treble).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import fft

from scenescore.core.errors import UsageError, offer
from scenescore.core.genres import match

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio

_BANDS_HZ = (125.0, 250.0, 500.0, 1000.0, 2000.0, 4000.0, 8000.0, 16000.0)
_LN_60_DB = 6.907755  # a decay of 60 dB is a factor e^-6.9 in amplitude
_EARLY_TAPS = 10


@dataclass(frozen=True, slots=True)
class Space:
    """One room, plate or hall."""

    name: str
    decay_s: tuple[float, float, float]
    """Time to fall by 60 dB at 125 Hz, 1 kHz and 8 kHz."""
    predelay_s: float
    """From the direct sound to the diffuse tail."""
    early_s: tuple[float, float]
    """When the first and the last single reflection arrive."""
    early_db: float
    """Energy of the single reflections against the direct sound."""
    late_db: float
    """Energy of the tail against the direct sound."""
    swell_s: float
    """How slowly the tail builds up."""
    low_cut_hz: float
    """Below it the tail is thinned, so that bass stays dry and clear."""
    seed: int

    @property
    def is_dry(self) -> bool:
        """True when there is no room at all."""
        return self.late_db <= -120.0


SPACES: dict[str, Space] = {
    space.name: space
    for space in (
        Space("hall", (2.4, 2.1, 0.9), 0.024, (0.012, 0.078), -11.0, -8.0, 0.030, 160.0, 11),
        Space("chamber", (1.3, 1.2, 0.7), 0.014, (0.007, 0.045), -11.0, -9.5, 0.014, 180.0, 12),
        Space("room", (0.50, 0.45, 0.35), 0.005, (0.003, 0.024), -10.0, -11.0, 0.005, 200.0, 13),
        Space("plate", (1.6, 1.9, 1.1), 0.002, (0.001, 0.012), -17.0, -9.0, 0.003, 260.0, 14),
        Space("cathedral", (4.6, 4.2, 1.3), 0.045, (0.020, 0.130), -12.0, -5.5, 0.070, 170.0, 15),
        Space("dry", (0.1, 0.1, 0.1), 0.0, (0.0, 0.0), -120.0, -120.0, 0.0, 0.0, 16),
    )
}


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a family sits, and how much of the room it excites."""

    side: float
    """-1 left .. 1 right."""
    depth: float
    """0 at the front of the stage .. 1 at its back wall."""
    send_db: float
    """How much more (or less) of the tail than the space's own."""


_SEATS: dict[str, Seat] = {
    "strings": Seat(0.0, 0.25, 0.0),
    "woodwinds": Seat(0.05, 0.5, 0.5),
    "brass": Seat(0.15, 0.7, 0.5),
    "choir": Seat(0.0, 0.9, 2.0),
    "keys": Seat(-0.1, 0.4, -2.0),
    "plucked": Seat(-0.3, 0.35, -1.5),
    "bass": Seat(0.1, 0.4, -9.0),
    "synth": Seat(0.0, 0.2, -4.0),
    "drums": Seat(0.0, 0.6, -6.0),
    "percussion": Seat(0.1, 0.95, 0.0),
}
_ELSEWHERE = Seat(0.0, 0.4, -2.0)

_SPACE_OF_GENRE: dict[str, str] = {
    "solo piano": "chamber",
    "romantic comedy": "chamber",
    "comedy pizzicato": "chamber",
    "whimsical": "chamber",
    "children": "chamber",
    "period classical": "chamber",
    "minimalism": "chamber",
    "documentary": "chamber",
    "mystery": "chamber",
    "mediterranean": "chamber",
    "east asian": "chamber",
    "psychological strings": "chamber",
    "fantasy choir": "cathedral",
    "choir": "cathedral",
    "horror": "cathedral",
    "sci-fi ambient": "plate",
    "industrial action": "plate",
    "synthwave": "plate",
    "electronic pulse": "plate",
    "thriller pulse": "plate",
    "ambient": "cathedral",
    "noir jazz": "room",
    "blues": "room",
    "funk": "room",
    "latin": "room",
    "folk": "room",
    "rock": "room",
    "metal": "room",
    "western": "plate",
}


def space_of(genre: str) -> str:
    """Return the name of the space that music of a genre (any words) is heard in.

    >>> space_of("smoky film noir"), space_of("heroic")
    ('room', 'hall')
    """
    return _SPACE_OF_GENRE.get(match(genre).name, "hall")


def space_named(name: str) -> Space:
    """Return a space.

    Raises
    ------
    UsageError
        there is no such space
    """
    if name not in SPACES:
        raise UsageError(f"no space is called '{name}'", hint=offer(name, SPACES))
    return SPACES[name]


@lru_cache(maxsize=64)
def response(space: Space, family: str, rate_hz: int) -> Audio:
    """Return what a family's mono send becomes in a space, direct sound left out: (2, n)."""
    seat = _SEATS.get(family, _ELSEWHERE)
    late = _tail(space, rate_hz) * 10 ** ((space.late_db + seat.send_db) / 20)
    early = _reflections(space, seat, family, rate_hz)
    late[:, : early.shape[1]] += early
    return late.astype(np.float32)


def _decay_at(space: Space, hz: float) -> float:
    anchors = np.log2([125.0, 1000.0, 8000.0])
    return float(np.exp(np.interp(np.log2(hz), anchors, np.log(space.decay_s))))


@lru_cache(maxsize=4)
def _tail(space: Space, rate_hz: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the diffuse tail, energy 1 in each channel: noise that dies band by band."""
    ring_s = max(space.decay_s)
    length = round((space.predelay_s + 1.05 * ring_s) * rate_hz)
    noise = np.random.default_rng(space.seed).standard_normal((2, length))
    spectrum = fft.rfft(noise, axis=1)
    hz = np.maximum(fft.rfftfreq(length, 1 / rate_hz), 1.0)
    time_s = np.arange(length) / rate_hz
    tail = np.zeros((2, length))
    for centre_hz, mask in zip(_BANDS_HZ, _band_masks(hz), strict=True):
        band = fft.irfft(_narrowed(spectrum, centre_hz) * mask, length, axis=1)
        tail += band * np.exp(-_LN_60_DB * time_s / _decay_at(space, centre_hz))
    tail = fft.irfft(fft.rfft(tail, axis=1) * _low_cut(hz, space.low_cut_hz), length, axis=1)
    tail *= 1 - np.exp(-time_s / max(space.swell_s, 1e-4))
    fade = min(length, rate_hz // 5)
    tail[:, length - fade :] *= 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fade))
    tail = np.roll(tail, round(space.predelay_s * rate_hz), axis=1)
    tail[:, : round(space.predelay_s * rate_hz)] = 0
    return np.asarray(tail / np.sqrt((tail**2).sum(axis=1, keepdims=True)))


def _narrowed(
    spectrum: np.ndarray[tuple[int, ...], np.dtype[np.complex128]], centre_hz: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.complex128]]:
    """Return the band's spectrum with bass nearly equal in both ears, as in real rooms."""
    alike = float(np.clip(1.0 - np.log2(centre_hz / 100.0) / 3.0, 0.0, 0.9))
    right = alike * spectrum[0] + np.sqrt(1 - alike**2) * spectrum[1]
    return np.stack([spectrum[0], right])


def _band_masks(
    hz: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return smooth octave bands that add up to 1 at every frequency."""
    place = np.clip(np.log2(hz / _BANDS_HZ[0]), 0.0, len(_BANDS_HZ) - 1.0)
    distance = np.abs(place[None] - np.arange(len(_BANDS_HZ))[:, None])
    return np.asarray(0.5 + 0.5 * np.cos(np.pi * np.clip(distance, 0.0, 1.0)))


def _low_cut(
    hz: np.ndarray[tuple[int, ...], np.dtype[np.float64]], cut_hz: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(1 / np.sqrt(1 + (cut_hz / hz) ** 4))


def _reflections(
    space: Space, seat: Seat, family: str, rate_hz: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the single reflections of a seat; from the back of the stage they come sooner."""
    if space.is_dry:
        return np.zeros((2, 1))
    rng = np.random.default_rng([space.seed, *family.encode()])
    first, last = space.early_s
    share = (np.arange(_EARLY_TAPS) + rng.uniform(0.1, 0.9, _EARLY_TAPS)) / _EARLY_TAPS
    at_s = first + (last - first) * share ** (1.3 - 0.5 * seat.depth)
    loud = (first / at_s) ** 0.7 * rng.choice([-1.0, 1.0], _EARLY_TAPS)
    side = np.clip(-0.6 * seat.side + rng.uniform(-0.9, 0.9, _EARLY_TAPS), -1, 1)
    angle = (side + 1) * np.pi / 4
    taps = np.zeros((2, round(last * rate_hz) + 8))
    for gain, moment_s, turn in zip(loud, at_s, angle, strict=True):
        place = round(moment_s * rate_hz)
        soft = np.array([0.12, 0.26, 0.3, 0.22, 0.1])  # a wall gives back less treble
        taps[0, place : place + 5] += gain * np.cos(turn) * soft
        taps[1, place : place + 5] += gain * np.sin(turn) * soft
    level = 10 ** ((space.early_db + 3.0 * (0.5 - seat.depth)) / 20)
    return np.asarray(taps * (level / np.sqrt((taps**2).sum() / 2)))
