"""Reads sound files in blocks, whatever their rate and channels. Never holds a whole file.

The one place that turns a sound library's errors into ours. Needs numpy and soundfile, which are
imported when a file is read.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.core.errors import BadDataError
from scenescore.core.files import reading_error

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio


def read_sound(path: Path, *, rate_hz: int, size: int = 1 << 16) -> Iterator[Audio]:
    """Yield a sound file as stereo float32 blocks (2, n) at `rate_hz`, about `size` samples each.

    Mono is heard on both sides; of more than two channels the first two are taken.

    Raises
    ------
    NoInputError, NotPermittedError, BadDataError
        not there; not allowed; not a sound file, or one that ends early
    """
    with _opened(path) as file:
        stretch = _stretch(file.samplerate, rate_hz)
        left = file.frames
        while left > 0:
            block = file.read(min(size, left), dtype="float32", always_2d=True)
            if not len(block):
                raise BadDataError(f"{path}: ends before its header says")
            left -= len(block)
            pair = block[:, [0, min(1, block.shape[1] - 1)]]
            yield (stretch(pair, left == 0) if stretch else pair).T


def sound_frames(path: Path, rate_hz: int) -> int:
    """Return how many samples `read_sound` gives of a file; errors as there."""
    with _opened(path) as file:
        frames, own_hz = int(file.frames), int(file.samplerate)
    return frames if own_hz == rate_hz else math.ceil(frames * rate_hz / own_hz)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import soundfile

    try:
        stream = path.open("rb")
    except OSError as problem:
        raise reading_error(path, problem) from problem
    with stream:
        try:
            with soundfile.SoundFile(stream) as file:
                yield file
        except soundfile.LibsndfileError as problem:
            raise BadDataError(f"{path}: not a sound file ({problem.error_string})") from problem


def _stretch(own_hz: int, rate_hz: int) -> Any:
    """Return a function (block, is_last) -> block at the new rate; None when it is the same."""
    if own_hz == rate_hz:
        return None
    import numpy as np
    import soxr

    stream = soxr.ResampleStream(own_hz, rate_hz, 2, dtype="float32")
    return lambda block, is_last: stream.resample_chunk(np.ascontiguousarray(block), last=is_last)
