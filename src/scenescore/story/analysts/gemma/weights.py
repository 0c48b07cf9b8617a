"""Finds a model's files on this disk and says what is missing. Loads nothing, fetches nothing.

Only safetensors are accepted: a pickled checkpoint can run code.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scenescore.core.errors import SettingsError, UnavailableError
from scenescore.core.settings import Settings, models_folder

_COMMIT = re.compile(r"[0-9a-f]{40}")
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
_CONFIG = "config.json"
_TOKENIZERS = ("tokenizer.json", "tokenizer.model")
_WHOLE, _INDEX = "model.safetensors", "model.safetensors.index.json"
_HEAD_BYTES = 1 << 20
_SIZES_GB = {"google/gemma-2-2b-it": 5.2, "google/gemma-2b-it": 5.0, "google/gemma-3-1b-it": 2.0}


@dataclass(frozen=True, slots=True)
class Weights:
    """A model on this disk."""

    name: str
    """Hub id, or the folder's name."""
    revision: str
    """Commit of a hub id; empty for a folder."""
    folder: Path

    @property
    def fingerprint(self) -> str:
        """sha256 over the small files whole, and size and first MiB of each weight file."""
        digest = hashlib.sha256()
        for name in (_CONFIG, *_TOKENIZERS, *_weight_files(self.folder)):
            path = self.folder / name
            if path.is_file():
                head = path.read_bytes() if name == _CONFIG else _head(path)
                digest.update(f"{name} {path.stat().st_size}\n".encode() + head)
        return digest.hexdigest()


def find(settings: Settings) -> Weights:
    """Return the model that the settings name.

    Raises
    ------
    SettingsError
        a hub id without the commit of a revision
    UnavailableError
        it is not on this disk, or not whole; says which files, where, how large
    """
    named = str(settings["gemma.model"])
    folder = Path(named).expanduser()
    if folder.is_dir() or not _HUB_ID.fullmatch(named):
        return _checked(Weights(folder.name, "", folder))
    revision = str(settings["gemma.revision"])
    if not _COMMIT.fullmatch(revision):
        origin = settings.origin("gemma.revision")
        raise SettingsError("gemma.revision", origin, "a hub id needs a commit of 40 hex digits")
    places = list(_places(named, revision))
    there = next((place for place in places if place.is_dir()), None)
    if there is None:
        raise UnavailableError(
            f"the weights of {named} are not on this disk (looked in {places[0]} and {places[-1]})",
            hint=_how_to_get(named, places[0]),
        )
    return _checked(Weights(named, revision, there))


def lacking(settings: Settings) -> str | None:
    """Return None when the model is there and whole, else one sentence."""
    try:
        find(settings)
    except (UnavailableError, SettingsError) as problem:
        return f"{problem.message}. {problem.hint}"
    return None


def _places(name: str, revision: str) -> Iterator[Path]:
    """Yield where a pinned revision may lie: our own folder, then the hub's cache."""
    yield models_folder() / name.replace("/", "--") / revision
    home = os.environ.get("HF_HOME", "~/.cache/huggingface")
    cache = os.environ.get("HF_HUB_CACHE", f"{home}/hub")
    folder = f"models--{name.replace('/', '--')}"
    yield Path(cache).expanduser() / folder / "snapshots" / revision


def _checked(weights: Weights) -> Weights:
    gone = list(_gone(weights.folder))
    if not weights.folder.is_dir() or gone:
        what = "is no folder" if not weights.folder.is_dir() else f"has no {', '.join(gone)}"
        raise UnavailableError(
            f"{weights.folder} {what}", hint=_how_to_get(weights.name, weights.folder)
        )
    return weights


def _gone(folder: Path) -> Iterator[str]:
    if not (folder / _CONFIG).is_file():
        yield _CONFIG
    if not any((folder / name).is_file() for name in _TOKENIZERS):
        yield _TOKENIZERS[0]
    names = _weight_files(folder)
    yield from [name for name in names if not (folder / name).is_file()] or (
        [] if names else [f"{_WHOLE} (only safetensors are read)"]
    )


def _weight_files(folder: Path) -> list[str]:
    if (folder / _WHOLE).is_file():
        return [_WHOLE]
    try:
        index = json.loads((folder / _INDEX).read_text("utf-8"))
        return sorted({str(name) for name in index["weight_map"].values()})
    except (OSError, ValueError, KeyError, AttributeError):
        return []


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEAD_BYTES)


def _how_to_get(name: str, folder: Path) -> str:
    size = f" (about {_SIZES_GB[name]} GB)" if name in _SIZES_GB else ""
    return (
        f"It takes {_CONFIG}, {_TOKENIZERS[0]} and *.safetensors{size} in {folder}: accept the "
        "model's licence on its page, download it, or set gemma.model to a folder that has them."
    )
