import pytest

from scenescore.core import registry
from scenescore.core.errors import MissingExtraError, UnknownBackendError
from scenescore.testing import FakePlayer, registered


def test_a_typo_is_answered_with_the_nearest_name():
    with pytest.raises(UnknownBackendError) as caught:
        registry.get("players", "synt")
    assert "synth" in caught.value.hint


def test_a_missing_library_is_answered_with_its_install_line():
    def needs():
        import no_such_library  # noqa: F401

    with registered("players", "needy", needs), pytest.raises(MissingExtraError) as caught:
        registry.get("players", "needy")
    assert "pip install 'scenescore[" in caught.value.hint


def test_auto_takes_the_best_that_can_work(monkeypatch):
    class Broken(FakePlayer):
        def is_available(self):
            return "no font"

    monkeypatch.setitem(registry.PREFERRED, "players", ("better", "plain"))
    with registered("players", "better", Broken), registered("players", "plain", FakePlayer):
        assert registry.resolve("players", "auto") == "plain"
        assert registry.missing("players", "better") == "no font"
