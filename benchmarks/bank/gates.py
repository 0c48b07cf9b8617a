"""The table: figures of all cues gathered into gates, and the sentences of what breaks them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

import numpy as np
from briefs import TOLD
from examine import Examined
from others import heard_in
from row import Row
from telling import leave_one_brief_out, likeness, shared

from scenescore.music.composers.orchestra.axes import ALL, axes_of


def rows_of(cues: Sequence[Examined], others: Path | None, faults: list[str]) -> Iterator[Row]:
    """Yield every gate that single cues and pairs of cues can tell; sweeps come apart."""
    yield Row("cues, genres", f"{len(cues)}, {len({c.genre for c in cues})}", ">= 660, >= 24")
    yield from _time_rows(cues, faults)
    yield from _key_rows(cues, faults)
    yield from _leading_rows(cues, faults)
    yield from _variety_rows(cues, faults)
    yield from _motif_rows(cues, faults)
    yield from _telling_rows(cues, others, faults)
    yield from _sound_rows(cues, faults)


def _values(cues: Sequence[Examined], name: str) -> list[float]:
    return [cue.facts[name] for cue in cues if name in cue.facts]


def _blame(
    cues: Sequence[Examined], name: str, is_bad: Callable[[float], bool], faults: list[str]
) -> int:
    """Note the cues whose figure is bad; return how many there are."""
    bad = [cue for cue in cues if name in cue.facts and is_bad(cue.facts[name])]
    faults += [f"{name}: {cue.name}: {cue.facts[name]:.4g}" for cue in bad]
    return len(bad)


def _time_rows(cues: Sequence[Examined], faults: list[str]) -> Iterator[Row]:
    faults += [f"gate: {cue.name}: {fault}" for cue in cues for fault in cue.faults]
    yield Row("cues with a fault by the composer's own gates",
              str(sum(1 for c in cues if c.faults)), "0")  # fmt: skip
    yield Row("length, largest error in samples", f"{max(_values(cues, 'length_error')):g}", "0")
    hits = sum(_values(cues, "hits"))
    for name, what in (("hit_error_s", "an onset"), ("downbeat_error_s", "a written downbeat")):
        worst = max(_values(cues, name))
        _blame(cues, name, lambda value: value > 0.005, faults)
        yield Row(f"hard hits ({hits:g}): farthest from {what}, ms", f"{worst * 1e3:.2f}", "<= 5")
    asked = _values(cues, "bpm_error")
    if asked:
        yield Row(f"asked bpm ({len(asked)} cues): worst, %", f"{max(asked) * 100:.2f}", "<= 1")
    spread = _values(cues, "bpm_spread")
    yield Row("tempo inside a cue, max over min, median / p95, %",
              f"{np.median(spread) * 100:.1f} / {np.percentile(spread, 95) * 100:.1f}")  # fmt: skip


def _key_rows(cues: Sequence[Examined], faults: list[str]) -> Iterator[Row]:
    keyed = [c for c in cues if "tonic_right" in c.facts and c.kind != "stroke"]
    if keyed:
        share = np.mean(_values(keyed, "tonic_right"))
        _blame(keyed, "tonic_right", lambda value: value < 1, faults)
        yield Row(f"tonic heard in the notes ({len(keyed)} cues), %", f"{share * 100:.1f}", ">= 95")
        kept = [c for c in keyed if c.facts["in_mode"] >= 0.95 - 0.2 * c.tension - 1e-9]
        faults += [f"in_mode: {c.name}: {c.facts['in_mode']:.3f} at tension {c.tension}"
                   for c in keyed if c not in kept]  # fmt: skip
        yield Row("in-mode mass >= .95 - .2 tension, % of cues",
                  f"{100 * len(kept) / len(keyed):.1f}", "100")  # fmt: skip
    signed = [c for c in keyed if abs(c.valence) > 0.3 and c.tension < 0.8]
    if signed:
        right = [c for c in signed if c.facts["third"] * c.valence > 0]
        faults += [f"third: {c.name}" for c in signed if c not in right]
        yield Row(f"third agrees with valence ({len(signed)} cues), %",
                  f"{100 * len(right) / len(signed):.1f}", "100")  # fmt: skip


def _leading_rows(cues: Sequence[Examined], faults: list[str]) -> Iterator[Row]:
    bars = sum(_values(cues, "bars"))
    names = sorted({n for c in cues for n in c.facts if n.startswith("parallel ")})
    for name in names:
        faults.append(f"{name}: {sum(_values(cues, name)) / bars:.4f} a bar")
    total = sum(_values(cues, "parallels")) / bars
    _blame(cues, "parallels", lambda value: value > 2, faults)
    yield Row("parallel fifths and octaves between independent voices, a bar",
              f"{total:.4f}", "<= .02")  # fmt: skip
    for name, what in (("crossings", "crossed voices"), ("out_of_range", "notes out of range")):
        _blame(cues, name, bool, faults)
        yield Row(f"{what}", f"{sum(_values(cues, name)):g}", "0")
    strong = sum(_values(cues, "strong")) or 1
    moves = sum(_values(cues, "moves")) or 1
    fitting, leaps = sum(_values(cues, "strong_in_chord")), sum(_values(cues, "leaps"))
    yield Row("melody: chord tones on strong beats", f"{fitting / strong:.3f}", ">= .85")
    yield Row("melody: leaps above a major third", f"{leaps / moves:.3f}", "<= .20")
    wide = _values(cues, "compass")
    if wide:
        _blame(cues, "compass", lambda value: value > 19, faults)
        yield Row("melody: phrases within a twelfth, % of cues",
                  f"{100 * np.mean([w <= 19 for w in wide]):.1f}", "100")  # fmt: skip


def _variety_rows(cues: Sequence[Examined], faults: list[str]) -> Iterator[Row]:
    _blame(cues, "verbatim", lambda value: value > 2, faults)
    yield Row("one bar in a row, longest: pitched / drums",
              f"{max(_values(cues, 'verbatim')):g} / {max(_values(cues, 'verbatim_drums')):g}",
              "<= 2")  # fmt: skip
    joins = sum(_values(cues, "joins"))
    if joins:
        at_peaks = sum(_values(cues, "joins_at_peaks")) / joins
        chance = sum(_values(cues, "near_by_chance")) / joins
        ratio = np.median(_values(cues, "novelty_ratio"))
        yield Row(f"joins of the form ({joins:g}) within a bar of a novelty peak (chance)",
                  f"{at_peaks:.2f} ({chance:.2f})", "peaks where the form says")  # fmt: skip
        yield Row("novelty at joins over the cue's mean, median", f"{ratio:.2f}", "> 1")


def _motif_rows(cues: Sequence[Examined], faults: list[str]) -> Iterator[Row]:
    told = sum(_values(cues, "quotations"))
    if told:
        faults += [
            f"motif: {c.name}: {c.facts['found']:g} of {c.facts['quotations']:g} "
            f"({', '.join(sorted({q.operator for q in c.score.quotations}))})"
            for c in cues if c.facts["found"] < c.facts["quotations"]
        ]  # fmt: skip
        yield Row(f"quotations ({told:g}) found by contour, %",
                  f"{100 * sum(_values(cues, 'found')) / told:.1f}", ">= 90")  # fmt: skip
    _blame(cues, "false", bool, faults)
    strangers = sum(_values(cues, "strangers"))
    yield Row(f"strangers' themes ({strangers:g}) that seem to be there, %",
              f"{100 * sum(_values(cues, 'false')) / strangers:.1f}", "<= 5")  # fmt: skip


def _telling_rows(
    cues: Sequence[Examined], others: Path | None, faults: list[str]
) -> Iterator[Row]:
    rows = shared([(c.name, c.grams, c.owners) for c in cues])
    if rows:
        shares = [share for share, _, _ in rows]
        faults += [f"4-grams: {one} and {two} share {s:.3f}" for s, one, two in rows if s > 0.15]
        yield Row(f"4-grams of unrelated cues ({len(rows)} pairs): max / p99.9",
                  f"{shares[0]:.3f} / {np.percentile(shares, 99.9):.3f}", "<= .15")  # fmt: skip
    told = [c for c in cues if c.kind in TOLD]
    if len({c.genre for c in told}) > 2 and len({c.kind for c in told}) > 1:
        yield _told_row("from the notes", told, [c.features for c in told], faults)
        heard = [c for c in told if c.heard]
        if heard:
            sound = [_spectral(c) for c in heard]
            both = [_spectral(c) + c.features for c in heard]
            yield _told_row("from the sound", heard, sound, faults, "")
            yield _told_row("from sound and notes", heard, both, faults, ">= 75")
    yield from _mood_rows(cues, others)


def _told_row(
    how: str, cues: list[Examined], features: list[list[float]], faults: list[str], goal: str = ""
) -> Row:
    right, wrong = leave_one_brief_out(
        np.array(features), [c.genre for c in cues], [c.kind for c in cues]
    )
    faults += [f"told {how}: {true} taken for {guess}" for true, guess in sorted(wrong)]
    genres = len({c.genre for c in cues})
    return Row(f"genre of {genres} told {how}, a brief left out, %", f"{right * 100:.1f}", goal)


def _spectral(cue: Examined) -> list[float]:
    h = cue.heard
    return [*h["mfcc_mean"], *h["mfcc_std"], *h["mfcc_move"], *h["aligned"],
            math.log(h["centroid_hz"]), math.log(h["rolloff_hz"] + 1), h["onsets_per_s"],
            math.log(h["flatness"] + 1e-9), h["loud_std"], h["level_db"]]  # fmt: skip


def _mood_rows(cues: Sequence[Examined], others: Path | None) -> Iterator[Row]:
    """Compare twelve unlike moods as the rival's were compared: finished sound, one cue a mood."""
    pairs: list[float] = []
    for seed in sorted({c.seed for c in cues}):
        chosen = [c.finished for c in cues if c.finished and c.seed == seed]
        pairs += [likeness(a, b) for a, b in itertools.combinations(chosen, 2)]
    if len(pairs) > 2:
        moods = len({c.genre for c in cues if c.finished})
        yield Row(f"likeness of {moods} unlike moods, mastered, mean / max",
                  f"{np.mean(pairs):.3f} / {max(pairs):.3f}", "<= .75")  # fmt: skip
    if others is not None:
        heard = list(heard_in(others).values())
        pairs = [likeness(a, b) for a, b in itertools.combinations(heard, 2)]
        yield Row(f"the same of the others' {len(heard)} moods, mean / max",
                  f"{np.mean(pairs):.3f} / {max(pairs):.3f}")  # fmt: skip


