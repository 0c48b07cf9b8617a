"""Players

From brief to finished files: compose, play, mix, master, write FLAC at 48 kHz; eight genres, 45 s
each, in one fresh process per player, CPU seconds with BLAS on one thread. "first time" is a
process that has made no sound before; "again" and "mix only" have their waves and samples at hand,
as a film's later cues do. First sound: from the brief to the first 5.5 s of stems.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from row import Row, timed

CHAIN = str(Path(__file__).resolve().parent.parent / "players_chain.py")
GOALS = {"soundfont": (">= 12", ""), "synth": (">= 20", ">= 40")}


def measure(_: argparse.Namespace) -> Iterator[Row]:
    """Measure each player that can play here."""
    from scenescore.core.registry import get

    for name, (stems, mix) in GOALS.items():
        if get("players", name).is_available() is not None:
            continue
        told = json.loads(timed([sys.executable, CHAIN, name]).stdout)
        speed = {key: told["music_s"] / told[f"{key}_s"] for key in ("cold_stems", "stems", "mix")}
        seconds = "seconds of music per CPU second"
        yield Row(f"{name}, stems, first time: {seconds}", f"{speed['cold_stems']:.1f}", stems)
        yield Row(f"{name}, stems, again: {seconds}", f"{speed['stems']:.1f}", stems)
        yield Row(f"{name}, mix only: {seconds}", f"{speed['mix']:.1f}", mix)
        yield Row(f"{name}: first sound, CPU s", f"{told['cold_first_s']:.2f}")
        yield Row(f"{name}: first sound once loaded, CPU s", f"{told['first_s']:.2f}", "< 2")
        yield Row(f"{name}: peak memory, MB", f"{told['peak_mb']:.0f}", "<= 1200")
