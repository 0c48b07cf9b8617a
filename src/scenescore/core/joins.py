"""Where takes lie on the film's track, and the fades that join them.

The film mix and the WAV files for editors ask here, so that both sound alike. Knows nothing about
loudness or file formats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenescore.core.sound import sound_frames
from scenescore.core.timing import seconds_to_samples
from scenescore.core.types import Cue

if TYPE_CHECKING:
    import numpy.typing as npt

    Curve = npt.NDArray[np.float32]
    """A gain for each sample."""

CROSSFADE_S = 1.5
"""Where no setting says otherwise."""
_TOUCHING_S = 0.05


@dataclass(frozen=True, slots=True)
class Placed:
    """A take in its place on the film's track; lengths in samples."""

    cue: Cue
    path: Path
    start: int
    frames: int
    fade_in: int
    fade_out: int
    crossed_in: bool = False
    """True: it rises as the cue before falls, at equal power."""
    crossed_out: bool = False

    @property
    def end(self) -> int:
        """One past the last sample."""
        return self.start + self.frames


def arrange(
    cues: Sequence[Cue], takes: Mapping[str, Path], rate_hz: int, crossfade_s: float
) -> list[Placed]:
    """Return the takes in their places, in order, with the fades that join them."""
    placed = [_place(cue, takes[cue.uid], rate_hz) for cue in cues if cue.uid in takes]
    placed.sort(key=lambda p: p.start)
    longest = seconds_to_samples(crossfade_s, rate_hz)
    for index in range(len(placed) - 1):
        pair = _joined(placed[index], placed[index + 1], longest, rate_hz)
        placed[index : index + 2] = pair
    return placed


def _place(cue: Cue, path: Path, rate_hz: int) -> Placed:
    frames = sound_frames(path, rate_hz)
    fade_in, fade_out = (
        min(seconds_to_samples(s, rate_hz), frames) for s in (cue.fade_in_s, cue.fade_out_s)
    )
    return Placed(cue, path, seconds_to_samples(cue.start_s, rate_hz), frames, fade_in, fade_out)


def _joined(before: Placed, after: Placed, longest: int, rate_hz: int) -> tuple[Placed, Placed]:
    """Return two neighbours with their join.

    Where they overlap both sound together, no longer than a crossfade, at equal power. Where they
    only touch there is nothing to sound together: the first makes way, the second comes in as it
    was meant to, and both take half a crossfade, so that no hole opens between them.
    """
    overlap = before.end - after.start
    if overlap > 0:
        shared = min(overlap, longest, before.frames, after.frames)
        cut = replace(before, frames=after.start + shared - before.start)
        return (
            replace(cut, fade_out=shared, crossed_out=True),
            replace(after, fade_in=max(shared, after.fade_in), crossed_in=True),
        )
    if overlap > -seconds_to_samples(_TOUCHING_S, rate_hz):
        leaving = min(max(longest // 2 - after.fade_in, 0), before.frames)
        return (
            replace(before, fade_out=max(before.fade_out, leaving), crossed_out=True),
            replace(after, crossed_in=True),
        )
    return before, after


def shape(placed: Placed, start: int, frames: int) -> Curve:
    """Return a take's gain (fades and drama) for samples `start`.. counted from its own start."""
    gains = np.full(frames, 10 ** (placed.cue.gain_db / 20), np.float32)
    into, left = placed.fade_in - start, start + frames - (placed.frames - placed.fade_out)
    if into > 0:
        at = np.arange(start, min(start + frames, placed.fade_in))
        gains[: len(at)] *= _rise(at / placed.fade_in, placed.crossed_in)
    if left > 0 and placed.fade_out:
        at = np.arange(max(start, placed.frames - placed.fade_out), start + frames)
        gains[frames - len(at) :] *= _rise(
            (placed.frames - at) / placed.fade_out, placed.crossed_out
        )
    return gains


def _rise(share: npt.NDArray[np.float64], crossed: bool) -> Curve:
    """Return the gain on the way up: equal power when crossed, else a soft S."""
    sine = np.sin(0.5 * np.pi * np.clip(share, 0.0, 1.0))
    return np.asarray(sine if crossed else sine**2, np.float32)
