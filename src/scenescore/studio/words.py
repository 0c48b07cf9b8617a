"""Counts score genres and emotions over films: the paper's Figures 6 and 7, as tables and pictures.

A scene counts once for its leading genre and once for each of its emotions. Reads film folders,
libraries of them, and scripts that were never scored. Draws nothing: `word_pictures` does.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenescore.core.codec import from_json, read_json
from scenescore.core.errors import (
    BadDataError,
    NoInputError,
    PartialError,
    ScenescoreError,
    UsageError,
)
from scenescore.core.files import write_text
from scenescore.core.progress import Run
from scenescore.core.types import SceneBrief
from scenescore.screenplay.view import from_json as screenplay_from_json
from scenescore.studio.folder import FilmFolder
from scenescore.studio.steps import read_script, understand

_SCRIPTS = (".fountain", ".fdx", ".pdf", ".celtx", ".html", ".txt")
"""Files that a folder of scripts is searched for."""


@dataclass(frozen=True, slots=True)
class FilmWords:
    """What one film's scenes are called."""

    title: str
    film_genres: tuple[str, ...]
    """Film genres that the source names."""
    genres: tuple[str, ...]
    """The leading score genre of each scene."""
    emotions: tuple[tuple[str, ...], ...]
    """The emotions of each scene."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each word is said."""

    word: str
    scenes: int
    share: float
    """0..1 of all scenes counted."""
    films: int
    """Films in which it is said."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The tables of some films."""

    films: tuple[FilmWords, ...]
    genres: tuple[Tally, ...]
    """Most frequent first."""
    emotions: tuple[Tally, ...]
    unread: tuple[str, ...]
    """Films that could not be read, and why."""

    @property
    def scenes(self) -> int:
        """Scenes counted."""
        return sum(len(film.genres) for film in self.films)


def count_words(
    paths: Sequence[Path], *, film_genre: str | None = None, analyst: str = "auto", run: Run
) -> Counted:
    """Return the counts over films, those of one film genre when asked.

    Raises
    ------
    NoInputError, BadDataError, UsageError
        nothing there; nothing that can be read; no film of that genre
    """
    found: list[FilmWords] = []
    unread: list[str] = []
    places = [place for path in paths for place in _places(path)]
    for place in run.each(places, "counting {}"):
        try:
            found.append(_words_of(place, analyst, run))
        except ScenescoreError as problem:
            unread.append(problem.message)
            run.note(f"{place.name} is left out: {problem.message}")
    if not found:
        raise BadDataError("no film could be read", hint=" ".join(unread)[:300])
    films = tuple(found) if film_genre is None else _of_genre(found, film_genre)
    return Counted(
        films,
        _tallies(films, lambda film: [(genre,) for genre in film.genres]),
        _tallies(films, lambda film: film.emotions),
        tuple(unread),
    )


def write_words(counted: Counted, to: Path, *, pictures: bool = True) -> tuple[Path, ...]:
    """Write the tables, then the pictures; return the files written.

    Raises
    ------
    PartialError
        the tables are written, but the pictures need a library, or some films could not be read
    """
    tables = {"genres": counted.genres, "emotions": counted.emotions}
    written = [write_text(to / f"{name}.csv", _csv(name, rows)) for name, rows in tables.items()]
    if pictures:
        from scenescore.studio.word_pictures import draw, lacking

        lack = lacking()
        if lack:
            raise PartialError(
                f"{written[0]} and {written[1]} are written, but no pictures: {lack} is missing",
                hint="pip install 'scenescore[ui]'",
            )
        for name, rows in tables.items():
            written += draw(name, rows, counted.scenes, to)
    if counted.unread:
        raise PartialError(
            f"{len(counted.unread)} of {len(counted.films) + len(counted.unread)} films were left "
            "out",
            hint=counted.unread[0],
        )
    return tuple(written)


def _places(path: Path) -> list[Path]:
    """Return the films at a path: itself, or those of a library, or the scripts of a folder."""
    if not path.exists():
        raise NoInputError(f"{path}: there is no such film, library or script")
    if path.is_file() or FilmFolder(path).screenplay.is_file():
        return [path]
    inside = sorted(p for p in path.iterdir() if FilmFolder(p).screenplay.is_file())
    inside = inside or sorted(p for p in path.iterdir() if p.suffix.lower() in _SCRIPTS)
    if not inside:
        raise BadDataError(
            f"{path} holds no film folders and no scripts",
            hint=f"Scripts end in {', '.join(_SCRIPTS)}; any other file can be named itself.",
        )
    return inside


def _words_of(place: Path, analyst: str, run: Run) -> FilmWords:
    if place.is_file():
        screenplay = read_script(place)
        briefs: Iterable[SceneBrief] = understand(screenplay, analyst=analyst)
    else:
        folder = FilmFolder(place)
        told, kept = read_json(folder.screenplay), read_json(folder.briefs)
        if told is None or kept is None:
            raise BadDataError(f"{place} is not finished: it has no briefs.json")
        screenplay = screenplay_from_json(told)
        briefs = [from_json(SceneBrief, brief) for brief in kept]
    run.check()
    known = tuple(briefs)
    return FilmWords(
        screenplay.title,
        screenplay.genres,
        tuple(brief.genre for brief in known),
        tuple(brief.emotions for brief in known),
    )


def _of_genre(films: Sequence[FilmWords], wanted: str) -> tuple[FilmWords, ...]:
    chosen = tuple(
        film for film in films if wanted.lower() in (genre.lower() for genre in film.film_genres)
    )
    if not chosen:
        known = sorted({genre for film in films for genre in film.film_genres})
        raise UsageError(
            f"none of these films is called {wanted!r}",
            hint=f"They name: {', '.join(known)}." if known else "They name no film genre.",
        )
    return chosen


def _tallies(
    films: Sequence[FilmWords], said: Callable[[FilmWords], Sequence[Sequence[str]]]
) -> tuple[Tally, ...]:
    scenes: Counter[str] = Counter()
    heard_in: Counter[str] = Counter()
    total = 0
    for film in films:
        own = Counter(word for words in said(film) for word in dict.fromkeys(words))
        total += len(said(film))
        scenes.update(own)
        heard_in.update(own.keys())
    order = sorted(scenes, key=lambda word: (-scenes[word], word))
    return tuple(Tally(w, scenes[w], scenes[w] / max(total, 1), heard_in[w]) for w in order)


def _csv(name: str, rows: Iterable[Tally]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow((name.removesuffix("s"), "scenes", "share", "films"))
    table.writerows((row.word, row.scenes, f"{row.share:.4f}", row.films) for row in rows)
    return out.getvalue()
