"""What a worker process needs before anything else, and nothing that would leak into the caller.

A worker imports this first, so it must stay free of numerical libraries: they read once, when they
are loaded, how many threads they may use.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event as ProcessEvent
from types import ModuleType

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_starting = threading.Lock()
_stop: ProcessEvent | None = None


def begin(stop: ProcessEvent) -> None:
    """Make this process a worker: one thread for each library, and it stops when `stop` is set.

    One thread is faster where many work side by side, and gives equal bytes everywhere.
    """
    global _stop
    _stop = stop
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    for number in (signal.SIGINT, signal.SIGTERM):  # a group's signals are the parent's to answer
        signal.signal(number, signal.SIG_IGN)


def told_to_stop() -> ProcessEvent:
    """Return what `begin` was given."""
    assert _stop is not None  # only workers ask
    return _stop


@contextmanager
def without_main() -> Iterator[None]:
    """Start workers without running the caller's script in them: it may have no main guard.

    One thread at a time, since all share the one `__main__`.
    """
    with _starting:
        before = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = before
