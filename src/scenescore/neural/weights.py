"""Finds a model's files on this disk and says what is missing. Loads nothing, fetches nothing.

Only safetensors are accepted: a pickled checkpoint can run code. What is particular to one
back-end comes in as a `Wanted`: one model in a folder, or a pipeline of several in folders inside.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenescore.core.errors import SettingsError, UnavailableError
from scenescore.core.settings import FETCHING, Settings, models_folder

_COMMIT = re.compile(r"[0-9a-f]{40}")
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
_CONFIG, _PIPELINE, _SCHEDULER = "config.json", "model_index.json", "scheduler_config.json"
_WHOLE = ("model.safetensors", "diffusion_pytorch_model.safetensors")
_OWN_CODE = ("diffusers", "transformers")
"""Libraries whose classes a pipeline may be made of, besides those of its own kind."""
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
    pipeline: str = ""
    """Class of a diffusers pipeline; empty: one model."""
    parts: str = ""
    """Module of diffusers that holds the pipeline's own parts: `ace_step`."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A model on this disk."""

    name: str
    """Hub id, or the folder's name."""
    revision: str
    """Commit of a hub id; empty for a folder."""
    folder: Path

    @property
    def config(self) -> dict[str, Any]:
        """What the model says of itself; empty when it cannot be read."""
        return _read(self.folder / _CONFIG)

    @property
    def fingerprint(self) -> str:
        """sha256 over the config whole, and size and first MiB of every other file."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.suffix in (".json", ".model", ".safetensors") and name[0] != ".":
                with path.open("rb") as stream:
                    head = stream.read(_HEAD_BYTES)
                digest.update(f"{name} {path.stat().st_size}\n".encode() + head)
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
            hint=_other_commit(places, wanted) or _how_to_get(named, places[0], wanted),
        )
    return _checked(Weights(named, revision, there), wanted)


def lacking(settings: Settings, wanted: Wanted) -> str | None:
    """Return None when the model is there and whole, else one sentence."""
    try:
        find(settings, wanted)
    except (UnavailableError, SettingsError) as problem:
        return f"{problem.message}. {problem.hint}"
    return None


def expected(settings: Settings, wanted: Wanted) -> dict[str, Any]:
    """Return where a model's files are looked for, what they are, and whether they are here."""
    named = str(settings[f"{wanted.section}.model"])
    revision = str(settings[f"{wanted.section}.revision"])
    is_folder = Path(named).expanduser().is_dir() or not _HUB_ID.fullmatch(named)
    folder = Path(named).expanduser() if is_folder else next(iter(_places(named, revision)))
    try:
        folder, is_here = find(settings, wanted).folder, True
    except (UnavailableError, SettingsError):
        is_here = False
    first = [_PIPELINE, "a folder for each part"] if wanted.pipeline else [_CONFIG]
    tokenizers = [] if wanted.pipeline else [wanted.tokenizers[0]]
    return {
        "model": named,
        "folder": str(folder),
        "files": [*first, *tokenizers, "*.safetensors"],
        "size_gb": wanted.sizes_gb.get(named),
        "is_here": is_here,
    }


def read_part(weights: Weights, part: str) -> dict[str, Any]:
    """Return the config of a pipeline's part; empty when there is none."""
    return _read(weights.folder / part / _CONFIG)


def _places(name: str, revision: str) -> Iterator[Path]:
    """Yield where a pinned revision may lie: our own folder, then the hub's cache."""
    yield models_folder() / name.replace("/", "--") / revision
    home = os.environ.get("HF_HOME", "~/.cache/huggingface")
    cache = os.environ.get("HF_HUB_CACHE", f"{home}/hub")
    folder = f"models--{name.replace('/', '--')}"
    yield Path(cache).expanduser() / folder / "snapshots" / revision


def _other_commit(places: Sequence[Path], wanted: Wanted) -> str:
    """Return how to take another commit of a model, one that is here; empty: there is none."""
    beside = (path for place in places for path in sorted(place.parent.glob("*")))
    here = [path.name for path in beside if path.is_dir() and _COMMIT.fullmatch(path.name)]
    return f'It is here at another commit: {wanted.section}.revision = "{here[0]}"' if here else ""


