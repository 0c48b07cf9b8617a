"""A true-peak limiter as a gain curve, one value per hop. Knows peaks, never sees the sound.

It looks ahead: gain steps down smoothly before a peak and recovers at a steady rate of decibels
after it, so that single accents are caught without dulling what surrounds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import convolve1d, maximum_filter1d

if TYPE_CHECKING:
    from scenescore.mix.measure import Curve

LOOK_AHEAD_HOPS = 4  # 5.3 ms at 48 kHz
_RECOVERY_DB_PER_S = 50.0


def limiting_gains(peaks: Curve, ceiling: float, hops_per_s: float) -> Curve:
    """Return the gain of each hop that holds linear `peaks` under the linear `ceiling`."""
    if not len(peaks) or peaks.max() <= ceiling:
        return np.ones(len(peaks), np.float32)
    over_db = 20 * np.log10(np.maximum(peaks / ceiling, 1.0))
    wide = maximum_filter1d(over_db, 2 * LOOK_AHEAD_HOPS + 3, mode="constant")
    held = _recovering(wide, _RECOVERY_DB_PER_S / hops_per_s)
    window = np.hanning(2 * LOOK_AHEAD_HOPS + 3)[1:-1]
    smooth = convolve1d(held, window / window.sum(), mode="nearest")
    return np.asarray(10 ** (-smooth / 20), np.float32)


def _recovering(
    reduction_db: np.ndarray[tuple[int, ...], np.dtype[np.float64]], step_db: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the reduction that falls by no more than `step_db` from hop to hop."""
    slope = step_db * np.arange(len(reduction_db), dtype=np.float64)
    held = np.maximum.accumulate(reduction_db + slope) - slope
    return np.asarray(np.maximum(held, 0.0))
