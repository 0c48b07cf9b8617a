"""Makes the sound of a loop: what rings after its end is laid under its beginning.

The loop is then given three times in a row, so that hall and mastering find their steady state;
the middle one is the loop. Knows blocks of stems and files, not notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scenescore.core.files import atomic, writing
from scenescore.mix.blocks import reblocked

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio

TIMES = 3
"""How often the loop is given; the second time is the one to keep."""
_BLOCK = 1 << 16


def looped(
    blocks: Iterable[Mapping[str, Audio]], *, loop_frames: int, tail_frames: int
) -> Iterator[dict[str, Audio]]:
    """Yield the loop three times over, stem by stem as the blocks have them.

    Parameters
    ----------
    blocks : stems of `loop_frames + tail_frames` samples; what lies behind the loop is its tail,
        which must not be longer than the loop
    """
    stems: dict[str, Audio] = {}
    at = 0
    for length, block in reblocked(blocks, loop_frames + tail_frames, _BLOCK):
        for name, sound in block.items():
            _lay(stems.setdefault(name, np.zeros((2, loop_frames), np.float32)), at, sound)
        at += length
    for _ in range(TIMES):
        for start in range(0, loop_frames, _BLOCK):
            yield {name: sound[:, start : start + _BLOCK] for name, sound in stems.items()}


def _lay(loop: Audio, at: int, sound: Audio) -> None:
    """Add a block to the loop, round its end where it reaches over."""
    frames = loop.shape[1]
    at %= frames
    first = min(sound.shape[1], frames - at)
    loop[:, at : at + first] += sound[:, :first]
    loop[:, : sound.shape[1] - first] += sound[:, first:]


def middle_of(rounds: Path, to: Path) -> Path:
    """Copy the middle of `TIMES` rounds in a WAV file, sample by sample, to a file of its own.

    Raises
    ------
    CannotWriteError
        the disk is full, or the folder cannot be written
    """
    import soundfile

    with soundfile.SoundFile(rounds) as whole, writing(to), atomic(to) as temporary:
        frames = whole.frames // TIMES
        whole.seek(frames)
        rate_hz, kind = whole.samplerate, whole.subtype
        with soundfile.SoundFile(temporary, "w", rate_hz, 2, kind, format="WAV") as one:
            for start in range(0, frames, _BLOCK):
                one.write(whole.read(min(_BLOCK, frames - start), dtype="int32"))
    return to
