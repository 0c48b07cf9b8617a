"""Composes (and, when asked, plays) one case with one seed and returns all its figures."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import spectra
from briefs import TOLD, UNLIKE, Case, bank
from exact import key_facts, time_facts
from features import symbolic
from leading import leading_facts
from motif import motif_facts
from notes import Gram, grams
from sound import coloured, dry, finished, mastered
from variety import form_facts, repeat_facts

from scenescore.core.codec import key_of
from scenescore.core.score import Score
from scenescore.music.composers.orchestra.check import check
from scenescore.music.composers.orchestra.compose import finish, furnish, write_lines
from scenescore.music.composers.orchestra.keys import parse_key


@dataclass(slots=True)
class Examined:
    """One cue of the bank."""

    genre: str
    kind: str
    seed: int
    tension: float
    valence: float
    score: Score
    facts: dict[str, float]
    faults: tuple[str, ...]
    owners: frozenset[str]
    grams: set[Gram]
    features: list[float]
    heard: dict[str, Any] = field(default_factory=dict)
    """Of the coloured stems, before hall and loudness."""
    finished: dict[str, Any] = field(default_factory=dict)
    """Of the mastered cue."""
    sound: Path | None = None

    @property
    def name(self) -> str:
        """As printed: `romance/turn/1`."""
        return f"{self.genre}/{self.kind}/{self.seed}"


def examine(case: Case, seed: int, player: str | None, folder: Path | None) -> Examined:
    """Return the figures of one cue; with a folder its mastered sound is written there."""
    brief = case.brief
    start = time.process_time()
    room = furnish(brief, seed)
    lines = write_lines(room)
    score = finish(room, lines)
    cpu_s = time.process_time() - start
    owners = frozenset(use.owner for use in brief.themes)
    facts: dict[str, float] = {
        "compose_s": cpu_s,
        "duration_s": brief.duration_s,
        **time_facts(score, brief),
        **key_facts(score, brief),
        **leading_facts(score, lines, room),
        **repeat_facts(score),
        **form_facts(score),
        **motif_facts(score, owners),
    }
    found = Examined(
        case.genre, case.name, seed, brief.mood.tension, brief.mood.valence, score, facts,
        check(score, brief), owners, grams(score), symbolic(score),
    )  # fmt: skip
    if folder is not None and player is not None:
        name = f"{case.genre}-{case.name}-{seed}".replace(" ", "-")
        facts.update(mastered(score, player, brief.mood, folder, name))
        found.sound = folder / f"{name}.flac"
    if player is not None and case.name in TOLD:
        found.heard = listen(coloured(dry(score, player), score.style, brief.mood), score)
    if player is not None and case.name == "climb" and case.genre in UNLIKE:
        found.finished = listen(finished(score, player, brief.mood), score)
    return found


def listen(sound: npt.NDArray[np.float32], score: Score) -> dict[str, Any]:
    """Return the spectral summary of a sound's first minute, chroma turned to the tonic."""
    told: dict[str, Any] = spectra.summary(sound[: 60 * spectra.RATE_HZ])
    key = parse_key(score.key)
    tonic = key.tonic if key else 0
    told["aligned"] = told["chroma"][tonic:] + told["chroma"][:tonic]
    return told


def same_elsewhere(genres: tuple[str, ...]) -> list[str]:
    """Return the cases that another process, with another hash seed, writes differently."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from briefs import bank\n"
        "from scenescore.core.codec import key_of\n"
        "from scenescore.music.composers.orchestra.compose import write_score\n"
        "for case in bank(tuple(sys.argv[2:])):\n"
        "    print(key_of(write_score(case.brief, 1)))\n"
    )
    here = str(Path(__file__).resolve().parent)
    done = subprocess.run(
        [sys.executable, "-c", code, here, *genres], capture_output=True, text=True, check=True,
        env={"PYTHONHASHSEED": "77", "PATH": "", "PYTHONPATH": os.environ.get("PYTHONPATH", "")},
    )  # fmt: skip
    from scenescore.music.composers.orchestra.compose import write_score

    cases = bank(genres)
    keys = done.stdout.split()
    return [
        f"{case.genre}/{case.name}"
        for case, key in zip(cases, keys, strict=True)
        if key_of(write_score(case.brief, 1)) != key
    ]
