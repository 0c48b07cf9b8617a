"""Finds a SoundFont on this machine, and reads which presets it has.

Knows the RIFF layout of .sf2/.sf3 (SoundFont 2.04, section 7.2: the `phdr` sub-chunk); knows
nothing about instruments or sound.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scenescore.core.errors import BadDataError
from scenescore.core.files import reading_error, sha256_of

VARIABLE = "SCENESCORE_MUSIC_SOUNDFONT"
_FAVOURITES = ("MuseScore_General", "MuseScore_General_Full", "MS Basic", "FluidR3_GM", "default")
_FOLDERS = (
    "/usr/share/sounds/sf3",
    "/usr/share/sounds/sf2",
    "/usr/share/soundfonts",
    "/usr/local/share/soundfonts",
    "/usr/local/share/fluidsynth",
    "/opt/homebrew/share/soundfonts",
    "~/.local/share/sounds/sf3",
    "~/.local/share/sounds/sf2",
    "~/.local/share/soundfonts",
    "~/Library/Audio/Sounds/Banks",
    "~/Documents/MuseScore4/SoundFonts",
    "~/Documents/MuseScore3/SoundFonts",
    "C:/soundfonts",
)
_HEADER_BYTES = 38


def find(path: str = "") -> Path | None:
    """Return the font to use: `path`, else the environment's, else the best in usual folders.

    A path that was asked for is returned as it is, there or not.
    """
    asked = path or os.environ.get(VARIABLE, "")
    if asked:
        return Path(asked).expanduser()
    return min(_in_usual_folders(), key=_rank, default=None)


def _in_usual_folders() -> Iterator[Path]:
    for folder in map(Path, map(os.path.expanduser, _FOLDERS)):
        try:
            found = sorted(folder.iterdir()) if folder.is_dir() else []
        except OSError:
            continue
        yield from (one for one in found if one.suffix.lower() in (".sf2", ".sf3"))


def _rank(path: Path) -> tuple[int, str]:
    known = {name.lower(): rank for rank, name in enumerate(_FAVOURITES)}
    return known.get(path.stem.lower(), len(known)), str(path)


@cache
def presets(path: Path) -> dict[tuple[int, int], str]:
    """Return the font's presets: (bank, program) to name.

    Raises
    ------
    BadDataError
        when the file is no SoundFont
    NoInputError, NotPermittedError
        when it cannot be read
    """
    headers = _chunk(path, b"pdta", b"phdr")
    if headers is None or len(headers) < 2 * _HEADER_BYTES:
        raise BadDataError(f"{path}: not a SoundFont", hint="Name a .sf2 or .sf3 file.")
    found = {}
    for at in range(0, len(headers) - _HEADER_BYTES, _HEADER_BYTES):  # the last one is the end mark
        name, program, bank = struct.unpack_from("<20sHH", headers, at)
        found[(bank, program)] = name.split(b"\0")[0].decode("latin-1").strip()
    return found


def _chunk(path: Path, list_kind: bytes, name: bytes) -> bytes | None:
    """Return a sub-chunk's content without reading the samples before it."""
    try:
        with path.open("rb") as stream:
            riff, _, kind = struct.unpack("<4sI4s", stream.read(12).ljust(12, b"\0"))
            if (riff, kind) != (b"RIFF", b"sfbk"):
                return None
            while len(header := stream.read(8)) == 8:
                chunk, size = struct.unpack("<4sI", header)
                if chunk == b"LIST" and stream.read(4) == list_kind:
                    continue  # walk into it
                if chunk == name:
                    return stream.read(size)
                stream.seek(size - (4 if chunk == b"LIST" else 0) + size % 2, os.SEEK_CUR)
    except OSError as problem:
        raise reading_error(path, problem) from problem
    return None


def sha256(path: Path) -> str:
    """Return the font's sha256; computed once per process and state of the file."""
    state = path.stat()
    return _sha256(path, state.st_size, state.st_mtime_ns)


@cache
def _sha256(path: Path, size: int, changed_ns: int) -> str:
    return sha256_of(path)


def licence(path: Path | None) -> str:
    """Return one sentence on what one may do with the font's sound."""
    if path is None:
        return ""
    real = path.resolve().stem
    if real.lower().startswith(("musescore_general", "musescore general")):
        return (
            "MuseScore General soundfont, MIT licence (parts public domain or CC0): "
            "music played with it may be used freely, also commercially."
        )
    if real.lower().startswith("fluidr3"):
        return "FluidR3 soundfont, MIT licence: music played with it may be used freely."
    return f"Sound of {real}: as that font's licence says."
