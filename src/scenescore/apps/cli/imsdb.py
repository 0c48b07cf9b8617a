"""`scenescore imsdb`: finds and fetches scripts, politely; the only command that goes there."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from scenescore.apps.cli.console import running, say, show, show_json, table
from scenescore.apps.cli.options import AsJson, Quiet


class Action(StrEnum):
    """What to do there."""

    search = "search"
    get = "get"
    list = "list"


def command(
    action: Annotated[Action, typer.Argument(metavar="search|get|list")],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORDS]...", help="search: words of a title. get: whole titles."),
    ] = None,
    genre: Annotated[
        str | None, typer.Option(help="list: films of one genre: Action, Drama, Sci-Fi, ...")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", "-o", help="get: copy the scripts into this folder.")
    ] = None,
    quiet: Quiet = False,
    json: AsJson = False,
) -> None:
    """Search IMSDb, list its films, or get scripts into your own cache.

    Scripts belong to their writers: read them, keep them to yourself.
    """
    from scenescore.core.errors import UsageError
    from scenescore.studio.imsdb import open_library

    if action is not Action.list and not words:
        raise UsageError(f"{action.value} what?", hint=f"scenescore imsdb {action.value} WORDS")
    with running(quiet=quiet or json) as run:
        library = open_library(run)
        if action is Action.get:
            _get(library, words or [], to, json)
            return
        found = library.search(" ".join(words or [])) if words else library.films(genre)
    if json:
        show_json([{"title": film.title, "path": film.path} for film in found])
    else:
        table(("title", "path"), [(film.title, film.path) for film in found])
    if not found:
        say("No film of that name there.")


def _get(library: Any, titles: list[str], to: Path | None, json: bool) -> None:
    """Fetch scripts one by one; what fails is said, and the rest goes on."""
    from scenescore.core.errors import PartialError, ScenescoreError

    got, failed = [], []
    for title in titles:
        try:
            got.append(_told(library.get(title), to))
        except ScenescoreError as problem:
            failed.append(problem)
            if len(titles) > 1:
                say(f"{title}: {problem.message}")
    if json:
        show_json(got)
    else:
        for script in got:
            show(f"{script['file']}  ({script['title']}, {script['scenes']} scenes)")
    if failed and len(titles) == 1:
        raise failed[0]
    if failed:
        raise PartialError(
            f"{len(failed)} of {len(titles)} scripts could not be had",
            hint="Run it again for the rest; what was fetched is kept.",
        )


def _told(script: Any, to: Path | None) -> dict[str, Any]:
    """Read a fetched script, so that an empty page is never a success; copy it when asked."""
    from scenescore.core import files
    from scenescore.studio.steps import read_script

    film = read_script(script.path)
    path = script.path
    if to is not None:
        name = "".join(c if c.isalnum() or c in " -" else "" for c in script.title).strip()
        path = to / f"{name or 'script'}{script.path.suffix}"
        files.write_bytes(path, script.path.read_bytes())
    return {
        "title": script.title,
        "url": script.url,
        "file": str(path),
        "scenes": len(film.scored_scenes),
    }
