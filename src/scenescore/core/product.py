"""Products of matrices that give the same bytes whatever the number of threads."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_ONE_THREAD = 1 << 18
"""Multiplications up to which OpenBLAS uses one thread (65536 * 4)."""
Matrix = npt.NDArray[np.float32]


def product(left: Matrix, right: Matrix) -> Matrix:
    """Return left @ right, a few rows at a time.

    Products this small stay on one thread in OpenBLAS: bytes then do not depend on how many
    threads it may use, and workers do not steal from each other.
    """
    rows = max(_ONE_THREAD // max(right.size, 1), 1)
    found = np.empty((len(left), right.shape[1]), np.float32)
    for first in range(0, len(left), rows):
        np.matmul(left[first : first + rows], right, out=found[first : first + rows])
    return found
