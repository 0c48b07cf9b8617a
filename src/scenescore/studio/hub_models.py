"""The models that neural back-ends play: which there are, under which licence, and fetching one.

Each is fetched at one commit, safetensors only, after its licence was accepted; nothing else
downloads weights. A commit that could not be verified is not made up: then the user names it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scenescore.core.codec import dumps
from scenescore.core.errors import (
    CannotWriteError,
    NoInputError,
    NotPermittedError,
    UnavailableError,
    UsageError,
)
from scenescore.core.files import atomic, held, write_text, writing
from scenescore.core.progress import Run
from scenescore.core.settings import FETCHING, models_folder
from scenescore.studio.hub import RemoteFile, endpoint, fetch_file, list_files, page_of, part_of

_COMMIT = re.compile(r"[0-9a-f]{40}")
_DONE = ".scenescore.json"
_KINDS = (".json", ".safetensors", ".model")
_ALSO = ("merges.txt", "vocab.txt", "LICENSE", "LICENSE.md", "LICENSE.txt", "NOTICE")
_VARIANT = re.compile(r"\.(fp16|bf16|non_ema)[.-]")
"""Weights in another precision beside the plain ones."""
_NC, _GEMMA = "CC-BY-NC 4.0: not for commercial use", "Gemma Terms of Use"
_STABILITY = "Stability AI Community Licence: free below US$ 1,000,000 of yearly revenue"


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model on the hub, and who plays it."""

    name: str
    what: str
    """One sentence for a person."""
    licence: str
    hub: str
    """`owner/name`."""
    revision: str
    """Commit; empty: none that we could verify."""
    serves: tuple[str, str]
    """Kind and name of the back-end that plays it."""
    is_pipeline: bool = False
    """True: several models in folders of their own."""

    def folder(self, revision: str) -> Path:
        """Return where the files of a commit go, which is where back-ends look."""
        return models_folder() / self.hub.replace("/", "--") / revision

    @property
    def is_here(self) -> bool:
        """True when some commit of it was fetched whole."""
        return any(self.folder("x").parent.glob(f"*/{_DONE}"))

    @property
    def settings(self) -> str:
        """Section of the settings that name it."""
        return self.serves[1].replace("-", "_")


def _musicgen(kind: str, size: str, revision: str = "") -> HubModel:
    name = f"musicgen-{kind}"
    what = f"text to music, {size} GB: the composer 'musicgen'"
    return HubModel(name, what, _NC, f"facebook/{name}", revision, ("composers", "musicgen"))


