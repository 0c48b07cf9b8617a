"""Outlines of takes for drawing waveforms, and how loud a person's own are; remembered in the
film's cache by the sound's hash.
"""

from __future__ import annotations

from pathlib import Path

from scenescore.core.sound import read_sound
from scenescore.deliver.pages.peaks import peaks
from scenescore.mix.measure import Meter
from scenescore.studio.cache import Cache
from scenescore.studio.folder import FilmFolder

_RATE_HZ = 48000


def outline_of(folder: FilmFolder, sound: Path, sha256: str, bins: int = 200) -> list[float]:
    """Return the magnitudes, 0..1, in equal stretches of a recording.

    Raises
    ------
    BadDataError
        when it cannot be read as sound
    """
    cache = Cache(folder.cache / "outlines")
    key = cache.key("outline", sha256, bins)
    kept: list[float] | None = cache.get(key)
    if kept is None:
        kept = [round(level, 3) for level in peaks(sound, bins)]
        cache.put(key, kept)
    return kept


def loudness_of(folder: FilmFolder, sound: Path, sha256: str) -> float | None:
    """Return the loudness of a recording in LUFS, None where it is silent; for takes of a
    person's own, whose take.json tells of what was there before.

    Raises
    ------
    BadDataError
        when it cannot be read as sound
    """
    cache = Cache(folder.cache / "outlines")
    key = cache.key("loudness", sha256)
    kept: dict[str, float | None] | None = cache.get(key)
    if kept is None:
        meter = Meter(_RATE_HZ)
        for block in read_sound(sound, rate_hz=_RATE_HZ):
            meter.add(block)
        kept = {"loudness_lufs": meter.profile().loudness_lufs()}
        cache.put(key, kept)
    return kept["loudness_lufs"]
