"""Films whose music is all by a tiny neural model: twelve scenes, no hole, made once, kept when
stopped, going on from what an earlier run made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("one_thread")]
_WHY = "needs torch, transformers, diffusers and torchsde, which ./test --full installs"
torch = pytest.importorskip("torch", reason=_WHY)
for _library in ("transformers", "diffusers", "torchsde"):
    pytest.importorskip(_library, reason=_WHY)

import musicgen_tiny  # noqa: E402
import pipelines_tiny  # noqa: E402
import soundfile  # noqa: E402

from scenescore.core.errors import Cancelled  # noqa: E402
from scenescore.core.progress import Run  # noqa: E402
from scenescore.music.composers.neural import diffused  # noqa: E402
from scenescore.music.composers.neural import played as judging  # noqa: E402
from scenescore.music.composers.neural.check import Heard  # noqa: E402
from scenescore.studio.folder import FilmFolder  # noqa: E402
from scenescore.studio.pipeline import Order, score_film  # noqa: E402
from scenescore.studio.prompts import change_prompts  # noqa: E402

SCENES, CUE_S, BAD = 12, 1.53, 5
LINES = ("She weeps over the chair.", "A shot! Glass breaks.", "They laugh and dance.")
MAKERS = {
    "musicgen": (musicgen_tiny, musicgen_tiny.mono, {}),
    "ace-step": (pipelines_tiny, pipelines_tiny.ace_step, {}),
    "stable-audio": (
        pipelines_tiny,
        pipelines_tiny.stable_audio,
        {"accept_licence": True, "steps": 3, "crossfade_s": 0.3},
    ),
}
LICENCES = {"musicgen": "CC-BY-NC", "ace-step": "MIT", "stable-audio": "Stability AI Community"}
every = pytest.mark.parametrize("name", MAKERS)


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # diffusers about torch's weight norm
        return {
            name: home.saved(tmp_path_factory.mktemp(name), make)
            for name, (home, make, _) in MAKERS.items()
        }


@pytest.fixture
def flags(models):
    def made(name, **more):
        section = name.replace("-", "_")
        own = {"model": str(models[name]), "tempo_tolerance": 0.0, **MAKERS[name][2]}
        return {
            "story__analyst": "lexicon",
            "music__composer": name,
            "music__player": "synth",
            "spotting__plan": "per-scene",
            "spotting__cue_s": CUE_S,
            "work__workers": 1,
            **{f"{section}__{key}": value for key, value in own.items()},
            **more,
        }

    return made


@pytest.fixture(scope="module")
def script(tmp_path_factory):
    return _script(tmp_path_factory.mktemp("script"), (LINES[i % 3] for i in range(SCENES)))


def _script(folder, lines):
    scenes = "\n\n".join(
        f"INT. ROOM {i} - NIGHT\n\n{line} It is evening number {i}."
        for i, line in enumerate(lines, 1)
    )
    path = folder / "twelve.fountain"
    path.write_text(f"Title: Twelve\n\n{scenes}\n", "utf-8")
    return path


def _fail_in_the_middle(name, monkeypatch):
    """Let the fifth cue be bad twice; let a diffusion model break down there instead."""
    heard, real = [], judging.listen

    def listen(sound, rate_hz, **more):
        heard.append(sound.shape[1])
        is_bad = len(heard) in (BAD, SCENES + 1)  # the fifth to end, and its second try
        return Heard(("it is nearly silent",), None) if is_bad else real(sound, rate_hz, **more)

    def sound_of(self, cue, *rest):
        heard.append(cue.place)
        if len(heard) == BAD:
            raise RuntimeError("out of memory")
        return real_sound(self, cue, *rest)

    real_sound = diffused.DiffusionComposer._sound_of
    if name == "musicgen":
        monkeypatch.setattr(judging, "listen", listen)
    else:
        monkeypatch.setattr(diffused.DiffusionComposer, "_sound_of", sound_of)
    return heard


@every
def test_twelve_scenes_have_exact_cues_without_holes_and_are_made_once(
    name, script, tmp_path, flags, monkeypatch
):
    heard = _fail_in_the_middle(name, monkeypatch)
    notes = []
    run = Run(lambda event: notes.append(event.text) if event.kind == "note" else None)
    film = score_film(script, tmp_path, flags=flags(name), run=run)
    assert len(film.takes) == SCENES
    makers = []
    for uid, take in film.takes:
        sound, rate_hz = soundfile.read(film.folder / take.audio.path, always_2d=True)
        assert len(sound) == round(CUE_S * rate_hz)
        assert np.abs(sound).max() > 0.01, uid
        made_by = take.made_by[0]
        makers.append(made_by.backend)
        if made_by.backend == name:
            told = dict(made_by.params)
            assert {"model", "revision", "device", "precision", "steps", "prompt_1"} <= set(told)
            assert ("engine" if name == "musicgen" else "pipeline") in told
            assert made_by.seed is not None
            assert LICENCES[name] in made_by.licence
            assert made_by.fallback is None
    assert makers.count("orchestra") == 1
    assert makers.count(name) == SCENES - 1
    assert any("orchestra took over" in note for note in notes)
    instead = next(t for _, t in film.takes if t.made_by[0].backend == "orchestra")
    why = "nearly silent" if name == "musicgen" else "out of memory"
    assert why in instead.made_by[0].fallback
    assert instead.asked[0] == name

    before = {p: p.read_bytes() for p in film.folder.rglob("take.json")}
    assert len(before) == SCENES
    made = len(heard)
    again = score_film(script, tmp_path, flags=flags(name), run=Run())
    assert len(heard) == made, "nothing is played again"
    assert {p: p.read_bytes() for p in again.folder.rglob("take.json")} == before
    assert json.loads(next(iter(before.values())))["licence"]


def test_the_command_line_scores_a_film_with_a_pipeline_from_a_folder(models, tmp_path):
    """As a user does it: a folder of saved weights, named in the environment."""
    script = _script(tmp_path, LINES[:2])
    call = [sys.executable, "-m", "scenescore", "score", str(script), "-o", str(tmp_path)]
    call += ["--composer", "ace-step", "--analyst", "lexicon", "--player", "synth", "--json"]
    call += ["--plan", "per-scene", "--duration", "1.5", "--commercial"]
    named = {"SCENESCORE_ACE_STEP_MODEL": str(models["ace-step"]), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        call, env=dict(os.environ) | named, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert len(told["cues"]) == 2
    assert all((Path(told["folder"]) / cue["take"]).is_file() for cue in told["cues"])


def test_stopping_keeps_what_ended_out_of_order(script, tmp_path, flags, monkeypatch):
    """The longest cue comes first; the shorter ones beside it end earlier and wait for it."""
    ended, real = [], judging.listen

    def listen(sound, rate_hz, **more):
        ended.append(sound.shape[1])
        return real(sound, rate_hz, **more)

    monkeypatch.setattr(judging, "listen", listen)
    times = tmp_path / "times.csv"
    rows = [f"{n + 1},{4.0 * n},{4.0 * n + (3.0 if n == 0 else 1.0)}" for n in range(SCENES)]
    times.write_text("scene,start_s,end_s\n" + "\n".join(rows) + "\n", "utf-8")
    how = {"flags": flags("musicgen", spotting__cue_s=0.0, musicgen__batch=3),
           "order": Order(timing=times)}  # fmt: skip

    def sink(event):
        if event.kind == "progress" and len(ended) >= 3:
            run.cancel()

    run = Run(sink)
    with pytest.raises(Cancelled):
        score_film(script, tmp_path, run=run, **how)
    assert not list(tmp_path.rglob("take.json")), "the first had not ended, so none was handed over"
    film = score_film(script, tmp_path, run=Run(), **how)
    assert len(film.takes) == SCENES
    assert len(ended) == SCENES, "what had ended before the stop was not played again"


def test_a_cue_goes_on_from_the_one_before_also_in_a_later_run(tmp_path, flags):
    script = _script(tmp_path, ["She weeps over the chair."] * 3)
    more = {"musicgen__window_s": 4.0, "musicgen__overlap_s": 0.5}
    how = flags("musicgen", spotting__cue_s=0.0, **more)
    times = tmp_path / "times.csv"
    rows = "\n".join(f"{n},{6.5 * (n - 1)},{6.5 * n}" for n in range(1, 4))
    times.write_text(f"scene,start_s,end_s\n{rows}\n", "utf-8")

    def told(film):
        return [dict(take.made_by[0].params).get("goes_on_from") for _, take in film.takes]

    order = Order(timing=times)
    whole = score_film(script, tmp_path / "whole", flags=how, order=order, run=Run())
    roots = [cue.music.follows for cue in whole.plan.cues]
    assert roots[0] is None
    assert all(roots[1:])
    assert [bool(said) for said in told(whole)] == [False, True, True]

    some = replace(order, scenes=frozenset({1}))
    score_film(script, tmp_path / "parts", flags=how, order=some, run=Run())
    later = score_film(script, tmp_path / "parts", flags=how, order=order, run=Run())
    assert told(later) == told(whole)
    sums = [[take.audio.sha256 for _, take in film.takes] for film in (whole, later)]
    assert sums[0] == sums[1], "as if they had been made in one run"

    for tail in later.folder.rglob("tails/*.npz"):
        tail.unlink()
    last = replace(order, scenes=frozenset({3}), refresh=True)
    clean = score_film(script, tmp_path / "parts", flags=how, order=last, run=Run())
    assert told(clean)[2] is not None, "its sound is kept, so nothing is played again"
    for sound in later.folder.glob(".cache/sounds/*"):
        if sound.is_file():
            sound.unlink()
    clean = score_film(script, tmp_path / "parts", flags=how, order=last, run=Run())
    assert told(clean)[2] is None
    sound = clean.folder / clean.takes[2][1].audio.path
    bent = json.loads(sound.with_name("take.json").read_text("utf-8"))["bent"]
    assert any("clean start" in sentence for sentence in bent)


def test_a_changed_prompt_re_makes_its_cue_alone(tmp_path, flags):
    script = _script(tmp_path, LINES)
    film = score_film(script, tmp_path, flags=flags("ace-step"), run=Run())
    before = {p: p.read_bytes() for p in film.folder.rglob("take.json")}
    cue = film.plan.cues[1]
    change_prompts(FilmFolder(film.folder), cue.label, ["solo viola, barely there"])
    after = score_film(script, tmp_path, flags=flags("ace-step"), run=Run())
    made = {p: p.read_bytes() for p in film.folder.rglob("take.json")}
    (new,) = made.keys() - before.keys()
    assert {p: made[p] for p in before} == before
    assert new.parent.parent.parent.name == cue.uid
    told = dict(after.take(cue.uid).made_by[0].params)
    assert told["prompt_1"] == "solo viola, barely there"
