"""What is missing is said before any work; what may not be used is refused."""

from __future__ import annotations

import pytest

from scenescore.core import registry
from scenescore.core.errors import NotPermittedError, UnavailableError
from scenescore.core.progress import Run
from scenescore.core.settings import load
from scenescore.core.types import MusicBrief
from scenescore.music.composers.neural import composer
from scenescore.studio.presets import preset_flags
from scenescore.studio.project import Crew, refuse_non_commercial


def _settings(**flags):
    return load().with_flags(**{f"musicgen__{name}": value for name, value in flags.items()})


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
