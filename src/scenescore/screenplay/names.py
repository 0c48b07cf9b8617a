"""Takes the line above a speech apart: name, extensions, dual mark.

Knows how extensions are spelt and mis-spelt; knows nothing about who is whom (see `people.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_GROUP = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]?\s*$")
# Extensions without brackets: `ANNA V.O.`, `ANNA (V.O`, `ANNA V/0`.
_BARE = re.compile(
    r"[\s,(\-]+(v\s*[./]?\s*[o0]\.?|[o0]\s*[./]\s*[sc]\.?|[o0][sc]\.|cont['’`]?d\.?|continuing)\s*$",
    re.IGNORECASE,
)
_FORMS = (
    ("V.O.", re.compile(r"v\W*[o0]\W*|voice\W*over\W*|narration|voix off", re.IGNORECASE)),
    ("O.S.", re.compile(r"[o0]\W*s\W*|off\W*screen\W*|off\W*stage\W*", re.IGNORECASE)),
    ("O.C.", re.compile(r"[o0]\W*c\W*|off\W*camera\W*", re.IGNORECASE)),
    ("CONT'D", re.compile(r"cont\W*(?:in\W*u\W*(?:ed|ing)|d|inued)?\W*|continuing|more", re.I)),
)


_LONGEST = 200
"""Letters; more are no name, whatever brackets they end in."""


@dataclass(frozen=True, slots=True)
class Name:
    """A printed name, taken apart."""

    character: str
    """As printed, less extensions."""
    extensions: tuple[str, ...] = ()
    """As printed, brackets removed, left to right."""

    @property
    def extension(self) -> str | None:
        """All extensions in one string, or None."""
        return ", ".join(self.extensions) or None


@lru_cache(maxsize=8192)
def split_name(text: str) -> Name:
    """Return name and extensions of `ANNA (V.O.) (CONT'D)`.

    >>> split_name("ANNA (V.O.) (CONT'D)")
    Name(character='ANNA', extensions=('V.O.', "CONT'D"))
    >>> split_name("BEN V/0").character
    'BEN'
    """
    rest, found = text.strip(), list[str]()
    if len(rest) > _LONGEST:
        return Name(rest)
    if rest.endswith((").", "):", "),")):
        rest = rest[:-1]
    while True:
        match = _GROUP.search(rest) if ("(" in rest or "[" in rest or "{" in rest) else None
        match = match or _BARE.search(rest)
        if match is None or match.start() == 0:
            break
        found.append(match[1].strip())
        rest = rest[: match.start()].rstrip()
    return Name(rest.rstrip(" :,"), tuple(part for part in reversed(found) if part))


def plain_extension(extension: str) -> str:
    """Return the usual spelling of one extension: `v/0` is `V.O.`, `Cont.` is `CONT'D`."""
    for usual, form in _FORMS:
        if form.fullmatch(extension.strip()):
            return usual
    return extension.strip()
