"""A theme on disk: `anna.json` with its exact notes, and `anna.mid` beside it for a person to open.

The same pair in a film's `themes/` and in a folder that the films of a series share. Knows the
files; knows nothing about which theme a film should take.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from scenescore.core.codec import dumps, from_json, read_json
from scenescore.core.errors import BadDataError
from scenescore.core.files import read_bytes, sha256_of, write_bytes, write_text
from scenescore.core.names import slug_of
from scenescore.core.types import Theme, ThemeSlot
from scenescore.music.theme_midi import read_theme, write_theme
from scenescore.studio.folder import SCHEMA

_NOTE = re.compile(r"\{\s+(\"onset_beats\"[^{}]*?)\s+\}")
_MIDI = (".mid", ".midi")


@dataclass(frozen=True, slots=True)
class KeptTheme:
    """A theme's JSON file."""

    theme: Theme
    midi_sha256: str = ""
    """Of the MIDI file beside it, to notice one that a person put there."""
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class TuneFile:
    """A MIDI file with a theme in it."""

    path: Path
    owner: str
    """Whose: as the JSON beside it says, else the file's name (`HEROINE.mid`)."""
    kept: KeptTheme | None
    """What is written beside it; None where a person put the file there, or changed it since."""

    def theme(self, slot: ThemeSlot) -> Theme:
        """Return the tune: the exact notes kept beside the file, else what the file holds.

        Raises
        ------
        BadDataError
            the file is no MIDI, or has no note in it
        """
        if self.kept:
            return self.kept.theme
        return read_theme(read_bytes(self.path), slot, name=str(self.path))


def tune_files(folder: Path) -> tuple[TuneFile, ...]:
    """Return every MIDI file in a folder of themes, by name; empty when there is no folder."""
    if not folder.is_dir():
        return ()
    paths = (p for p in sorted(folder.iterdir()) if p.suffix.lower() in _MIDI and p.is_file())
    return tuple(_tune_file(path) for path in paths if not path.name.startswith("."))


def _tune_file(path: Path) -> TuneFile:
    beside = path.with_suffix(".json")
    kept = read_kept(beside) if beside.is_file() else None
    owner = kept.theme.slot.owner if kept else re.sub(r"[-_\s]+", " ", path.stem).upper()
    is_as_written = kept is not None and sha256_of(path) == kept.midi_sha256
    return TuneFile(path, owner, kept if is_as_written else None)


def read_kept(path: Path) -> KeptTheme:
    """Return a theme's JSON file.

    Raises
    ------
    BadDataError
        when somebody's edit broke it
    """
    hint = f"Delete it to have the theme written again; {path.stem}.mid beside it is kept."
    try:
        return from_json(KeptTheme, read_json(path, hint=hint))
    except BadDataError as problem:
        raise BadDataError(f"{path}: {problem.message}", hint=hint) from problem


def free_path(folder: Path, owner: str) -> Path:
    """Return where a new theme goes: `anna.json`, or `anna-2.json` beside another's."""
    slug = slug_of(owner, otherwise="theme")
    names = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    paths: Iterator[Path] = (folder / f"{name}.json" for name in names)
    return next(path for path in paths if not path.exists())


def write_pair(path: Path, theme: Theme, midi: bytes | None = None) -> Theme:
    """Write `path` (JSON) and the MIDI beside it, as given or from the notes; return the theme."""
    midi_path = path.with_suffix(".mid")
    if midi is None:
        write_theme(midi_path, theme)
    else:
        write_bytes(midi_path, midi)
    return note_down(path, theme)


def note_down(path: Path, theme: Theme) -> Theme:
    """Write a theme's JSON beside the MIDI that is there; return the theme."""
    text = dumps(KeptTheme(theme, sha256_of(path.with_suffix(".mid"))))
    write_text(path, _NOTE.sub(lambda m: "{" + re.sub(r"\s*\n\s*", " ", m[1]) + "}", text))
    return theme
