"""WAV files say where they belong, byte by byte, and hold the music as it is meant."""

from __future__ import annotations

import json
import resource
import shutil
import struct
import subprocess
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from delivered_film import CUES, film, without_takes

from scenescore.core.errors import CannotWriteError
from scenescore.core.progress import Run
from scenescore.deliver.bwf import Origin, packed, read_reference, write_bwf
from scenescore.deliver.wav import WavExporter, ensure_wav, plan_wavs, start_sample
from scenescore.mix.film import mix_film

RATE = 48000


def exported(tmp_path, **more):
    whole = film(tmp_path, **more)
    return whole, WavExporter().write(whole, tmp_path / "deliver", run=Run())


def chunks(path):
    """Return a RIFF file's chunks by name, with their place in the file."""
    data = path.read_bytes()
    assert data[:4] == b"RIFF"
    assert data[8:12] == b"WAVE"
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
    found, at = {}, 12
    while at < len(data):
        name, size = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])[0]
        found[name] = data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    assert at == len(data)
    return found


def read(path):
    return soundfile.read(path)[0].T


def test_every_cue_and_stem_is_named_by_label_title_and_timecode(tmp_path):
    _, written = exported(tmp_path)
    names = [p.relative_to(tmp_path / "deliver" / "audio").as_posix() for p in written]
    assert names == [
        "1m01_Elan-Night_01-00-02-00.wav",
        "stems/1m01_Elan-Night_strings_01-00-02-00.wav",
        "stems/1m01_Elan-Night_brass_01-00-02-00.wav",
        "1m02_SUM-A1_01-00-12-00.wav",
        "1m03_01-00-25-06.wav",
    ]


def test_the_bext_chunk_is_version_1_and_says_where_the_file_belongs(tmp_path):
    _, written = exported(tmp_path)
    bext = chunks(written[0])[b"bext"]
    assert bext[:256].rstrip(b"\0") == b"1m01 Elan-Night | scenes 1 | gain -5.0 dB"
    assert bext[256:288].rstrip(b"\0") == b"Scenescore"
    assert len(bext[288:320].rstrip(b"\0")) == 32
    assert bext[320:338] == bytes(18)  # no date, no time: the same film gives the same bytes
    low, high, version = struct.unpack("<IIH", bext[338:348])
    assert low + (high << 32) == (3600 + 2) * RATE
    assert version == 1
    assert bext[348:602] == bytes(254)
    assert bext[602:].rstrip(b"\0") == b"A=PCM,F=48000,W=24,M=stereo,T=Scenescore\r\n"


def test_the_format_is_24_bit_pcm_and_the_length_is_the_takes(tmp_path):
    whole, written = exported(tmp_path)
    parts = chunks(written[0])
    assert struct.unpack("<HHIIHH", parts[b"fmt "]) == (1, 2, RATE, RATE * 6, 6, 24)
    take = whole.take(CUES[0].uid)
    assert len(parts[b"data"]) == take.audio.frames * 6
    assert soundfile.info(written[0]).subtype == "PCM_24"


def test_ixml_repeats_it_for_those_who_read_that(tmp_path):
    _, written = exported(tmp_path, fps="30000/1001", start_timecode="01:00:00;00")
    told = chunks(written[0])[b"iXML"].rstrip(b"\0").decode()
    for line in ("<PROJECT>The Lamp: a test</PROJECT>", "<TIMECODE_RATE>30000/1001<",
                 "<TIMECODE_FLAG>DF<", "<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>0<"):  # fmt: skip
        assert line in told
    assert "The music is yours" in told


@pytest.mark.parametrize(
    ("fps", "start", "samples"),
    [
        ("24", "01:00:00:00", 3600 * RATE),
        ("25", "10:00:00:00", 36000 * RATE),
        ("24000/1001", "01:00:00:00", 86400 * 2002),
        ("30000/1001", "01:00:00;00", round(107892 * 1601.6)),
        ("24", "00:00:00:12", 24000),
    ],
)
def test_samples_since_midnight_are_exact_at_every_rate(tmp_path, fps, start, samples):
    plan = film(tmp_path, fps=fps, start_timecode=start).plan
    assert start_sample(CUES[0], plan) == samples + 2 * RATE


