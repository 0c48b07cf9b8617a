"""One process of the section `players`: cues of eight genres through one player, timed.

Usage: python benchmarks/players_chain.py PLAYER. Prints JSON. Seconds are CPU seconds of this
process, so that a busy machine changes them little; BLAS keeps to one thread.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from scenescore.core.genres import GENRES
from scenescore.core.progress import Run
from scenescore.core.registry import get
from scenescore.core.score import Score
from scenescore.core.types import MusicBrief
from scenescore.mix.cue import mix_cue
from scenescore.mix.spaces import space_of
from scenescore.mix.tone import tone_of

CUE_S = 45.0
KINDS = (
    "understated drama", "action ostinato", "solo piano", "comedy pizzicato", "synthwave",
    "horror", "romance", "noir jazz",
)  # fmt: skip
RATE_HZ = 48_000


def composed(genre: str, seed: int) -> Score:
    """Return a cue of the genre's own mood."""
    brief = MusicBrief(CUE_S, genre=genre, mood=GENRES[genre].mood)
    (score,) = get("composers", "orchestra").compose([brief], seeds=[seed], run=Run())
    return score


def chain(player: str, *, stems: bool) -> float:
    """Return the CPU seconds from brief to finished files for all cues."""
    began = time.process_time()
    for seed, genre in enumerate(KINDS):
        score = composed(genre, seed)
        blocks = get("players", player).play(score, rate_hz=RATE_HZ, run=Run())
        with tempfile.TemporaryDirectory() as folder:
            mix_cue(
                blocks,
                frames=round(CUE_S * RATE_HZ),
                folder=Path(folder),
                stems=stems,
                space=space_of(score.style),
                tone=tone_of(score.style),
                run=Run(),
            )
    return time.process_time() - began


def first_sound(player: str) -> float:
    """Return the CPU seconds from brief to the first block of sound."""
    began = time.process_time()
    next(iter(get("players", player).play(composed(KINDS[0], 99), rate_hz=RATE_HZ, run=Run())))
    return time.process_time() - began


def main() -> None:
    """Print what one player takes."""
    player = sys.argv[1]
    composed(KINDS[2], 0)  # the composer's modules are loaded
    told = {"cold_first_s": first_sound(player)}
    told["first_s"] = first_sound(player)
    told["cold_stems_s"] = chain(player, stems=True)
    told["stems_s"] = chain(player, stems=True)
    told["mix_s"] = chain(player, stems=False)
    told["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**told, "music_s": CUE_S * len(KINDS)}))


if __name__ == "__main__":
    main()
