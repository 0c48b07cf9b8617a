"""Other versions of a film's cues are rendered, named, exact, kept, and told one by one."""

from __future__ import annotations

import math
import shutil

import mido
import pytest
import soundfile

from scenescore.core.errors import Cancelled
from scenescore.core.progress import Run
from scenescore.studio import alternates
from scenescore.studio.export import export_film, form_names
from scenescore.studio.folder import FilmFolder, open_folder
from scenescore.studio.pipeline import score_film

SCRIPT = """Title: Chase

EXT. ROOF - NIGHT

He fires. Glass bursts. She runs over the roof, jumps, falls, gets up, runs on. Sirens. A knife.
"""
FLAGS = {
    "music__player": "synth",
    "work__workers": 1,
    "spotting__plan": "per-scene",
    "spotting__cue_s": 17.0,
}


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    root = tmp_path_factory.mktemp("chase")
    (root / "chase.fountain").write_text(SCRIPT, "utf-8")
    return score_film(root / "chase.fountain", root, flags=FLAGS, run=Run()).folder


@pytest.fixture
def folder(scored, tmp_path, monkeypatch) -> FilmFolder:
    monkeypatch.setattr(alternates, "worker_count", lambda wanted, jobs: 1)
    shutil.copytree(scored, tmp_path / "chase.film")
    return open_folder(tmp_path / "chase.film")


def test_each_version_is_a_sound_and_a_midi_file_of_its_length(folder):
    written = export_film(folder, ["alternates"])
    sounds = {path.stem.rsplit("_", 1)[1]: path for path in written if path.suffix == ".wav"}
    assert {"dialogue", "15s", "stinger", "loop"} <= set(sounds)
    assert all(path.parent == folder.deliver / "alternates" for path in written)
    for name, path in sounds.items():
        info = soundfile.info(path)
        assert (info.samplerate, info.channels, info.subtype) == (48_000, 2, "PCM_24"), name
        song = mido.MidiFile(path.with_suffix(".mid"))
        assert math.isclose(song.length, info.frames / 48_000, abs_tol=2e-3), name
    assert soundfile.info(sounds["15s"]).frames == 15 * 48_000
    assert {p.name for p in (folder.deliver / "alternates").iterdir()} == {p.name for p in written}
    assert "alternates" in form_names()


def _rendered(monkeypatch) -> list[str]:
    kinds: list[str] = []

    def noted(version, run):
        kinds.append(version.kind)
        render(version, run)

    render = alternates.render
    monkeypatch.setattr(alternates, "render", noted)
    return kinds


def test_what_is_there_is_not_rendered_again_and_what_was_changed_is(folder, monkeypatch):
    kinds = _rendered(monkeypatch)
    first = export_film(folder, ["alternates"])
    assert len(kinds) == len(first) / 2
    kinds.clear()
    assert export_film(folder, ["alternates"]) == first
    assert kinds == []
    lost = next(path for path in first if path.stem.endswith("_15s"))
    lost.unlink()
    assert export_film(folder, ["alternates"]) == first
    assert kinds == ["15s"]


def test_a_stop_keeps_what_is_finished_and_the_next_time_goes_on(folder, monkeypatch):
    kinds = _rendered(monkeypatch)
    run = Run(lambda event: "(2 of " in event.text and run.cancel())
    with pytest.raises(Cancelled):
        export_film(folder, ["alternates"], run=run)
    there = {path.name for path in (folder.deliver / "alternates").iterdir()}
    assert len(there) == 4
    finished = list(kinds)
    written = export_film(folder, ["alternates"])
    assert sorted(kinds) == sorted({path.stem.rsplit("_", 1)[1] for path in written})
    assert finished == kinds[:2]
    assert there <= {path.name for path in written}


def test_each_version_is_told_with_its_cue_and_how_far_that_is(folder):
    told = []
    run = Run(lambda event: event.kind == "progress" and told.append((event.text, event.part)))
    versions = len(export_film(folder, ["alternates"], run=run)) / 2
    parts = [part for _, part in told]
    assert parts == sorted(parts)
    assert parts[-1] == pytest.approx(1.0)
    assert sum(text.startswith("1m01, ") for text, _ in told) == versions


def test_side_by_side_they_are_what_they_are_alone(folder, monkeypatch):
    alone = {path.name: path.read_bytes() for path in export_film(folder, ["alternates"])}
    shutil.rmtree(folder.deliver)
    monkeypatch.setattr(alternates, "worker_count", lambda wanted, jobs: 2)
    beside = {path.name: path.read_bytes() for path in export_film(folder, ["alternates"])}
    assert beside == alone
