"""`scenescore brief`: what the music should know about each scene."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenescore.apps.cli.console import running, show, show_json
from scenescore.apps.cli.options import Analyst, AsJson, Quiet

if TYPE_CHECKING:
    from scenescore.core.settings import Settings
    from scenescore.core.types import SceneBrief


def command(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", readable=False, help="A screenplay of any known format."),
    ] = None,
    scene: Annotated[int | None, typer.Option(help="Only the scene of this number.")] = None,
    text: Annotated[
        Path | None,
        typer.Option(help="One raw scene instead of a script; '-' reads stdin.", readable=False),
    ] = None,
    analyst: Analyst = None,
    memory: Annotated[
        bool, typer.Option(help="Let earlier scenes colour later ones.", show_default=True)
    ] = True,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show what each scene feels like: words, genre, moods, what memory adds, and the evidence."""
    from scenescore.core.errors import UsageError
    from scenescore.core.settings import load
    from scenescore.studio.settings_of import judge

    if (file is None) == (text is None):
        raise UsageError("brief needs a script or --text", hint="scenescore brief film.fountain")
    settings = load().with_flags(story__analyst=analyst)
    judge(settings)
    if text is not None:
        briefs = _of_text(text, settings)
    elif file is not None:
        briefs = _of_script(file, settings, memory, quiet)
    if scene is not None:
        briefs = [brief for brief in briefs if brief.scene == scene]
        if not briefs:
            raise UsageError(f"there is no scene {scene}", hint="'scenescore scenes' lists them.")
    if json:
        show_json(briefs)
    else:
        from scenescore.apps.cli.brief_table import lines_of

        for line in lines_of(briefs):
            show(line)


def _of_text(text: Path, settings: Settings) -> list[SceneBrief]:
    from scenescore.core.files import read_bytes
    from scenescore.studio.steps import understand_text

    raw = sys.stdin.buffer.read() if str(text) == "-" else read_bytes(text)
    analyst = settings["story.analyst"]
    scene = raw.decode("utf-8", "replace")
    return [understand_text(scene, analyst=analyst, settings=settings)]


def _of_script(file: Path, settings: Settings, memory: bool, quiet: bool) -> list[SceneBrief]:
    from scenescore.studio.steps import read_script, understand

    with running(quiet=quiet) as run:
        screenplay = read_script(file, run.within(0.0, 0.3))
        inner = run.within(0.3, 1.0)
        briefs = understand(
            screenplay,
            analyst=settings["story.analyst"],
            memory=memory,
            settings=settings,
            run=inner,
        )
        return list(briefs)