HUB_MODELS: dict[str, HubModel] = {
    model.name: model
    for model in (
        _musicgen("small", "2.4", "4c8334b02c6ec4e8664a91979669a501ec497792"),
        _musicgen("medium", "8", "d3bd7b00761b78ad7a8a05145ee31e7832e9916c"),
        _musicgen("large", "14", "15ccdc92099879e47b6da12c350cdb71d4eab3ca"),
        _musicgen("stereo-small", "2.4"),
        _musicgen("stereo-medium", "8"),
        _musicgen("stereo-large", "14"),
        _musicgen("melody", "6", "68d653a95788ec0d2b0abccab22c0b3a200c2d90"),
        _musicgen("melody-large", "14", "6fdf8d3d815995108c9bdb5183414ff464b171ac"),
        _musicgen("stereo-melody", "6"),
        _musicgen("stereo-melody-large", "14"),
        HubModel(
            "ace-step",
            "ACE-Step 1.5 XL turbo, about 11 GB: the composer 'ace-step'",
            "MIT",
            "ACE-Step/acestep-v15-xl-turbo-diffusers",
            "200ba991ae448051e14b0183157e35c2d27c9fb0",
            ("composers", "ace-step"),
            is_pipeline=True,
        ),
        HubModel(
            "stable-audio",
            "Stable Audio Open 1.0, about 5 GB: the composer 'stable-audio'",
            _STABILITY,
            "stabilityai/stable-audio-open-1.0",
            "f21265c1e2710b3bd2386596943f0007f55f802e",
            ("composers", "stable-audio"),
            is_pipeline=True,
        ),
        HubModel(
            "gemma-2-2b-it",
            "language model, 5.2 GB: the analyst 'gemma'",
            _GEMMA,
            "google/gemma-2-2b-it",
            "299a8560bedf22ed1c72a8a11e7dce4a7f9f51f8",
            ("analysts", "gemma"),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Parcel:
    """What fetching a model would bring."""

    model: HubModel
    revision: str
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def missing(self) -> tuple[RemoteFile, ...]:
        """The files that are not here yet."""
        folder = self.model.folder(self.revision)
        return tuple(f for f in self.files if not _is_here(folder / f.path, f.size))


def pack(model: HubModel, revision: str | None = None, *, source: Path | None = None) -> Parcel:
    """Return the files of a model at a commit, from the hub or from a folder.

    Raises
    ------
    UsageError
        no commit is known for it and none was named
    UnavailableError, NotPermittedError, NoInputError
        the hub cannot be reached or refuses; no safetensors there; no such folder
    """
    wanted = revision or model.revision
    if not _COMMIT.fullmatch(wanted):
        raise UsageError(
            f"'{model.name}' needs --revision COMMIT, of 40 hex digits",
            hint=f"{page_of(model.hub)}/commits/main lists them; take the newest one you trust.",
        )
    if source is not None and not source.is_dir():
        raise NoInputError(f"{source}: there is no such folder")
    there = _files_in(source) if source else list_files(model.hub, wanted)
    files = tuple(file for file in there if _is_wanted(file.path, model.is_pipeline))
    if not any(file.path.endswith(".safetensors") for file in files):
        where = source or f"{model.hub} at {wanted}"
        raise UnavailableError(
            f"{where} holds no safetensors", hint="Other weights can run code and are not fetched."
        )
    return Parcel(model, wanted, files)


def fetch(parcel: Parcel, *, accepted: bool, source: Path | None = None, run: Run) -> Path:
    """Fetch what is missing of a parcel; return its folder. A fetch that was stopped goes on.

    Raises
    ------
    NotPermittedError
        the licence was not accepted; a file is not the one the hub names
    UnavailableError, CannotWriteError
        it broke off; there is no room
    LockedError
        another process is fetching it
    """
    model, folder = parcel.model, parcel.model.folder(parcel.revision)
    if not accepted:
        raise NotPermittedError(
            f"{model.name} is under its own licence ({model.licence})",
            hint=f"Read {page_of(model.hub)}, then say --accept-licence.",
        )
    sentence = f"{model.name} is being fetched by another Scenescore"
    with held(folder.parent / ".lock", sentence, hint="Wait until it is done, or stop it."):
        _fetch_missing(parcel, source, run)
    run.report(f"{model.name} is here", 1.0)
    return folder


def _fetch_missing(parcel: Parcel, source: Path | None, run: Run) -> None:
    model, folder = parcel.model, parcel.model.folder(parcel.revision)
    _need_room(folder, sum(_still_to_come(folder / f.path, f.size) for f in parcel.missing))
    bytes_here = parcel.size - sum(file.size for file in parcel.missing)

    def tick(more: int) -> None:
        nonlocal bytes_here
        bytes_here += more
        part = bytes_here / max(parcel.size, 1)
        run.report(f"{model.name}: {bytes_here / 1e9:.2f} of {parcel.size / 1e9:.2f} GB", part)

    if parcel.missing:  # who plays what is whole goes on meanwhile
        write_text(folder / FETCHING, "")
    for file in parcel.missing:
        if source is not None:
            _copy(source / file.path, folder / file.path)
            tick(file.size)
        else:
            fetch_file(model.hub, parcel.revision, file, folder / file.path, tick)
    told = {"model": model.hub, "revision": parcel.revision, "licence": model.licence,
            "accepted": True, "from": str(source or endpoint()), "files": parcel.files}  # fmt: skip
    write_text(folder / _DONE, dumps({"schema": 1, **told}))
    with writing(folder):
        (folder / FETCHING).unlink(missing_ok=True)


def _is_wanted(path: str, is_pipeline: bool) -> bool:
    """Return whether a back-end reads a file; of a pipeline's top level only its index."""
    place = PurePosixPath(path)
    if place.name in _ALSO:
        return len(place.parts) <= 2
    if place.suffix not in _KINDS or _VARIANT.search(place.name) or place.name.startswith("."):
        return False
    depth = len(place.parts)
    return path == "model_index.json" or depth == 2 if is_pipeline else depth == 1


def _files_in(folder: Path) -> Sequence[RemoteFile]:
    def walk() -> Iterator[RemoteFile]:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield RemoteFile(path.relative_to(folder).as_posix(), path.stat().st_size)

    return tuple(walk())


def _copy(source: Path, to: Path) -> None:
    with atomic(to) as temporary:
        shutil.copyfile(source, temporary)


def _is_here(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _still_to_come(path: Path, size: int) -> int:
    part = part_of(path)
    return max(size - part.stat().st_size, 0) if part.is_file() else size


def _need_room(folder: Path, size: int) -> None:
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    if free < size:
        raise CannotWriteError(
            f"{folder}: {size / 1e9:.1f} GB are needed, {free / 1e9:.1f} GB are free",
            hint="Free some space, or set SCENESCORE_HOME to a larger disk.",
        )
