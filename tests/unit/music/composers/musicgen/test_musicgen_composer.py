"""The composer `musicgen` with true model classes at tiny random size, loaded from a folder."""

from __future__ import annotations

import errno
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("one_thread", "temporary_here")]
_WHY = "needs torch and transformers, which ./test --full installs"
torch = pytest.importorskip("torch", reason=_WHY)
pytest.importorskip("transformers", reason=_WHY)

import broken  # noqa: E402
import musicgen_tiny as tiny  # noqa: E402
import soundfile  # noqa: E402
from composed import ask, hear  # noqa: E402

from scenescore.core import registry  # noqa: E402
from scenescore.core.errors import (  # noqa: E402
    BadAnswerError,
    Cancelled,
    CannotWriteError,
    SettingsError,
    UnavailableError,
)
from scenescore.core.progress import Run  # noqa: E402
from scenescore.core.settings import load  # noqa: E402
from scenescore.core.types import (  # noqa: E402
    Hit,
    MusicBrief,
    Theme,
    ThemeNote,
    ThemeSlot,
    ThemeUse,
)
from scenescore.music.composers.musicgen import composer as composers  # noqa: E402
from scenescore.music.composers.musicgen import session as sessions  # noqa: E402
from scenescore.music.composers.musicgen.chroma import chroma_of  # noqa: E402
from scenescore.music.composers.neural import played as judging  # noqa: E402
from scenescore.music.composers.neural.check import UNCHECKED, Heard  # noqa: E402
from scenescore.music.composers.neural.composer import Cue  # noqa: E402
from scenescore.studio.recording import brief_key  # noqa: E402

MAKERS = {"mono": tiny.mono, "stereo": tiny.stereo, "melody": tiny.melody}
BRIEF = MusicBrief(2.345, "horror", ("dread",))
OTHER = MusicBrief(1.0, "romance", ("tender",))


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return {name: tiny.saved(tmp_path_factory.mktemp(name), make) for name, make in MAKERS.items()}


@pytest.fixture
def make(folders):
    def made(name="mono", **flags):
        told = {"model": str(folders[name]), **flags}
        settings = load().with_flags(**{f"musicgen__{key}": told[key] for key in told})
        return registry.get("composers", "musicgen", settings)

    return made


@pytest.mark.parametrize("name", MAKERS)
def test_every_cue_is_exactly_as_long_as_its_brief(make, name):
    briefs = [BRIEF, OTHER, replace(OTHER, duration_s=0.0101)]
    sounds = ask(make(name), briefs)
    for brief, sound in zip(briefs, sounds, strict=True):
        samples = hear(sound)
        channels = 2 if name == "stereo" else 1
        assert samples.shape == (channels, round(brief.duration_s * tiny.RATE_HZ))
        assert sound.audio.frames == samples.shape[1]
        assert sound.audio.rate_hz == tiny.RATE_HZ
        assert 0.01 < np.abs(samples).max() <= 1.0


def test_who_made_it_is_told_in_full(make, folders):
    (sound,) = ask(make(), [replace(BRIEF, hits=(Hit(1.0),), key="D minor", bpm=90.0)])
    made_by, told = sound.made_by, dict(sound.made_by.params)
    assert (made_by.backend, made_by.seed, made_by.commercial) == ("musicgen", 7, False)
    assert "CC-BY-NC 4.0" in made_by.licence
    assert told["model"] == folders["mono"].name
    assert len(made_by.inputs[0]) == 64
    assert (told["engine"], told["device"], told["precision"]) == ("own", "cpu", "fp32")
    assert told["products"] in ("c", "torch")
    assert (told["windows"], told["retries"], told["steps"]) == ("1", "0", str(118 + 3))
    assert told["prompt_1"].startswith("horror score, clusters")
    assert "bpm: 90." in told["prompt_1"]
    assert any("1 left to chance" in sentence for sentence in sound.bent)
    assert any("neither key" in sentence for sentence in sound.bent)
    assert UNCHECKED in sound.bent


def test_the_same_brief_and_seed_sound_the_same_alone_or_together(make):
    (alone,) = ask(make(), [BRIEF])
    together = ask(make(), [OTHER, BRIEF, replace(OTHER, duration_s=3.0)])
    assert alone.audio.sha256 == together[1].audio.sha256
    (again,) = ask(make(), [BRIEF], seeds=[8])
    assert again.audio.sha256 != alone.audio.sha256


def test_a_long_cue_is_played_in_windows_with_prompts_along_the_curve(make):
    composer = make(window_s=1.0, overlap_s=0.4)
    brief = replace(BRIEF, curve=((0.0, 0.1), (2.3, 0.9)))
    (sound,) = ask(composer, [brief])
    told = dict(sound.made_by.params)
    assert told["windows"] == "4"
    assert "soft and restrained" in told["prompt_1"]
    assert "powerful and intense" in told["prompt_4"]
    assert hear(sound).shape[1] == round(2.345 * tiny.RATE_HZ)


