from __future__ import annotations

import numpy as np
import pytest

from scenescore.core.genres import GENRES
from scenescore.core.types import Mood
from scenescore.mix.hall import Hall
from scenescore.mix.spaces import SPACES
from scenescore.mix.tone import _TONES, FLAT, Desk, Tone, sections, tone_of

RATE = 48_000


def gain_db(tone: Tone, hz: float) -> float:
    """Return what a desk does to a steady sine, once it has settled."""
    at_s = np.arange(RATE) / RATE
    sine = np.sin(2 * np.pi * hz * at_s).astype(np.float32)
    out = Desk(tone, RATE).filtered(np.stack([sine, sine]))[0, RATE // 2 :]
    return float(20 * np.log10(np.sqrt((out**2).mean()) / np.sqrt(0.5)))


def noise(frames: int, seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((2, frames)).astype(np.float32) * 0.1


@pytest.mark.parametrize(
    ("tone", "hz", "wanted_db"),
    [
        (FLAT, 1000.0, 0.0),
        (FLAT, 40.0, -0.4),
        (Tone(low_db=6.0), 30.0, 4.8),
        (Tone(low_db=6.0), 3000.0, 0.0),
        (Tone(high_db=-5.0), 15_000.0, -5.0),
        (Tone(high_db=-5.0), 200.0, 0.0),
        (Tone(bell_hz=800.0, bell_db=-12.0), 800.0, -12.0),
        (Tone(high_cut_hz=1000.0), 1000.0, -3.0),
        (Tone(high_cut_hz=1000.0), 4000.0, -24.5),
        (Tone(low_cut_hz=250.0), 62.5, -24.0),
    ],
)
def test_a_knob_turns_what_it_says(tone, hz, wanted_db):
    assert gain_db(tone, hz) == pytest.approx(wanted_db, abs=0.5)


def test_blocks_of_any_length_are_coloured_alike():
    sound, tone = noise(5000), tone_of("horror")
    whole = Desk(tone, RATE).filtered(sound)
    desk = Desk(tone, RATE)
    parts = [desk.filtered(sound[:, a:b]) for a, b in ((0, 700), (700, 701), (701, 5000))]
    np.testing.assert_allclose(np.concatenate(parts, axis=1), whole, atol=1e-6)


def test_coloured_stems_add_up_to_the_coloured_cue():
    hall = Hall(SPACES["hall"], RATE, 1 << 16, keep_stems=True, tone=tone_of("western"))
    stems = {"strings": noise(hall.block_frames), "keys": noise(hall.block_frames, 4)}
    total, kept = hall.add(hall.block_frames, stems)
    np.testing.assert_allclose(sum(kept.values()), total, atol=1e-5)


def test_every_genre_with_a_colour_is_a_genre():
    assert set(_TONES) <= set(GENRES)


@pytest.mark.parametrize("genre", sorted(_TONES))
def test_no_colour_rings_or_doubles_the_level(genre):
    tone = tone_of(genre, Mood(1.0, 1.0, 0.5))
    click = np.zeros((2, RATE), np.float32)
    click[:, 0] = 1.0
    answer = Desk(tone, RATE).filtered(click)[0]
    loudest_db = 20 * np.log10(np.abs(np.fft.rfft(answer)).max())
    assert loudest_db < 16
    assert np.abs(answer[RATE // 4 :]).max() < 1e-4


def test_a_waking_mood_is_brighter_and_a_genre_at_home_is_itself():
    home = GENRES["noir jazz"].mood
    steps = [tone_of("noir jazz", Mood(home.valence, a)).high_db for a in (-0.9, 0.0, 0.9)]
    assert steps == sorted(set(steps))
    assert tone_of("noir jazz", home) == tone_of("noir jazz")
    dark, glad = (tone_of("noir jazz", Mood(v, 0.0)).high_db for v in (-0.8, 0.8))
    assert glad > dark


def test_a_low_rate_does_without_a_cut_it_cannot_hold():
    assert np.isfinite(sections(Tone(high_cut_hz=9000.0), 16_000)).all()
