"""Checks a master against the sound itself, and corrects it until it keeps its promise.

`master` works from a forecast per hop; here the gain is applied and measured. Knows no files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scenescore.core.progress import Run
from scenescore.mix.master import SHORT_S, Master, Wish, master
from scenescore.mix.measure import Meter, Profile, to_db

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio

    Sound = Callable[[], Iterator[tuple[int, Audio]]]
    """Gives (first sample, block) from the start, as often as it is asked."""

_TOLERANCE_LU = 0.1
_PROMISE_LU = 0.5
_ATTEMPTS = 4
_FINER_METER_DB = 0.1
"""What a meter that oversamples more than ours may read above it."""


def settle(sound: Sound, profile: Profile, wish: Wish, run: Run) -> tuple[Master, Profile]:
    """Return the gain to apply, and what a meter hears when it is applied."""
    aim = wish
    for attempt in range(_ATTEMPTS):
        plan = master(profile, aim)
        result = _heard(sound, plan, run)
        over_db = to_db(result.true_peak) + _FINER_METER_DB - wish.ceiling_dbtp
        off_lu = _off(result, wish)
        if over_db <= 0 and (abs(off_lu) <= _TOLERANCE_LU or _is_spent(off_lu, attempt)):
            break
        aim = replace(
            aim,
            ceiling_dbtp=aim.ceiling_dbtp - (over_db + 0.02 if over_db > 0 else 0.0),
            target_lufs=aim.target_lufs - off_lu,
        )
    if abs(off_lu) > _PROMISE_LU:
        run.note(
            f"it came to {wish.target_lufs + off_lu:.1f} LUFS instead of "
            f"{wish.target_lufs:.1f}: its peaks leave no more room"
        )
    return plan, result


def _is_spent(off_lu: float, attempt: int) -> bool:
    """Return True when more gain did not help: the limiter has no more room to give."""
    return off_lu < -_PROMISE_LU and attempt > 0


def _off(result: Profile, wish: Wish) -> float:
    """Return how much louder than wished it is, LU; 0 where loudness is not asked for."""
    lufs = result.loudness_lufs()
    short = result.frames <= SHORT_S * result.rate_hz
    return 0.0 if lufs is None or short else lufs - wish.target_lufs


def _heard(sound: Sound, plan: Master, run: Run) -> Profile:
    meter = Meter(plan.profile.rate_hz)
    for start, block in sound():
        run.report("measuring", start / plan.profile.frames)
        meter.add(block * plan.at(start, block.shape[1]))
    return meter.profile()
