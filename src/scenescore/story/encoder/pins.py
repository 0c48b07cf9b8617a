"""Which files the encoder accepts, and where they lie. Fetches nothing: `scenescore models` does.

all-MiniLM-L6-v2 by sentence-transformers, Apache-2.0. The weights are pinned by the sum of their
content, whatever they came from; a file that differs in one bit is refused.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from scenescore.core.errors import NotPermittedError, UnavailableError
from scenescore.core.files import sha256_of
from scenescore.core.settings import load, models_folder

NAME = "minilm"
PINS: dict[str, str] = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
}
"""File -> sha256 of its content."""
HINT = "'scenescore models get minilm' fetches them (91 MB), once."


def folder() -> Path:
    """Return where the files should be: the folder that the user names, else our own."""
    named = str(load()["story.minilm"])
    return Path(named).expanduser() if named else models_folder() / NAME


def lacking(where: Path) -> str | None:
    """Return None when all files are there, else a sentence; does not read them."""
    gone = [name for name in PINS if not (where / name).is_file()]
    return f"{where} has no {', '.join(gone)}. {HINT}" if gone else None


def checked(where: Path) -> Path:
    """Return the folder once every file in it is the pinned one.

    Raises
    ------
    UnavailableError, NotPermittedError
        a file is missing; a file is another than the pinned one
    """
    lack = lacking(where)
    if lack:
        raise UnavailableError(f"the sentence encoder is not here: {lack}", hint=HINT)
    for name, pin in PINS.items():
        path = where / name
        if sum_of(path) != pin:
            raise NotPermittedError(
                f"{path} is not the file that Scenescore knows, and is not loaded",
                hint=f"Remove it. {HINT}",
            )
    return where


def sum_of(path: Path) -> str:
    """Return the sha256 of a file; read again only when the file has changed."""
    found = path.stat()
    return _sum(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=16)
def _sum(path: Path, changed_ns: int, size: int) -> str:
    return sha256_of(path)
