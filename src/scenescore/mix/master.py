"""Decides the gain of a finished sound at every moment: loudness, fades, riding, limiter.

Works on a meter's `Profile` alone, so it costs nothing to try a gain; the caller applies the
answer to the sound and to each of its stems alike. Knows no files.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scenescore.mix.limiter import limiting_gains
from scenescore.mix.measure import Profile, to_db
from scenescore.mix.ride import riding_gains

if TYPE_CHECKING:
    from scenescore.mix.measure import Curve

SHORT_S = 3.0
"""Sound up to this long is levelled by its peak: loudness says little about a single accent."""
_SHORT_BELOW_CEILING_DB = 3.0
_SHORT_ABOVE_TARGET_LU = 4.0  # but a short drone shall not shout either
_MARGIN_DB = 0.15  # between a fine meter's peak and a limited one
_MOST_LIMITING_DB = 20.0
_CLOSE_LU = 0.02
_ROUNDS = 12
_END_FADE_S = 0.045


@dataclass(frozen=True, slots=True)
class Wish:
    """What a master should come to."""

    target_lufs: float
    ceiling_dbtp: float
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    may_ride: bool = True
    """False where loud and quiet are meant: a whole film."""


@dataclass(frozen=True, slots=True)
class Master:
    """The gain of a sound at every moment."""

    profile: Profile
    gains: Curve
    """One per hop: level, riding and limiter, without the fades."""
    level: float
    """The steady part of the gain, linear."""
    fade_in_frames: int
    fade_out_frames: int

    @property
    def expected_lufs(self) -> float | None:
        """Return what the loudness will be."""
        return self.profile.loudness_lufs(self.gains * _hop_fades(self))

    def at(self, start: int, frames: int) -> Curve:
        """Return the gain of each sample from `start` on."""
        hop = self.profile.hop_frames
        first = max((start - hop) // hop, 0)
        last = (start + frames + hop) // hop + 1
        gains = self.gains[first:last]
        if not len(gains) or gains.min() == gains.max():
            smooth = np.full(frames, gains[0] if len(gains) else 1.0, np.float32)
        else:
            centres = (np.arange(first, first + len(gains)) + 0.5) * hop
            smooth = np.interp(np.arange(start, start + frames) + 0.5, centres, gains)
        return _faded(self, smooth.astype(np.float32), start)


def master(profile: Profile, wish: Wish) -> Master:
    """Return the gain that brings a sound to the wished loudness, under the ceiling."""
    rate = profile.rate_hz
    fade_in, fade_out = _fade_frames(profile, wish)
    plain = Master(profile, np.ones(len(profile.peaks), np.float32), 1.0, fade_in, fade_out)
    if profile.true_peak == 0.0:
        return plain
    level = 0.5 / profile.true_peak  # a usual level: the absolute gate must not cut quiet sound
    ride = riding_gains(_scaled(profile, level)) if wish.may_ride else plain.gains
    base = replace(plain, gains=ride * np.float32(level), level=level)
    if profile.frames <= SHORT_S * rate or base.expected_lufs is None:
        return _by_peak(base, wish)
    return _by_loudness(base, wish)


def _scaled(profile: Profile, gain: float) -> Profile:
    loud = np.asarray(profile.energies * np.float32(gain**2), np.float32)
    return replace(profile, peaks=profile.peaks * np.float32(gain), energies=loud)


def _fade_frames(profile: Profile, wish: Wish) -> tuple[int, int]:
    """Return the fades in samples; the last moments always fade, shorter in very short sound."""
    end_s = max(wish.fade_out_s, min(_END_FADE_S, 0.1 * profile.frames / profile.rate_hz))
    frames = [round(s * profile.rate_hz) for s in (wish.fade_in_s, end_s)]
    return min(frames[0], profile.frames), min(frames[1], profile.frames)


def _by_peak(base: Master, wish: Wish) -> Master:
    """Level a short sound by its true peak, unless it would be much too loud for its neighbours."""
    peak = float((base.profile.peaks * base.gains * _hop_fades(base)).max())
    gain_db = wish.ceiling_dbtp - _SHORT_BELOW_CEILING_DB - to_db(peak)
    loud = base.expected_lufs
    if loud is not None:
        gain_db = min(gain_db, wish.target_lufs + _SHORT_ABOVE_TARGET_LU - loud)
    return _louder(base, gain_db)


def _by_loudness(base: Master, wish: Wish) -> Master:
    """Raise or lower until the limited sound has the wished loudness."""
    ceiling = 10 ** ((wish.ceiling_dbtp - _MARGIN_DB) / 20)
    peaks = base.profile.peaks * base.gains * _hop_fades(base)
    hops_per_s = base.profile.rate_hz / base.profile.hop_frames
    most_db = wish.ceiling_dbtp + _MOST_LIMITING_DB - to_db(float(peaks.max()))
    gain_db, done = 0.0, base
    for _ in range(_ROUNDS):
        gain = np.float32(10 ** (gain_db / 20))
        limiter = limiting_gains(peaks * gain, ceiling, hops_per_s)
        done = replace(_louder(base, gain_db), gains=base.gains * gain * limiter)
        short_lu = wish.target_lufs - (done.expected_lufs or wish.target_lufs)
        if abs(short_lu) < _CLOSE_LU or (short_lu > 0 and gain_db >= most_db):
            break
        gain_db = min(gain_db + short_lu, most_db)
    return done


def _louder(base: Master, gain_db: float) -> Master:
    gain = 10 ** (gain_db / 20)
    return replace(base, gains=base.gains * np.float32(gain), level=base.level * gain)


def _hop_fades(master: Master) -> Curve:
    """Return the fades as one gain per hop; only the ends are worked out."""
    hop, count = master.profile.hop_frames, len(master.gains)
    fades = np.ones(count, np.float32)
    first = min(-(-master.fade_in_frames // hop), count)
    last = max(count - 1 - -(-master.fade_out_frames // hop), first)
    for part in (slice(0, first), slice(last, count)):
        middles = np.arange(part.start, part.stop, dtype=np.float64) * hop + hop // 2
        fades[part] = _fade_values(master, middles)
    return fades


def _faded(master: Master, gains: Curve, start: int) -> Curve:
    """Apply the fades to the samples from `start` on; the very last sample is silent."""
    end = start + len(gains)
    touches = start < master.fade_in_frames or end > master.profile.frames - master.fade_out_frames
    if not touches:
        return gains
    return gains * _fade_values(master, np.arange(start, end, dtype=np.float64))


def _fade_values(master: Master, at: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Curve:
    into = np.clip(at / max(master.fade_in_frames, 1), 0, 1) if master.fade_in_frames else 1.0
    left = master.profile.frames - 1 - at
    out = np.clip(left / max(master.fade_out_frames, 1), 0, 1)
    shape = (0.5 - 0.5 * np.cos(np.pi * into)) * (0.5 - 0.5 * np.cos(np.pi * out))
    return np.asarray(shape, np.float32)
