"""Gates of repetition and form: bars heard more than twice in a row, and where novelty peaks."""

from __future__ import annotations

import itertools

import numpy as np
from notes import Floats, bars_of, pitched

from scenescore.core.score import Score

_REACH = 2
"""Bars before and after a bar line that are held against each other."""
LOOPING = frozenset(("ostinato", "pulse", "groove", "drone"))


def repeat_facts(score: Score) -> dict[str, float]:
    """Return the longest run of one bar in any pitched part, and in drums."""
    bars = bars_of(score)
    longest = drums = 0
    melodic = {id(part) for part in pitched(score)}
    for part in score.parts:
        signatures = [
            tuple(
                (round(n.onset_beats - start, 3), n.pitch, round(n.length_beats, 3))
                for n in part.notes
                if start - 1e-6 <= n.onset_beats < start + length - 1e-6
            )
            for start, length in bars
        ]
        runs = [len(list(same)) for s, same in itertools.groupby(signatures) if s]
        if id(part) in melodic:
            longest = max([longest, *runs])
        else:
            drums = max([drums, *runs])
    return {"verbatim": longest, "verbatim_drums": drums}


def bar_features(score: Score) -> Floats:
    """Return (bars, features): who plays how much, which pitch classes, how dense and loud."""
    bars = bars_of(score)
    parts = score.parts
    found = np.zeros((len(bars), len(parts) + 12 + 3))
    starts = np.array([start for start, _ in bars])
    for column, part in enumerate(parts):
        for note in part.notes:
            row = max(int(np.searchsorted(starts, note.onset_beats + 1e-6, "right")) - 1, 0)
            end = note.onset_beats + note.length_beats
            while row < len(bars) and starts[row] < end - 1e-6:
                start, length = bars[row]
                share = (min(end, start + length) - max(note.onset_beats, start)) / length
                found[row, column] += share
                found[row, len(parts) + note.pitch % 12] += share * 0.5
                found[row, -3] += share * note.velocity / 100
                row += 1
            first = max(int(np.searchsorted(starts, note.onset_beats + 1e-6, "right")) - 1, 0)
            found[first, -2] += 1 / bars[first][1]
            found[first, -1] += note.pitch / 128 / bars[first][1]
    found[:, : len(parts)] = np.minimum(found[:, : len(parts)], 1.0)
    spread = found.std(axis=0)
    return (found - found.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0)


def novelty(features: Floats, reach: int = _REACH) -> Floats:
    """Return, by bar line, how unlike the bars before are to the bars after (Foote 2000)."""
    count = len(features)
    found = np.zeros(count)
    for bar in range(1, count):
        before = features[max(bar - reach, 0) : bar].mean(axis=0)
        after = features[bar : bar + reach].mean(axis=0)
        found[bar] = float(np.linalg.norm(after - before))
    return found


def form_facts(score: Score) -> dict[str, float]:
    """Return joins of the form, those within a bar of a peak, and novelty there against elsewhere.

    As many peaks are taken as there are joins; chance is the share of bar lines so near a peak.
    The first bars, which have too little before them, and the last chord, an event of its own and
    no join, are left out.
    """
    bars = bars_of(score)
    starts = [start for start, _ in bars]
    last = score.chords[-1].at_beats if score.chords else starts[-1]
    end_bar = int(np.argmin([abs(start - last) for start in starts]))
    joins = sorted(
        {int(np.argmin([abs(s - section.at_beats) for s in starts])) for section in score.form[1:]}
    )
    joins = [bar for bar in joins if 1 < bar < end_bar]
    if not joins or len(bars) < 10:
        return {}
    curve = novelty(bar_features(score))
    inner = curve[_REACH:end_bar]
    peaks: list[int] = []
    for bar in np.argsort(-inner, kind="stable") + _REACH:
        if len(peaks) < len(joins) and all(abs(int(bar) - p) > 1 for p in peaks):
            peaks.append(int(bar))
    hit = sum(1 for join in joins if any(abs(join - p) <= 1 for p in peaks))
    near = [bar for bar in range(_REACH, end_bar) if any(abs(bar - p) <= 1 for p in peaks)]
    ratio = float(curve[joins].mean() / (inner.mean() or 1.0))
    return {"joins": len(joins), "joins_at_peaks": hit, "novelty_ratio": ratio,
            "near_by_chance": len(joins) * len(near) / max(end_bar - _REACH, 1)}  # fmt: skip
