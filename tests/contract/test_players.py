"""What every player promises, whoever wrote it."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from scenescore.core import registry
from scenescore.core.errors import Cancelled
from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.progress import Run
from scenescore.core.score import MeterChange, Note, Part, Score, TempoChange

RATE_HZ = 48_000
PLAYERS = [
    pytest.param(name, marks=[pytest.mark.engine] if name == "soundfont" else [])
    for name in registry.names("players")
]


@pytest.fixture
def player(request):
    name = request.param
    lack = registry.missing("players", name)
    if lack:
        pytest.skip(f"the player '{name}' cannot work here: {lack}")
    return registry.get("players", name)


every = pytest.mark.parametrize("player", PLAYERS, indirect=True)


def _score(duration_s=2.345, **parts) -> Score:
    made = tuple(
        Part(name, name, INSTRUMENTS[name].family, tuple(notes)) for name, notes in parts.items()
    )
    return Score(duration_s, (TempoChange(0.0, 120.0),), (MeterChange(0.0, 4, 4),), "C major", made)


def _line(*pitches, velocity=80):
    return [Note(float(i), 1.0, pitch, velocity) for i, pitch in enumerate(pitches)]


def _play(player, score) -> dict[str, np.ndarray]:
    blocks = list(player.play(score, rate_hz=RATE_HZ, run=Run()))
    assert all(block.keys() == blocks[0].keys() for block in blocks)
    return {name: np.concatenate([block[name] for block in blocks], axis=1) for name in blocks[0]}


@every
def test_stems_are_exact_stereo_float32_and_finite(player):
    stems = _play(player, _score(piano=_line(60, 64, 67), celli=_line(40, 43)))
    assert stems.keys() == {"keys", "strings"}
    for sound in stems.values():
        assert sound.dtype == np.float32
        assert sound.shape == (2, round(2.345 * RATE_HZ))
        assert np.isfinite(sound).all()
        assert 1e-3 < np.abs(sound).max() < 8


@every
def test_the_same_score_gives_the_same_sound_whatever_was_played_before(player):
    score = _score(piano=_line(60, 64, 67), flute=_line(72, 74))
    first = _play(player, score)
    _play(player, _score(horns=_line(50, 57, velocity=127)))
    again = _play(player, score)
    assert all((first[name] == again[name]).all() for name in first)


_ELSEWHERE = """
{first}
import hashlib, numpy as np
from scenescore.core import registry
from scenescore.core.progress import Run
from scenescore.core.score import *
notes = tuple(Note(float(i), 1.0, p, 80) for i, p in enumerate((60, 64, 67)))
score = Score(2.0, (TempoChange(0.0, 120.0),), (MeterChange(0.0, 4, 4),), "C major",
              (Part("piano", "piano", "keys", notes),))
blocks = registry.get("players", {name!r}).play(score, rate_hz=48000, run=Run())
print(hashlib.sha256(np.concatenate([b["keys"] for b in blocks], 1).tobytes()).hexdigest())
"""


@every
@pytest.mark.parametrize("first", ["import soundfile", "pass"])
def test_another_process_gives_the_same_bytes(player, request, first):
    name = request.node.callspec.params["player"]
    score = _score(2.0, piano=_line(60, 64, 67))
    here = hashlib.sha256(_play(player, score)["keys"].tobytes()).hexdigest()
    code = _ELSEWHERE.format(name=name, first=first)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.stdout.strip() == here, result.stderr


@every
def test_a_later_note_is_heard_later(player):
    early = _play(player, _score(piano=[Note(0.0, 1.0, 60, 90)]))["keys"]
    late = _play(player, _score(piano=[Note(2.0, 1.0, 60, 90)]))["keys"]
    assert _onset_s(late) - _onset_s(early) == pytest.approx(1.0, abs=0.01)


def _onset_s(sound) -> float:
    level = np.abs(sound).max(axis=0)
    return float(np.argmax(level > 0.05 * level.max())) / RATE_HZ


@every
def test_it_stops_when_asked(player):
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        list(player.play(_score(piano=_line(60)), rate_hz=RATE_HZ, run=run))


@every
def test_it_says_what_one_may_do_with_its_sound(player):
    assert player.licence.endswith(".")
    assert player.version
