"""Outlines of takes for drawing waveforms, remembered in the film's cache by the sound's hash."""

from __future__ import annotations

from pathlib import Path

from scenescore.deliver.pages.peaks import peaks
from scenescore.studio.cache import Cache
from scenescore.studio.folder import FilmFolder


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
