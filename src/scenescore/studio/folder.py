"""The film folder: where everything of one film lies, and who may write it.

Knows paths and the lock; knows nothing about what is inside the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scenescore.core.errors import BadDataError, NoInputError
from scenescore.core.files import held

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class FilmFolder:
    """Paths of one film."""

    root: Path

    @property
    def project(self) -> Path:
        """Settings of this film, and what it was made with."""
        return self.root / "project.toml"

    @property
    def source(self) -> Path:
        """Folder with a copy of the script."""
        return self.root / "source"

    @property
    def screenplay(self) -> Path:
        """The script as read."""
        return self.root / "screenplay.json"

    @property
    def briefs(self) -> Path:
        """The briefs in force."""
        return self.root / "briefs.json"

    @property
    def cues(self) -> Path:
        """The cue plan in force."""
        return self.root / "cues.json"

    @property
    def edits(self) -> Path:
        """What a person decided."""
        return self.root / "edits.json"

    @property
    def themes(self) -> Path:
        """Folder of themes."""
        return self.root / "themes"

    @property
    def mix(self) -> Path:
        """Folder of the film mix."""
        return self.root / "mix"

    @property
    def deliver(self) -> Path:
        """Folder of hand-overs."""
        return self.root / "deliver"

    @property
    def runs(self) -> Path:
        """Folder of run logs."""
        return self.root / "runs"

    @property
    def cache(self) -> Path:
        """What can be made again: deleting it loses time, never work."""
        return self.root / ".cache"

    @property
    def made(self) -> Path:
        """Copies of briefs.json and cues.json as we wrote them: what differs is a person's."""
        return self.root / ".made"

    def takes(self, uid: str) -> Path:
        """Folder of a cue's takes."""
        return self.root / "cues" / uid / "takes"

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """Hold edits.json for the moment of one decision; needs no right to write the film.

        Raises
        ------
        LockedError
            another process held it for ten seconds
        """
        sentence = f"{self.edits} is held by another Scenescore"
        with held(self.root / ".edits.lock", sentence, patience_s=10):
            yield

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to write this film.

        Raises
        ------
        LockedError
            another process holds it
        """
        sentence = f"{self.root} is being written by another Scenescore"
        with held(self.root / ".lock", sentence, hint="Wait until it is done, or stop it."):
            yield


def open_folder(path: Path) -> FilmFolder:
    """Return an existing film folder.

    Raises
    ------
    NoInputError, BadDataError
        nothing there; or something that is no film folder
    """
    if not path.exists():
        raise NoInputError(f"{path}: there is no such film folder", hint="Check the path.")
    folder = FilmFolder(path)
    if not folder.screenplay.is_file():
        raise BadDataError(
            f"{path} is not a film folder",
            hint="A film folder ends in .film and is made by 'scenescore score FILE'.",
        )
    return folder
