"""The end of a cue on disk: its last tokens, from which a later cue goes on, in a later run too.

Tokens mean something to the model that made them only, so its name is kept with them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from scenescore.core.files import writing
from scenescore.music.composers.musicgen.tape import Codes

LONGEST = 1500
"""Frames kept: no window reads more of the past."""


def write_tail(path: Path, codes: Codes, *, model: str) -> Path:
    """Write the last frames of a cue (codebooks, frames); return the path."""
    with writing(path):
        np.savez_compressed(path, codes=codes[:, -LONGEST:].astype(np.int32), model=np.array(model))
    return path


def read_tail(path: Path, *, model: str, books: int) -> Codes | None:
    """Return what `write_tail` wrote; None when it is gone, broken, or another model's."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
            codes, maker = kept["codes"], str(kept["model"])
    except Exception:  # broken archives raise anything; without it the cue starts clean
        return None
    fits = maker == model and codes.ndim == 2 and len(codes) == books
    return codes.astype(np.int64) if fits else None
