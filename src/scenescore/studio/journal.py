"""One line of JSON for each thing a run had to say, kept in the film's `runs/` folder.

Knows events and lines; a journal that cannot be written never stops the work it tells of.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import IO

from scenescore import __version__
from scenescore.core.codec import to_json
from scenescore.core.errors import Cancelled, ScenescoreError
from scenescore.core.progress import Event, Run
from scenescore.studio.folder import FilmFolder

_STEP = 0.01
"""Progress smaller than this part of the run is not written."""
_MOST = 50
"""Journals kept; older ones are deleted."""


@contextmanager
def journal(folder: FilmFolder, what: str, asked: Mapping[str, object], run: Run) -> Iterator[Run]:
    """Yield the run, its events also written to `runs/<UTC time>-<process>.jsonl`.

    The first line says what was asked, the last how it ended: done, stopped, or the error.
    """
    try:
        folder.runs.mkdir(parents=True, exist_ok=True)
        _forget_old(folder)
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{os.getpid()}.jsonl"
        file = (folder.runs / name).open("a", encoding="utf-8")
    except OSError:
        yield run
        return
    with file:
        lines = _Lines(file)
        lines.write({"did": what, "version": __version__, "asked": to_json(dict(asked))})
        try:
            yield run.also(lines.tell)
        except Cancelled:
            lines.write({"ended": "stopped"})
            raise
        except Exception as problem:  # whatever it is, it is written down and goes on its way
            code = problem.exit_code if isinstance(problem, ScenescoreError) else 70
            lines.write({"ended": "failed", "exit_code": code, "why": str(problem)})
            raise
        lines.write({"ended": "done"})


class _Lines:
    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._part = -1.0

    def tell(self, event: Event) -> None:
        if event.kind == "progress":
            if event.part - self._part < _STEP:
                return
            self._part = event.part
        path = None if event.path is None else str(event.path)
        said = {"kind": event.kind, "text": event.text, "part": round(event.part, 4)}
        self.write({**said, "at_s": round(event.at_s, 3), **({"path": path} if path else {})})

    def write(self, line: Mapping[str, object]) -> None:
        with suppress(OSError):
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()


def _forget_old(folder: FilmFolder) -> None:
    for old in sorted(folder.runs.glob("*.jsonl"))[: -(_MOST - 1)]:
        with suppress(OSError):
            old.unlink()