def test_the_papers_preset_is_1500_tokens_of_genre_and_emotions(make):
    composer = make(prompt="paper")
    brief = replace(BRIEF, duration_s=29.94, genre="Dark Ambient")
    request = composer._request(Cue(0, "cue", brief, 7))
    assert composer._engine.steps(request) == 1500
    assert [window.prompt for window in request.windows] == ["Dark Ambient, dread"]


def test_transformers_own_loop_makes_cues_as_long(make):
    composer = make(engine="transformers", window_s=1.0, overlap_s=0.4)
    seen = []
    (sound,) = ask(
        composer, [replace(OTHER, duration_s=1.3)], run=Run(lambda event: seen.append(event.text))
    )
    assert hear(sound).shape[1] == round(1.3 * tiny.RATE_HZ)
    assert dict(sound.made_by.params)["engine"] == "transformers"
    assert any("token 40 of" in text for text in seen), "it tells of every token"


def test_with_one_likeliest_token_both_loops_play_the_same(make):
    ours, theirs = (
        hear(ask(make(engine=engine, temperature=0.0), [OTHER])[0])
        for engine in ("own", "transformers")
    )
    assert np.abs(ours - theirs).max() < 1e-4


def test_progress_is_told_at_every_step_and_early_sound_is_offered(make, monkeypatch):
    monkeypatch.setattr(sessions, "PREVIEW_S", 0.5)
    events, previews = [], {}

    def sink(event):
        events.append(event)
        if event.kind == "preview":
            previews[event.text] = soundfile.info(event.path).duration

    ask(make(), [BRIEF, OTHER], run=Run(sink))
    parts = [event.part for event in events if event.kind == "progress"]
    assert parts == sorted(parts)
    assert parts[-1] == pytest.approx(1.0)
    assert len(parts) > 118
    assert previews["cue 1"] >= 0.5


def test_stopping_keeps_the_cues_that_were_finished(make):
    run = Run(lambda event: run.cancel() if "token 90" in event.text else None)
    done = []
    playing = make(batch=1).compose([OTHER, BRIEF], seeds=[1, 2], run=run)
    with pytest.raises(Cancelled):
        done.extend(playing)
    assert len(done) == 1


def test_a_bad_cue_is_played_again_with_another_seed_and_says_so(make, monkeypatch):
    heard = iter([Heard(("its last 2.0 s are silent",), None)])
    real = judging.listen
    monkeypatch.setattr(judging, "listen", lambda *a, **k: next(heard, None) or real(*a, **k))
    (sound,) = ask(make(), [BRIEF])
    told = dict(sound.made_by.params)
    assert told["retries"] == "1"
    assert told["refused"] == "its last 2.0 s are silent"
    assert int(told["seed_kept"]) != sound.made_by.seed == 7


def test_a_cue_that_is_bad_twice_raises_and_those_after_it_are_not_played_again(make, monkeypatch):
    real, played = judging.listen, []

    def listen(sound, rate_hz, **more):
        played.append(sound.shape[1])
        if sound.shape[1] == round(BRIEF.duration_s * tiny.RATE_HZ):
            return Heard(("it is nearly silent",), None)
        return real(sound, rate_hz, **more)

    monkeypatch.setattr(judging, "listen", listen)
    composer = make()
    with pytest.raises(BadAnswerError, match="no good, twice: it is nearly silent"):
        ask(composer, [BRIEF, OTHER])
    assert len(played) == 3
    assert len(ask(composer, [OTHER])) == 1
    assert len(played) == 3


def test_a_cue_grows_out_of_the_one_before_when_it_is_asked_to(make):
    follower = replace(OTHER, follows=brief_key(BRIEF))
    first, second = ask(make(), [BRIEF, follower])
    assert not any("clean start" in sentence for sentence in second.bent)
    (clean,) = ask(make(), [follower])
    assert any("clean start" in sentence for sentence in clean.bent)
    assert clean.audio.sha256 != second.audio.sha256
    assert first.audio.sha256 == ask(make(), [BRIEF])[0].audio.sha256


def _said(make, theme):
    quoting = replace(OTHER, themes=(ThemeUse(theme.slot.owner, theme=theme),))
    return ask(make("melody"), [quoting])[0]


