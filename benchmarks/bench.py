"""`make bench`: the figures that the README and docs quote, measured on this machine.

Usage: python benchmarks/bench.py [SECTION...] [--write] [--script FILE]
A section is one file in benchmarks/sections/: its docstring says what it measures and how, its
`measure(arguments)` yields rows. Without names, all run. --write keeps each section's table in
benchmarks/figures/SECTION.md, so that one can be measured again alone.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
import time
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent


def machine() -> str:
    """Return what stands beside every figure: when, on what, how busy."""
    cores = len(os.sched_getaffinity(0))
    return (
        f"Measured {time.strftime('%Y-%m-%d')} on {cores} cores ({platform.machine()}, "
        f"Python {platform.python_version()}), load average {os.getloadavg()[0]:.1f}."
    )


def table(section: ModuleType, arguments: argparse.Namespace) -> str:
    """Return a section's title, method and rows as Markdown."""
    what, _, how = (section.__doc__ or "").strip().partition("\n\n")
    before = machine()
    rows = list(section.measure(arguments))
    lines = ["| figure | measured | goal |", "| --- | --- | --- |"]
    lines += [f"| {row.figure} | {row.measured} | {row.goal} |" for row in rows]
    return "\n".join([f"# {what}", "", how, "", before, "", *lines, ""])


def main() -> None:
    """Print the tables of the sections asked for; with --write also keep them."""
    sys.path.insert(0, str(HERE))
    names = sorted(p.stem for p in (HERE / "sections").glob("[a-z]*.py"))
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(names))
    parser.add_argument("--write", action="store_true", help="keep the tables")
    parser.add_argument("--script", type=Path, action="append", default=[], help="a film to score")
    arguments = parser.parse_args()
    if unknown := set(arguments.sections) - set(names):
        parser.error(f"there is no section {', '.join(sorted(unknown))}; there are {names}")
    for name in arguments.sections or names:
        text = table(importlib.import_module(f"sections.{name}"), arguments)
        print(text, flush=True)
        if arguments.write:
            (HERE / "figures").mkdir(exist_ok=True)
            (HERE / "figures" / f"{name}.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
