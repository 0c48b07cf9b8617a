"""The parent's side: hands a PDF to a child process and reads its pages, within limits.

A stranger's PDF goes through a large C++ library; should it crash, hang or swallow the memory, the
child dies and the user reads one sentence.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.progress import Run

_MEMORY_BYTES = 1_500_000_000
_CPU_S = 60
_WALL_S = 120.0
_MOST_PAGES = 2000
#: A page of text is some 5 kB as JSON.
_LONGEST_LINE = 4_000_000
_MOST_LETTERS = 40_000_000


@dataclass(frozen=True, slots=True)
class TextRun:
    """Letters that stand together, in points from the page's left and bottom edge."""

    left: float
    bottom: float
    right: float
    top: float
    text: str
    """Blanks at its ends kept."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says."""

    pages: list[list[TextRun]]
    title: str = ""
    """As the file's own facts give it; often empty."""


def read_pdf(data: bytes, run: Run, *, wall_s: float = _WALL_S) -> PdfText:
    """Return the text of all pages.

    Raises
    ------
    UnreadableScreenplayError
        `damaged-pdf`, `locked-pdf`, `too-large`, `too-slow`
    """
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        with _child(source, wall_s) as (stream, timed_out):
            told = _answers(stream)
            first = next(told, None)
            if not isinstance(first, dict) or "error" in first:
                raise _refusal(first, timed_out)
            pages: list[list[TextRun]] = []
            count = int(first["pages"])
            if count > _MOST_PAGES:
                raise UnreadableScreenplayError(
                    f"{count} pages are no screenplay", code="too-large", hint="Split the file."
                )
            for number in run.each(range(count), "page {}"):
                rows = next(told, None)
                if not isinstance(rows, list):
                    raise _refusal({"page": number + 1}, timed_out)
                pages.append([TextRun(*row) for row in rows])
    return PdfText(pages, first["title"])


@contextmanager
def _child(source: Any, wall_s: float) -> Iterator[tuple[Any, threading.Event]]:
    """Yield the child's answers and whether its time ran out; it never outlives the block."""
    limits = map(str, (_MEMORY_BYTES, _CPU_S, _MOST_PAGES))
    process = subprocess.Popen(
        [sys.executable, "-m", "scenescore.screenplay.pdf.extract", *limits],
        stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    timed_out = threading.Event()

    def stop() -> None:
        timed_out.set()
        process.kill()

    clock = threading.Timer(wall_s, stop)
    clock.daemon = True
    clock.start()
    try:
        yield process.stdout, timed_out
    finally:
        clock.cancel()
        process.kill()
        if process.stdout is not None:
            process.stdout.close()
        process.wait()


def _answers(stream: Any) -> Iterator[Any]:
    """Yield the child's lines as values; ends with it, or where it says too much."""
    letters = 0
    while line := stream.readline(_LONGEST_LINE):
        letters += len(line)
        if not line.endswith(b"\n") or letters > _MOST_LETTERS:
            return
        yield json.loads(line)


def _refusal(told: Any, timed_out: threading.Event) -> UnreadableScreenplayError:
    told = told if isinstance(told, dict) else {}
    if timed_out.is_set():
        return UnreadableScreenplayError(
            "the PDF takes too long to read", code="too-slow", hint="Export it again as text."
        )
    if told.get("error") == "locked-pdf":
        return UnreadableScreenplayError(
            "the PDF is locked with a password", code="locked-pdf", hint="Save an open copy of it."
        )
    where = f" on page {told['page']}" if "page" in told else ""
    return UnreadableScreenplayError(
        f"the PDF is damaged{where}", code="damaged-pdf", hint="Download or export it again."
    )
