"""`make bench`: the figures that the README and docs quote, measured on this machine.

Usage: python benchmarks/bench.py [SCRIPT] [--write]
Whole processes are timed by the operating system's own accounting (CPU seconds and peak memory of
each process), so that a busy machine changes wall times only.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
EXAMPLE = ROOT / "examples" / "three-quiet-nights.fountain"


def timed(command: list[str]) -> tuple[float, float, float, str]:
    """Return (wall s, CPU s with children, peak MB of the largest process, stdout)."""
    code = (
        "import resource, subprocess, sys, json, time\n"
        "t = time.monotonic()\n"
        "r = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)\n"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps([time.monotonic() - t, u.ru_utime + u.ru_stime, u.ru_maxrss / 1024,"
        " r.stdout.decode(), r.returncode]))\n"
    )
    out = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True)
    wall_s, cpu_s, peak_mb, stdout, status = json.loads(out.stdout)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return wall_s, cpu_s, peak_mb, stdout


def median_cpu_s(command: list[str], runs: int = 5) -> float:
    """Return the median CPU seconds of a command after one warm-up."""
    timed(command)
    return statistics.median(timed(command)[1] for _ in range(runs))


def start_up() -> list[tuple[str, str, str]]:
    """Measure what every call pays."""
    help_s = median_cpu_s([str(BIN / "scenescore"), "--help"])
    bare_s = median_cpu_s([sys.executable, "-c", "pass"])
    import_s = median_cpu_s([sys.executable, "-c", "import scenescore"])
    return [
        ("`scenescore --help`, CPU s", f"{help_s:.2f}", "< 0.3"),
        (
            "`import scenescore` beyond bare Python, CPU ms",
            f"{(import_s - bare_s) * 1e3:.0f}",
            "< 50",
        ),
    ]


def whole_film(script: Path, player: str) -> list[tuple[str, str, str]]:
    """Measure a whole film, end to end, cold and again."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(BIN / "scenescore"), "score", str(script), "-o", folder, "--json"]
        command += ["--player", player, "--quiet"]
        wall_s, cpu_s, peak_mb, stdout = timed(command)
        film = json.loads(stdout)
        music_s = film["music_s"]
        again_s, _, _, _ = timed(command)
        size_mb = (
            sum(p.stat().st_size for p in Path(film["folder"]).rglob("*") if p.is_file()) / 1e6
        )
    name = f"{script.stem}, {player}"
    return [
        (f"{name}: cues / minutes of music", f"{len(film['cues'])} / {music_s / 60:.1f}", ""),
        (f"{name}: seconds of music per second, end to end", f"{music_s / wall_s:.1f}", ">= 8"),
        (f"{name}: seconds of music per CPU second", f"{music_s / cpu_s:.1f}", ""),
        (f"{name}: peak memory of the largest process, MB", f"{peak_mb:.0f}", "<= 1200"),
        (f"{name}: again with nothing changed, s", f"{again_s:.1f}", ""),
        (
            f"{name}: film folder, MB per minute of music",
            f"{size_mb / (music_s / 60):.1f}",
            "<= 10",
        ),
    ]


def main() -> None:
    """Print the table; with --write also keep it in benchmarks/FIGURES.md."""
    scripts = [Path(a) for a in sys.argv[1:] if not a.startswith("--")] or [EXAMPLE]
    rows = start_up()
    for script in scripts:
        for player in ("soundfont", "synth"):
            rows += whole_film(script, player)
    cores = len(os.sched_getaffinity(0))
    head = (
        f"Measured {time.strftime('%Y-%m-%d')} with `make bench` on {cores} cores "
        f"({platform.machine()}, Python {platform.python_version()}, load average "
        f"{os.getloadavg()[0]:.1f}).\n"
    )
    lines = ["| figure | measured | goal |", "| --- | --- | --- |"]
    lines += [f"| {name} | {value} | {goal} |" for name, value, goal in rows]
    text = f"# Figures\n\n{head}\n" + "\n".join(lines) + "\n"
    print(text)
    if "--write" in sys.argv:
        (ROOT / "benchmarks" / "FIGURES.md").write_text(text, "utf-8")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
