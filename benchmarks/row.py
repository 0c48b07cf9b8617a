"""What a section of the benchmark yields, and how whole processes are timed."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from typing import NamedTuple


class Row(NamedTuple):
    """One line of a table, all as text."""

    figure: str
    measured: str
    goal: str = ""


class Timed(NamedTuple):
    """What a whole process took, children included."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    """Of the largest single process."""
    stdout: str


_TIMER = """
import json, resource, subprocess, sys, time
start = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024,
                  done.stdout.decode(), done.returncode]))
"""


def timed(command: list[str]) -> Timed:
    """Run a command as whole processes, by the operating system's own accounting."""
    out = subprocess.run([sys.executable, "-c", _TIMER, *command], capture_output=True, text=True)
    wall_s, cpu_s, peak_mb, stdout, status = json.loads(out.stdout)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return Timed(wall_s, cpu_s, peak_mb, stdout)


def median_cpu_s(command: list[str], runs: int = 5) -> float:
    """Return the median CPU seconds of a command after one warm-up."""
    timed(command)
    return statistics.median(timed(command).cpu_s for _ in range(runs))
