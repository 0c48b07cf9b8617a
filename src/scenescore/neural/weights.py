"""Finds a model's files on this disk and says what is missing. Loads nothing, fetches nothing.

Only safetensors are accepted: a pickled checkpoint can run code. What is particular to one
back-end comes in as a `Wanted`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scenescore.core.errors import SettingsError, UnavailableError
from scenescore.core.settings import Settings, models_folder

_COMMIT = re.compile(r"[0-9a-f]{40}")
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
_CONFIG = "config.json"
_WHOLE, _INDEX = "model.safetensors", "model.safetensors.index.json"
_HEAD_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a back-end looks for."""

    section: str
    """Settings `SECTION.model` and `SECTION.revision` name the model."""
    tokenizers: tuple[str, ...]
    """Any one of these files will do."""
    sizes_gb: Mapping[str, float] = field(default_factory=dict)
    """Of models we know, by hub id."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A model on this disk."""

    name: str
    """Hub id, or the folder's name."""
    revision: str
    """Commit of a hub id; empty for a folder."""
    folder: Path

    @property
    def config(self) -> dict[str, object]:
        """What the model says of itself; empty when it cannot be read."""
        try:
            told = json.loads((self.folder / _CONFIG).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    @property
    def fingerprint(self) -> str:
        """sha256 over the config whole, and size and first MiB of every other file."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.iterdir()):
            if path.suffix in (".json", ".model", ".safetensors"):
                with path.open("rb") as stream:
                    head = stream.read(_HEAD_BYTES)
                digest.update(f"{path.name} {path.stat().st_size}\n".encode() + head)
        return digest.hexdigest()


def find(settings: Settings, wanted: Wanted) -> Weights:
    """Return the model that the settings name.

    Raises
    ------
    SettingsError
        a hub id without the commit of a revision
    UnavailableError
        it is not on this disk, or not whole; says which files, where, how large
    """
    named = str(settings[f"{wanted.section}.model"])
    folder = Path(named).expanduser()
    if folder.is_dir() or not _HUB_ID.fullmatch(named):
        return _checked(Weights(folder.name, "", folder), wanted)
    key = f"{wanted.section}.revision"
    revision = str(settings[key])
    if not _COMMIT.fullmatch(revision):
        raise SettingsError(key, settings.origin(key), "a hub id needs a commit of 40 hex digits")
    places = list(_places(named, revision))
    there = next((place for place in places if place.is_dir()), None)
    if there is None:
        raise UnavailableError(
            f"the weights of {named} are not on this disk (looked in {places[0]} and {places[-1]})",
            hint=_how_to_get(named, places[0], wanted),
        )
    return _checked(Weights(named, revision, there), wanted)


def lacking(settings: Settings, wanted: Wanted) -> str | None:
    """Return None when the model is there and whole, else one sentence."""
    try:
        find(settings, wanted)
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


def _checked(weights: Weights, wanted: Wanted) -> Weights:
    gone = list(_gone(weights.folder, wanted))
    if not weights.folder.is_dir() or gone:
        what = "is no folder" if not weights.folder.is_dir() else f"has no {', '.join(gone)}"
        raise UnavailableError(
            f"{weights.folder} {what}", hint=_how_to_get(weights.name, weights.folder, wanted)
        )
    return weights


def _gone(folder: Path, wanted: Wanted) -> Iterator[str]:
    if not (folder / _CONFIG).is_file():
        yield _CONFIG
    if not any((folder / name).is_file() for name in wanted.tokenizers):
        yield wanted.tokenizers[0]
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


def _how_to_get(name: str, folder: Path, wanted: Wanted) -> str:
    size = f" (about {wanted.sizes_gb[name]:g} GB)" if name in wanted.sizes_gb else ""
    return (
        f"It takes {_CONFIG}, {wanted.tokenizers[0]} and *.safetensors{size} in {folder}: read the "
        f"model's licence on its page and download it, or set {wanted.section}.model to a folder "
        "that has them."
    )
