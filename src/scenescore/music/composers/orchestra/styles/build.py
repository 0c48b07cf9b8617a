"""Short names for writing style tables."""

from __future__ import annotations

from scenescore.music.composers.orchestra.model import Layer, Style

STRINGS = ("violins-1", "violins-2", "violas", "celli", "basses")
MINOR = ("dorian", "aeolian")
BOTH = ("ionian", "aeolian")

__all__ = ["BOTH", "MINOR", "STRINGS", "Layer", "Style"]
