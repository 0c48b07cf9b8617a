"""What the site's pages say: lists of films, and where a film's script is.

Knows their markup, nothing about fetching. Titles stay as printed; links are followed as they are,
never guessed from a title (two films may share one).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from scenescore.screenplay.encoding import decode
from scenescore.screenplay.layout.footer import natural_title

_SCRIPT_FOLDERS = ("/scripts/", "/transcripts/")
_FILM_FOLDERS = ("/Movie Scripts/", "/TV Transcripts/")


@dataclass(frozen=True, slots=True)
class Listed:
    """A film in a list."""

    title: str
    """As people say it: `The Piano`, not `Piano, The`."""
    path: str
    """Of the film's page on the site."""


def films_of(page: bytes) -> list[Listed]:
    """Return the films that a list page names, in its order."""
    from selectolax.lexbor import LexborHTMLParser

    found: dict[str, Listed] = {}
    for link in LexborHTMLParser(_text(page)).css("a[href]"):
        path = unquote(link.attributes.get("href") or "")
        if not path.startswith(_FILM_FOLDERS) or path in found:
            continue
        title = " ".join(link.text().split())
        if title:
            found[path] = Listed(natural_title(title), path)
    return list(found.values())


def script_of(page: bytes) -> str | None:
    """Return the path of the script that a film's page links to; None when it has none."""
    from selectolax.lexbor import LexborHTMLParser

    links = LexborHTMLParser(_text(page)).css("a[href]")
    targets = [(link.attributes.get("href") or "").strip() for link in links]
    reading = [
        target for link, target in zip(links, targets, strict=True)
        if link.text().strip().lower().startswith("read ")
    ]  # fmt: skip
    for target in (*reading, *targets):
        if _path(target).lower().startswith(_SCRIPT_FOLDERS):
            return target
    return None


def _path(target: str) -> str:
    return unquote(target.partition("://")[2].partition("/")[2]) if "://" in target else target


def _text(page: bytes) -> str:
    return decode(page, declared="iso-8859-1").text
