"""Holds a finished film folder to the gates of its music, and prints the figures.

Usage: python benchmarks/check_film.py FILM.film [...]
Exact length, no silent or clipped cue, the loudness contract, the film mix at its target, all
measured on the sound itself; and how much any two cues share: the share of equal 4-grams of
(interval, duration ratio) in their top lines, quotations of one theme set apart.
"""

from __future__ import annotations

import json
import sys
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
from heard import Heard, hear

from scenescore.core.score import Score
from scenescore.core.timing import seconds_to_samples
from scenescore.core.types import Film, Mix
from scenescore.studio.folder import open_folder
from scenescore.studio.load import load_film

TAKE_LUFS = -18.0
CEILING_DBTP = -1.0
"""As the contract has it, by a meter of eightfold rate."""
Gram = tuple[tuple[int, float], ...]


def grams(score: Score, n: int = 4) -> set[Gram]:
    """Return the n-grams of (interval, duration ratio) over every melodic part's top line."""
    found: set[Gram] = set()
    for part in score.parts:
        if part.family in ("drums", "percussion"):
            continue
        line: dict[float, tuple[int, float]] = {}
        for note in part.notes:
            at = round(note.onset_beats * 48) / 48
            if at not in line or note.pitch > line[at][0]:
                line[at] = (note.pitch, note.length_beats)
        notes = [(at, *line[at]) for at in sorted(line)]
        steps = [(b[1] - a[1], round((b[0] - a[0]) * 8) / 8) for a, b in pairwise(notes)]
        for i in range(len(steps) - n + 1):
            piece = steps[i : i + n]
            if len({interval for interval, _ in piece}) > 1:  # a repeated note is nobody's tune
                base = piece[0][1] or 1.0
                found.add(tuple((interval, round(gap / base, 2)) for interval, gap in piece))
    return found


def shared(film: Film) -> list[tuple[float, str, str, bool]]:
    """Return (Jaccard share, label, label, do both quote one theme) for every pair, most first."""
    told = []
    labels = {cue.uid: cue.label for cue in film.plan.cues}
    for uid, take in film.takes:
        if take.score:
            owners = {quotation.owner for quotation in take.score.quotations}
            told.append((labels[uid], grams(take.score), owners))
    rows = []
    for (one, a, owners_a), (two, b, owners_b) in combinations(told, 2):
        union = len(a | b)
        share = len(a & b) / union if union else 0.0
        rows.append((share, one, two, bool(owners_a & owners_b)))
    return sorted(rows, reverse=True)


def broken_gates(heard: Heard, *, duration_s: float) -> list[str]:
    """Return which gates a take's sound breaks, in words."""
    said = []
    if heard.frames != seconds_to_samples(duration_s, heard.rate_hz):
        said.append(f"{heard.frames} samples for {duration_s} s")
    if heard.true_peak_dbtp < -60:
        said.append("silent")
    if heard.true_peak_dbtp > CEILING_DBTP:
        said.append(f"peaks at {heard.true_peak_dbtp:.2f} dBTP")
    if duration_s > 3 and _off(heard, TAKE_LUFS) > 0.5:
        said.append(f"{_lufs(heard)} LUFS")
    if heard.silent_share > 0.15:
        said.append(f"{heard.silent_share:.0%} of it is below -60 dBFS")
    return said


def broken_mix_gates(heard: Heard, mix: Mix) -> list[str]:
    """Return which gates the film mix breaks, in words."""
    said = []
    if heard.true_peak_dbtp > CEILING_DBTP:
        said.append(f"peaks at {heard.true_peak_dbtp:.2f} dBTP")
    if mix.loudness_lufs is None or _off(heard, mix.loudness_lufs) > 0.2:
        said.append(f"mix.json says {mix.loudness_lufs} LUFS, it has {_lufs(heard)}")
    if _off(heard, mix.target_lufs) > 0.5:
        said.append(f"{_lufs(heard)} LUFS, wanted {mix.target_lufs:g}")
    return said


def _lufs(heard: Heard) -> str:
    return "no" if heard.loudness_lufs is None else f"{heard.loudness_lufs:.2f}"


def _off(heard: Heard, target_lufs: float) -> float:
    return abs(-99.0 if heard.loudness_lufs is None else heard.loudness_lufs - target_lufs)


def check(path: Path) -> list[str]:
    """Print the figures of a film; return what breaks a gate."""
    film = load_film(open_folder(path))
    broken: list[str] = []
    cues = {cue.uid: cue for cue in film.plan.cues}
    sounds: list[tuple[float, Heard]] = []
    for uid, take in film.takes:
        music, heard = cues[uid].music, hear(path / take.audio.path)
        sounds.append((music.duration_s, heard))
        name = f"{cues[uid].label} ({music.genre})"
        broken += [f"{name}: {said}" for said in broken_gates(heard, duration_s=music.duration_s)]
    mixed = hear(path / film.mix.audio.path) if film.mix else None
    if film.mix and mixed:
        broken += [f"mix: {said}" for said in broken_mix_gates(mixed, film.mix)]
    pairs = shared(film)
    for share, one, two, kin in pairs:
        if share > 0.15 and not kin:
            broken.append(f"{one} and {two} share {share:.0%} of their 4-grams")
    strangers = [share for share, _, _, kin in pairs if not kin] or [0.0]
    genres = {cue.music.genre for cue in film.plan.cues}
    figures = {
        "cues": len(film.takes),
        "without a take": len(film.plan.cues) - len(film.takes),
        "genres": len(genres),
        "lufs_worst_deviation": round(
            max((_off(heard, TAKE_LUFS) for long_s, heard in sounds if long_s > 3), default=0.0), 3
        ),
        "true_peak_max_dbtp": round(max((h.true_peak_dbtp for _, h in sounds), default=-99.0), 3),
        "mix_lufs": mixed and mixed.loudness_lufs and round(mixed.loudness_lufs, 3),
        "mix_true_peak_dbtp": mixed and round(mixed.true_peak_dbtp, 3),
        "silent_share_max": round(max((h.silent_share for _, h in sounds), default=0.0), 3),
        "4gram_share_max": round(strangers[0], 3),
        "4gram_share_p95": round(float(np.percentile(strangers, 95)), 3),
        "4gram_share_of_kin_max": round(max((p[0] for p in pairs if p[3]), default=0.0), 3),
    }
    print(f"{path.name}: {json.dumps(figures)}")
    return broken


def main() -> int:
    """Check every folder named; 1 when a gate is broken."""
    broken = [line for name in sys.argv[1:] for line in check(Path(name))]
    print("\n".join(broken) or "every gate holds")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
