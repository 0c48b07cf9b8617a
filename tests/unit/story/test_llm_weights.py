"""Weights are found where they lie, and what is missing is named before any work."""

from __future__ import annotations

import json

import pytest

from scenescore.core import registry
from scenescore.core.errors import SettingsError, UnavailableError
from scenescore.core.progress import Run
from scenescore.core.settings import load, models_folder
from scenescore.story.analysts.gemma import analyst, weights
from scenescore.testing import scene, screenplay

ID, COMMIT = "google/gemma-2-2b-it", "299a8560bedf22ed1c72a8a11e7dce4a7f9f51f8"
FILM = screenplay(scene(1))


def _settings(**flags):
    return load().with_flags(**{f"gemma__{name}": value for name, value in flags.items()})


def _fill(folder, *names):
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text("{}")
    return folder


def test_a_folder_is_taken_as_it_is(tmp_path):
    folder = _fill(tmp_path / "mine", "config.json", "tokenizer.json", "model.safetensors")
    found = weights.find(_settings(model=str(folder)))
    assert (found.folder, found.name, found.revision) == (folder, "mine", "")
    assert len(found.fingerprint) == 64


@pytest.mark.parametrize("gone", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_missing_file_is_named(tmp_path, gone):
    names = {"config.json", "tokenizer.json", "model.safetensors"} - {gone}
    folder = _fill(tmp_path / "mine", *names)
    with pytest.raises(UnavailableError, match=f"has no {gone}") as problem:
        weights.find(_settings(model=str(folder)))
    assert str(folder) in problem.value.hint


def test_a_missing_shard_is_named(tmp_path):
    folder = _fill(tmp_path / "mine", "config.json", "tokenizer.json", "a-1.safetensors")
    index = {"weight_map": {"x": "a-1.safetensors", "y": "a-2.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    with pytest.raises(UnavailableError, match="has no a-2"):
        weights.find(_settings(model=str(folder)))


def test_pickled_weights_are_not_read(tmp_path):
    folder = _fill(tmp_path / "mine", "config.json", "tokenizer.json", "pytorch_model.bin")
    with pytest.raises(UnavailableError, match="only safetensors are read"):
        weights.find(_settings(model=str(folder)))


def test_a_hub_id_is_found_in_the_hubs_cache_at_its_commit(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    place = tmp_path / "hub" / "models--google--gemma-2-2b-it" / "snapshots" / COMMIT
    _fill(place, "config.json", "tokenizer.json", "model.safetensors")
    found = weights.find(_settings())
    assert (found.name, found.revision, found.folder) == (ID, COMMIT, place)


def test_our_own_folder_is_looked_in_first():
    place = models_folder() / "google--gemma-2-2b-it" / COMMIT
    _fill(place, "config.json", "tokenizer.json", "model.safetensors")
    assert weights.find(_settings()).folder == place


def test_an_id_that_is_not_here_says_where_it_was_looked_for_and_its_size(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(UnavailableError, match="not on this disk") as problem:
        weights.find(_settings())
    assert str(tmp_path) in problem.value.message
    assert "5.2 GB" in problem.value.hint
    assert problem.value.exit_code == 69


@pytest.mark.parametrize("revision", ["", "main", "v1.0", "299a856"])
def test_an_id_without_a_commit_is_refused(revision):
    with pytest.raises(SettingsError, match="40 hex digits"):
        weights.find(_settings(revision=revision))


def test_what_is_missing_is_said_before_any_work(tmp_path, monkeypatch):
    monkeypatch.setattr(analyst, "find_spec", lambda name: object())
    settings = _settings(model=str(tmp_path / "nowhere"))
    assert "nowhere is no folder" in registry.missing("analysts", "gemma", settings)
    seen = []
    with pytest.raises(UnavailableError, match="nowhere is no folder"):
        list(registry.get("analysts", "gemma", settings).briefs(
            FILM.scored_scenes, film=FILM, run=Run(seen.append)))  # fmt: skip
    assert seen == []


@pytest.mark.parametrize("library", ["torch", "transformers", "llguidance"])
def test_a_missing_library_answers_with_its_install_line(library, monkeypatch):
    monkeypatch.setattr(analyst, "find_spec", lambda name: None if name == library else object())
    assert "pip install" in registry.missing("analysts", "gemma")
    with pytest.raises(UnavailableError, match=library) as problem:
        next(registry.get("analysts", "gemma").briefs(FILM.scored_scenes, film=FILM, run=Run()))
    assert problem.value.exit_code == 69
    assert "pip install" in problem.value.hint


def test_auto_never_takes_a_language_model():
    assert registry.resolve("analysts", "auto") not in ("gemma", "openai")
