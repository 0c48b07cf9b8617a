"""Makes the other formats of the example films from their Fountain originals.

python tools/example_formats.py            write examples/formats/*
python tools/example_formats.py --check    say whether they are fresh; exit 1 when not
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from typeset import Style, typeset
from typeset_imsdb import to_html, to_text
from typeset_pdf import to_pdf

from scenescore.core.files import write_bytes
from scenescore.core.types import Screenplay
from scenescore.screenplay.read import read_file
from scenescore.screenplay.writers.fdx import to_fdx

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


@dataclass(frozen=True, slots=True)
class Look:
    """How a film is set, so that the two films differ as real scripts do."""

    print: Style
    """The PDF."""
    web: Style
    """The script site's text and page."""
    margin: int
    """Columns for scene numbers to the left of the text."""


SHOOTING_SCRIPT = Look(
    print=Style(lines_per_page=57, is_numbered=True),
    web=Style(lines_per_page=56, is_numbered=True, says_continued=True),
    margin=8,
)
READING_SCRIPT = Look(
    print=Style(lines_per_page=57),
    web=Style(splits_speeches=False, pairs_speeches=False),
    margin=0,
)


def formats_of(screenplay: Screenplay) -> Iterator[tuple[str, bytes]]:
    """Yield (suffix, bytes) for every format of a film."""
    is_numbered = any(scene.printed_number for scene in screenplay.scenes)
    look = SHOOTING_SCRIPT if is_numbered else READING_SCRIPT
    web = typeset(screenplay, look.web)
    yield ".fdx", to_fdx(screenplay)
    yield ".pdf", to_pdf(screenplay, typeset(screenplay, look.print))
    yield ".txt", to_text(screenplay, web, margin=look.margin).encode()
    yield ".html", to_html(screenplay, web, margin=look.margin).encode("iso-8859-1")


def main() -> int:
    """Write the files, or check them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when stale")
    check = parser.parse_args().check
    stale = []
    for original in sorted(EXAMPLES.glob("*.fountain")):
        for suffix, content in formats_of(read_file(original)):
            path = EXAMPLES / "formats" / f"{original.stem}{suffix}"
            if check and not (path.is_file() and path.read_bytes() == content):
                stale.append(path)
            elif not check:
                path.parent.mkdir(exist_ok=True)
                write_bytes(path, content)
    for path in stale:
        print(f"{path.name} is not what its Fountain original says; run {Path(__file__).name}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
