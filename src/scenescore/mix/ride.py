"""A hand on the fader: slow gain that keeps a cue's quiet and loud passages within reach.

Only for cues whose passages lie further apart than film dialogue leaves room for; most cues are
left exactly as they were played. Knows loudness over time, not the sound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import convolve1d

from scenescore.mix.measure import gated_loudness

if TYPE_CHECKING:
    from scenescore.mix.measure import Curve, Profile

_SHORTEST_S = 12.0
_QUIET_LU, _LOUD_LU = -9.0, 5.0  # passages between these, against the whole, are left alone
_SHARE = 0.5  # of what lies outside is taken back
_MOST_UP_DB, _MOST_DOWN_DB = 6.0, 4.0
_AS_GOOD_AS_SILENT_LU = -40.0  # fades and breaths are not pulled up
_WINDOW_TENTHS = 30  # 3 s, the short-term window of EBU Tech 3341


def riding_gains(profile: Profile) -> Curve:
    """Return a gain for each hop; all ones when the cue needs no riding."""
    untouched = np.ones(len(profile.peaks), np.float32)
    tenths = profile.tenths() / (profile.rate_hz // 10)
    whole_lufs = gated_loudness(tenths)
    if whole_lufs is None or len(tenths) < _SHORTEST_S * 10:
        return untouched
    window = np.hanning(_WINDOW_TENTHS + 2)[1:-1]
    window /= window.sum()
    local = convolve1d(tenths, window, mode="nearest")
    away_lu = -0.691 + 10 * np.log10(np.maximum(local, 1e-12)) - whole_lufs
    gain_db = convolve1d(_wanted_db(away_lu), window, mode="nearest")
    if np.abs(gain_db).max() < 0.1:
        return untouched
    hops = (np.arange(len(untouched)) + 0.5) * profile.hop_frames / (profile.rate_hz // 10)
    return np.asarray(10 ** (np.interp(hops, np.arange(len(tenths)) + 0.5, gain_db) / 20), "f4")


def _wanted_db(
    away_lu: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the gain for each loudness against the whole; none for what is nearly silent."""
    up = np.clip((_QUIET_LU - away_lu) * _SHARE, 0.0, _MOST_UP_DB)
    up *= np.clip((away_lu - _AS_GOOD_AS_SILENT_LU) / 10.0, 0.0, 1.0)
    down = np.clip((away_lu - _LOUD_LU) * _SHARE, 0.0, _MOST_DOWN_DB)
    return np.asarray(up - down)
