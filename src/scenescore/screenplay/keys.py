"""Names a scene by what it says, so that inserting a scene elsewhere changes no other name.

The rule: sha256 over the heading (case, accents and punctuation folded) and the first eight words
of the first paragraph of action or speech below it; the first 12 hex digits. A scene that repeats
both word for word gets its occurrence hashed in, counted over equal ones only. So a key survives
scenes inserted, moved or renumbered around it and every edit after its eighth word.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from scenescore.core.types import Element

_WORDS = 8
_TOLD = ("action", "dialogue", "lyric", "centered")


def content_of(heading: str, elements: Iterable[Element]) -> str:
    """Return the words that name a scene."""
    first = next((f for e in elements if e.kind in _TOLD and (f := _fold(e.text[:200]))), "")
    return "\n".join((_fold(heading), " ".join(first.split()[:_WORDS])))


class Keys:
    """Gives out keys for one film, in order of the page."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def key(self, content: str) -> str:
        """Return 12 hex digits, unlike any given out before for this film."""
        self._seen[content] += 1
        again = self._seen[content]
        text = content if again == 1 else f"{content}\n#{again}"
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _fold(text: str) -> str:
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())
