"""The one-file page: everything inside, within its limit, and frank about what was made smaller."""

from __future__ import annotations

import base64
import io
from dataclasses import replace

import numpy as np
import pytest
import soundfile
from report_film import short_film
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from scenescore.core.errors import UnavailableError
from scenescore.core.progress import Run
from scenescore.deliver import page as page_module
from scenescore.deliver.page import PageExporter
from scenescore.deliver.pages.previews import LADDER, Budget, budget, encode

ENDLESS = float("inf")


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return short_film(tmp_path_factory.mktemp("film") / "salt.film")


def _write(film, to):
    (path,) = PageExporter().write(film, to, run=Run())
    return path, HTMLParser(path.read_text("utf-8"))


def _sounds(page: HTMLParser) -> dict[str, tuple[float, int, int]]:
    """Return (seconds, rate, channels) of every sound inside the page."""
    found = {}
    for node in page.css("script[type='text/plain']"):
        info = soundfile.info(io.BytesIO(base64.b64decode(node.text())))
        assert info.format == "MP3"
        found[node.id] = (info.duration, info.samplerate, info.channels)
    return found


def test_all_takes_are_inside_and_nothing_is_linked(film, tmp_path):
    path, page = _write(film, tmp_path)
    assert path == tmp_path / "The-Salt-House.html"
    sounds = _sounds(page)
    assert len(sounds) == 4
    assert sounds["sound-00000000"] == (pytest.approx(60.0, abs=0.1), 44_100, 2)
    addresses = [n.attributes.get("href") or n.attributes["src"] for n in page.css("[href],[src]")]
    assert all(address.startswith("#") for address in addresses)
    assert "MP3 at 128 kbit/s stereo" in page.css_first(".licence").text()


@pytest.mark.parametrize("limit", [900_000, 3_000_000])
def test_a_limit_is_kept_and_what_it_cost_is_said(film, tmp_path, monkeypatch, limit):
    monkeypatch.setattr(page_module, "LIMIT_BYTES", limit)
    path, page = _write(film, tmp_path)
    assert limit * 0.75 < path.stat().st_size <= limit
    longest_s = max(seconds for seconds, _, _ in _sounds(page).values())
    assert (longest_s < 60) == (limit == 900_000)
    said = page.css_first(".licence").text()
    assert ("0.9 MB, 2 cues of 4 are heard only for the first" in said) == (limit == 900_000)
    assert bool(page.css("#cue-00000000 .unheard")) == (limit == 900_000)
    remarks = " ".join(node.text() for node in page.css("#cue-00000000 .remark"))
    assert ("Preview: the first" in remarks) == (limit == 900_000)


def test_a_film_without_takes_is_a_page_without_sound(film, tmp_path):
    _, page = _write(replace(film, takes=(), mix=None), tmp_path)
    assert not _sounds(page)
    assert len(page.css(".cue .remark")) == 5


def test_a_sound_library_without_mp3_is_said_before_any_work(film, tmp_path, monkeypatch):
    monkeypatch.setattr(soundfile, "available_formats", lambda: {"FLAC": "FLAC"})
    with pytest.raises(UnavailableError, match="cannot write MP3"):
        PageExporter().write(film, tmp_path, run=Run())
    assert not list(tmp_path.iterdir())


def test_quality_falls_before_anything_is_shortened():
    lengths_s = [60.0, 120.0, 30.0]
    chosen = [budget(lengths_s, size) for size in (4_000_000, 2_600_000, 1_000_000, 500_000)]
    assert [plan.quality.kbps for plan in chosen] == [128, 96, 32, 32]
    assert [plan.longest_s for plan in chosen] == [
        ENDLESS,
        ENDLESS,
        ENDLESS,
        pytest.approx(46, abs=3),
    ]


@pytest.mark.parametrize("quality", LADDER, ids=lambda q: f"{q.kbps} {q.channels}")
@pytest.mark.parametrize("channels", [1, 2])
def test_a_preview_is_as_long_and_no_larger_than_promised(tmp_path, quality, channels):
    sound = np.random.default_rng(0).normal(0, 0.1, (48_000 * 5, channels))
    soundfile.write(tmp_path / "a.flac", sound, 48_000)
    made = encode(tmp_path / "a.flac", Budget(quality, ENDLESS), run=Run())
    info = soundfile.info(io.BytesIO(made))
    assert (info.samplerate, info.channels) == (quality.rate_hz, quality.channels)
    assert info.duration == pytest.approx(5.0, abs=0.1)
    assert quality.kbps * 1000 / 8 * 5 * 0.98 < len(made) <= quality.size_bytes(5.0)


def test_a_shortened_preview_fades_out(tmp_path):
    soundfile.write(tmp_path / "a.flac", np.full((16_000 * 20, 2), 0.3) * _tone(20), 16_000)
    made = encode(tmp_path / "a.flac", Budget(LADDER[-1], 6.0), run=Run())
    sound, rate_hz = soundfile.read(io.BytesIO(made))
    assert len(sound) / rate_hz == pytest.approx(6.0, abs=0.1)
    before, last = sound[int(3 * rate_hz) : int(4 * rate_hz)], sound[int(5.8 * rate_hz) :]
    assert np.abs(last).max() < 0.2 * np.abs(before).max()


def _tone(seconds: int) -> np.ndarray:
    return np.sin(2 * np.pi * 440 * np.arange(16_000 * seconds) / 16_000)[:, None]