def test_gain_and_fades_of_a_cue_are_in_its_file(tmp_path):
    whole, written = exported(tmp_path)
    take = read(whole.folder / whole.take("aaaa0001").audio.path)
    sound = read(written[0])
    steady = slice(RATE, 9 * RATE)
    gain_db = 20 * np.log10(sound[:, steady].std() / take[:, steady].std())
    assert gain_db == pytest.approx(-5.0, abs=0.01)  # -3 of its own, -2 for all: see below
    quarter = slice(RATE // 4 - 600, RATE // 4 + 600)
    half_way = sound[:, quarter].std() / take[:, quarter].std()
    assert 20 * np.log10(half_way) == pytest.approx(-5.0 - 6.0, abs=0.3)
    assert not sound[:, 0].any()


def test_no_file_passes_the_ceiling_and_drama_between_cues_is_kept(tmp_path):
    """The second cue asks for +4 dB, 2 more than its peaks allow: all cues go down by 2."""
    whole = film(tmp_path)
    gains = {w.cue.uid: w.gain_db for w in plan_wavs(whole, tmp_path)}
    assert gains == {"aaaa0001": -5.0, "bbbb0002": 2.0, "cccc0003": -2.0}
    quiet = replace(whole, plan=replace(whole.plan, cues=(CUES[0],)))
    assert [w.gain_db for w in plan_wavs(quiet, tmp_path, with_stems=False)] == [-3.0]


@pytest.mark.parametrize("second_s", [12.0, 11.4], ids=["touching", "overlapping"])
def test_side_by_side_the_files_sound_like_the_film_mix(tmp_path, second_s):
    """What is left of the mix when the files are taken from it, where cues meet too."""
    whole = film(tmp_path)
    cues = (CUES[0], replace(CUES[1], start_s=second_s), CUES[2])
    plan = replace(whole.plan, cues=cues)
    takes = {uid: whole.folder / take.audio.path for uid, take in whole.takes}
    out = tmp_path / "score.flac"
    mix = mix_film(plan, takes, out=out, crossfade_s=0.8, run=Run())
    wavs = plan_wavs(replace(whole, plan=plan, mix=mix), tmp_path / "deliver", with_stems=False)
    mixed = read(out)
    laid = np.zeros_like(mixed)
    for wav in wavs:
        at = wav.place.start
        laid[:, at : at + wav.frames] += read(ensure_wav(wav, plan))
    laid *= (laid * mixed).sum() / np.square(laid).sum()
    near = slice(round((second_s - 1) * RATE), round((second_s + 1) * RATE))
    for part in (slice(None), near):
        left = np.square(mixed - laid)[:, part].mean() / np.square(mixed[:, part]).mean()
        assert 10 * np.log10(left) < -38  # the mix is rounded to as few bits as noise allows


def test_stems_null_against_their_cue(tmp_path):
    _, written = exported(tmp_path)
    left = read(written[0]) - read(written[1]) - read(written[2])
    assert 20 * np.log10(np.abs(left).max()) < -130


def test_what_is_there_already_is_not_written_again(tmp_path):
    whole, written = exported(tmp_path)
    before = [p.stat().st_mtime_ns for p in written]
    WavExporter().write(whole, tmp_path / "deliver", run=Run())
    assert [p.stat().st_mtime_ns for p in written] == before


@pytest.mark.parametrize(
    "change",
    [{"gain_db": -6.0}, {"fade_out_s": 1.0}, {"scenes": (1, 2)}],
    ids=lambda c: next(iter(c)),
)
def test_a_changed_cue_is_written_again(tmp_path, change):
    whole, written = exported(tmp_path)
    before = written[0].read_bytes()
    cues = (replace(CUES[0], **change), *CUES[1:])
    changed = replace(whole, plan=replace(whole.plan, cues=cues))
    again = WavExporter().write(changed, tmp_path / "deliver", run=Run())
    assert again[0] == written[0]
    assert written[0].read_bytes() != before


def test_the_same_film_gives_the_same_bytes(tmp_path):
    whole, first = exported(tmp_path)
    second = WavExporter().write(whole, tmp_path / "elsewhere", run=Run())
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_a_persons_take_of_another_rate_is_exported_at_48_khz(tmp_path):
    whole = film(tmp_path)
    take = whole.take("cccc0003")
    path = whole.folder / take.audio.path
    tone = 0.2 * np.sin(2 * np.pi * 600 * np.arange(6 * 44100) / 44100)
    soundfile.write(path, tone, 44100)
    own = replace(take, audio=replace(take.audio, rate_hz=44100, channels=1, frames=6 * 44100))
    changed = replace(whole, takes=(("cccc0003", own),))
    (written,) = WavExporter().write(changed, tmp_path / "deliver", run=Run())
    sound = read(written)
    assert sound.shape == (2, 6 * RATE)
    assert np.abs(np.fft.rfft(sound[0, :RATE])).argmax() == 600


def test_a_film_without_takes_has_nothing_to_export_and_says_so(tmp_path):
    said = []
    whole = without_takes(film(tmp_path))
    run = Run(lambda event: said.append(event.kind))
    assert WavExporter().write(whole, tmp_path / "deliver", run=run) == ()
    assert said == ["note"]


# ------------------------------------------------------------------ the writer alone


def test_samples_are_rounded_to_24_bits_and_clipped_at_the_ends():
    ends = np.array([[0.0, 1.0, -1.0], [2.0**-23, -(2.0**-23), 2.0]], np.float32)
    whole = [0, 1, 2**23 - 1, -1, -(2**23), 2**23 - 1]
    assert packed(ends) == b"".join(v.to_bytes(3, "little", signed=True) for v in whole)


def test_length_is_exact_whatever_the_blocks_give(tmp_path):
    for given in (50, 150):
        path = write_bwf(
            tmp_path / "a.wav", [np.ones((2, given), np.float32) / 2], frames=100, rate_hz=RATE,
            origin=Origin("x", "ref", 0),
        )  # fmt: skip
        sound = read(path)
        assert sound.shape == (2, 100)
        assert np.count_nonzero(sound[0]) == min(given, 100)


def test_a_file_that_is_no_broadcast_wave_has_no_reference(tmp_path):
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    assert read_reference(tmp_path / "a.wav") is None
    assert read_reference(tmp_path / "none.wav") is None


def test_what_does_not_fit_in_a_wav_is_said(tmp_path):
    with pytest.raises(CannotWriteError, match="hours"):
        write_bwf(tmp_path / "a.wav", [], frames=2**30, rate_hz=RATE, origin=Origin("", "", 0))


@contextmanager
def full_at(size):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_said_and_leaves_nothing_behind(tmp_path):
    whole = film(tmp_path)
    with full_at(100_000), pytest.raises(CannotWriteError, match="disk is full"):
        WavExporter().write(whole, tmp_path / "deliver", run=Run())
    assert [p for p in (tmp_path / "deliver").rglob("*") if p.is_file()] == []


@pytest.mark.engine
def test_ffprobe_reads_the_time_reference(tmp_path):
    if not shutil.which("ffprobe"):
        pytest.skip("ffprobe is not installed")
    _, written = exported(tmp_path)
    told = subprocess.run(
        ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", written[4]],
        capture_output=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    probed = json.loads(told)
    tags = probed["format"]["tags"]
    assert int(tags["time_reference"]) == round(3625.25 * RATE)
    assert tags["encoded_by"] == "Scenescore"
    assert probed["streams"][0]["codec_name"] == "pcm_s24le"
    assert float(probed["format"]["duration"]) == 6.0