def _checked(weights: Weights, wanted: Wanted) -> Weights:
    gone = list(_gone(weights.folder, wanted))
    if not weights.folder.is_dir() or gone:
        what = "is no folder" if not weights.folder.is_dir() else f"has no {', '.join(gone)}"
        raise UnavailableError(
            f"{weights.folder} {what}", hint=_how_to_get(weights.name, weights.folder, wanted)
        )
    return weights


def _gone(folder: Path, wanted: Wanted) -> Iterator[str]:
    """Yield the names of files that are missing."""
    if (folder / FETCHING).is_file():
        yield "all of its files: fetching it was stopped"
    if wanted.pipeline:
        yield from _gone_of_pipeline(folder, wanted)
        return
    if not (folder / _CONFIG).is_file():
        yield _CONFIG
    yield from _gone_of_tokenizer(folder, wanted)
    yield from _gone_of_weights(folder)


def _gone_of_pipeline(folder: Path, wanted: Wanted) -> Iterator[str]:
    if not (folder / _PIPELINE).is_file():
        yield _PIPELINE
        return
    for name, library, kind in parts_of(folder, wanted):
        inside = folder / name
        if kind.endswith("Scheduler"):
            gone = [] if (inside / _SCHEDULER).is_file() else [_SCHEDULER]
        elif library == "transformers" and "Token" in kind:
            gone = list(_gone_of_tokenizer(inside, wanted))
        else:
            gone = [] if (inside / _CONFIG).is_file() else [_CONFIG]
            gone += _gone_of_weights(inside)
        yield from (f"{name}/{file}" for file in gone)


def parts_of(folder: Path, wanted: Wanted) -> Iterator[tuple[str, str, str]]:
    """Yield (folder, library, class) of a pipeline's parts.

    Raises
    ------
    UnavailableError
        it is another pipeline, or asks for code that is not diffusers' or transformers' own
    """
    index = _read(folder / _PIPELINE)
    if (made := index.get("_class_name")) != wanted.pipeline:
        raise UnavailableError(
            f"the model in {folder} is a '{made}', no {wanted.pipeline}",
            hint=f"{wanted.section}.model takes a folder saved by {wanted.pipeline}.",
        )
    for name, part in index.items():
        if name.startswith("_") or not isinstance(part, list) or len(part) != 2 or not part[0]:
            continue
        library, kind = map(str, part)
        if library not in (*_OWN_CODE, wanted.parts) or not re.fullmatch(r"\w+", name):
            raise UnavailableError(
                f"the model in {folder} asks for code of '{library}', which is not run",
                hint="Take a model that diffusers knows by itself.",
            )
        yield name, library, kind


def _gone_of_tokenizer(folder: Path, wanted: Wanted) -> Iterator[str]:
    if not any((folder / name).is_file() for name in wanted.tokenizers):
        yield wanted.tokenizers[0]


def _gone_of_weights(folder: Path) -> Iterator[str]:
    names = _weight_files(folder)
    yield from [name for name in names if not (folder / name).is_file()] or (
        [] if names else [f"{_WHOLE[0]} (only safetensors are read)"]
    )


def _weight_files(folder: Path) -> list[str]:
    for whole in _WHOLE:
        if (folder / whole).is_file():
            return [whole]
        shards = _read(folder / f"{whole}.index.json").get("weight_map")
        if isinstance(shards, dict):
            return sorted({str(name) for name in shards.values()})
    return []


def _read(path: Path) -> dict[str, Any]:
    """Return a JSON object; empty when there is none."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _how_to_get(name: str, folder: Path, wanted: Wanted) -> str:
    size = f" (about {wanted.sizes_gb[name]:g} GB)" if name in wanted.sizes_gb else ""
    first = _PIPELINE if wanted.pipeline else f"{_CONFIG}, {wanted.tokenizers[0]}"
    inside = " and a folder for each part" if wanted.pipeline else ""
    return (
        f"It takes {first} and *.safetensors{size} in {folder}{inside}: 'scenescore models' lists "
        "what it can fetch, after you have read the model's licence; or set "
        f"{wanted.section}.model to a folder that has them."
    )
