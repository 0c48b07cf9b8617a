"""Mixes a film's takes into its one track of music, streaming through film time.

Knows where cues lie and how loud they are meant against each other; knows nothing about how they
were made. Memory does not grow with the film but for a few numbers per millisecond of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenescore.core.files import sha256_of
from scenescore.core.joins import CROSSFADE_S, Placed, arrange, shape
from scenescore.core.progress import Run
from scenescore.core.sound import read_sound
from scenescore.core.timing import seconds_to_samples
from scenescore.core.types import AudioFile, CuePlan, Mix
from scenescore.mix.depth import FILM
from scenescore.mix.master import Master, Wish
from scenescore.mix.measure import Meter, to_db
from scenescore.mix.settle import settle
from scenescore.mix.sound_file import sound_writer

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio

_SIZE = 1 << 16


def mix_film(
    plan: CuePlan,
    takes: Mapping[str, Path],
    *,
    out: Path,
    target_lufs: float = -18.0,
    ceiling_dbtp: float = -1.0,
    crossfade_s: float = CROSSFADE_S,
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
        crossfade_s=crossfade_s,
    )


def _write(
    out: Path, sound: Iterator[tuple[int, Audio]], master: Master, rate_hz: int, run: Run
) -> None:
    with sound_writer(out, rate_hz=rate_hz, depth=FILM) as file:
        for start, block in sound:
            run.report("writing the film mix", start / master.profile.frames)
            file.add(block * master.at(start, block.shape[1]) if block.any() else block)


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
