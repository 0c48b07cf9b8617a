"""`scenescore words`: which genres and emotions films are made of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scenescore.apps.cli.console import running, show, show_json
from scenescore.apps.cli.options import Analyst, AsJson, Quiet


def command(
    films: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILM...",
            readable=False,
            help="Film folders, libraries of them, scripts, folders of scripts.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for tables and pictures.")],
    genre: Annotated[
        str | None, typer.Option(help="Only films of this film genre: Drama, Sci-Fi.")
    ] = None,
    pictures: Annotated[
        bool, typer.Option(help="Draw bar charts and word clouds.", show_default=True)
    ] = True,
    analyst: Analyst = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Count genres and emotions over films: tables, bar charts, word clouds."""
    from scenescore.core.settings import load
    from scenescore.studio.words import count_words, write_words

    name = load().with_flags(story__analyst=analyst)["story.analyst"]
    with running(quiet=quiet) as run:
        counted = count_words(films, film_genre=genre, analyst=name, run=run)
        written = write_words(counted, out, pictures=pictures)
    if json:
        show_json(
            {
                "schema": 1,
                "films": len(counted.films),
                "scenes": counted.scenes,
                "genres": counted.genres,
                "emotions": counted.emotions,
                "written": written,
            }
        )
    else:
        for path in written:
            show(str(path))
