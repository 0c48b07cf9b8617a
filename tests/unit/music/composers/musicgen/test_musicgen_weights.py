"""Weights are found where they lie; what is missing is named; nothing is fetched."""

from __future__ import annotations

import json

import pytest

from scenescore.core import registry
from scenescore.core.errors import NotPermittedError, SettingsError, UnavailableError
from scenescore.core.progress import Run
from scenescore.core.settings import load, models_folder
from scenescore.core.types import MusicBrief
from scenescore.music.composers.musicgen import composer, weights
from scenescore.studio.presets import preset_flags
from scenescore.studio.project import Crew, refuse_non_commercial

ID, COMMIT = "facebook/musicgen-small", "4c8334b02c6ec4e8664a91979669a501ec497792"
FILES = ("config.json", "tokenizer.json", "model.safetensors")


def _settings(**flags):
    return load().with_flags(**{f"musicgen__{name}": value for name, value in flags.items()})


def _find(**flags):
    return weights.find(_settings(**flags), composer.WANTED)


def _fill(folder, *names):
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text("{}")
    return folder


def test_a_folder_is_taken_as_it_is(tmp_path):
    folder = _fill(tmp_path / "mine", *FILES)
    found = _find(model=str(folder))
    assert (found.folder, found.name, found.revision) == (folder, "mine", "")
    before = found.fingerprint
    (folder / "model.safetensors").write_text("{...}")
    assert _find(model=str(folder)).fingerprint != before


@pytest.mark.parametrize("gone", FILES)
def test_a_missing_file_is_named(tmp_path, gone):
    folder = _fill(tmp_path / "mine", *(name for name in FILES if name != gone))
    with pytest.raises(UnavailableError, match=f"has no {gone}") as problem:
        _find(model=str(folder))
    assert str(folder) in problem.value.hint


def test_a_missing_shard_is_named(tmp_path):
    folder = _fill(tmp_path / "mine", *FILES[:2], "a-1.safetensors")
    index = {"weight_map": {"x": "a-1.safetensors", "y": "a-2.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(UnavailableError, match="has no a-2"):
        _find(model=str(folder))


def test_pickled_weights_are_not_read(tmp_path):
    folder = _fill(tmp_path / "mine", *FILES[:2], "pytorch_model.bin")
    with pytest.raises(UnavailableError, match="only safetensors are read"):
        _find(model=str(folder))


def test_a_hub_id_is_found_in_the_hubs_cache_at_its_commit(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    place = tmp_path / "models--facebook--musicgen-small" / "snapshots" / COMMIT
    _fill(place, *FILES)
    found = _find()
    assert (found.name, found.revision, found.folder) == (ID, COMMIT, place)
    ours = _fill(models_folder() / "facebook--musicgen-small" / COMMIT, *FILES)
    assert _find().folder == ours, "our own folder is looked in first"


def test_what_is_not_here_is_told_with_place_and_size(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(UnavailableError, match="not on this disk") as problem:
        _find()
    assert str(tmp_path) in problem.value.message
    assert "about 2.4 GB" in problem.value.hint


def test_an_id_needs_a_commit():
    with pytest.raises(SettingsError, match=r"musicgen\.revision"):
        _find(revision="main")


def test_missing_libraries_and_weights_are_told_before_any_work(monkeypatch, tmp_path):
    monkeypatch.setattr(composer, "find_spec", lambda name: None)
    lack = registry.missing("composers", "musicgen", _settings())
    assert "'torch' is not installed" in lack
    made = registry.get("composers", "musicgen", _settings())
    with pytest.raises(UnavailableError, match="needs torch"):
        next(made.compose([MusicBrief(1.0)], seeds=[1], run=Run()))
    monkeypatch.setattr(composer, "find_spec", lambda name: name)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    assert "not on this disk" in registry.missing("composers", "musicgen", _settings())


def test_commercial_use_is_refused_with_the_licence():
    assert not registry.get("composers", "musicgen").caps.commercial
    with pytest.raises(NotPermittedError, match="CC-BY-NC"):
        refuse_non_commercial(Crew("lexicon", "musicgen", "synth"))


def test_the_papers_preset_is_there():
    flags = preset_flags("paper")
    settings = load().with_flags(**flags)
    assert settings["music.composer"] == "musicgen"
    assert (settings["musicgen.prompt"], settings["musicgen.top_k"]) == ("paper", 50)
    assert settings["spotting.cue_s"] == 29.94
