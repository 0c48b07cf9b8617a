from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from players_measure import RATE_HZ, centroid_hz, cents_off, rms
from players_tiny_font import tiny_font

from scenescore.core.errors import Cancelled, UnavailableError
from scenescore.core.instruments import INSTRUMENTS
from scenescore.core.progress import Run
from scenescore.core.score import Note
from scenescore.music.players.levels import LEVELS_LU, REFERENCE_LUFS
from scenescore.music.players.soundfont import SoundfontPlayer, font
from scenescore.music.players.soundfont.presets import is_borrowed

pytestmark = pytest.mark.engine
PITCHED = [
    name
    for name, known in INSTRUMENTS.items()
    if not known.is_drums and not is_borrowed(name, known.low)
]
HARMONIC = [name for name in PITCHED if name != "tubular-bells"]  # a chime has no harmonics
SECTIONS = ["violins-1", "violins-2", "violas", "celli", "basses"]


@pytest.fixture(scope="module")
def player():
    found = SoundfontPlayer()
    missing = found.is_available()
    if missing:
        pytest.skip(missing)
    return found


@pytest.fixture
def tuned(player):
    """Only claims about MuseScore General: another font may be out of tune as it likes."""
    if "MIT" not in player.licence:
        pytest.skip("the soundfont found here is not MuseScore General")
    return player


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_instrument_sounds_finite(player, one_note, name):
    sound = one_note(player, name, seconds=1.5, length=1.0)
    assert sound.shape == (2, round(1.5 * RATE_HZ))
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()
    assert 0.003 < np.abs(sound).max() < 4


