"""`scenescore themes`: which tunes a film has, and putting them where a series shares them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from scenescore.apps.cli.console import show, show_json, table
from scenescore.apps.cli.options import AsJson


def command(
    action: Annotated[
        Literal["list", "publish"], typer.Argument(metavar="list|publish", help="What to do.")
    ],
    place: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", readable=False, help="A film folder; list: or a folder of themes."
        ),
    ],
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            readable=False,
            show_default=False,
            help="publish: the shared folder; else the film's own setting music.themes.",
        ),
    ] = None,
    owner: Annotated[
        list[str] | None,
        typer.Option("--owner", show_default=False, help="publish: only this one's; repeatable."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="publish: take the place of other tunes there.")
    ] = False,
    json: AsJson = False,
) -> None:
    """List a film's themes, or put them into a folder that the films of a series share."""
    if action == "list":
        _list(place, json)
        return
    from scenescore.core.settings import load
    from scenescore.studio.folder import open_folder
    from scenescore.studio.series import publish, series_folder

    film = open_folder(place)
    folder = to or series_folder(load(film.root), film.root) or _lost()
    done = publish(film, folder, owners=owner or (), replacing=replace)
    if json:
        show_json({"schema": 1, "folder": folder, "themes": done})
    else:
        table(("theme", "file", "state"), [(d.owner, str(d.path), d.state) for d in done])
        show(f"films quote them with: scenescore score FILE --themes {folder}")


def _lost() -> Any:
    from scenescore.core.errors import UsageError

    raise UsageError("publish where?", hint="--to FOLDER names the folder the series shares.")


def _how_to_get(place: Path) -> str:
    if (place / "screenplay.json").is_file():
        return "its people and places come back too seldom to have a tune."
    return f"put tunes there as OWNER.mid, or: scenescore themes publish FILM --to {place}"


def _list(place: Path, json: bool) -> None:
    from scenescore.studio.theme_list import list_themes

    rows = list_themes(place)
    if json:
        show_json({"schema": 1, "themes": rows})
        return
    if not rows:
        show(f"{place} has no themes yet: {_how_to_get(place)}")
        return
    heads = ("theme", "kind", "from", "bars", "notes", "file", "cues")
    table(heads, [(r.owner, r.kind, r.made_by, f"{r.bars:g}", r.notes, r.file, ", ".join(r.cues))
                  for r in rows])  # fmt: skip
