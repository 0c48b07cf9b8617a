"""Chooses a token: the likeliest, or by chance from a row's own generator."""

from __future__ import annotations

import hashlib

import numpy as np

from scenescore.story.analysts.gemma.steering import Draw, Logits


def drawing(temperature: float, seed: int, key: str) -> Draw:
    """Return how tokens of one scene are chosen.

    Chance comes from the film's seed and the scene's key, so an answer does not depend on who
    shares the batch.
    """
    if temperature <= 0:
        return likeliest
    digest = hashlib.sha256(f"{seed}/{key}".encode()).digest()
    generator = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    return lambda logits: _by_chance(logits, temperature, generator)


def likeliest(logits: Logits) -> int:
    """Return the token of the highest logit, the first of equals."""
    return int(logits.argmax())


def _by_chance(logits: Logits, temperature: float, generator: np.random.Generator) -> int:
    scaled = (logits.astype(np.float64) - float(logits.max())) / temperature
    heights = np.exp(scaled).cumsum()
    return int(
        min(heights.searchsorted(generator.random() * heights[-1], "right"), len(heights) - 1)
    )
