"""Little scores to play, and what to measure on the sound."""

from __future__ import annotations

import numpy as np
import pytest

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.progress import Run
from scenescore.core.types import Control, MeterChange, Note, Part, Score, TempoChange

RATE_HZ = 48_000


@pytest.fixture
def part_of():
    """(instrument, notes as (beat, length, pitch, velocity)) to a part; 60 bpm: beats are s."""

    def make(instrument, notes, *, articulation="sustain", controls=(), gain_db=0.0, pan=None):
        known = INSTRUMENTS[instrument]
        written = tuple(n if isinstance(n, Note) else Note(*n, sounding=1.0) for n in notes)
        return Part(
            known.label,
            instrument,
            known.family,
            written,
            tuple(Control(*control) for control in controls),
            articulation,
            known.pan if pan is None else pan,
            gain_db,
        )

    return make


@pytest.fixture
def score_of():
    def make(*parts, seconds=2.0, bpm=60.0):
        return Score(seconds, (TempoChange(0, bpm),), (MeterChange(0, 4, 4),), "C major", parts)

    return make


@pytest.fixture
def listen():
    """Play a whole score: stem name to sound (2, samples)."""

    def hear(player, score, rate_hz=RATE_HZ):
        blocks = list(player.play(score, rate_hz=rate_hz, run=Run()))
        names = list(blocks[0])
        assert all(list(block) == names for block in blocks), "every stem is in every block"
        return {name: np.concatenate([block[name] for block in blocks], axis=1) for name in names}

    return hear


@pytest.fixture
def one_note(part_of, score_of, listen):
    """Play one note alone; sound (2, samples)."""

    def hear(player, instrument, pitch=None, *, velocity=80, length=1.5, seconds=2.0, **how):
        known = INSTRUMENTS[instrument]
        if pitch is None:
            pitch = 36 if known.is_drums else (known.low + known.high) // 2
        part = part_of(instrument, [(0.0, length, pitch, velocity)], **how)
        return listen(player, score_of(part, seconds=seconds))[known.family]

    return hear
