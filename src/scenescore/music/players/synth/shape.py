"""Beginnings and ends of sounds: ramps that never click."""

from __future__ import annotations

import numpy as np

from scenescore.music.players.performance import Samples

_LEAST = 24
"""No ramp is shorter (0.5 ms at 48 kHz)."""


def fade_in(sound: Samples, count: int, power: float = 1.0) -> None:
    """Raise the first `count` samples from silence, in place; power > 1 starts more slowly."""
    count = min(max(count, _LEAST), sound.shape[-1])
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(count) / count)
    sound[..., :count] *= (ramp**power).astype(np.float32)


def fade_out(sound: Samples, count: int) -> None:
    """Lower the last `count` samples to silence, in place."""
    count = min(max(count, _LEAST), sound.shape[-1])
    ramp = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, count + 1) / count)
    sound[..., -count:] *= ramp.astype(np.float32)


def release(sound: Samples, count: int) -> None:
    """Let the last `count` samples die away as rooms and bodies do, in place."""
    count = min(max(count, _LEAST), sound.shape[-1])
    share = np.arange(1, count + 1) / count
    fall = 10.0 ** (-2.2 * share**1.2) * (1.0 - share**3)  # begins level: a corner would click
    sound[..., -count:] *= fall.astype(np.float32)


def damp(sound: Samples, start: int, seconds: float, rate_hz: int) -> Samples:
    """Let a sound die away from `start` on, by 60 dB in `seconds`; return what is left of it."""
    stop = min(start + max(round(seconds * rate_hz), _LEAST), sound.shape[-1])
    found = sound[..., :stop].copy()
    if start < stop:
        share = np.arange(stop - start) / max(seconds * rate_hz, _LEAST)
        fall = 10.0 ** (-3.0 * share**1.4)  # begins level: a corner would click
        found[..., start:] *= fall.astype(np.float32)
    fade_out(found, min(_LEAST * 10, stop))
    return found
