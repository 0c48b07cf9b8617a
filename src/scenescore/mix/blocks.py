"""Cuts a stream of stems into blocks of one size. Knows lengths, not sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from scenescore.core.errors import ScenescoreError

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio

Stems = dict[str, "Audio"]


def reblocked(
    blocks: Iterable[Mapping[str, Audio]], frames: int, size: int
) -> Iterator[tuple[int, Stems]]:
    """Yield (length, stems) in blocks of `size`, the last one shorter, exactly `frames` in all.

    A stem that is missing in a block is silent there; too little sound is filled with silence,
    what comes after the end is left.

    Raises
    ------
    ScenescoreError
        a sample is not a number
    """
    waiting: Stems = {}
    held = given = 0
    for block in blocks:
        length = max((stem.shape[1] for stem in block.values()), default=0)
        waiting = _joined(waiting, held, _checked(block), length)
        held += length
        while held >= size and given < frames:
            part = min(size, frames - given)
            yield part, _cut(waiting, 0, part)
            given += part
            waiting, held = _cut(waiting, size, held), held - size
    while given < frames:
        part = min(size, frames - given)
        yield part, {name: _padded(stem[:, :part], part) for name, stem in waiting.items()}
        waiting, given = _cut(waiting, part, max(held, part)), given + part


def _checked(block: Mapping[str, Audio]) -> Mapping[str, Audio]:
    for name, stem in block.items():
        if not np.isfinite(stem).all():
            raise ScenescoreError(f"the stem '{name}' holds samples that are not numbers")
    return block


def _joined(waiting: Stems, held: int, block: Mapping[str, Audio], length: int) -> Stems:
    names = [*waiting, *(name for name in block if name not in waiting)]
    return {
        name: np.concatenate(
            (
                _padded(waiting.get(name, _nothing()), held),
                _padded(block.get(name, _nothing()), length),
            ),
            axis=1,
        )
        for name in names
    }


def _nothing() -> Audio:
    return np.zeros((2, 0), np.float32)


def _padded(stem: Audio, length: int) -> Audio:
    missing = length - stem.shape[1]
    return np.pad(stem, ((0, 0), (0, missing))) if missing > 0 else stem


def _cut(stems: Stems, start: int, end: int) -> Stems:
    return {name: stem[:, start:end] for name, stem in stems.items()}
