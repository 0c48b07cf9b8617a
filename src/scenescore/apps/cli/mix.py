"""`scenescore mix`: the film mix again, at another loudness, without recording anything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scenescore.apps.cli.console import running, show, show_json
from scenescore.apps.cli.options import AsJson, Quiet


def command(
    film: Annotated[Path, typer.Argument(metavar="FILM", readable=False, help="A film folder.")],
    lufs: Annotated[
        float | None,
        typer.Option(
            help="Loudness: -18, -23 (EBU R 128), -24, -27, -14.",
            show_default=False,
            min=-40,
            max=-8,
        ),
    ] = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Mix the takes of a film again."""
    from scenescore.studio.folder import open_folder
    from scenescore.studio.remix import remix

    folder = open_folder(film)
    with running(quiet=quiet) as run:
        mixed = remix(folder, flags={"mix__target_lufs": lufs}, run=run)
    if json:
        show_json(mixed)
    else:
        level = "" if mixed.loudness_lufs is None else f"  {mixed.loudness_lufs:.1f} LUFS"
        show(f"{folder.root / mixed.audio.path}{level}, peak {mixed.true_peak_dbtp:.1f} dBTP")
