"""The composer's bank

Seven briefs for each of 44 genres and three seeds, composed and listened to with `synth`; every
eleventh cue is mastered. How each gate is measured stands in docs/composing.md; the cues that
break one, and a page with piano rolls, spectrograms and players, go to a folder named at the end.
`python benchmarks/bank --help` measures parts of it.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from row import Row


def measure(arguments: argparse.Namespace) -> Iterator[Row]:
    """Measure the whole bank with as many workers as cores."""
    from bank.__main__ import arguments_of
    from bank.__main__ import measure as measure_bank

    asked = arguments_of(["--jobs", str(len(os.sched_getaffinity(0)))])
    yield from measure_bank(asked)
    yield Row("details", str(asked.to / "bank.html"))
