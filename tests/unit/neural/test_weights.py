"""Weights are found where they lie, and what is missing is named before any work."""

from __future__ import annotations

import json

import pytest

from scenescore.core.errors import SettingsError, UnavailableError
from scenescore.core.settings import load, models_folder
from scenescore.music.composers.ace_step import WANTED as ACE_STEP
from scenescore.music.composers.musicgen.composer import WANTED as MUSICGEN
from scenescore.neural import weights
from scenescore.story.analysts.gemma.analyst import WANTED as GEMMA

FILES = ("config.json", "tokenizer.json", "model.safetensors")
PINNED = [
    (GEMMA, "google/gemma-2-2b-it", "299a8560bedf22ed1c72a8a11e7dce4a7f9f51f8", "5.2 GB"),
    (MUSICGEN, "facebook/musicgen-small", "4c8334b02c6ec4e8664a91979669a501ec497792", "2.4 GB"),
]
both = pytest.mark.parametrize(("wanted", "name", "commit", "size"), PINNED, ids=("gemma", "mg"))


def _find(wanted=GEMMA, **flags):
    named = {f"{wanted.section}__{name}": value for name, value in flags.items()}
    return weights.find(load().with_flags(**named), wanted)


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


@both
def test_a_model_at_another_commit_is_offered(wanted, name, commit, size):
    other = "f" * 40
    _fill(models_folder() / name.replace("/", "--") / other, *FILES)
    with pytest.raises(UnavailableError, match="not on this disk") as problem:
        _find(wanted, model=name, revision=commit)
    assert problem.value.hint.endswith(f'{wanted.section}.revision = "{other}"')
    assert _find(wanted, model=name, revision=other).revision == other


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


@both
def test_a_hub_id_is_found_in_the_hubs_cache_at_its_commit(
    wanted, name, commit, size, tmp_path, monkeypatch
):
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    dashed = name.replace("/", "--")
    place = _fill(tmp_path / "hub" / f"models--{dashed}" / "snapshots" / commit, *FILES)
    found = _find(wanted)
    assert (found.name, found.revision, found.folder) == (name, commit, place)
    ours = _fill(models_folder() / dashed / commit, *FILES)
    assert _find(wanted).folder == ours, "our own folder is looked in first"


@both
def test_what_is_not_here_is_told_with_place_and_size(
    wanted, name, commit, size, tmp_path, monkeypatch
):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(UnavailableError, match="not on this disk") as problem:
        _find(wanted)
    assert str(tmp_path) in problem.value.message
    assert f"about {size}" in problem.value.hint
    assert problem.value.exit_code == 69


@both
@pytest.mark.parametrize("revision", ["", "main", "v1.0", "299a856"])
def test_an_id_without_a_commit_is_refused(wanted, name, commit, size, revision):
    with pytest.raises(SettingsError, match=rf"{wanted.section}\.revision.*40 hex digits"):
        _find(wanted, revision=revision)


# ------------------------------------------------------------------ pipelines

PARTS = {
    "scheduler": ["diffusers", "AnyScheduler"],
    "tokenizer": ["transformers", "Qwen2TokenizerFast"],
    "text_encoder": ["transformers", "Qwen3Model"],
    "vae": ["diffusers", "AutoencoderOobleck"],
    "condition_encoder": ["ace_step", "AceStepConditionEncoder"],
    "audio_tokenizer": [None, None],
}
PIPELINE_FILES = (
    "scheduler/scheduler_config.json",
    "tokenizer/tokenizer.json",
    "text_encoder/config.json",
    "text_encoder/model.safetensors",
    "vae/config.json",
    "vae/diffusion_pytorch_model.safetensors",
    "condition_encoder/config.json",
    "condition_encoder/diffusion_pytorch_model.safetensors",
)


def _pipeline(folder, *, without=(), **changes):
    for name in PIPELINE_FILES:
        if name not in without:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("{}")
    index = {"_class_name": "AceStepPipeline", **PARTS, **changes}
    (folder / "model_index.json").write_text(json.dumps(index))
    return folder


def test_a_pipeline_is_found_with_all_its_parts(tmp_path):
    folder = _pipeline(tmp_path / "mine")
    found = _find(ACE_STEP, model=str(folder))
    before = found.fingerprint
    (folder / "vae" / "config.json").write_text('{"changed": 1}')
    assert _find(ACE_STEP, model=str(folder)).fingerprint != before


@pytest.mark.parametrize("gone", PIPELINE_FILES)
def test_a_missing_file_of_a_part_is_named(tmp_path, gone):
    folder = _pipeline(tmp_path / "mine", without=(gone,))
    where = "text_encoder/model" if gone.startswith("text_encoder/m") else gone.split("/")[0] + "/"
    with pytest.raises(UnavailableError, match=f"has no {where}"):
        _find(ACE_STEP, model=str(folder))


def test_a_pipeline_of_another_kind_or_with_code_of_its_own_is_refused(tmp_path):
    folder = _pipeline(tmp_path / "one", _class_name="StableAudioPipeline")
    with pytest.raises(UnavailableError, match="'StableAudioPipeline', no AceStepPipeline"):
        _find(ACE_STEP, model=str(folder))
    for part in ({"vae": ["mine", "Vae"]}, {"../up": ["diffusers", "Vae"]}):
        with pytest.raises(UnavailableError, match="which is not run"):
            _find(ACE_STEP, model=str(_pipeline(tmp_path / "two", **part)))
