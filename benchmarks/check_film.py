"""Holds a finished film folder to the gates of its music, and prints the figures.

Usage: python benchmarks/check_film.py FILM.film [...]
Exact length, no silent or clipped cue, the loudness contract, and how much any two cues share:
the share of equal 4-grams of (interval, duration ratio) in their top lines, quotations of one
theme set apart.
"""

from __future__ import annotations

import json
import sys
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import soundfile

from scenescore.core.timing import seconds_to_samples
from scenescore.core.types import Film, Score
from scenescore.studio.folder import open_folder
from scenescore.studio.load import load_film

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


def check(path: Path) -> list[str]:
    """Print the figures of a film; return what breaks a gate."""
    film = load_film(open_folder(path))
    broken: list[str] = []
    levels, silent_share = [], []
    cues = {cue.uid: cue for cue in film.plan.cues}
    for uid, take in film.takes:
        cue = cues[uid]
        sound, rate_hz = soundfile.read(path / take.audio.path, dtype="float32", always_2d=True)
        name = f"{cue.label} ({cue.music.genre})"
        if len(sound) != seconds_to_samples(cue.music.duration_s, rate_hz):
            broken.append(f"{name}: {len(sound)} samples for {cue.music.duration_s} s")
        peak = float(np.abs(sound).max())
        if peak < 1e-3:
            broken.append(f"{name}: silent")
        if peak >= 1.0 or take.true_peak_dbtp > -1.0 + 0.05:
            broken.append(f"{name}: peaks at {take.true_peak_dbtp:.2f} dBTP")
        if cue.music.duration_s > 3:
            lufs = take.loudness_lufs if take.loudness_lufs is not None else -99.0
            levels.append(lufs)
            if abs(lufs + 18) > 0.5:
                broken.append(f"{name}: {lufs:.2f} LUFS")
        frames = sound[: len(sound) // 2048 * 2048].reshape(-1, 2048, 2)
        rms_db = 20 * np.log10(np.sqrt((frames**2).mean(axis=(1, 2))) + 1e-9)
        silent_share.append(float((rms_db < -60).mean()) if len(rms_db) else 0.0)
        if silent_share[-1] > 0.15:
            broken.append(f"{name}: {silent_share[-1]:.0%} of it is below -60 dBFS")
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
        "lufs_worst_deviation": round(max((abs(v + 18) for v in levels), default=0.0), 3),
        "true_peak_max_dbtp": max((take.true_peak_dbtp for _, take in film.takes), default=0.0),
        "frames_below_-60_dBFS_max": round(max(silent_share, default=0.0), 3),
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
