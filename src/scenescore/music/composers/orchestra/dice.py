"""Seeded chance. Every layer of a cue throws its own dice, so that one layer's change of mind
leaves the others as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """A random stream named by a seed and words: equal names, equal throws, in every process."""

    def __init__(self, seed: int | str, *names: object) -> None:
        text = "|".join([str(seed), *(str(name) for name in names)])
        digest = hashlib.sha256(text.encode()).digest()
        self._rng = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))
        self._pool: list[float] = []

    def random(self) -> float:
        """Return a number in [0, 1)."""
        if not self._pool:
            self._pool = self._rng.random(64).tolist()
        return self._pool.pop()

    def between(self, low: float, high: float) -> float:
        """Return a number in [low, high)."""
        return low + (high - low) * self.random()

    def whole(self, low: int, high: int) -> int:
        """Return a whole number in low..high, both included."""
        return low + int(self.random() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        """Return True with this probability."""
        return self.random() < probability

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items, each as likely."""
        return items[int(self.random() * len(items))]

    def weigh(self, items: Sequence[T], weights: Sequence[float]) -> T:
        """Return one of the items by weight."""
        mark = self.random() * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            mark -= weight
            if mark < 0:
                return item
        return items[-1]

    def shuffle(self, items: Sequence[T]) -> list[T]:
        """Return the items in a thrown order."""
        keyed = [(self.random(), index) for index in range(len(items))]
        return [items[index] for _, index in sorted(keyed)]

    def noise(self, count: int) -> list[float]:
        """Return normal deviates of unit variance."""
        return [float(x) for x in self._rng.standard_normal(count)]
