"""Mixes a film's takes into its one track of music, streaming through film time.

Knows where cues lie and how loud they are meant against each other; knows nothing about how they
were made. Memory does not grow with the film but for a few numbers per millisecond of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenescore.core.files import sha256_of
from scenescore.core.progress import Run
from scenescore.core.sound import read_sound, sound_frames
from scenescore.core.timing import seconds_to_samples
from scenescore.core.types import AudioFile, Cue, CuePlan, Mix
from scenescore.mix.depth import FILM
from scenescore.mix.master import Master, Wish
from scenescore.mix.measure import Meter, to_db
from scenescore.mix.settle import settle
from scenescore.mix.sound_file import sound_writer

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio
    from scenescore.mix.measure import Curve

_SIZE = 1 << 16
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


def mix_film(
    plan: CuePlan,
    takes: Mapping[str, Path],
    *,
    out: Path,
    target_lufs: float = -18.0,
    ceiling_dbtp: float = -1.0,
    crossfade_s: float = 1.5,
    rate_hz: int = 48000,
    run: Run,
) -> Mix:
    """Write the film's music to `out` (FLAC or WAV), from the film's first frame to its last.

    Parameters
    ----------
    takes : cue uid to sound file; a cue without one stays silent
    target_lufs : loudness of all music together, silences left out; what `Cue.gain_db` says of
        one cue against another is kept
    crossfade_s : longest time that a cue which overlaps the next goes on beneath it

    Raises
    ------
    NoInputError, BadDataError
        a take is not there; is no sound file
    CannotWriteError
        the disk is full; nothing is left behind
    """
    placed = arrange(plan.cues, takes, rate_hz, crossfade_s)
    frames = max([seconds_to_samples(plan.duration_s, rate_hz), *(p.end for p in placed)])

    def sound() -> Iterator[tuple[int, Audio]]:
        return _sound(placed, frames, rate_hz)

    meter = Meter(rate_hz)
    for start, block in sound():
        run.report("mixing the film", 0.3 * start / max(frames, 1))
        meter.add(block)
    wish = Wish(target_lufs, ceiling_dbtp, may_ride=False)
    master, result = settle(sound, meter.profile(), wish, run.within(0.3, 0.6))
    _write(out, sound(), master, rate_hz, run.within(0.6, 1.0))
    return Mix(
        audio=AudioFile(out, rate_hz, 2, frames, sha256_of(out)),
        loudness_lufs=result.loudness_lufs(),
        true_peak_dbtp=to_db(result.true_peak),
        target_lufs=target_lufs,
        cue_gains_db=tuple(
            (p.cue.uid, round(p.cue.gain_db + to_db(master.level), 3)) for p in placed
        ),
    )


def _write(
    out: Path, sound: Iterator[tuple[int, Audio]], master: Master, rate_hz: int, run: Run
) -> None:
    with sound_writer(out, rate_hz=rate_hz, depth=FILM) as file:
        for start, block in sound:
            run.report("writing the film mix", start / master.profile.frames)
            file.add(block * master.at(start, block.shape[1]) if block.any() else block)


# ------------------------------------------------------------------ places


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


def _rise(share: np.ndarray[tuple[int, ...], np.dtype[np.float64]], crossed: bool) -> Curve:
    """Return the gain on the way up: equal power when crossed, else a soft S."""
    sine = np.sin(0.5 * np.pi * np.clip(share, 0.0, 1.0))
    return np.asarray(sine if crossed else sine**2, np.float32)


# ------------------------------------------------------------------ sound


def _sound(placed: Sequence[Placed], frames: int, rate_hz: int) -> Iterator[tuple[int, Audio]]:
    """Yield (first sample, block) of all takes together, before mastering."""
    waiting = list(placed)
    playing: list[_Voice] = []
    for start in range(0, frames, _SIZE):
        end = min(start + _SIZE, frames)
        while waiting and waiting[0].start < end:
            playing.append(_Voice(waiting.pop(0), rate_hz))
        block = np.zeros((2, end - start), np.float32)
        for voice in playing:
            voice.add_to(block, start)
        playing = [voice for voice in playing if voice.placed.end > end]
        yield start, block


class _Voice:
    """One take being read from start to end."""

    def __init__(self, placed: Placed, rate_hz: int) -> None:
        self.placed = placed
        self._blocks = read_sound(placed.path, rate_hz=rate_hz)
        self._ready = np.zeros((2, 0), np.float32)

    def add_to(self, block: Audio, start: int) -> None:
        """Add the part of the take that lies in a block of the film."""
        place = self.placed
        first, last = max(place.start, start), min(place.end, start + block.shape[1])
        sound = self._read(last - first)
        gains = shape(place, first - place.start, sound.shape[1])
        block[:, first - start : first - start + sound.shape[1]] += sound * gains

    def _read(self, frames: int) -> Audio:
        """Return the next samples; fewer when the file ends early."""
        while self._ready.shape[1] < frames:
            more = next(self._blocks, None)
            if more is None:
                break
            self._ready = np.concatenate((self._ready, more), axis=1)
        sound, self._ready = self._ready[:, :frames], self._ready[:, frames:]
        return sound
