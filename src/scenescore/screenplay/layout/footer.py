"""Cuts the site's footer from a script that came from IMSDb, and keeps what it says.

The footer is the title, `Writers :`, `Genres :`, `User Comments`, as a page or as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAIL = 6000
_WRITERS = re.compile(
    r"^[ \t]*Writers?\s*:[ \t]*(.*(?:\n(?![ \t]*Genres)[^\n]+){0,3})", re.MULTILINE
)
_GENRES = re.compile(r"^[ \t]*Genres?\s*:[ \t]*(.*)$", re.MULTILINE)
_START = re.compile(
    r"^[ \t]*(?:Writers?\s*:|Genres?\s*:|User Comments|Back to IMSDb|Index\s*$)", re.MULTILINE
)
_PARTS = re.compile(r"\s{2,}|,\s*|;\s*|\xa0+\s*")
_ARTICLE = re.compile(r"(.+), (The|A|An|Le|La|Les|L'|Der|Die|Das|El|Il)$")


@dataclass(frozen=True, slots=True)
class Footer:
    """What the site knows about the film."""

    title: str = ""
    writers: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()


def cut_footer(text: str) -> tuple[str, Footer]:
    """Return the text without the footer, and what the footer said."""
    start = max(len(text) - _TAIL, 0)
    tail = text[start:]
    if "Genres" not in tail and "User Comments" not in tail:
        return text, Footer()
    first = _START.search(tail)
    genres = _GENRES.search(tail)
    if first is None or (genres is None and "Back to IMSDb" not in tail):
        return text, Footer()
    writers = _WRITERS.search(tail)
    head = tail[: first.start()].rstrip()
    above, _, title = head.rpartition("\n")
    title = title.strip()
    if not 0 < len(title) <= 80 or title.isupper():
        above, title = head, ""
    footer = Footer(
        natural_title(title),
        _split(writers[1]) if writers else (),
        _split(genres[1]) if genres else (),
    )
    return text[:start] + above, footer


def natural_title(title: str) -> str:
    """Return `The Piano` for `Piano, The`."""
    match = _ARTICLE.match(title)
    return f"{match[2]} {match[1]}" if match else title


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.strip(" .") for p in _PARTS.split(text.strip()) if p.strip(" .")))
