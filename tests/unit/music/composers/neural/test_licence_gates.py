"""Who may use a neural composer, and for what: said before any work, with exit code 77."""

from __future__ import annotations

import pytest

from scenescore.core import registry
from scenescore.core.errors import NotPermittedError, UnavailableError
from scenescore.core.settings import load
from scenescore.studio.project import Crew, choose_crew, refuse_non_commercial

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
    with pytest.raises(NotPermittedError, match="1,000,000"):
        refuse_non_commercial(crew, _settings(**{OPEN: True}))
    refuse_non_commercial(crew, _settings(**{OPEN: True, SMALL: True}))


def test_ace_step_may_be_used_commercially():
    assert registry.get("composers", "ace-step").caps.commercial
    refuse_non_commercial(Crew("lexicon", "ace-step", "synth"), load())
