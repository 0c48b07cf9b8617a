"""Little scores to play, and what to measure on the sound."""

from __future__ import annotations

import numpy as np
import pytest
from players_measure import RATE_HZ, momentary_lufs

from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.progress import Run
from scenescore.core.score import Control, MeterChange, Note, Part, Score, TempoChange
from scenescore.music.players.levels import MEZZO_FORTE, TEST_KEYS


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
def mezzo_forte_lufs(part_of, score_of, listen):
    """Momentary loudness of an instrument at velocity 80: mean over three notes of its compass,
    or the loudest of the drums it is measured by.
    """

    def measure(player, instrument):
        known = INSTRUMENTS[instrument]
        compass = known.high - known.low
        pitches = TEST_KEYS.get(instrument) or tuple(
            round(known.low + share * compass) for share in (0.25, 0.45, 0.65)
        )
        line = [(2.5 * i, 2.0, pitch, MEZZO_FORTE) for i, pitch in enumerate(pitches)]
        score = score_of(part_of(instrument, line), seconds=8.0)
        sound = listen(player, score)[known.family]
        each = [
            momentary_lufs(sound[:, round(2.5 * i * RATE_HZ) : round(2.5 * (i + 1) * RATE_HZ)])
            for i in range(len(pitches))
        ]
        if instrument in TEST_KEYS:
            return max(each)
        return 10 * np.log10(np.mean(10 ** (np.array(each) / 10)))

    return measure


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
