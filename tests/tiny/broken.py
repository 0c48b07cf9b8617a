"""Models' folders as a bad copy or a half fetch leaves them."""

from __future__ import annotations

import shutil
from pathlib import Path


def lacking(folder: Path, to: Path, part: str, file: str = "model.safetensors") -> Path:
    """Copy a model, without the weights whose names hold a part; return the copy."""
    from safetensors.numpy import load_file, save_file

    shutil.copytree(folder, to)
    kept = load_file(folder / file)
    gone = [name for name in kept if part in name]
    assert gone, f"no weight of {file} is called so"
    for name in gone:
        del kept[name]
    save_file(kept, to / file, metadata={"format": "pt"})
    return to
