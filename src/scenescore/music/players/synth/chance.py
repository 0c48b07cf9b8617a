"""Chance that repeats: random generators named by what they are for."""

from __future__ import annotations

import zlib

import numpy as np


def generator(*names: str | int) -> np.random.Generator:
    """Return a generator that depends on the names alone, in any process."""
    return np.random.default_rng(zlib.crc32("/".join(map(str, names)).encode()))