def test_a_melody_model_is_told_the_theme_and_another_says_it_cannot(make):
    theme = make().theme(ThemeSlot("ANNA"), seed=3)
    quoting = replace(OTHER, themes=(ThemeUse("ANNA", theme=theme),))
    assert make("melody").caps.melody
    assert not make().caps.melody
    with_tune, without = (ask(make("melody"), [brief])[0] for brief in (quoting, OTHER))
    others = (make().theme(ThemeSlot("ANNA"), seed=seed) for seed in range(4, 9))
    said = [with_tune, *(_said(make, theme) for theme in others)]
    # So small a model draws the same tokens from odds that differ a little, so more than one tune.
    assert any(sound.audio.sha256 != without.audio.sha256 for sound in said)
    assert dict(with_tune.made_by.params)["melody"] == "ANNA"
    (sound,) = ask(make(), [quoting])
    assert any("ANNA not quoted" in sentence for sentence in sound.bent)


def test_our_chroma_of_a_theme_is_what_transformers_hears_of_its_sound():
    """Its own filters on the theme as sines; frames in which a note changes may differ."""
    from transformers.audio_utils import chroma_filter_bank

    notes = tuple(ThemeNote(2.0 * i, 2.0, step) for i, step in enumerate((0, 2, 4, 1, 6, 3)))
    brief = replace(BRIEF, key="E minor", bpm=60.0)
    theme = Theme(ThemeSlot("ANNA"), notes)
    ours = chroma_of(theme, brief, 93).argmax(1)
    t = np.arange(12 * tiny.RATE_HZ) / tiny.RATE_HZ
    pitches = np.array([4, 7, 11, 6, 14, 9])[(t / 2).astype(int)] + 60
    sound = np.sin(np.cumsum(2 * np.pi * 440 * 2 ** ((pitches - 69) / 12) / tiny.RATE_HZ))
    window = torch.hann_window(16384)
    spectrum = (
        torch.stft(
            torch.from_numpy(sound).float(), 16384, 4096, window=window, return_complex=True
        ).abs()
        ** 2
    )
    bank = torch.from_numpy(chroma_filter_bank(16384, 12, tiny.RATE_HZ)).float()
    theirs = (bank @ spectrum).argmax(0).numpy()[:93]
    assert (ours == theirs).mean() > 0.9


@pytest.mark.parametrize(
    "flags",
    [
        {"prompt": "mine"},
        {"engine": "fast"},
        {"overlap_s": 30.0},
        {"batch": 0},
        {"precision": "int3"},
    ],
)
def test_a_setting_that_cannot_be_met_stops_before_any_work(make, flags):
    with pytest.raises(SettingsError, match=f"musicgen.{next(iter(flags))}"):
        ask(make(**flags), [OTHER])


def test_a_device_that_is_not_here_is_answered_with_those_that_are(make, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(UnavailableError, match="no device 'cuda' here") as problem:
        ask(make(device="cuda"), [OTHER])
    assert "There is: cpu." in problem.value.hint


def test_another_kind_of_model_is_refused_by_name(make, tmp_path, folders):
    for file in folders["mono"].iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / "config.json").unlink()
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "gemma2"}))
    with pytest.raises(UnavailableError, match="'gemma2', no MusicGen"):
        ask(make(model=str(tmp_path)), [OTHER])


@pytest.mark.parametrize(
    ("file", "spoil"),
    [
        ("model.safetensors", lambda data: data[: len(data) // 2]),
        ("model.safetensors", lambda data: b""),
        ("config.json", lambda data: b"{"),
        ("tokenizer.json", lambda data: b"{}"),
    ],
)
def test_a_broken_file_is_an_error_of_the_folder(make, tmp_path, folders, file, spoil):
    copy = tmp_path / "copy"
    shutil.copytree(folders["mono"], copy)
    (copy / file).write_bytes(spoil((copy / file).read_bytes()))
    with pytest.raises(UnavailableError, match=re.escape(str(copy))) as problem:
        ask(make(model=str(copy)), [OTHER])
    assert "musicgen.model" in problem.value.hint


def test_a_model_that_lacks_weights_is_not_played_by_chance(make, tmp_path, folders):
    copy = broken.lacking(folders["mono"], tmp_path / "copy", "decoder.layers.1.fc1")
    with pytest.raises(UnavailableError, match="lacks 1 of its weights: decoder"):
        ask(make(model=str(copy)), [OTHER])


def test_a_full_disk_is_said_and_leaves_nothing(make, monkeypatch, tmp_path):
    composer = make()

    def full(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CannotWriteError, match="the disk is full"):
        ask(composer, [OTHER])
    assert list(tmp_path.iterdir()) == []


def test_int8_plays_a_cue(make):
    (sound,) = ask(make(precision="int8"), [OTHER])
    assert dict(sound.made_by.params)["precision"] == "int8"
    assert sound.made_by.licence == composers.LICENCE
