"""Who may use a neural composer, and for what: said before any work, with exit code 77."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenescore.core import registry
from scenescore.core.errors import NotPermittedError, UnavailableError
from scenescore.core.settings import load
from scenescore.core.types import AudioFile, Provenance, Take
from scenescore.studio import doctor
from scenescore.studio.project import Crew, choose_crew, refuse_non_commercial, refuse_takes

OPEN = "stable_audio__accept_licence"
SMALL = "stable_audio__below_one_million"


def _settings(**flags):
    return load().with_flags(music__composer="stable-audio", **flags)


def test_stable_audio_is_refused_until_its_licence_is_accepted():
    with pytest.raises(NotPermittedError, match="accept_licence = true") as caught:
        choose_crew(_settings(), {}, ("composer",))
    assert caught.value.exit_code == 77
    with pytest.raises(UnavailableError):  # accepted: now the weights are missing
        choose_crew(_settings(**{OPEN: True}), {}, ("composer",))


def test_commercial_use_of_stable_audio_needs_the_users_word():
    crew = Crew("lexicon", "stable-audio", "synth")
    with pytest.raises(NotPermittedError, match="1,000,000") as problem:
        refuse_non_commercial(crew, _settings(**{OPEN: True}))
    assert problem.value.hint.startswith("Below its limit, state that: stable_audio.below_one")
    refuse_non_commercial(crew, _settings(**{OPEN: True, SMALL: True}))


def test_what_the_user_states_later_counts_for_takes_that_are_made(monkeypatch):
    maker = Provenance("stable-audio", licence="its licence.", commercial=False)
    take = Take("key", 1, AudioFile(Path("cue.flac"), 48_000, 2, 1, ""), None, made_by=(maker,))
    with pytest.raises(NotPermittedError, match="its licence"):
        refuse_takes([take])
    monkeypatch.setenv("SCENESCORE_STABLE_AUDIO_BELOW_ONE_MILLION", "1")
    refuse_takes([take])


def test_the_doctor_says_that_a_licence_is_not_accepted_yet(monkeypatch):
    monkeypatch.setattr(doctor, "missing", lambda *_: None)
    told = {one["name"]: one["lack"] for one in doctor.examine()["backends"]}
    assert "accept_licence" in told["stable-audio"]
    assert told["ace-step"] is None


def test_ace_step_may_be_used_commercially():
    assert registry.get("composers", "ace-step").caps.commercial
    refuse_non_commercial(Crew("lexicon", "ace-step", "synth"), load())
