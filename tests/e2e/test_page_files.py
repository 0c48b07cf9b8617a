"""What goes into the page and what comes out of it: scripts, and every form of a film."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import mido
import opentimelineio as otio
import pytest
import soundfile
from browsing import drop, until
from defusedxml import ElementTree

pytest.importorskip("gradio", reason="the page needs the extra 'ui'")
from page_server import script_of

pytestmark = pytest.mark.engine

LENGTH_S = 4.0
"""Of each cue."""


def test_a_script_is_added_by_one_drop(visit, server, tmp_path):
    script = tmp_path / "dropped.fountain"
    script.write_text(script_of(3, "Dropped In"), "utf-8")
    page = visit("film=long-way")
    drop(page, script)
    until(page, "location.hash.includes('film=dropped-in')")
    assert (server.library / "dropped-in.film" / "screenplay.json").is_file()
    assert not list((server.library / ".incoming").glob("*"))


def test_a_file_without_a_script_is_refused_in_words(visit, tmp_path):
    empty = tmp_path / "empty.fountain"
    empty.write_text("", "utf-8")
    page = visit("film=long-way")
    page.set_input_files("#add-file", empty)
    page.wait_for_selector(".said.bad")
    assert "empty.fountain" in page.inner_text(".said.bad")


def test_several_scripts_are_dropped_and_one_too_large_is_not_even_sent(visit, server, tmp_path):
    page = visit("film=long-way")
    until(page, "document.querySelectorAll('.ask .choose input')[1]?.value")
    asked = []
    page.on("request", lambda one: one.method == "POST" and asked.append(one.url))
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * 25_000_001)
    page.set_input_files("#add-file", large)
    page.wait_for_selector(".said.bad")
    assert page.inner_text(".said.bad span").startswith("large.txt: That is more than 25 MB")
    assert asked == []
    for name in ("First", "Second"):
        (tmp_path / f"{name}.fountain").write_text(script_of(2, f"{name} Of Two"), "utf-8")
    page.set_input_files("#add-file", [tmp_path / "First.fountain", tmp_path / "Second.fountain"])
    page.wait_for_selector("text=Of Two is in the library.")
    known = "fetch('/v1/films').then((answer) => answer.text())"
    for name in ("First Of Two", "Second Of Two"):
        until(page, f"{known}.then((text) => text.includes('{name}'))")


def test_an_example_is_added_from_the_menu(visit, server):
    page = visit("film=long-way")
    page.click(".adder summary")
    page.click(".adder >> text=small weather")
    until(page, "location.hash.includes('film=small-weather')")
    page.click(".adder summary")
    assert page.locator(".adder >> text=small weather").count() == 0


def _downloaded(page, link) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        link.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def _exported(page, form: str) -> tuple[str, bytes]:
    if page.get_attribute(".desk .menu", "open") is None:
        page.click(".desk .menu summary")
    for box in page.locator("input[name=form]").all():
        box.set_checked(box.get_attribute("value") == form)
    page.click(".desk .menu .primary")
    page.wait_for_selector(f".exported a[href*='{form}'], .exported a[href$='.html']")
    return _downloaded(page, page.locator(".exported a"))


def _inside(data: bytes, suffix: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {n: archive.read(n) for n in archive.namelist() if n.endswith(suffix)}


def _is_wav(data: bytes) -> bool:
    info = soundfile.info(io.BytesIO(data))
    return (info.format, info.subtype, info.samplerate) in (
        ("WAV", "PCM_24", 48_000), ("WAVEX", "PCM_24", 48_000))  # fmt: skip


def _check_wav(data: bytes) -> None:
    cues = {n: d for n, d in _inside(data, ".wav").items() if "/stems/" not in n}
    assert len(cues) == 3
    assert all(_is_wav(cue) and b"bext" in cue[:2000] for cue in cues.values())


def _check_stems(data: bytes) -> None:
    stems = _inside(data, "")
    assert len(stems) >= 3
    assert all(name.split("/")[-2] == "stems" and _is_wav(d) for name, d in stems.items())


def _check_otio(data: bytes) -> None:
    timeline = otio.adapters.read_from_string(
        next(iter(_inside(data, ".otio").values())).decode(), "otio_json"
    )
    clips = [
        clip for clip in timeline.find_clips() if clip.media_reference.is_missing_reference is False
    ]
    assert len(clips) >= 3
    there = _inside(data, ".wav")
    for clip in timeline.audio_tracks()[0].find_clips():
        assert clip.media_reference.target_url in there


def _check_midi(data: bytes) -> None:
    for music in _inside(data, ".mid").values():
        notes = [m for m in mido.MidiFile(file=io.BytesIO(music)) if m.type == "note_on"]
        assert notes


def _check_musicxml(data: bytes) -> None:
    sheets = _inside(data, ".musicxml")
    assert len(sheets) == 3
    for sheet in sheets.values():
        root = ElementTree.fromstring(sheet)
        assert root.tag == "score-partwise"
        assert root.findall(".//note")


def _check_cue_sheet(data: bytes) -> None:
    sheet = next(d for n, d in _inside(data, ".csv").items() if "cue-sheet" in n)
    rows = list(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"))))
    assert len(rows) == 3


def _check_alternates(data: bytes) -> None:
    versions = _inside(data, ".wav")
    assert versions
    assert all(_is_wav(version) for version in versions.values())


def _check_page(data: bytes) -> None:
    assert data.lstrip().lower().startswith(b"<!doctype html")
    assert b"Three Rooms" in data


CHECKS = {
    "wav": _check_wav, "stems": _check_stems, "otio": _check_otio, "midi": _check_midi,
    "musicxml": _check_musicxml, "cue-sheet": _check_cue_sheet, "alternates": _check_alternates,
    "page": _check_page,
}  # fmt: skip


def test_every_item_of_the_export_menu_opens_as_what_it_is(desk):
    page = desk(1, film="three-rooms")
    page.click(".desk .menu summary")
    page.wait_for_selector("input[name=form]")
    offered = page.locator("input[name=form]").evaluate_all("all => all.map((one) => one.value)")
    assert set(offered) == set(CHECKS)
    for form in offered:
        name, data = _exported(page, form)
        assert name.endswith(".html" if form == "page" else f"-{form}.zip")
        CHECKS[form](data)


def test_the_one_page_that_was_exported_plays_by_itself(desk, visits, tmp_path):
    _, data = _exported(desk(1, film="three-rooms"), "page")
    forwarded = tmp_path / "forwarded.html"
    forwarded.write_bytes(data)
    page = visits.open(forwarded.as_uri(), forwarded.as_uri())
    page.click("#play")
    until(page, "document.getElementById('sound').currentTime > 0.3")


def test_an_export_with_nothing_recorded_says_so(desk):
    page = desk(1, film="bad-words")
    page.click(".desk .menu summary")
    page.click(".desk .menu .primary")
    until(page, "document.querySelector('.exported')?.textContent.includes('Score the film first')")
    assert page.locator(".exported a").count() == 0


def test_quick_and_the_desk_hand_over_wav_midi_and_stems(visit, desk):
    page = visit("film=three-rooms&scene=1")
    until(page, "document.querySelectorAll('.ask .choose input')[1]?.value")
    page.evaluate("document.getElementById('quick-length').value = 5")
    page.click("#generate")
    page.wait_for_selector(".downloads a")
    got = [_downloaded(page, link) for link in page.locator(".quick .downloads a").all()]
    assert [name.rpartition(".")[2] for name, _ in got] == ["wav", "mid", "zip"]
    assert soundfile.info(io.BytesIO(got[0][1])).duration == pytest.approx(5)
    assert mido.MidiFile(file=io.BytesIO(got[1][1])).length > 1
    assert all(_is_wav(stem) for stem in _inside(got[2][1], ".wav").values())
    page = desk(1, film="three-rooms")
    name, data = _downloaded(page, page.locator(".cue-bench .downloads a").first)
    assert soundfile.info(io.BytesIO(data)).duration == pytest.approx(LENGTH_S, abs=0.01)
    name, data = _downloaded(page, page.locator(".whole a"))
    assert name == "three-rooms.wav"
    film_s = page.evaluate(
        "fetch('/v1/films/three-rooms').then((a) => a.json()).then((f) => f.duration_s)"
    )
    assert soundfile.info(io.BytesIO(data)).duration == pytest.approx(film_s, abs=0.01)
