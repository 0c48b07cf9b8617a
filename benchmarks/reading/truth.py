"""Truth about real scripts, as line numbers and counts; no line of any script is kept here.

Headings and names were listed for each script by a rule of its own (its columns, its numbers, its
words), made by reading it, and every line on which that rule and a reading differed was looked at.
What two readers may take either way (a slug that moves within the place, a name that a page break
repeats) is listed as `maybe` and counts neither for nor against.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"
SCRIPTS = SHARED / "corpus" / "screenplays"


@dataclass(frozen=True, slots=True)
class Truth:
    """What one script holds, by source line."""

    file: str
    layout: str
    headings: frozenset[int]
    maybe_headings: frozenset[int]
    cues: Counter[int]
    """Line -> names on it; two where speeches stand side by side."""
    maybe_cues: frozenset[int]
    action: frozenset[int]
    """Lines that are surely description; empty where no column tells."""

    @property
    def path(self) -> Path:
        """Where the script lies, outside the project."""
        return SCRIPTS / self.file


def truths() -> Iterator[Truth]:
    """Yield every truth whose script is there, and still the one that was labelled."""
    for path in sorted((HERE / "truth").glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        script = SCRIPTS / told["file"]
        if not script.is_file():
            continue
        if hashlib.sha256(script.read_bytes()).hexdigest() != told["sha256"]:
            raise SystemExit(f"{script} is not the file that was labelled")
        yield Truth(
            told["file"],
            told["layout"],
            frozenset(told["headings"]),
            frozenset(told["maybe_headings"]),
            Counter(told["cues"]),
            frozenset(told["maybe_cues"]),
            frozenset(line for a, b in told["action"] for line in range(a, b + 1)),
        )
