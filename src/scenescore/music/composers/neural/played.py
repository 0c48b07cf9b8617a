"""A cue that a model has played: cut to the sample, listened to, and tried once more when bad."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from scenescore.core.files import atomic
from scenescore.core.timing import seconds_to_samples
from scenescore.core.types import MusicBrief
from scenescore.music.composers.neural.check import Heard, listen

Sound = npt.NDArray[np.float32]
"""float32, shape (channels, samples)."""

_OTHER_SEED = 0x9E3779B9
"""What turns a seed into that of the second try."""


@dataclass(frozen=True, slots=True)
class Played:
    """A cue that was played."""

    sound: Sound
    """Exactly as long as the brief asks."""
    rate_hz: int
    heard: Heard
    seed: int
    """That of the try that is kept."""
    refused: tuple[str, ...] = ()
    """What was wrong with the first try; empty when it was kept."""
    codes: Any = None
    """Tokens that a later cue may go on from, int64 (codebooks, frames); None: it cannot."""


def second_seed(seed: int) -> int:
    """Return the seed of a cue's second try."""
    return seed ^ _OTHER_SEED


def judged(
    sound: Sound, rate_hz: int, brief: MusicBrief, *, tolerance: float
) -> tuple[Sound, Heard]:
    """Return a sound cut to the brief's length and within one, and what was heard in it.

    A sound that is too short is a fault.
    """
    wanted = seconds_to_samples(brief.duration_s, rate_hz)
    cut = within_one(sound[:, :wanted])
    if cut.shape[1] < wanted:
        return cut, Heard((f"it is {(wanted - cut.shape[1]) / rate_hz:.2f} s too short",), None)
    may_fade = brief.role == "stinger"
    return cut, listen(cut, rate_hz, bpm=brief.bpm, tolerance=tolerance, may_fade=may_fade)


def played_twice(
    play: Callable[[int], Sound], brief: MusicBrief, seed: int, rate_hz: int, *, tolerance: float
) -> Played:
    """Return what `play(seed)` gives, or what another seed gives when that was no good."""
    sound, heard = judged(play(seed), rate_hz, brief, tolerance=tolerance)
    if not heard.faults:
        return Played(sound, rate_hz, heard, seed)
    other = second_seed(seed)
    again, found = judged(play(other), rate_hz, brief, tolerance=tolerance)
    return Played(again, rate_hz, found, other, heard.faults)


def write_sound(path: Path, sound: Sound, rate_hz: int) -> None:
    """Write a sound (channels, samples) as 24-bit WAV, all or nothing.

    Raises
    ------
    CannotWriteError
        the disk is full, or the folder cannot be written
    """
    import soundfile

    whole = BytesIO()  # the sound library itself cannot say that a disk is full
    soundfile.write(whole, within_one(sound).T, rate_hz, subtype="PCM_24", format="WAV")
    with atomic(path) as temporary:
        temporary.write_bytes(whole.getbuffer())


def within_one(sound: Any) -> Sound:
    """Return a sound turned down so that no sample is beyond -1..1."""
    peak = float(np.abs(sound).max(initial=0.0))
    return np.asarray(sound / peak if peak > 1 else sound, dtype=np.float32)
