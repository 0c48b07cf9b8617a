"""`scenescore export`: a finished film in the forms of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scenescore.apps.cli.console import running, show, show_json
from scenescore.apps.cli.options import AsJson, Quiet


def command(
    film: Annotated[Path, typer.Argument(metavar="FILM", readable=False, help="A film folder.")],
    to: Annotated[
        str,
        typer.Option(
            help="otio, wav, midi, musicxml, cue-sheet, stems, alternates, page, report; "
            "several by comma."
        ),
    ],
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write a film for an editor, a composer or a mail."""
    from scenescore.studio.export import export_film
    from scenescore.studio.folder import open_folder

    folder = open_folder(film)
    with running(quiet=quiet) as run:
        written = export_film(folder, [form.strip() for form in to.split(",")], run=run)
    if json:
        show_json({"schema": 1, "written": written})
    else:
        for path in written:
            show(str(path))
