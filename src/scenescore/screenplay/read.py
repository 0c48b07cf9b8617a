"""Reads any screenplay: asks every registered reader how sure it is, and takes the surest.

Knows the readers' door only; a new format is one file and one line in `pyproject.toml`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath

from scenescore.core import files, registry
from scenescore.core.errors import UnavailableError, UnreadableScreenplayError
from scenescore.core.progress import Run
from scenescore.core.protocols import Reader
from scenescore.core.types import Screenplay
from scenescore.screenplay.refuse import refuse_foreign

_HEAD_BYTES = 64 * 1024
#: A scan of a whole film is some 30 MB; no script is ten times that.
_LARGEST_BYTES = 300_000_000
_SUFFIX_BONUS = 0.25
#: A reader no surer than this may be looking at a picture.
_WEAK = 0.35


def read_file(path: Path, *, reader: str = "auto", run: Run | None = None) -> Screenplay:
    """Return the screenplay in a file.

    Raises
    ------
    NoInputError, NotPermittedError
        no such file; not allowed to read it
    UnreadableScreenplayError
        no usable script in it; `code` says why: `empty`, `picture`, `stub`, `stylesheet`, ...
    UnknownBackendError
        no reader has that name
    """
    path = Path(path)
    return read_bytes(files.read_bytes(path), name=path.name, reader=reader, run=run)


def read_bytes(
    data: bytes, *, name: str, reader: str = "auto", run: Run | None = None
) -> Screenplay:
    """Return the screenplay in some bytes; `name` is the file name they came under.

    Raises as `read_file`.
    """
    run = run or Run()
    if len(data) > _LARGEST_BYTES:
        raise UnreadableScreenplayError(
            f"{len(data) // 1_000_000} MB is no screenplay", code="too-large",
            hint="Name the script, not the film.",
        )  # fmt: skip
    chosen = _choose(data, name) if reader == "auto" else registry.get("readers", reader)
    if not data.strip():
        refuse_foreign(data)
    title = PurePath(name).stem.replace("_", " ").strip() or name
    with _collecting_later():
        return replace(chosen.read(data, title=title, run=run), source=name)


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Leave garbage for after the block: a reading makes many values and hardly any cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _choose(data: bytes, name: str) -> Reader:
    """Return the reader that is surest of the content; the suffix settles what is close."""
    head = data[:_HEAD_BYTES]
    suffix = PurePath(name).suffix.lower()
    best: tuple[float, float, Reader] | None = None
    for known in registry.names("readers"):
        try:
            candidate: Reader = registry.get("readers", known)
        except UnavailableError:
            continue
        sure = candidate.sniff(head) if data.strip() else 0.0
        score = sure + (_SUFFIX_BONUS if suffix in candidate.suffixes else 0.0)
        if sure > 0 and (best is None or score > best[0]):
            best = (score, sure, candidate)
    if best is None or best[1] <= _WEAK:
        refuse_foreign(data)
    if best is None:
        raise UnreadableScreenplayError(
            "no reader knows this kind of file", code="unknown-format",
            hint=f"There are readers for: {', '.join(registry.names('readers'))}.",
        )  # fmt: skip
    return best[2]
