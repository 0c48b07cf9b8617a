"""`scenescore settings`: every setting, its value and where it was set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scenescore.apps.cli.console import show_json, table
from scenescore.apps.cli.options import AsJson


def command(
    film: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILM]", readable=False, help="Also read this film's project.toml."
        ),
    ] = None,
    json: AsJson = False,
) -> None:
    """Show all settings and where each was set."""
    from scenescore.core.settings import load
    from scenescore.studio.folder import open_folder

    found = load(open_folder(film).root if film else None)
    rows = [(s.key, _shown(s.key, s.value), s.origin) for s in found.values.values()]
    if json:
        show_json({key: {"value": value, "origin": origin} for key, value, origin in rows})
    else:
        table(("setting", "value", "from"), rows)


def _shown(key: str, value: object) -> object:
    """Return a setting's value; of a secret only whether there is one."""
    return "(set)" if value and key.endswith("api_key") else value
