"""Writes a finished film in one form, and clears away what that form has left behind.

Each form keeps a list of its files with their sums: when a cue is renamed or moved, the file under
its old name goes. A file that a person changed or put there stays, and so does one that another
form still names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scenescore.core.codec import dumps, from_json, read_json
from scenescore.core.files import sha256_of, write_text, writing
from scenescore.core.progress import Run
from scenescore.core.registry import get
from scenescore.core.types import Film
from scenescore.studio.folder import SCHEMA, FilmFolder

_IN_THE_FOLDER = {"report"}
"""Exporters that write beside the film's own files, since they link to them."""
_LISTS = ".delivered"


@dataclass(frozen=True, slots=True)
class _Written:
    """What a form wrote the last time."""

    files: tuple[tuple[str, str], ...] = ()
    """(path inside the film folder, sha256)."""
    schema: int = SCHEMA


def deliver(film: Film, form: str, *, run: Run) -> tuple[Path, ...]:
    """Write a film in one form; return the files written."""
    folder = FilmFolder(film.folder)
    place = folder.root if form in _IN_THE_FOLDER else folder.deliver
    written: tuple[Path, ...] = get("exporters", form).write(film, place, run=run)
    clear_away(folder, form, written)
    return written


def outdated(folder: FilmFolder) -> tuple[str, ...]:
    """Return the forms that were written before the film's mix was last made."""
    mix = folder.mix / "mix.json"
    lists = sorted((folder.root / _LISTS).glob("*.json"))
    if not mix.is_file():
        return ()
    made_ns = mix.stat().st_mtime_ns
    return tuple(path.stem for path in lists if path.stat().st_mtime_ns < made_ns)


def clear_away(folder: FilmFolder, form: str, written: Iterable[Path]) -> None:
    """Remove the files that a form wrote before and not now; note what it wrote now."""
    now = _sums(folder, written)
    before = _read(folder, form)
    write_text(_list(folder, form), dumps(_Written(tuple(now.items()))))
    named = _named(folder)
    for name, digest in before.files:
        path = folder.root / name
        if name not in named and _is_ours(folder, path, digest):
            with writing(path):
                path.unlink()


def note_also(folder: FilmFolder, form: str, written: Iterable[Path]) -> None:
    """Note files of a form that was not finished, so that it clears them away some day."""
    files = dict(_read(folder, form).files) | _sums(folder, written)
    write_text(_list(folder, form), dumps(_Written(tuple(files.items()))))


def _named(folder: FilmFolder) -> set[str]:
    """Return every file that some form names as its own."""
    forms = [path.stem for path in (folder.root / _LISTS).glob("*.json")]
    return {name for form in forms for name, _ in _read(folder, form).files}


def _is_ours(folder: FilmFolder, path: Path, digest: str) -> bool:
    inside = path.resolve().is_relative_to(folder.root.resolve())
    return inside and path.is_file() and sha256_of(path) == digest


def _sums(folder: FilmFolder, written: Iterable[Path]) -> dict[str, str]:
    return {path.relative_to(folder.root).as_posix(): sha256_of(path) for path in written}


def _list(folder: FilmFolder, form: str) -> Path:
    return folder.root / _LISTS / f"{form}.json"


def _read(folder: FilmFolder, form: str) -> _Written:
    return from_json(_Written, read_json(_list(folder, form)) or {})
