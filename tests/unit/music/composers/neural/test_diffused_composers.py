"""`ace-step` and `stable-audio`: diffusers' true pipelines at tiny size, loaded from a folder."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("one_thread", "temporary_here")]
_WHY = "needs torch, transformers, diffusers and torchsde, which ./test --full installs"
torch = pytest.importorskip("torch", reason=_WHY)
for _library in ("transformers", "diffusers", "torchsde"):
    pytest.importorskip(_library, reason=_WHY)

import broken  # noqa: E402
import pipelines_tiny as tiny  # noqa: E402
from composed import ask, hear  # noqa: E402

from scenescore.core import registry  # noqa: E402
from scenescore.core.errors import (  # noqa: E402
    BadAnswerError,
    Cancelled,
    SettingsError,
    UnavailableError,
)
from scenescore.core.progress import Run  # noqa: E402
from scenescore.core.settings import load  # noqa: E402
from scenescore.core.types import Hit, MusicBrief, Steer, ThemeUse  # noqa: E402
from scenescore.music.composers.neural import played as judging  # noqa: E402
from scenescore.music.composers.neural.check import UNCHECKED, Heard  # noqa: E402

ACE, STABLE = "ace-step", "stable-audio"
RATES_HZ = {ACE: tiny.ACE_RATE_HZ, STABLE: tiny.STABLE_RATE_HZ}
MAKERS = {ACE: tiny.ace_step, STABLE: tiny.stable_audio}
FLAGS = {
    ACE: {"tempo_tolerance": 0.0},
    STABLE: {"tempo_tolerance": 0.0, "accept_licence": True, "steps": 4, "crossfade_s": 0.4},
}
BRIEF = MusicBrief(2.345, "horror", ("dread",))
OTHER = MusicBrief(1.0, "romance", ("tender",))
both = pytest.mark.parametrize("name", [ACE, STABLE])


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    with pytest.warns(FutureWarning):  # diffusers' own, about torch's weight norm
        return {n: tiny.saved(tmp_path_factory.mktemp(n), make) for n, make in MAKERS.items()}


@pytest.fixture
def make(folders):
    def made(name, **flags):
        section = name.replace("-", "_")
        told = {"model": str(folders[name]), **FLAGS[name], **flags}
        settings = load().with_flags(**{f"{section}__{key}": told[key] for key in told})
        return registry.get("composers", name, settings)

    return made


@pytest.fixture
def calls(monkeypatch):
    """What the true pipelines were called with."""
    from diffusers import AceStepPipeline, StableAudioPipeline

    seen = []
    for kind in (AceStepPipeline, StableAudioPipeline):

        def noting(self, _real=kind.__call__, **told):
            seen.append(told)
            return _real(self, **told)

        monkeypatch.setattr(kind, "__call__", noting)
    return seen


@both
def test_every_cue_is_exactly_as_long_as_its_brief(make, name):
    briefs = [BRIEF, OTHER, replace(OTHER, duration_s=0.0101), replace(OTHER, duration_s=11.03)]
    for brief, sound in zip(briefs, ask(make(name), briefs), strict=True):
        samples = hear(sound)
        assert samples.shape == (2, round(brief.duration_s * RATES_HZ[name]))
        assert 0.01 < np.abs(samples).max() <= 1.0


@both
def test_who_made_it_is_told_in_full(make, folders, name):
    brief = replace(BRIEF, hits=(Hit(1.0),), themes=(ThemeUse("ANNA"),), follows="0badcafe")
    (sound,) = ask(make(name), [brief])
    made_by, told = sound.made_by, dict(sound.made_by.params)
    assert (made_by.backend, made_by.seed) == (name, 7)
    assert made_by.commercial is (name == ACE)
    assert ("MIT" if name == ACE else "Stability AI Community Licence") in made_by.licence
    assert told["model"] == folders[name].name
    assert len(made_by.inputs[0]) == 64
    assert (told["device"], told["precision"], told["retries"]) == ("cpu", "fp32", "0")
    assert told["steps"] == ("8" if name == ACE else "4")
    assert told["prompt_1"].startswith("horror score, clusters")
    for said in ("1 left to chance", "ANNA not quoted", "clean start", UNCHECKED):
        assert any(said in sentence for sentence in sound.bent), said


@both
def test_the_same_brief_and_seed_sound_the_same_alone_or_together(make, name):
    (alone,) = ask(make(name), [BRIEF])
    together = ask(make(name), [OTHER, BRIEF, replace(OTHER, duration_s=3.0)])
    assert alone.audio.sha256 == together[1].audio.sha256
    (again,) = ask(make(name), [BRIEF], seeds=[8])
    assert again.audio.sha256 != alone.audio.sha256


@both
def test_every_step_is_told_and_can_be_stopped_and_what_is_finished_is_kept(make, name):
    events = []
    ask(make(name), [BRIEF, OTHER], run=Run(events.append))
    parts = [event.part for event in events if event.kind == "progress"]
    steps = 8 if name == ACE else 4
    assert len(parts) == 1 + 2 * steps
    assert parts == sorted(parts)
    assert parts[-1] == pytest.approx(1.0)

    composer, done = make(name), []
    run = Run(lambda event: run.cancel() if f"step {steps + 2} of" in event.text else None)
    with pytest.raises(Cancelled):
        done.extend(composer.compose([OTHER, BRIEF], seeds=[1, 2], run=run))
    assert len(done) == 1


@both
def test_a_bad_cue_is_played_again_with_another_seed_and_then_given_up(make, name, monkeypatch):
    real, answers = judging.listen, [Heard(("its last 2.0 s are silent",), None)]
    monkeypatch.setattr(
        judging, "listen", lambda *a, **k: answers.pop() if answers else real(*a, **k)
    )
    (sound,) = ask(make(name), [BRIEF])
    told = dict(sound.made_by.params)
    assert (told["retries"], told["refused"]) == ("1", "its last 2.0 s are silent")
    assert int(told["seed_kept"]) != sound.made_by.seed == 7
    answers += [Heard(("it is nearly silent",), None)] * 2
    with pytest.raises(BadAnswerError, match="no good, twice: it is nearly silent"):
        ask(make(name), [BRIEF])


@both
def test_a_persons_own_words_are_told_as_they_are(make, name, calls):
    brief = replace(BRIEF, steer=Steer(prompts=("solo viola, barely there",)))
    composer = make(name)
    assert composer.prompts(brief) == ("solo viola, barely there",)
    ask(composer, [brief])
    assert calls[0]["prompt"] == "solo viola, barely there"


@both
def test_another_pipeline_and_strange_code_are_refused_before_any_work(
    make, name, folders, tmp_path
):
    index = json.loads((folders[name] / "model_index.json").read_text())
    for file in folders[name].iterdir():
        if file.is_dir():
            (tmp_path / file.name).symlink_to(file)
    for changed, said in (
        ({"_class_name": "AudioLDM2Pipeline"}, "'AudioLDM2Pipeline', no"),
        ({"vae": ["my_module", "Vae"]}, "code of 'my_module'"),
    ):
        (tmp_path / "model_index.json").write_text(json.dumps({**index, **changed}))
        with pytest.raises(UnavailableError, match=said):
            ask(make(name, model=str(tmp_path)), [OTHER])


@pytest.mark.parametrize(
    ("name", "part", "file", "weight"),
    [
        (ACE, "transformer", "diffusion_pytorch_model", "norm_k"),
        (ACE, "condition_encoder", "diffusion_pytorch_model", "input_layernorm"),
        (STABLE, "text_encoder", "model", "SelfAttention.o"),
        (STABLE, "projection_model", "diffusion_pytorch_model", "positional_embedding.1"),
        (STABLE, "vae", "diffusion_pytorch_model", "conv1.weight_v"),
    ],
)
def test_a_part_that_lacks_weights_is_not_played_by_chance(
    make, folders, tmp_path, name, part, file, weight
):
    copy = broken.lacking(folders[name], tmp_path / "copy", weight, f"{part}/{file}.safetensors")
    with pytest.raises(UnavailableError, match=rf"lacks \d+ of its weights: .*{weight}"):
        ask(make(name, model=str(copy)), [OTHER])


@both
@pytest.mark.parametrize(
    "flags",
    [{"prompt": "mine"}, {"steps": -1}, {"crossfade_s": 0.0}, {"precision": "int3"}],
    ids=str,
)
def test_a_setting_that_cannot_be_met_is_named(make, name, flags):
    section = name.replace("-", "_")
    with pytest.raises(SettingsError, match=f"{section}.{next(iter(flags))}"):
        ask(make(name, **flags), [OTHER])


# ------------------------------------------------------------------ each in its own way


def test_ace_step_gets_tempo_key_meter_and_length_as_fields_and_no_voices(make, calls):
    brief = replace(BRIEF, duration_s=9.5, bpm=92.0, key="F# dorian", meter="3/4")
    ask(make(ACE), [brief])
    (told,) = calls
    assert (told["bpm"], told["keyscale"], told["timesignature"]) == (92, "F# minor", "3")
    assert told["audio_duration"] == 20.0, "a little more than asked, on a grid"
    assert told["lyrics"] == "[Instrumental]"
    for word in ("92", "bpm", "tempo", "F#", "minor", "seconds"):
        assert word not in told["prompt"], word


def test_ace_step_leaves_guidance_to_turbo_models_and_says_what_meter_it_does_not_know(
    make, calls, tmp_path
):
    (sound,) = ask(make(ACE), [replace(BRIEF, meter="5/4")])
    assert calls[0]["guidance_scale"] == 1.0
    assert calls[0]["timesignature"] is None
    assert any("meter 5/4" in sentence for sentence in sound.bent)
    with pytest.warns(FutureWarning):
        plain = tiny.saved(tmp_path, tiny.ace_step, is_turbo=False)
    (sound,) = ask(make(ACE, model=str(plain), steps=3), [OTHER])
    assert (calls[1]["guidance_scale"], calls[1]["num_inference_steps"]) == (7.0, 3)


def test_stable_audio_plays_long_cues_in_pieces_that_know_their_place(make, calls):
    previews = []
    brief = replace(BRIEF, duration_s=5.2, bpm=120.0, key="D minor", curve=((0.0, 0.1), (5.2, 0.9)))
    (sound,) = ask(
        make(STABLE), [brief],
        run=Run(lambda e: previews.append(e.text) if e.kind == "preview" else None),
    )  # fmt: skip
    starts = [told["audio_start_in_s"] for told in calls]
    assert starts == [0.0, 2.0, 4.0], "on bar lines"
    assert calls[-1]["audio_end_in_s"] == pytest.approx(5.2), "the last one ends with the cue"
    assert all("120 BPM, D minor" in told["prompt"] for told in calls)
    assert "soft and restrained" in calls[0]["prompt"]
    assert "powerful and intense" in calls[-1]["prompt"]
    assert "vocals" in calls[0]["negative_prompt"]
    seeds = {told["generator"].initial_seed() for told in calls}
    assert len(seeds) == 3, "each piece is its own"
    assert dict(sound.made_by.params)["windows"] == "3"
    assert previews == ["cue 1"], "the first piece can be heard before the rest"


def test_stable_audio_is_for_sale_only_when_its_user_states_to_be_below_the_limit(make):
    assert not make(STABLE).caps.commercial
    stated = make(STABLE, below_one_million=True)
    assert stated.caps.commercial
    (sound,) = ask(stated, [OTHER])
    assert sound.made_by.commercial
    assert "stated to have less" in sound.made_by.licence
