"""Starting up

CPU seconds of whole processes, median of five after a warm-up; `import scenescore` is given beyond
what a bare interpreter takes. A busy machine changes wall times, not these.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from row import Row, median_cpu_s

COMMAND = str(Path(sys.executable).parent / "scenescore")


def measure(_: argparse.Namespace) -> Iterator[Row]:
    """Measure what every call pays."""
    help_s = median_cpu_s([COMMAND, "--help"])
    bare_s = median_cpu_s([sys.executable, "-c", "pass"])
    import_s = median_cpu_s([sys.executable, "-c", "import scenescore"])
    yield Row("`scenescore --help`, CPU s", f"{help_s:.2f}", "< 0.3")
    yield Row("`import scenescore`, CPU ms", f"{(import_s - bare_s) * 1e3:.0f}", "< 50")
