"""The child process: a PDF on standard input becomes lines of JSON on standard output.

Knows pypdfium2 and nothing about screenplays. The first line says how many pages there are, each
further line is a page: a list of [left, bottom, right, top, text], in points. A file that cannot be
read gives one object with `error`. Run by `child.py` only, under limits that it sets itself first.
"""

from __future__ import annotations

import json
import math
import re
import sys
from typing import Any

_BLANKS = re.compile(r"\s+")
#: How PDFium marks a hyphen at a line's end.
_HYPHENS = {0xFFFE: "-", 0x02: "-"}


def main() -> None:
    """Read, write, and never more than was allowed."""
    memory, cpu_s, pages = map(int, sys.argv[1:4])
    _limit(memory, cpu_s)
    _extract(sys.stdin.buffer.read(), pages)


def _limit(memory: int, cpu_s: int) -> None:
    """Let the system stop this process when a file makes it grow or run on."""
    try:
        import resource
    except ImportError:  # no such limits on Windows; the parent's clock still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _extract(data: bytes, most_pages: int) -> None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        locked = "password" in str(problem).lower()
        _say({"error": "locked-pdf" if locked else "damaged-pdf"})
        return
    title = str(document.get_metadata_dict().get("Title", ""))
    _say({"pages": len(document), "title": title})
    for number in range(min(len(document), most_pages)):
        page = document[number]
        text = page.get_textpage()
        _say(_runs(text))
        text.close()
        page.close()


def _runs(page: Any) -> list[tuple[float, float, float, float, str]]:
    found = []
    for index in range(page.count_rects()):
        left, bottom, right, top = page.get_rect(index)
        # A slanted letter leans into the next box: the edges are left out, no apostrophe is.
        inset = min(0.5, (right - left) / 4)
        text = page.get_text_bounded(left + inset, bottom, right - inset, top)
        clean = _BLANKS.sub(" ", _letters(text.translate(_HYPHENS)))
        if clean.strip() and all(map(math.isfinite, (left, bottom, right, top))):
            found.append((left, bottom, right, top, clean))
    return found


def _letters(text: str) -> str:
    """Return the text less halves of letters, which no file could hold."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def _say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
