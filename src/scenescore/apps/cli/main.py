"""The command `scenescore`: one file per command, one place where errors become exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import typer

from scenescore import __version__
from scenescore.apps.cli import (
    brief,
    compose,
    doctor,
    export,
    imsdb,
    mix,
    models,
    prompts,
    scenes,
    score,
    serve,
    settings,
    spot,
    themes,
    words,
)
from scenescore.apps.cli.console import forgive, hush, say, show
from scenescore.core.errors import Cancelled, ScenescoreError

COMMANDS: dict[str, Callable[..., None]] = {
    "score": score.command,
    "scenes": scenes.command,
    "brief": brief.command,
    "spot": spot.command,
    "prompts": prompts.command,
    "compose": compose.command,
    "mix": mix.command,
    "export": export.command,
    "themes": themes.command,
    "words": words.command,
    "models": models.command,
    "imsdb": imsdb.command,
    "serve": serve.command,
    "doctor": doctor.command,
    "settings": settings.command,
}

app = typer.Typer(
    name="scenescore",
    help="A screenplay goes in, a film score comes out.",
    rich_markup_mode=None,  # plain help: a third of the start-up time
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _name, _command in COMMANDS.items():
    app.command(_name)(_command)


def _version(wanted: bool) -> None:
    if wanted:
        show(f"scenescore {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    pass


def main() -> None:
    """Run the command line; never ends in a traceback."""
    forgive(sys.stdout)
    try:
        app()
    except SystemExit as end:
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        hush(sys.stdout)  # click calls it a failure that `--help | head` has read enough
        sys.exit(0)
    except ScenescoreError as problem:
        _tell(problem)
        sys.exit(problem.exit_code)
    except Cancelled as stopped:
        sys.exit(stopped.exit_code)
    except Exception as bug:  # the last place where a fault of ours can become words and a log
        sys.exit(_log_fault(bug))


def _tell(problem: ScenescoreError) -> None:
    say(f"scenescore: {problem.message}")
    if problem.hint:
        say(f"  {problem.hint}")
    if problem.exit_code == 70 and problem.__cause__:
        say(f"  Details: {_write_log(problem)}")


def _log_fault(bug: Exception) -> int:
    say(f"scenescore: this is our fault, not yours: {type(bug).__name__}: {bug}")
    say(f"  Please report it with this file: {_write_log(bug)}")
    return ScenescoreError.exit_code


def _write_log(problem: BaseException) -> str:
    from platformdirs import user_log_path

    text = "".join(traceback.format_exception(problem))
    home = os.environ.get("SCENESCORE_HOME")
    folder = Path(home) / "logs" if home else user_log_path("scenescore", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"fault-{os.getpid()}.log"
        path.write_text(f"scenescore {__version__}\n{text}", "utf-8")
    except OSError:
        return f"(the log could not be written)\n{text}"
    return str(path)
