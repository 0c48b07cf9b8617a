"""The three things a person asks of the site: which films, which of them match, and a script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from scenescore.core.errors import NoInputError, UsageError
from scenescore.core.progress import Run
from scenescore.screenplay.imsdb import where
from scenescore.screenplay.imsdb.pages import Listed, films_of, script_of
from scenescore.screenplay.imsdb.shelf import Shelf, default_folder
from scenescore.screenplay.imsdb.visit import DAY_S, Clock, Visitor
from scenescore.screenplay.people import fold

_LISTS_FRESH_S = 7 * DAY_S
_SCRIPTS_FRESH_S = 90 * DAY_S
_ALL = "/all-scripts.html"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A script in the user's cache."""

    title: str
    url: str
    """Where it came from."""
    path: Path
    """The page or PDF, as the site sent it."""


class Library:
    """IMSDb, cache first."""

    def __init__(
        self, run: Run | None = None, *, folder: Path | None = None, clock: Clock | None = None
    ) -> None:
        clock = clock or Clock()
        self._site = where.IMSDB
        self._shelf = Shelf(folder or default_folder(), clock=clock.now)
        self._visitor = Visitor(self._site, self._shelf, run or Run(), clock)

    def films(self, genre: str | None = None) -> list[Listed]:
        """Return all films of the site, or of a genre (`Action`); raises as `Visitor.fetch`."""
        if genre is not None and not re.fullmatch(r"[A-Za-z-]{2,20}", genre):
            raise UsageError(f"'{genre}' is no genre", hint="One word: Action, Drama, Sci-Fi.")
        path = f"/genre/{genre}" if genre else _ALL
        return films_of(self._visitor.fetch(path, fresh_s=_LISTS_FRESH_S)[0])

    def search(self, words: str) -> list[Listed]:
        """Return the films whose titles hold all the words, the shortest titles first."""
        wanted = fold(words).split()
        found = [film for film in self.films() if all(w in fold(film.title) for w in wanted)]
        return sorted(found, key=lambda film: (len(film.title), film.title))

    def get(self, title: str) -> Fetched:
        """Return the script of the film with this title, fetched unless it is there already.

        Raises
        ------
        NoInputError
            no film of this title, or the site has its page and no script
        UsageError
            several films of this title
        """
        film = self._named(title)
        page, _ = self._visitor.fetch(film.path, fresh_s=_SCRIPTS_FRESH_S)
        target = script_of(page)
        if target is None:
            raise NoInputError(
                f"the site lists '{film.title}' and has no script of it",
                hint="Only its page is there; look for the script elsewhere.",
            )
        url = self._site.joined(self._site.url(film.path), target)
        path = url[len(self._site.url("")) - 1 :]
        _, kept = self._visitor.fetch(path, fresh_s=_SCRIPTS_FRESH_S)
        return Fetched(film.title, kept.url, self._shelf.page(url))

    def _named(self, title: str) -> Listed:
        films = self.films()
        same = [film for film in films if fold(film.title) == fold(title) or film.path == title]
        if len(same) == 1:
            return same[0]
        if same:
            paths = ", ".join(f"'{film.path}'" for film in same)
            raise UsageError(f"{len(same)} films are called '{title}'", hint=f"Name one: {paths}.")
        near = get_close_matches(title, [film.title for film in films], n=3)
        raise NoInputError(
            f"the site lists no film called '{title}'",
            hint=f"Near: {', '.join(near)}." if near else "Try 'scenescore imsdb search WORDS'.",
        )
