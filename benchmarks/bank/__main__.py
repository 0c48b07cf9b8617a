"""The bank: every genre, seven briefs, some seeds, held to every gate of the composer.

Usage: python benchmarks/bank [--genres A,B] [--seeds 1,2,3] [--symbolic] [--player NAME]
       [--render N] [--no-sweeps] [--jobs N] [--to FOLDER] [--others FOLDER]
`--symbolic` renders nothing. `--render N` masters every Nth cue in full (speed, loudness, tails)
and puts it on the page. `--others FOLDER` compares with another system's WAV files, named
`MOOD--TONIC.wav` (tonic 0..11), by the same measures. Results: one table on stdout, and in the
folder `table.md`, `faults.txt` and `bank.html`, which holds pictures and sound.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from briefs import bank  # noqa: E402
from examine import Examined, examine, same_elsewhere  # noqa: E402
from gates import rows_of, sweep_rows  # noqa: E402
from page import write_page  # noqa: E402
from row import Row  # noqa: E402
from sound import warm  # noqa: E402
from sweep import sweep  # noqa: E402

from scenescore.core.genres import GENRES  # noqa: E402


def arguments_of(words: list[str] | None = None) -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--genres", default="", help="comma-separated; all when left out")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--symbolic", action="store_true", help="render nothing")
    parser.add_argument("--player", default="synth")
    parser.add_argument("--render", type=int, default=11, help="master every Nth cue in full")
    parser.add_argument("--no-sweeps", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--to", type=Path, default=Path(tempfile.gettempdir()) / "scenescore-bank")
    parser.add_argument("--others", type=Path, default=None)
    return parser.parse_args(words)


def measure(asked: argparse.Namespace) -> Iterator[Row]:
    """Yield the rows of the table; write the page and the faults."""
    genres = tuple(g.strip() for g in asked.genres.split(",") if g.strip()) or tuple(GENRES)
    if unknown := [g for g in genres if g not in GENRES]:
        raise SystemExit(f"there is no genre {', '.join(unknown)}")
    seeds = [int(word) for word in asked.seeds.split(",")]
    asked.to.mkdir(parents=True, exist_ok=True)
    player = None if asked.symbolic else asked.player
    examined = _examine_all(genres, seeds, player, asked)
    faults: list[str] = []
    yield from rows_of(examined, asked.others, faults)
    differing = same_elsewhere(genres)
    yield Row("another process writes other notes, cases", str(len(differing)), "0")
    if not asked.no_sweeps:
        swept = _sweep_all(genres, seeds, player, asked.jobs)
        yield from sweep_rows(swept, faults)
    (asked.to / "faults.txt").write_text("\n".join([*differing, *faults]) + "\n", "utf-8")
    if player:
        write_page(asked.to / "bank.html", examined)


def _examine_all(
    genres: tuple[str, ...], seeds: list[int], player: str | None, asked: argparse.Namespace
) -> list[Examined]:
    jobs = [(case, seed) for case in bank(genres) for seed in seeds]
    folders = [
        asked.to if player and asked.render and place % asked.render == 0 else None
        for place in range(len(jobs))
    ]
    if player:
        warm(player)
    if asked.jobs == 1:
        return [examine(*job, player, f) for job, f in zip(jobs, folders, strict=True)]
    with ProcessPoolExecutor(asked.jobs) as pool:
        cases, numbers = [c for c, _ in jobs], [s for _, s in jobs]
        players = [player] * len(jobs)
        return list(pool.map(examine, cases, numbers, players, folders, chunksize=7))


def _sweep_all(
    genres: tuple[str, ...], seeds: list[int], player: str | None, jobs: int
) -> dict[str, list[dict[str, float]]]:
    names = [genre for genre in genres for _ in seeds]
    numbers = [seed for _ in genres for seed in seeds]
    one = partial(sweep, player=player)
    if jobs == 1:
        found = [one(g, s) for g, s in zip(names, numbers, strict=True)]
    else:
        with ProcessPoolExecutor(jobs) as pool:
            found = list(pool.map(one, names, numbers, chunksize=3))
    told: dict[str, list[dict[str, float]]] = {}
    for genre, row in zip(names, found, strict=True):
        told.setdefault(genre, []).append(row)
    return told


def main() -> None:
    """Print the table and keep it."""
    asked = arguments_of()
    start = time.monotonic()
    rows = list(measure(asked))
    lines = ["| gate | measured | goal |", "| --- | --- | --- |"]
    lines += [f"| {row.figure} | {row.measured} | {row.goal} |" for row in rows]
    text = "\n".join(lines) + "\n"
    (asked.to / "table.md").write_text(text, "utf-8")
    print(text)
    print(f"{time.monotonic() - start:.0f} s; details in {asked.to}", file=sys.stderr)


if __name__ == "__main__":
    main()
