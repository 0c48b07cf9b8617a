"""Names that every file system takes: plain letters, digits and hyphens, never too long.

Letters of other alphabets that have no plain spelling are left out; what nothing is left of keeps
apart from others by a sum. Knows nothing about folders.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LONGEST = 60
"""In letters and bytes alike: with a timecode and a suffix still far below the 255 of a name."""
_FROM, _TO = (
    "ßẞæÆøØœŒđĐðÐłŁþÞı",
    ("ss", "SS", "ae", "AE", "o", "O", "oe", "OE", "d", "D", "d", "D", "l", "L", "th", "Th", "i"),
)
_SPELLED = str.maketrans({**dict(zip(_FROM, _TO, strict=True)), "'": "", "’": ""})
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in range(10)))
)
"""Names that Windows keeps for itself, whatever the suffix."""


def safe_name(text: str) -> str:
    """Return text as part of a file name; empty when nothing of it can be kept.

    >>> safe_name("Élodie: what's left? / Night")
    'Elodie-whats-left-Night'
    """
    return _plain(text.translate(_SPELLED))


def file_name(text: str, *, otherwise: str) -> str:
    """Return text as a whole file name, which says `otherwise` where it cannot say the text.

    >>> file_name("CON", otherwise="film"), file_name("Сталкер", otherwise="film")
    ('CON-film', 'film-6da821')
    """
    name = safe_name(text)
    if name.lower() in _DEVICES:
        return f"{name}-{otherwise}"
    return name or f"{otherwise}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def slug_of(text: str, *, otherwise: str = "film") -> str:
    """Return a file name in small letters: `Amélie & Co.` becomes `amelie-co`."""
    return file_name(text, otherwise=otherwise).lower()


def older_slug_of(title: str) -> str:
    """Return the slug that film folders had before letters were spelled: `Straße`, `strae`."""
    return _plain(title).lower()


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
