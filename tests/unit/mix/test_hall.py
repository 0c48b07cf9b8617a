"""Convolution in blocks is convolution."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import butter, fftconvolve, sosfilt

from scenescore.mix.blocks import reblocked
from scenescore.mix.hall import Hall
from scenescore.mix.spaces import SPACES, response

RATE = 48000


def stems(frames, seed=0):
    rng = np.random.default_rng(seed)
    return {
        name: (0.1 * rng.standard_normal((2, frames))).astype(np.float32)
        for name in ("strings", "bass", "drums")
    }


def played(hall, sound, frames):
    blocks = [hall.add(*b) for b in reblocked([sound], frames, hall.block_frames)]
    names = blocks[0][1]
    return (
        np.concatenate([total for total, _ in blocks], axis=1),
        {name: np.concatenate([kept[name] for _, kept in blocks], axis=1) for name in names},
    )


@pytest.mark.parametrize("space", ["room", "hall"])
def test_it_equals_plain_convolution(space):
    frames = 200000
    sound = stems(frames)
    total, _ = played(Hall(SPACES[space], RATE, frames, keep_stems=False), sound, frames)
    wanted = np.zeros((2, frames))
    for name, stem in sound.items():
        sent = (stem[0] + stem[1]) * 0.5
        ir = response(SPACES[space], name, RATE)
        wanted += stem + np.stack([fftconvolve(sent, side)[:frames] for side in ir])
    wanted = sosfilt(butter(2, 22.0, "highpass", fs=RATE, output="sos"), wanted, axis=1)
    assert np.abs(total - wanted).max() < 2e-5


def test_stems_in_a_space_add_up_to_the_cue_in_it():
    frames = 150000
    total, kept = played(
        Hall(SPACES["chamber"], RATE, frames, keep_stems=True), stems(frames), frames
    )
    assert np.abs(total - sum(kept.values())).max() < 1e-5


def test_keeping_stems_does_not_change_the_cue():
    frames = 150000
    with_stems, _ = played(
        Hall(SPACES["hall"], RATE, frames, keep_stems=True), stems(frames), frames
    )
    without, _ = played(Hall(SPACES["hall"], RATE, frames, keep_stems=False), stems(frames), frames)
    assert np.array_equal(with_stems, without)


def test_the_dry_space_adds_nothing_but_takes_an_offset_away():
    frames = 3 * RATE
    sound = {"keys": np.full((2, frames), 0.25, np.float32)}
    total, _ = played(Hall(SPACES["dry"], RATE, frames, keep_stems=False), sound, frames)
    assert total[0, 0] == pytest.approx(0.25, abs=0.01)
    assert np.abs(total[:, RATE:]).max() < 1e-4


def test_a_space_rings_on_after_the_sound_and_then_is_still():
    frames = 8 * RATE
    sound = {"strings": np.zeros((2, frames), np.float32)}
    sound["strings"][:, 100] = 0.5
    total, _ = played(Hall(SPACES["hall"], RATE, frames, keep_stems=False), sound, frames)
    assert np.abs(total[:, RATE : 2 * RATE]).max() > 1e-5
    assert np.abs(total[:, 6 * RATE :]).max() < 1e-7
