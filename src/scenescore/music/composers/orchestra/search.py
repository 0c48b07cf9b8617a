"""The way back through a search by dynamic programming. Knows nothing of what was searched."""

from __future__ import annotations

from collections.abc import Sequence


def walked_back(costs: Sequence[float], trail: Sequence[Sequence[int]]) -> list[int]:
    """Return the cheapest choice of every step, first to last.

    `costs` are those of the last step's choices; each row of `trail` tells, for every choice of a
    step, the choice of the step before that leads to it most cheaply.
    """
    path = [min(range(len(costs)), key=costs.__getitem__)]
    for back in reversed(trail):
        path.append(back[path[-1]])
    return path[::-1]
