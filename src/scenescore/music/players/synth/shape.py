"""Beginnings and ends of sounds: ramps that never click."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from scenescore.music.players.performance import Samples

_LEAST = 24
"""No ramp is shorter (0.5 ms at 48 kHz)."""


def fade_in(sound: Samples, count: int) -> None:
    """Raise the first `count` samples from silence, in place."""
    count = min(max(count, _LEAST), sound.shape[-1])
    sound[..., :count] *= _rise(count)


def fade_out(sound: Samples, count: int) -> None:
    """Lower the last `count` samples to silence, in place."""
    count = min(max(count, _LEAST), sound.shape[-1])
    sound[..., -count:] *= _rise(count)[::-1]


def release(sound: Samples, count: int) -> None:
    """Let the last `count` samples die away as bodies and rooms do, in place."""
    count = min(max(count, _LEAST), sound.shape[-1])
    sound[..., -count:] *= _release(count)


def accent(sound: Samples, amount: float, rate_hz: int) -> None:
    """Make the first moment louder than the rest by `amount`, as a share, in place."""
    bump = _accent(amount, rate_hz)[: sound.shape[-1]]
    sound[..., : len(bump)] *= bump


def damp(sound: Samples, start: int, seconds: float, rate_hz: int) -> Samples:
    """Let a sound die away from `start` on, by 60 dB in `seconds`; return what is left of it."""
    length = max(round(seconds * rate_hz), _LEAST)
    stop = min(start + length, sound.shape[-1])
    found = sound[..., :stop].copy()
    if start < stop:
        found[..., start:] *= _damping(length)[: stop - start]
    fade_out(found, min(_LEAST * 10, stop))
    return found


@lru_cache(maxsize=64)
def _rise(count: int) -> Samples:
    return _kept(0.5 - 0.5 * np.cos(np.pi * np.arange(count) / count))


@lru_cache(maxsize=64)
def _accent(amount: float, rate_hz: int) -> Samples:
    return _kept(1.0 + amount * np.exp(-np.arange(round(0.5 * rate_hz)) / (0.09 * rate_hz)))


@lru_cache(maxsize=64)
def _release(count: int) -> Samples:
    share = np.arange(1, count + 1) / count
    return _kept(10.0 ** (-2.2 * share**1.2) * (1.0 - share**3))


@lru_cache(maxsize=64)
def _damping(count: int) -> Samples:
    share = np.arange(count) / count
    return _kept(10.0 ** (-3.0 * share**1.4))  # begins level: a corner would click


def _kept(curve: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Samples:
    found: Samples = curve.astype(np.float32)
    found.setflags(write=False)
    return found
