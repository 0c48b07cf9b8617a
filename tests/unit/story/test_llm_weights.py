"""A missing library or model is said before any work."""

from __future__ import annotations

import pytest

from scenescore.core import registry
from scenescore.core.errors import UnavailableError
from scenescore.core.progress import Run
from scenescore.core.settings import load
from scenescore.story.analysts.gemma import analyst
from scenescore.testing import scene, screenplay

FILM = screenplay(scene(1))


def _settings(**flags):
    return load().with_flags(**{f"gemma__{name}": value for name, value in flags.items()})


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
