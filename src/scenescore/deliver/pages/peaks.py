"""The outline of a recording as a few numbers: what a waveform is drawn from.

Reads in blocks; a cue of any length costs one block of memory.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from scenescore.core.errors import BadDataError

_BLOCK_FRAMES = 1 << 16
_FULL_SCALE = 32768.0
_LIFT = 0.75
"""Soft passages are drawn a little taller than they are, or they would be a line."""

Samples = np.ndarray[tuple[int], np.dtype[np.int16]]


def peaks(path: Path, bins: int) -> tuple[float, ...]:
    """Return the largest magnitude, 0..1, in each of `bins` equal stretches of a recording.

    A recording with fewer frames than bins has one bin a frame; an empty one has none.

    Raises
    ------
    BadDataError
        when the file cannot be read as sound
    """
    try:
        with soundfile.SoundFile(path) as sound:
            highest, lowest = _fold(sound, min(bins, sound.frames))
    except soundfile.LibsndfileError as problem:
        raise BadDataError(f"{path}: not a sound file ({problem.error_string})") from problem
    reach = np.maximum(highest.astype(np.int32), -lowest.astype(np.int32))
    return tuple(float(value) for value in reach / _FULL_SCALE)


def _fold(sound: soundfile.SoundFile, bins: int) -> tuple[Samples, Samples]:
    """Return the highest and lowest sample of each bin, over all channels.

    Whole numbers, and no array but the block itself: three times as fast as floats, measured.
    """
    highest, lowest = np.zeros(bins, np.int16), np.zeros(bins, np.int16)
    edges = np.linspace(0, sound.frames, bins + 1).astype(np.int64)
    room = np.empty((_BLOCK_FRAMES, sound.channels), np.int16)
    at = 0
    while bins and len(block := sound.read(out=room)):
        first = int(np.searchsorted(edges, at, side="right")) - 1
        last = int(np.searchsorted(edges, at + len(block), side="left"))
        starts = np.maximum(edges[first:last] - at, 0) * sound.channels
        flat, here = block.reshape(-1), slice(first, last)
        np.maximum(highest[here], np.maximum.reduceat(flat, starts), out=highest[here])
        np.minimum(lowest[here], np.minimum.reduceat(flat, starts), out=lowest[here])
        at += len(block)
    if at < sound.frames:
        raise BadDataError(f"{sound.name}: ends before its header says")
    return highest, lowest


def bars_path(heights: tuple[float, ...], height: float = 48.0) -> str:
    """Return an SVG path of one upright bar per value, one unit apart, centred on half height."""
    middle = height / 2
    strokes = []
    for index, value in enumerate(heights):
        reach = max(value**_LIFT * middle, 0.5)
        strokes.append(f"M{index}.5 {middle - reach:.1f}v{2 * reach:.1f}")
    return "".join(strokes)
