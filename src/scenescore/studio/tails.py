"""The ends of cues, kept so that a later cue can go on from them, in a later run too.

One for each composer and brief, whichever take of it was made last. Losing them loses nothing but
the seam: the cue that would go on starts clean, and its take says so.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenescore.core.files import writing
from scenescore.core.types import Sound


@dataclass(frozen=True, slots=True)
class Tails:
    """What one composer left in a film's cache."""

    sounds: Path
    """Folder of the film's cached sounds."""
    composer: str

    def lend_to(self, composer: Any) -> None:
        """Let a composer that can go on from cues find them here."""
        if hasattr(composer, "tails"):
            composer.tails = self.find

    def find(self, root: str) -> Path | None:
        """Return the end of the cue with this root key; None when it was never made or is gone."""
        place = self._place(root)
        return place if place.is_file() else None

    def keep(self, root: str, tail: Path | None) -> None:
        """Move the end of a cue here; None: there is none."""
        if tail is not None:
            move_whole(tail, self._place(root))

    def _place(self, root: str) -> Path:
        return self.sounds / "tails" / f"{self.composer}-{root}.npz"


def move_whole(source: Path, to: Path) -> None:
    """Move a file so that it appears whole."""
    part = to.with_suffix(".part")
    try:
        with writing(to):
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(source, part)
            part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def drop(sound: Sound) -> None:
    """Delete what is left of a sound in the folder that its composer made for it."""
    for path in filter(None, (sound.audio.path, sound.tail)):
        path.unlink(missing_ok=True)
    with suppress(OSError):  # there may be more in it that is not ours
        sound.audio.path.parent.rmdir()
