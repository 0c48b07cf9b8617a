"""Keeps waves that are expensive to make and often used, up to a limit of memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

import numpy as np
import numpy.typing as npt


class Held(Protocol):
    """What a store keeps: arrays, and what is made of them."""

    @property
    def nbytes(self) -> int:
        """Memory it takes up."""

    def setflags(self, *, write: bool) -> None:
        """Make it read-only."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Waves as whole numbers: half the memory, rounded 96 dB below their peak."""

    whole: npt.NDArray[np.int16]
    """Shape (waves, samples)."""
    unit: np.float32
    """What 1 stands for."""

    @classmethod
    def of(cls, waves: npt.NDArray[np.float32]) -> Self:
        """Return waves packed."""
        unit = np.float32(max(float(np.abs(waves).max()), 1e-9) / 32767.0)
        return cls(np.rint(waves / unit).astype(np.int16), unit)

    @property
    def nbytes(self) -> int:
        """Memory it takes up."""
        return self.whole.nbytes

    def setflags(self, *, write: bool) -> None:
        """Make it read-only."""
        self.whole.setflags(write=write)


T = TypeVar("T", bound=Held)


class Store:
    """Arrays by key; the least recently used go first when the limit is reached.

    What it gives back is shared and read-only.
    """

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the array of a key, making it when it is not held."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                found: T = self._held[key]
                return found
        made = make()
        made.setflags(write=False)
        with self._lock:
            if key not in self._held:
                self._held[key] = made
                self._bytes += made.nbytes
            while self._bytes > self._limit_bytes and len(self._held) > 1:
                _, dropped = self._held.popitem(last=False)
                self._bytes -= dropped.nbytes
        return made


WAVES = Store(480 << 20)
"""All waves of this process."""
