"""`scenescore scenes`: what the reader found in a script."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from scenescore.apps.cli.console import is_terminal, say, show, show_json, table
from scenescore.apps.cli.options import AsJson, Script


def command(
    file: Script,
    table_to: Annotated[
        Path | None,
        typer.Option("--table", help="Write the five-column table: OUT.csv or OUT.parquet."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Show the scenes of a script."""
    from scenescore.core.errors import UnreadableScreenplayError
    from scenescore.studio.steps import read_script, tell_script, write_script_table

    try:
        screenplay = read_script(file)
    except UnreadableScreenplayError as problem:
        if json:
            show_json(_unreadable(file, problem))
        raise
    if table_to:
        write_script_table(screenplay, table_to)
        say(f"wrote {table_to}")
    if json:
        show_json(tell_script(screenplay))
    elif not table_to:
        _show(screenplay)


def _unreadable(file: Path, problem: Any) -> dict[str, Any]:
    diagnostic = {"code": problem.code, "line": problem.line, "message": problem.message}
    return {
        "schema": 1,
        "title": file.stem,
        "authors": [],
        "genres": [],
        "format": None,
        "segmentation": None,
        "diagnostics": [diagnostic],
        "scenes": [],
    }


def _show(screenplay: Any) -> None:
    """Show the reading: at a glance on a terminal, scene by scene in a pipe."""
    from scenescore.apps.cli.scenes_view import show_reading
    from scenescore.studio.steps import summarise_script

    summary = summarise_script(screenplay)
    if is_terminal():
        show_reading(screenplay, summary)
        return
    written_by = f" by {', '.join(screenplay.authors)}" if screenplay.authors else ""
    show(f"{screenplay.title}{written_by}  ({screenplay.format}, {summary.pages:.0f} pages)")
    rows = [
        (
            scene.number or "",
            "  " * (scene.level == "shot") + scene.title,
            f"{scene.eighths // 8} {scene.eighths % 8}/8" if scene.eighths else "",
            ", ".join(_speakers(scene)[:4]),
        )
        for scene in screenplay.scenes
    ]
    table(("", "heading", "pages", "speaking"), rows)
    for diagnostic in screenplay.diagnostics:
        say(f"note: {diagnostic.message}")


def _speakers(scene: Any) -> list[str]:
    return list(dict.fromkeys(e.person for e in scene.elements if e.kind == "character"))
