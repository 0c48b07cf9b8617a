"""The film folder's `source/`: the script it was made from, and the table of true times if any.

Also knows which folder a script belongs to, so that two films of one title never mix.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import count
from pathlib import Path

from scenescore.core.codec import read_json
from scenescore.core.errors import NoInputError
from scenescore.core.files import read_bytes, write_bytes
from scenescore.core.names import older_slug_of, slug_of
from scenescore.core.types import Screenplay
from scenescore.studio.folder import FilmFolder

_TIMING = "timing.csv"


def folder_for(screenplay: Screenplay, source: Path, parent: Path) -> FilmFolder:
    """Return the folder of a script's film: `<slug>.film`, numbered when another film has it.

    It is the same film when the file has the name of the script kept there, or any scene is the
    same; so a new draft goes on with the film, another script of that title gets `<slug>-2.film`.
    """
    older = FilmFolder(parent / f"{older_slug_of(screenplay.title)}.film")
    if older.screenplay.is_file() and _is_same(older, screenplay, source):
        return older
    slug = slug_of(screenplay.title)
    for number in count(1):
        name = slug if number == 1 else f"{slug}-{number}"
        folder = FilmFolder(parent / f"{name}.film")
        if not folder.screenplay.is_file() or _is_same(folder, screenplay, source):
            return folder
    raise AssertionError("count() never ends")


def _is_same(folder: FilmFolder, screenplay: Screenplay, source: Path) -> bool:
    if (folder.source / source.name).is_file():
        return True
    before = (read_json(folder.screenplay) or {}).get("scenes", ())
    keys = {scene.get("key") for scene in before}
    return any(scene.key in keys for scene in screenplay.scenes)


def kept_script(folder: FilmFolder) -> Path:
    """Return the script in a film's folder.

    Raises
    ------
    NoInputError
        there is none any more
    """
    found = sorted(_scripts(folder))
    if not found:
        raise NoInputError(
            f"{folder.source} holds no script", hint="Score the script file itself again."
        )
    return found[0]


def keep_script(folder: FilmFolder, source: Path) -> None:
    """Keep a copy of the script; the one of a former draft goes when the new one is there."""
    kept = folder.source / source.name
    if source.resolve() != kept.resolve():
        write_bytes(kept, read_bytes(source))
    for old in _scripts(folder):
        if old != kept:
            old.unlink()


def kept_timing(folder: FilmFolder) -> Path | None:
    """Return the table of true times kept with the film, if there is one."""
    path = folder.source / _TIMING
    return path if path.is_file() else None


def keep_timing(folder: FilmFolder, timing: Path | None) -> None:
    """Keep the table given, if one is."""
    if timing is not None and timing.resolve() != (folder.source / _TIMING).resolve():
        write_bytes(folder.source / _TIMING, read_bytes(timing))


def _scripts(folder: FilmFolder) -> Collection[Path]:
    if not folder.source.is_dir():
        return ()
    return [
        path
        for path in folder.source.iterdir()
        if path.is_file() and path.name != _TIMING and not path.name.startswith(".")
    ]
