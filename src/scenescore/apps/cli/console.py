"""What the terminal shows: results on stdout, progress and notes on stderr. Knows no film."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn, TextIO

from scenescore.core.progress import Event, Run, Sink


def show(text: str) -> None:
    """Print a result."""
    _print(text, sys.stdout)


def show_json(value: Any) -> None:
    """Print a result as JSON, in UTF-8 whatever the terminal speaks."""
    from scenescore.core.codec import to_json

    forgive(sys.stdout, encoding="utf-8")
    show(json.dumps(to_json(value), indent=1, ensure_ascii=False, allow_nan=False))


def say(text: str) -> None:
    """Print something beside the result."""
    _print(text, sys.stderr)


def _print(text: str, stream: TextIO) -> None:
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:  # `| head` has seen enough: the work goes on unheard
        hush(stream)


def hush(stream: TextIO) -> None:
    """Let what is written to a stream that nobody reads any more go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def forgive(stream: TextIO, *, encoding: str | None = None) -> None:
    """Let a stream spell out the letters its encoding lacks, instead of failing on them."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=encoding or stream.encoding, errors="backslashreplace")


@contextmanager
def running(*, quiet: bool = False) -> Iterator[Run]:
    """Yield a run shown on the terminal; the first Ctrl-C asks it to stop and keep its work."""
    with _sink(quiet) as sink:
        run = Run(sink)
        with _stopping(run):
            yield run


def _leave(code: int) -> NoReturn:
    """End now, workers too: whatever is half-made lies apart and is cleared the next time."""
    from multiprocessing import active_children

    for worker in active_children():
        worker.kill()
    sys.stdout.flush()
    os._exit(code)


class Stopped(SystemExit):
    """The run was stopped by a signal; carries 130 or 143."""


@contextmanager
def _stopping(run: Run) -> Iterator[None]:
    from scenescore.core.errors import Cancelled

    caught: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        if caught:
            _leave(128 + number)
        caught.append(number)
        say("\nStopping; finished work is kept. Once more stops at once.")
        run.cancel()

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    except Cancelled:
        raise Stopped(128 + (caught[0] if caught else signal.SIGINT)) from None
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


@contextmanager
def _sink(quiet: bool) -> Iterator[Sink]:
    if quiet:
        yield lambda event: say(f"note: {event.text}") if event.kind == "note" else None
    elif sys.stderr.isatty():
        with _bar() as sink:
            yield sink
    else:
        yield _Lines()


class _Lines:
    """Progress for a log file: a line each tenth of the way, and every note."""

    def __init__(self) -> None:
        self._tenth = -1

    def __call__(self, event: Event) -> None:
        if event.kind == "note":
            say(f"note: {event.text}")
        elif event.kind == "progress" and int(event.part * 10) > self._tenth:
            self._tenth = int(event.part * 10)
            say(f"{event.part:4.0%}  {event.text}{_left(event)}")


def _left(event: Event) -> str:
    from scenescore.core.timing import seconds_to_clock

    if event.part < 0.12 or event.part >= 1.0:
        return ""
    return f"  (about {seconds_to_clock(event.at_s / event.part * (1 - event.part) + 0.5)} left)"


@contextmanager
def _bar() -> Iterator[Sink]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.text import Text

    part, label = (
        TextColumn(text, markup=False) for text in ("{task.percentage:3.0f}%", "{task.description}")
    )
    columns = (BarColumn(30), part, TimeElapsedColumn(), label)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def sink(event: Event) -> None:
            if event.kind == "note":
                bar.console.print(Text.assemble(("note: ", "yellow"), event.text))
            elif event.kind == "progress":
                bar.update(task, completed=event.part, description=event.text + _left(event))

        yield sink


def is_terminal() -> bool:
    """Return True when a person reads the results, not a pipe."""
    return sys.stdout.isatty()


def table(headings: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Print rows in columns, as wide as the terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    grid = Table(*headings, box=box.SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        grid.add_row(*("" if cell is None else str(cell) for cell in row))
    console = Console()
    console.print(grid, markup=False) if console.is_terminal else _plain(headings, rows)


def _plain(headings: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Print tab-separated lines, for pipes."""
    lines = (("" if cell is None else str(cell) for cell in row) for row in (headings, *rows))
    show("\n".join("\t".join(line) for line in lines))
