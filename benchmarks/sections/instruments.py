"""Instruments, sampled and made

One note of two seconds at velocity 80, at 45 % of each compass: the synthesizer against the
soundfont. Power-weighted centre of the spectrum and share of power above 4 kHz from 0.5 to 1.5 s
after the attack, fall from the loudest moment after 1.65 s, likeness of left and right. `sampled /
made`; the goal is to be near, not equal. It needs the soundfont player.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from row import Row

RATE_HZ = 48_000
START_S, LENGTH_S = 0.25, 2.0


class Tone(NamedTuple):
    """What was measured of one note."""

    centre_hz: float
    high_db: float
    fall_db: float
    likeness: float


def heard(player: str, name: str) -> np.ndarray:
    """Return one note of an instrument, shape (2, samples)."""
    from scenescore.core.instruments import INSTRUMENTS
    from scenescore.core.progress import Run
    from scenescore.core.registry import get
    from scenescore.core.score import MeterChange, Note, Part, Score, TempoChange

    known = INSTRUMENTS[name]
    pitch = int(known.low + 0.45 * (known.high - known.low))
    note = Note(START_S, LENGTH_S, pitch, 80)
    score = Score(
        LENGTH_S + 1.0,
        (TempoChange(0.0, 60.0),),
        (MeterChange(0.0, 4, 4),),
        "C major",
        (Part(name, name, known.family, (note,)),),
    )
    blocks = get("players", player).play(score, rate_hz=RATE_HZ, run=Run())
    return np.concatenate([sum(block.values()) for block in blocks], axis=1)


def measured(sound: np.ndarray) -> Tone:
    """Return what was measured of one note."""
    one = sound.mean(axis=0)
    level = np.sqrt(np.convolve(one**2, np.ones(480) / 480, "same"))
    middle = one[round(0.75 * RATE_HZ) : round(1.75 * RATE_HZ)]
    power = np.abs(np.fft.rfft(middle * np.hanning(len(middle)))) ** 2 + 1e-15
    frequencies = np.fft.rfftfreq(len(middle), 1.0 / RATE_HZ)
    high = power[frequencies > 4000].sum() / power.sum()
    return Tone(
        float((frequencies * power).sum() / power.sum()),
        float(10 * np.log10(high + 1e-12)),
        float(20 * np.log10(level[round(1.9 * RATE_HZ)] / level.max() + 1e-9)),
        float(np.corrcoef(sound[0], sound[1])[0, 1]),
    )


def measure(_: argparse.Namespace) -> Iterator[Row]:
    """Measure every pitched instrument in both players."""
    from scenescore.core.instruments import INSTRUMENTS
    from scenescore.core.registry import get

    if get("players", "soundfont").is_available() is not None:
        return
    octaves = []
    for name, known in INSTRUMENTS.items():
        if known.is_drums:
            continue
        a, b = (measured(heard(player, name)) for player in ("soundfont", "synth"))
        octaves.append(abs(np.log2(a.centre_hz / b.centre_hz)))
        yield Row(
            name,
            f"{a.centre_hz:.0f} / {b.centre_hz:.0f} Hz, {a.high_db:.0f} / {b.high_db:.0f} dB, "
            f"fall {a.fall_db:.0f} / {b.fall_db:.0f} dB, sides {a.likeness:.2f} / {b.likeness:.2f}",
        )
    yield Row("median distance of the centres, octaves", f"{np.median(octaves):.2f}")
    near = np.mean(np.array(octaves) < 0.6)
    yield Row("instruments whose centres lie within 0.6 octave", f"{100 * near:.0f} %")
