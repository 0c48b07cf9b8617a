import pytest

from scenescore.core import registry
from scenescore.core.errors import MissingExtraError, UnavailableError, UnknownBackendError
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


def _refuses():
    raise OSError("libsound.so: wrong architecture")


def test_a_back_end_that_cannot_be_made_says_so_and_stops_no_other(monkeypatch):
    monkeypatch.setitem(registry.PREFERRED, "players", ("broken", "plain"))
    with registered("players", "broken", _refuses), registered("players", "plain", FakePlayer):
        with pytest.raises(UnavailableError, match="wrong architecture"):
            registry.get("players", "broken")
        assert "wrong architecture" in registry.missing("players", "broken")
        assert registry.resolve("players", "auto") == "plain"


def test_a_back_end_that_fails_when_asked_stops_no_other():
    class Moody(FakePlayer):
        def is_available(self):
            raise ImportError("cannot import name 'x'")

    with registered("players", "moody", Moody):
        assert "cannot import name 'x'" in registry.missing("players", "moody")


def test_auto_of_a_kind_without_a_preferred_one_is_our_error():
    assert registry.default("metrics") is None
    with pytest.raises(UnavailableError):
        registry.resolve("metrics", "auto")


def test_a_back_end_is_described_by_its_first_line_and_a_silent_one_by_nothing():
    assert registry.describe("players", "synth").startswith("Plays with instruments")
    with registered("players", "silent", _refuses):
        assert registry.describe("players", "silent") == ""
    assert registry.describe("players", "no-such") == ""
