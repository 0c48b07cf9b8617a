from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from players_measure import RATE_HZ, centroid_hz, cents_off, rms, share_of_power

from scenescore.core.errors import Cancelled
from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.progress import Run
from scenescore.core.score import Note
from scenescore.music.players.levels import LEVELS_LU, REFERENCE_LUFS
from scenescore.music.players.synth import SynthPlayer

PITCHED = [name for name, known in INSTRUMENTS.items() if not known.is_drums]
DRUMS = [name for name, known in INSTRUMENTS.items() if known.is_drums]
SUSTAINED = [
    name
    for name in PITCHED
    if INSTRUMENTS[name].family in ("strings", "woodwinds", "brass", "choir", "synth")
    and name not in ("pizzicato", "bell-synth")
]
PLAYER = SynthPlayer()


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_sounds_finite_and_without_offset(one_note, name):
    sound = one_note(PLAYER, name, seconds=1.5, length=1.0)
    assert sound.shape == (2, round(1.5 * RATE_HZ))
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()
    assert 0.003 < np.abs(sound).max() < 4
    assert np.abs(sound.mean(axis=1)).max() < 0.02 * np.abs(sound).max()


@pytest.mark.parametrize("name", PITCHED)
@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_every_pitched_instrument_is_in_tune_over_its_compass(one_note, name, place):
    known = INSTRUMENTS[name]
    pitch = round(known.low + place * (known.high - known.low))
    sound = one_note(PLAYER, name, pitch)[:, RATE_HZ // 20 :]
    assert abs(cents_off(sound, pitch)) < 25


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_a_mezzo_forte_is_balanced(mezzo_forte_lufs, name):
    wanted = REFERENCE_LUFS + LEVELS_LU[name]
    assert mezzo_forte_lufs(PLAYER, name) == pytest.approx(wanted, abs=1.0)


def test_every_instrument_has_a_level():
    assert LEVELS_LU.keys() == INSTRUMENTS.keys()


@pytest.mark.parametrize("name", SUSTAINED)
def test_what_sustains_is_a_tone_not_noise(one_note, name):
    pitch = (INSTRUMENTS[name].low + INSTRUMENTS[name].high) // 2
    middle = one_note(PLAYER, name, pitch)[:, RATE_HZ // 2 : RATE_HZ]
    lowest = pitch - 12 if name in ("sub-drone", "dark-pad") else pitch
    assert share_of_power(middle, lowest) > 0.9


@pytest.mark.parametrize("name", PITCHED)
def test_louder_is_louder_and_brighter(one_note, name):
    soft = one_note(PLAYER, name, velocity=30)
    loud = one_note(PLAYER, name, velocity=115)
    assert rms(loud) > 2.5 * rms(soft)
    assert centroid_hz(loud) > centroid_hz(soft)


@pytest.mark.parametrize("name", SUSTAINED)
def test_letting_go_ends_the_sound(one_note, name):
    sound = one_note(PLAYER, name, length=0.8, seconds=4.0)
    assert rms(sound[:, 3 * RATE_HZ :]) < 1e-3 * rms(sound[:, RATE_HZ // 4 : RATE_HZ // 2])


@pytest.mark.parametrize("name", PITCHED)
def test_nothing_clicks_at_either_end(one_note, name):
    """The steepest step is no steeper at the ends than a few times that of the tone itself."""
    sound = one_note(PLAYER, name, velocity=60, length=0.5, seconds=1.0)
    first = np.abs(sound[:, :2]).max()
    assert first < 0.05 * np.abs(sound).max()


@pytest.mark.parametrize("name", DRUMS)
def test_drum_keys_sound_different(one_note, name):
    keys = (36, 38, 49, 52) if name == "risers" else (36, 38, 42, 45, 49, 60, 76, 81)
    brightness = {key: centroid_hz(one_note(PLAYER, name, key)) for key in keys}
    assert len({round(value) for value in brightness.values()}) == len(keys)


def test_low_drums_are_darker_than_cymbals(one_note):
    for name in ("drum-kit", "orchestral-percussion", "taiko", "march-drums"):
        assert centroid_hz(one_note(PLAYER, name, 36)) < 300
        assert centroid_hz(one_note(PLAYER, name, 49)) > 2000


def test_toms_rise_with_their_keys(one_note):
    for name in ("drum-kit", "taiko", "orchestral-percussion"):
        heights = [centroid_hz(one_note(PLAYER, name, key)) for key in (41, 45, 50)]
        assert heights == sorted(heights)


@pytest.mark.parametrize("length", [1.0, 3.0])
def test_a_riser_ends_at_its_peak_when_its_note_ends(one_note, length):
    sound = one_note(PLAYER, "risers", 49, length=length, seconds=length + 1.0)
    level = np.abs(sound).max(axis=0)
    assert rms(sound[:, round((length + 0.05) * RATE_HZ) :]) < 1e-3
    assert np.argmax(level) > 0.85 * length * RATE_HZ


def test_a_cymbal_swell_peaks_where_its_note_ends(one_note):
    sound = one_note(PLAYER, "orchestral-percussion", 55, length=2.0, seconds=4.0)
    windows = np.sqrt((sound.mean(axis=0) ** 2).reshape(-1, RATE_HZ // 10).mean(axis=1))
    assert 17 <= int(np.argmax(windows)) <= 21


def test_the_open_hat_is_choked_by_the_closed_one(part_of, score_of, listen):
    open_alone = part_of("drum-kit", [(0, 2, 46, 100)])
    choked = part_of("drum-kit", [(0, 2, 46, 100), (0.25, 0.25, 42, 20)])
    tail = slice(round(0.45 * RATE_HZ), round(0.8 * RATE_HZ))
    rings = rms(listen(PLAYER, score_of(open_alone))["drums"][:, tail])
    assert rms(listen(PLAYER, score_of(choked))["drums"][:, tail]) < 0.2 * rings


@pytest.mark.parametrize(
    "articulation", ["fast", "slow", "tremolo", "pizzicato", "staccato", "mute"]
)
@pytest.mark.parametrize("name", ["violins-1", "basses", "horns", "oboe", "piano", "nylon-guitar"])
def test_every_articulation_sounds_and_differs(one_note, name, articulation):
    plain = one_note(PLAYER, name)
    other = one_note(PLAYER, name, articulation=articulation)
    assert rms(other) > 0.05 * rms(plain)
    differs = not np.array_equal(plain, other)
    assert differs or (name, articulation) in _AS_SUSTAINED


_AS_SUSTAINED = {
    (name, how)
    for name, hows in {
        "horns": ("tremolo", "pizzicato"),
        "oboe": ("tremolo", "pizzicato", "mute"),
        "piano": ("fast", "slow", "tremolo"),
        "nylon-guitar": ("fast", "slow"),
    }.items()
    for how in hows
}


def test_a_staccato_speaks_sooner_than_a_slow_note(one_note):
    def rise_s(articulation):
        level = np.abs(one_note(PLAYER, "violins-1", articulation=articulation)).max(axis=0)
        smooth = np.convolve(level, np.ones(480) / 480, "same")
        return np.argmax(smooth > 0.7 * smooth.max()) / RATE_HZ

    assert rise_s("staccato") < 0.06 < rise_s("slow")


@pytest.mark.parametrize("number", [1, 11])
@pytest.mark.parametrize("name", ["violins-1", "flute", "horns", "warm-pad"])
def test_a_crescendo_by_controller_is_heard(one_note, name, number):
    controls = [(0.0, number, 20), (1.5, number, 127)]
    sound = one_note(PLAYER, name, controls=controls)
    early = sound[:, round(0.6 * RATE_HZ) : round(0.8 * RATE_HZ)]
    late = sound[:, round(1.2 * RATE_HZ) : round(1.4 * RATE_HZ)]
    assert rms(late) > 1.25 * rms(early)


@pytest.mark.parametrize("name", ["violins-1", "flute", "warm-pad"])
def test_controller_74_brightens_without_moving_the_pitch(one_note, name):
    pitch = INSTRUMENTS[name].low + 12
    dark = one_note(PLAYER, name, pitch, controls=[(0, 74, 10)])
    bright = one_note(PLAYER, name, pitch, controls=[(0, 74, 120)])
    assert centroid_hz(bright) > 1.1 * centroid_hz(dark)
    assert abs(cents_off(bright, pitch)) < 25


def test_offsets_move_the_onset_by_their_length(part_of, score_of, listen):
    def onset_s(offset_s):
        part = part_of("celesta", [Note(0.5, 1.0, 84, 90, offset_s=offset_s)])
        level = np.abs(listen(PLAYER, score_of(part))["keys"]).max(axis=0)
        return np.argmax(level > 0.1 * level.max()) / RATE_HZ

    assert onset_s(0.03) - onset_s(0.0) == pytest.approx(0.03, abs=0.001)


def test_pan_and_gain_seat_a_part(one_note):
    left = one_note(PLAYER, "flute", pan=-0.8)
    right = one_note(PLAYER, "flute", pan=0.8)
    assert rms(left[0]) > 2 * rms(left[1])
    assert rms(right[1]) > 2 * rms(right[0])
    louder = one_note(PLAYER, "flute", pan=-0.8, gain_db=6.0)
    assert rms(louder) == pytest.approx(rms(left) * 10 ** (6 / 20), rel=1e-3)


def _little_band(part_of):
    return (
        part_of(
            "violins-1",
            [(0.0, 2.0, 72, 70), (2.0, 2.0, 74, 90)],
            controls=[(0, 11, 60), (4, 11, 120)],
        ),
        part_of("celli", [(0.0, 4.0, 43, 80)]),
        part_of("piano", [(i / 2, 0.5, 60 + i, 60 + 5 * i) for i in range(8)]),
        part_of("distortion-guitar", [(1.0, 1.0, 40, 100), (1.0, 1.0, 47, 100)]),
        part_of("drum-kit", [(i / 2, 0.25, 36 + 2 * (i % 2), 90) for i in range(8)]),
        part_of("risers", [(0.0, 3.9, 49, 90)]),
    )


@pytest.mark.parametrize("block", [1000, 48_000, 1 << 20])
def test_the_length_of_blocks_does_not_change_the_sound(part_of, score_of, listen, block):
    score = score_of(*_little_band(part_of), seconds=4.1)
    usual = listen(PLAYER, score)
    other = listen(SynthPlayer(block), score)
    assert usual.keys() == other.keys()
    assert all(np.array_equal(usual[name], other[name]) for name in usual)


_ELSEWHERE = """
import hashlib
from scenescore.core.progress import Run
from scenescore.core.score import *
from scenescore.music.players.synth import SynthPlayer
notes = tuple(Note(i / 4, 0.25, 48 + 3 * (i % 7), 60 + i, 0.003 * (i % 3)) for i in range(24))
names = ("violins-1", "horns", "flute", "piano", "drum-kit", "distortion-guitar", "risers")
parts = tuple(Part(name, name, name, notes) for name in names)
score = Score(3.5, (TempoChange(0, 120.0),), (MeterChange(0, 4, 4),), "C", parts)
digest = hashlib.sha256()
for block in SynthPlayer().play(score, rate_hz=48000, run=Run()):
    for name, sound in block.items():
        digest.update(name.encode() + sound.tobytes())
print(digest.hexdigest())
"""


def test_the_bytes_are_the_same_in_any_process_with_any_number_of_threads():
    runs = [
        subprocess.run(
            [sys.executable, "-c", _ELSEWHERE],
            capture_output=True,
            text=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": threads},
        )
        for threads in ("1", "2", "7")
    ]
    assert len({run.stdout for run in runs}) == 1
    assert len(runs[0].stdout) > 60, runs[0].stderr


@pytest.mark.parametrize("rate_hz", [22_050, 44_100, 96_000])
@pytest.mark.parametrize("seconds", [0.05, 1.234567])
def test_length_is_exact_at_any_rate(part_of, score_of, listen, rate_hz, seconds):
    score = score_of(part_of("flute", [(0, 1, 72, 80)]), seconds=seconds)
    sound = listen(PLAYER, score, rate_hz)["woodwinds"]
    assert sound.shape == (2, round(seconds * rate_hz))


def test_pitch_does_not_depend_on_the_rate(part_of, score_of, listen):
    score = score_of(part_of("piano", [(0, 1, 69, 80)]), seconds=1.0)
    sound = listen(PLAYER, score, 24_000)["keys"]
    power = np.abs(np.fft.rfft(sound[0], 1 << 17))
    assert np.argmax(power) * 24_000 / (1 << 17) == pytest.approx(440, rel=0.003)


def test_the_highest_notes_do_not_alias(one_note):
    """Every strong line of a bright lead on a high note is a multiple of its pitch."""
    for name in ("saw-lead", "synth-strings", "trumpets", "harpsichord"):
        pitch = INSTRUMENTS[name].high
        sound = one_note(PLAYER, name, pitch, velocity=127)[:, RATE_HZ // 4 : RATE_HZ]
        assert share_of_power(sound, pitch) > 0.98


@pytest.mark.parametrize("name", INSTRUMENTS)
@pytest.mark.parametrize(("articulation", "rate_hz"), [("sustain", 8_000), ("tremolo", 32_000)])
def test_the_oddest_notes_are_played_without_complaint(
    part_of, score_of, listen, name, articulation, rate_hz
):
    notes = [
        Note(0.0, 0.001, 0, 1, offset_s=-0.05, sounding=0.3),
        Note(0.01, 0.01, 127, 127, offset_s=0.05, sounding=1.05),
        Note(0.02, 3.0, 12, 64),
        Note(0.02, 0.0001, 110, 90),
    ]
    controls = [(0, 11, 0), (1, 11, 127), (0, 1, 0), (0.5, 1, 127), (0.2, 74, 127)]
    part = part_of(name, notes, articulation=articulation, controls=controls)
    (sound,) = listen(PLAYER, score_of(part, seconds=0.4), rate_hz).values()
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() < 8


def test_a_score_without_notes_yields_nothing(part_of, score_of):
    score = score_of(part_of("piano", []))
    assert list(PLAYER.play(score, rate_hz=RATE_HZ, run=Run())) == []


def test_cancelling_stops_within_a_block(part_of, score_of):
    score = score_of(part_of("piano", [(i, 1, 60, 80) for i in range(30)]), seconds=30.0)
    run = Run()
    blocks = PLAYER.play(score, rate_hz=RATE_HZ, run=run)
    next(blocks)
    run.cancel()
    with pytest.raises(Cancelled):
        next(blocks)