@pytest.mark.parametrize("name", HARMONIC)
def test_every_pitched_instrument_is_in_tune(tuned, one_note, name):
    known = INSTRUMENTS[name]
    pitch = (known.low + known.high) // 2
    sound = one_note(tuned, name, pitch)[:, RATE_HZ // 20 :]
    assert abs(cents_off(sound, pitch)) < 40


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_a_mezzo_forte_is_balanced(tuned, mezzo_forte_lufs, name):
    wanted = REFERENCE_LUFS + LEVELS_LU[name]
    assert mezzo_forte_lufs(tuned, name) == pytest.approx(wanted, abs=1.0)


@pytest.mark.parametrize("name", ["violins-1", "flute", "horns", "trumpets", "piano", "choir"])
def test_louder_is_louder_and_brighter(player, one_note, name):
    soft = one_note(player, name, velocity=25)
    loud = one_note(player, name, velocity=115)
    assert rms(loud) > 2.5 * rms(soft)
    assert centroid_hz(loud) > centroid_hz(soft)


def test_letting_go_ends_the_sound(player, one_note):
    for name in ("violins-1", "flute", "organ"):
        sound = one_note(player, name, length=0.8, seconds=5.0)
        assert rms(sound[:, 4 * RATE_HZ :]) < 1e-3 * rms(sound[:, RATE_HZ // 4 : RATE_HZ])


def test_sections_of_strings_do_not_sound_alike(tuned, one_note):
    sounds = [one_note(tuned, name, 55, pan=0.0) for name in SECTIONS]
    for place, one in enumerate(sounds):
        for other in sounds[place + 1 :]:
            assert not np.allclose(one / rms(one), other / rms(other), atol=0.1)


def test_articulations_take_presets_of_their_own(tuned, one_note):
    how = ("slow", "fast", "tremolo", "pizzicato", "staccato", "mute")
    sounds = {name: one_note(tuned, "violins-1", articulation=name) for name in how}
    tail = slice(RATE_HZ, round(1.4 * RATE_HZ))
    assert rms(sounds["pizzicato"][:, tail]) < 0.05 * rms(sounds["slow"][:, tail])
    assert centroid_hz(sounds["mute"]) < centroid_hz(sounds["slow"])
    assert all(rms(sound) > 0 for sound in sounds.values())


def test_long_notes_of_strings_swell_and_short_ones_speak(tuned, one_note):
    def rise_s(length):
        level = np.abs(one_note(tuned, "violins-1", length=length)).max(axis=0)
        level = np.convolve(level, np.ones(960) / 960, "same")[: round(0.4 * RATE_HZ)]
        return np.argmax(level > 0.5 * level.max())

    assert rise_s(0.4) < rise_s(1.8)


@pytest.mark.parametrize("number", [1, 11])
def test_a_crescendo_by_controller_is_heard(player, one_note, number):
    controls = [(0.0, number, 20), (1.5, number, 127)]
    sound = one_note(player, "horns", controls=controls)
    early = sound[:, round(0.4 * RATE_HZ) : round(0.6 * RATE_HZ)]
    late = sound[:, round(1.2 * RATE_HZ) : round(1.4 * RATE_HZ)]
    assert rms(late) > 1.5 * rms(early)


def test_controller_74_brightens(player, one_note):
    dark = one_note(player, "saw-lead", controls=[(0, 74, 0)])
    bright = one_note(player, "saw-lead", controls=[(0, 74, 127)])
    assert centroid_hz(bright) > 1.1 * centroid_hz(dark)


def test_onsets_are_met_within_64_samples(player, part_of, score_of, listen):
    def onset(offset_s):
        part = part_of("celesta", [Note(0.5, 1.0, 84, 90, offset_s=offset_s)])
        sound = listen(player, score_of(part))["keys"]
        return int(np.argmax(np.abs(sound).max(axis=0) > 0))

    for offset_s in (0.0, 0.001, 0.0213):
        moved = onset(offset_s) - onset(-0.02)
        assert abs(moved - (offset_s + 0.02) * RATE_HZ) <= 64


def test_pan_and_gain_seat_a_part(player, one_note):
    left = one_note(player, "flute", pan=-0.8)
    assert rms(left[0]) > 2 * rms(left[1])
    louder = one_note(player, "flute", pan=-0.8, gain_db=6.0)
    assert rms(louder) == pytest.approx(rms(left) * 10 ** (6 / 20), rel=0.02)


def test_drum_keys_follow_the_convention(tuned, one_note):
    assert centroid_hz(one_note(tuned, "orchestral-percussion", 36)) < 300
    assert centroid_hz(one_note(tuned, "orchestral-percussion", 49)) > 2000
    for name in ("taiko", "orchestral-percussion", "drum-kit"):
        heights = [centroid_hz(one_note(tuned, name, key)) for key in (41, 45, 50)]
        assert heights == sorted(heights), name


def test_risers_and_swells_are_borrowed_and_end_with_their_note(player, one_note):
    riser = one_note(player, "risers", 49, length=1.0, seconds=2.0)
    assert rms(riser[:, round(1.1 * RATE_HZ) :]) < 1e-3
    swell = one_note(player, "orchestral-percussion", 55, length=1.0, seconds=2.0)
    assert np.argmax(np.abs(swell).max(axis=0)) > 0.8 * RATE_HZ


def test_many_parts_of_one_family_still_have_a_channel_each(player, part_of, score_of, listen):
    names = [name for name in INSTRUMENTS if not INSTRUMENTS[name].is_drums]
    many = [part_of(name, [(0, 0.5, 60, 80), (0.5, 1.5, 60, 80)]) for name in names]
    strings = [part_of("violins-1", [(0, 0.5, 60 + i, 80), (1, 1, 60, 80)]) for i in range(30)]
    stems = listen(player, score_of(*many, *strings, seconds=1.0))
    assert stems.keys() == {INSTRUMENTS[name].family for name in names}
    assert all(rms(sound) > 0 for sound in stems.values())


def test_length_is_exact_over_several_blocks(player, part_of, score_of, listen):
    part = part_of("piano", [(i, 1, 60, 80) for i in range(12)])
    sound = listen(player, score_of(part, seconds=11.98765), 44_100)["keys"]
    assert sound.shape == (2, round(11.98765 * 44_100))
    assert rms(sound[:, -44_100:]) > 1e-4


_ELSEWHERE = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from scenescore.core.progress import Run
from scenescore.core.score import *
from scenescore.music.players.soundfont import SoundfontPlayer
notes = tuple(Note(i / 4, 0.25, 50 + 3 * (i % 7), 60 + i, 0.003 * (i % 3)) for i in range(24))
curve = tuple(Control(i / 2, 11, 40 + 7 * i) for i in range(12))
parts = tuple(Part(n, n, f, notes, curve) for n, f in (("violins-1", "strings"), ("horns", "brass"),
              ("taiko", "percussion"), ("risers", "synth")))
score = Score(6.5, (TempoChange(0, 120.0),), (MeterChange(0, 4, 4),), "C", parts)
digest = hashlib.sha256()
for block in SoundfontPlayer().play(score, rate_hz=48000, run=Run()):
    for name, sound in block.items():
        digest.update(name.encode() + sound.tobytes())
print(digest.hexdigest())
"""


def test_the_bytes_are_the_same_in_fresh_processes(player):
    runs = [
        subprocess.run(
            [sys.executable, "-c", _ELSEWHERE, str(sys.path[0])], capture_output=True, text=True
        )
        for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout != "", runs[0].stderr


def test_nothing_of_an_earlier_score_lingers(player, part_of, score_of, listen):
    score = score_of(part_of("celli", [(0, 2, 40, 90)], controls=[(0, 11, 60), (2, 11, 110)]))
    first = listen(player, score)["strings"]
    wild = part_of("celli", [(i / 8, 4, 36 + i, 127) for i in range(16)], controls=[(0, 74, 127)])
    unfinished = player.play(score_of(wild, seconds=20), rate_hz=RATE_HZ, run=Run())
    next(unfinished)
    assert np.array_equal(first, listen(player, score)["strings"])
    unfinished.close()
    assert np.array_equal(first, listen(player, score)["strings"])


def test_cancelling_stops_within_a_block(player, part_of, score_of):
    score = score_of(part_of("piano", [(i, 1, 60, 80) for i in range(30)]), seconds=30.0)
    run = Run()
    blocks = player.play(score, rate_hz=RATE_HZ, run=run)
    next(blocks)
    run.cancel()
    with pytest.raises(Cancelled):
        next(blocks)


def test_a_score_without_notes_yields_nothing(player, part_of, score_of):
    score = score_of(part_of("piano", []))
    assert list(player.play(score, rate_hz=RATE_HZ, run=Run())) == []


def test_a_missing_font_stops_before_any_work(tmp_path, part_of, score_of):
    lost = SoundfontPlayer(str(tmp_path / "gone.sf2"))
    with pytest.raises(UnavailableError):
        next(lost.play(score_of(part_of("piano", [])), rate_hz=RATE_HZ, run=Run()))


@pytest.fixture
def plain_player(tmp_path, player):
    """A player with somebody's own little font: a piano and a drum kit, nothing else."""
    path = tmp_path / "Own.sf2"
    path.write_bytes(tiny_font(("Keys", 0, 0), ("Drums", 128, 0)))
    return SoundfontPlayer(str(path))


@pytest.mark.parametrize("name", ["violins-1", "taiko", "felt-piano", "mandolin", "drum-kit"])
def test_any_font_plays_every_instrument(plain_player, one_note, name):
    sound = one_note(plain_player, name, 57)
    assert rms(sound) > 1e-3


def test_a_font_of_ones_own_is_in_tune(plain_player, one_note):
    assert abs(cents_off(one_note(plain_player, "celli", 57), 57)) < 10


def test_two_fonts_can_be_played_in_turns(player, plain_player, one_note):
    first = one_note(player, "flute")
    assert not np.array_equal(first, one_note(plain_player, "flute"))
    assert np.array_equal(first, one_note(player, "flute"))


def test_the_fonts_own_presets_are_the_ones_the_table_expects(tuned):
    names = font.presets(tuned.path)
    assert names[(20, 49)] == "Violins Slow"
    assert names[(40, 45)] == "Celli Pizzicato"
    assert names[(128, 48)] == "Orchestra Kit"


def test_a_layer_has_its_own_stem_and_the_provenance_says_so(player):
    from scenescore.core.score import MeterChange, Part, Score, TempoChange

    notes = (Note(0.0, 4.0, 48, 80),)
    part = Part("Violoncelli", "celli", "strings", notes)
    meters = (MeterChange(0, 4, 4),)
    score = Score(2.5, (TempoChange(0, 120.0),), meters, "C", (part,), style="horror")
    plain = list(player.play(score, rate_hz=RATE_HZ, run=Run()))
    assert "beneath" not in dict(player.provenance().params)
    player.hybrid = "auto"
    try:
        layered = list(player.play(score, rate_hz=RATE_HZ, run=Run()))
        assert dict(player.provenance().params)["beneath"] == "dark-pad"
    finally:
        player.hybrid = "off"
    assert set(layered[0]) == {"strings", "synth"}
    assert np.array_equal(plain[0]["strings"], layered[0]["strings"])
    assert 0.03 < rms(layered[0]["synth"]) / rms(layered[0]["strings"]) < 0.5