def _sound_rows(cues: Sequence[Examined], faults: list[str]) -> Iterator[Row]:
    played = [c for c in cues if "samples_off" in c.facts]
    per_s = sum(_values(cues, "duration_s")) / sum(_values(cues, "compose_s"))
    yield Row("composing: seconds of music per CPU second", f"{per_s:.0f}")
    if not played:
        return
    loud = [c for c in played if c.facts["duration_s"] > 3]
    off = max(abs(c.facts["lufs"] + 18) for c in loud)
    yield Row(
        f"mastered cues ({len(played)}): largest distance from -18 LUFS", f"{off:.2f}", "<= .5"
    )
    yield Row("true peak, highest, dBTP", f"{max(_values(played, 'true_peak')):.2f}", "<= -1")
    yield Row("clipped samples", f"{sum(_values(played, 'clipped')):g}", "0")
    yield Row("length, largest error in samples", f"{max(_values(played, 'samples_off')):g}", "0")
    _blame(played, "silent", lambda value: value > 0.05, faults)
    yield Row("frames below -60 dBFS, worst cue / mean, %",
              f"{100 * max(_values(played, 'silent')):.1f} / "
              f"{100 * np.mean(_values(played, 'silent')):.1f}", "<= 5")  # fmt: skip
    _blame(played, "tail_db", lambda value: value < -70, faults)
    yield Row("last quarter second, quietest cue, dBFS", f"{min(_values(played, 'tail_db')):.0f}")
    speed = _values(played, "speed")
    yield Row("playing and mastering: seconds of music per CPU second, median / min",
              f"{np.median(speed):.0f} / {min(speed):.0f}")  # fmt: skip


def sweep_rows(swept: dict[str, list[dict[str, float]]], faults: list[str]) -> Iterator[Row]:
    """Yield the gate of monotony: declared axes, and any that could be declared and is not."""
    held = declared = 0
    more: list[str] = []
    fewest = 99
    for genre, rows in swept.items():
        axes = axes_of(genre)
        fewest = min(fewest, len(axes))
        for axis in ALL:
            if axis not in rows[0]:
                continue
            rho = median(row[axis] for row in rows)
            if axis in axes:
                declared += 1
                held += rho >= 0.9
                if rho < 0.9:
                    faults.append(f"sweep: {genre}: {axis} {rho:.2f} "
                                  f"({', '.join(f'{r[axis]:.2f}' for r in rows)})")  # fmt: skip
            elif rho >= 0.9:
                more.append(f"{genre}: {axis}")
    faults += [f"sweep: could be declared: {name}" for name in more]
    yield Row("monotony: declared axes with rho >= .9, median of seeds",
              f"{held} of {declared}", "all")  # fmt: skip
    yield Row("axes a genre declares, fewest; axes it could declare and does not",
              f"{fewest}; {len(more)}", ">= 3; 0")  # fmt: skip
