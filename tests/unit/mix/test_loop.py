"""A loop has no seam: what rings after its end sounds under its beginning."""

from __future__ import annotations

import numpy as np
import soundfile

from scenescore.core.progress import Run
from scenescore.mix.cue import mix_cue
from scenescore.mix.loop import TIMES, looped, middle_of

RATE = 48_000


def bell(frames, at=0, hz=440.0, decay_s=0.6):
    """A struck tone that begins at `at` and rings."""
    time_s = np.arange(frames - at) / RATE
    sound = np.zeros((2, frames), np.float32)
    sound[:, at:] = 0.3 * np.sin(2 * np.pi * hz * time_s) * np.exp(-time_s / decay_s)
    return sound


def test_the_tail_lies_under_the_beginning():
    loop, tail = RATE, RATE // 2
    whole = bell(loop + tail, at=loop - 4000)
    rounds = np.concatenate(
        [b["bells"] for b in looped([{"bells": whole}], loop_frames=loop, tail_frames=tail)], axis=1
    )
    assert rounds.shape == (2, TIMES * loop)
    np.testing.assert_allclose(rounds[:, :tail], whole[:, :tail] + whole[:, loop:], atol=1e-6)
    np.testing.assert_array_equal(rounds[:, :loop], rounds[:, loop : 2 * loop])


def test_the_seam_of_a_mixed_loop_is_as_smooth_as_the_rest(tmp_path):
    loop, tail = 9 * RATE, 3 * RATE
    sound = sum(
        bell(loop + tail, at, hz) for at, hz in ((0, 330), (4 * RATE, 440), (8 * RATE, 550))
    )
    blocks = looped([{"bells": sound}], loop_frames=loop, tail_frames=tail)
    mixed = mix_cue(
        blocks, frames=TIMES * loop, rate_hz=RATE, folder=tmp_path, format="wav", run=Run()
    )
    heard, _ = soundfile.read(middle_of(mixed.audio.path, tmp_path / "loop.wav"))
    assert len(heard) == loop
    steps = np.abs(np.diff(np.concatenate([heard[-4800:], heard[:4800]]), n=2, axis=0)).max(axis=1)
    own = np.abs(np.diff(heard[4 * RATE - 4800 : 4 * RATE + 4800], n=2, axis=0)).max(axis=1)
    assert steps[4790:4810].max() <= 1.5 * own.max()
    assert np.abs(heard[:480]).max() > 0.01, "the tail of the last bell is there at the start"
