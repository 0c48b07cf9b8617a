"""A worker process that is kept warm: does one task at a time, and stops when asked.

When the parent dies, however suddenly, the pipe closes and the worker stops by itself. Takes appear
whole, so nothing is half made.
"""

from __future__ import annotations

import ctypes
import gc
import os
import queue
import signal
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from scenescore.core.errors import Cancelled, ScenescoreError
from scenescore.core.progress import Event, Run
from scenescore.studio.processes import without_main

_POLL_S = 0.1
_PATIENCE_S = 20.0
"""How long a worker may take to stop before it is ended."""
_MAY_BE_LEFT = frozenset({"quick"})
"""Tasks that hold no film: who cancels one need not wait until the worker has noticed, which takes
seconds while it loads its instruments."""
_ANSWER_S = 1.0
"""How long a worker may take to stop before such a task is left to itself."""


class Worker:
    """One worker process, started when first needed and again when it died."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._is_stopping = False
        """True while a task that was left has not ended yet."""

    def warm(self) -> None:
        """Start the process, so that the first task need not wait for it."""
        self._connection()

    def do(self, task: str, request: Mapping[str, Any], run: Run) -> dict[str, Any]:
        """Return what a task of `tasks.TASKS` gives; progress and notes arrive in `run`.

        Raises
        ------
        ScenescoreError
            from the task; or when the process died
        Cancelled
            when the run was asked to stop
        """
        try:
            self._settle(run)
            pipe = self._connection()
            pipe.send(("do", task, dict(request)))
            return self._follow(pipe, run, may_be_left=task in _MAY_BE_LEFT)
        except (EOFError, OSError) as problem:
            self._end()
            if run.is_cancelled:
                raise Cancelled from problem
            raise ScenescoreError(
                "the process that did this work died",
                hint="It may have run out of memory. Finished takes are kept; try again.",
            ) from problem

    def close(self) -> None:
        """End the process."""
        self._end()

    def _connection(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._pipe is None:
            self._end()
            context = get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,))
            with without_main():
                self._process.start()
            theirs.close()
        return self._pipe

    def _settle(self, run: Run) -> None:
        """Wait until a task that was left has ended; end the worker when it does not."""
        end = time.monotonic() + _PATIENCE_S
        while self._is_stopping and self._pipe is not None:
            run.check()
            if time.monotonic() > end:
                self._end()
            elif self._pipe.poll(_POLL_S):
                self._is_stopping = self._pipe.recv()[0] == "event"

    def _follow(self, pipe: Connection, run: Run, *, may_be_left: bool) -> dict[str, Any]:
        asked_at: float | None = None
        while True:
            if run.is_cancelled and asked_at is None:
                pipe.send(("stop",))
                asked_at = time.monotonic()
            waited_s = 0.0 if asked_at is None else time.monotonic() - asked_at
            if waited_s > _ANSWER_S and may_be_left:
                self._is_stopping = True
                raise Cancelled
            if waited_s > _PATIENCE_S:
                raise EOFError
            if not pipe.poll(_POLL_S):
                continue
            kind, *told = pipe.recv()
            if kind == "event":
                _pass_on(told[0], run)
            elif kind == "done":
                result: dict[str, Any] = told[0]
                return result
            elif kind == "cancelled":
                raise Cancelled
            elif asked_at is not None:  # what a task breaks on while it stops is no failure
                raise Cancelled from told[0]
            else:
                raise told[0]

    def _end(self) -> None:
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        self._is_stopping = False
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.join(1.0)
            if process.is_alive():
                process.terminate()
                process.join(5.0)


def _pass_on(event: Event, run: Run) -> None:
    """Tell the run what a worker says; a stop is sent to the worker first, and raised after."""
    if run.is_cancelled:
        return
    with suppress(Cancelled):
        if event.kind == "note":
            run.note(event.text)
        elif event.kind == "progress":
            run.report(event.text, event.part)


# ------------------------------------------------------------------ in the worker process


def _serve(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    orders = queue.Queue[Any]()
    threading.Thread(target=_listen, args=(pipe, orders), daemon=True).start()
    warming = threading.Thread(target=_import_rooms, daemon=True)
    warming.start()
    while (order := orders.get()) is not None:
        warming.join()  # two that import the same libraries at once may find them half made
        try:
            pipe.send(_answer(pipe, *order))
        except OSError:  # nobody listens any more
            return
        _give_memory_back()


def _listen(pipe: Connection, orders: queue.Queue[Any]) -> None:
    _take_orders(pipe, orders)
    time.sleep(_PATIENCE_S)
    os._exit(1)


def _take_orders(pipe: Connection, orders: queue.Queue[Any]) -> None:
    """Queue orders until the pipe closes, each with a stop of its own: one that is stopped before
    it is begun stays stopped.
    """
    stop = threading.Event()
    while True:
        try:
            kind, *told = pipe.recv()
        except (EOFError, OSError):
            stop.set()
            orders.put(None)
            return
        if kind == "stop":
            stop.set()
        else:
            stop = threading.Event()
            orders.put((stop, *told))


def _give_memory_back() -> None:
    """Return freed memory to the system; the C library keeps hundreds of MB after a long cue."""
    gc.collect()
    with suppress(OSError, AttributeError):  # what is no glibc has no such call
        ctypes.CDLL(None).malloc_trim(0)


def _import_rooms() -> None:
    """Load what every task needs while nothing is asked yet."""
    import scenescore.mix.cue
    import scenescore.studio.pipeline  # noqa: F401


def _answer(
    pipe: Connection, stop: threading.Event, task: str, request: dict[str, Any]
) -> tuple[Any, ...]:
    run = Run(lambda event: pipe.send(("event", event)), stop=stop)
    try:
        from scenescore.studio.tasks import TASKS

        return ("done", TASKS[task](request, run))
    except Cancelled:
        return ("cancelled",)
    except ScenescoreError as problem:
        return ("failed", problem)
    except Exception as bug:  # the border of a process: what is not told here ends as "it died"
        if isinstance(bug, OSError) and stop.is_set():
            return ("cancelled",)
        return ("failed", ScenescoreError(f"{task}: {type(bug).__name__}: {bug}"))
