"""One little finished film for the exporters' suite."""

from __future__ import annotations

import pytest

from scenescore.core.progress import Run

SCRIPT = """Title: Little Film
Author: The tests

INT. CELLAR - NIGHT

A door slams. Footsteps run up the stairs; ANNA hides, breathless, in the dark. A knife gleams.

ANNA
He has found us. Run!

EXT. MEADOW - DAY

Children laugh and dance in the sun. Anna embraces her sister, overjoyed.
"""


@pytest.fixture(scope="session")
def little_film(tmp_path_factory):
    from scenescore.studio.pipeline import score_film

    folder = tmp_path_factory.mktemp("film")
    script = folder / "little.fountain"
    script.write_text(SCRIPT, "utf-8")
    flags = {
        "music__player": "synth",
        "work__workers": 1,
        "spotting__plan": "per-scene",
        "spotting__cue_s": 6.0,
    }
    return score_film(script, folder, flags=flags, run=Run()).folder


# ------------------------------------------------------------------ neural composers, tiny

_NEURAL = {
    "musicgen": ("musicgen_tiny", "mono", {}),
    "ace-step": ("pipelines_tiny", "ace_step", {}),
    "stable-audio": ("pipelines_tiny", "stable_audio", {"ACCEPT_LICENCE": "1", "STEPS": "3",
                                                        "CROSSFADE_S": "0.3"}),
}  # fmt: skip
"""Composer -> (module that makes a tiny one, its maker, settings besides the model)."""


@pytest.fixture(scope="session")
def _tiny_models(tmp_path_factory):
    made = {}

    def folder(name):
        if name not in made:
            import importlib
            import warnings

            module, maker, _ = _NEURAL[name]
            tiny = importlib.import_module(module)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FutureWarning)  # diffusers about torch
                made[name] = tiny.saved(tmp_path_factory.mktemp(name), getattr(tiny, maker))
        return made[name]

    return folder


@pytest.fixture
def tiny_model(_tiny_models, monkeypatch):
    """Let a neural composer find a tiny model of its true class, as a user's folder."""

    def prepare(name):
        for library in ("torch", "transformers", "diffusers", "torchsde"):
            pytest.importorskip(library, reason="./test --full installs it")
        section = f"SCENESCORE_{name.replace('-', '_').upper()}"
        monkeypatch.setenv(f"{section}_MODEL", str(_tiny_models(name)))
        for key, value in _NEURAL[name][2].items():
            monkeypatch.setenv(f"{section}_{key}", value)

    return prepare
