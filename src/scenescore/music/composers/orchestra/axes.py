"""What a mood can be heard in, by style: the axes along which a sweep must move one way.

Arousal moves the first five, valence register and mode, tension tonal tension. A style declares
all it can express; what it leaves out is named here with the reason.
"""

from __future__ import annotations

ALL = ("tempo", "notes", "level", "centroid", "onsets", "register", "mode", "tension")
"""Tempo, notes a second, level before mastering, spectral centroid, heard onsets a second, mean
pitch, brightness of the mode, tonal tension."""

_WITHOUT: dict[str, tuple[str, ...]] = {
    "horror": ("mode",),  # clusters hold all modes at once
    "middle-eastern": ("mode",),  # its bright scale has a flat second and sixth
}
"""Axes a style cannot express, and why."""


def axes_of(style: str) -> tuple[str, ...]:
    """Return the axes a style declares."""
    return tuple(axis for axis in ALL if axis not in _WITHOUT.get(style, ()))
