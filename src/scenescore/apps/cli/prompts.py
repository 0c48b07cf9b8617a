"""`scenescore prompts`: what a neural composer would be told, and saying it in other words."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Any

import typer

from scenescore.apps.cli.console import running, show, show_json, table
from scenescore.apps.cli.options import AsJson, Composer, Quiet


def command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help="A film folder, or a screenplay.")
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", help="A screenplay: parent folder of its film folder.")
    ] = Path("films"),
    composer: Composer = None,
    cue: Annotated[
        str | None, typer.Option(help="The cue to change: 1m03.", show_default=False)
    ] = None,
    says: Annotated[
        list[str] | None,
        typer.Option(
            "--say", help="Its prompt; again for each further window.", show_default=False
        ),
    ] = None,
    own: Annotated[bool, typer.Option("--reset", help="Its prompt is worded by us again.")] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take the film's last decision back.")
    ] = False,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show each cue's prompts before anything is played; change those of one cue."""
    from scenescore.core.errors import UsageError
    from scenescore.core.settings import load
    from scenescore.studio.decide import undo as take_back
    from scenescore.studio.pipeline import replan
    from scenescore.studio.prompts import change_prompts, planned, speaker, tell_prompts
    from scenescore.studio.settings_of import judge

    if bool(cue) != bool(says or own) or (says and own):
        raise UsageError(
            "a cue and its words go together", hint='Write --cue 1m03 --say "..." or --reset.'
        )
    judge(load().with_flags(music__composer=composer))
    with running(quiet=quiet) as run:
        folder = planned(file, out, run=run)
        speaker(folder, composer)
        if cue:
            change_prompts(folder, cue, None if own else says)
        elif undo:
            said = take_back(folder)
            run.note(f"Taken back: {said}." if said else "There is nothing to take back.")
            replan(folder)
    told = tell_prompts(folder, composer)
    if json:
        show_json({"schema": 1, "folder": folder.root, **told})
    else:
        _show(folder.root, told, composer)


def _show(root: Path, told: dict[str, Any], composer: str | None) -> None:
    from scenescore.core.timing import seconds_to_clock

    rows = [
        (
            cue["label"] if number == 1 else "",
            seconds_to_clock(cue["duration_s"]) if number == 1 else "",
            f"{number} *" if cue["is_own"] else number,
            line,
        )
        for cue in told["cues"]
        for number, line in enumerate(cue["prompts"], 1)
    ]
    table(("cue", "length", "window", f"what {told['composer']} is told"), rows)
    if any(cue["is_own"] for cue in told["cues"]):
        show("* your own words")
    whose = f" --composer {composer}" if composer else ""
    command = f"scenescore prompts {shlex.quote(str(root))}{whose} --cue {_first(told)}"
    show(f'Change one: {command} --say "..."')


def _first(told: dict[str, Any]) -> str:
    return str(told["cues"][0]["label"]) if told["cues"] else "1m01"
