"""A whole film, end to end

`scenescore score` as a whole process with as many workers as cores, from the script to the mixed
film, its report page included: first into an empty folder, then again with nothing changed. Peak
memory is that of the largest single process. `--script FILE` measures other films than the example.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from row import Row, timed

COMMAND = str(Path(sys.executable).parent / "scenescore")
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "three-quiet-nights.fountain"


def whole_film(script: Path, player: str) -> Iterator[Row]:
    """Score one film with one player, cold and again."""
    with tempfile.TemporaryDirectory() as folder:
        command = [COMMAND, "score", str(script), "-o", folder, "--json"]
        command += ["--player", player, "--quiet"]
        first = timed(command)
        again = timed(command)
        film = json.loads(first.stdout)
        files = [p for p in Path(film["folder"]).rglob("*") if p.is_file()]
        size_mb = sum(p.stat().st_size for p in files) / 1e6
    music_s = film["music_s"]
    name = f"{script.stem}, {player}"
    yield Row(f"{name}: cues / minutes of music", f"{len(film['cues'])} / {music_s / 60:.1f}")
    yield Row(f"{name}: seconds of music per second", f"{music_s / first.wall_s:.1f}", ">= 8")
    yield Row(f"{name}: seconds of music per CPU second", f"{music_s / first.cpu_s:.1f}")
    yield Row(f"{name}: peak memory of a process, MB", f"{first.peak_mb:.0f}", "<= 1200")
    yield Row(f"{name}: again with nothing changed, s", f"{again.wall_s:.1f}")
    yield Row(f"{name}: MB per minute of music", f"{size_mb / (music_s / 60):.1f}", "<= 10")


def measure(arguments: argparse.Namespace) -> Iterator[Row]:
    """Measure each film with each player."""
    for script in arguments.script or [EXAMPLE]:
        for player in ("soundfont", "synth"):
            yield from whole_film(script, player)
