"""One broken plug-in leaves the rest of the house working."""

from __future__ import annotations

import pytest

from scenescore.core.progress import Run
from scenescore.core.types import MusicBrief
from scenescore.screenplay.read import read_file
from scenescore.studio.compose import compose_brief
from scenescore.studio.doctor import examine
from scenescore.testing import FakePlayer, registered


def _refuses():
    raise OSError("libsound.so: wrong architecture")


@pytest.mark.parametrize("kind", ["analysts", "players", "composers", "readers", "viewers"])
def test_doctor_says_what_is_broken(kind):
    with registered(kind, "broken", _refuses):
        found = {(one["kind"], one["name"]): one["lack"] for one in examine()["backends"]}
    assert "wrong architecture" in found[kind.removesuffix("s"), "broken"]


def test_compose_asks_no_analyst(tmp_path):
    flags = {"story__analyst": "broken", "music__player": "fake"}
    with registered("analysts", "broken", _refuses), registered("players", "fake", FakePlayer):
        take = compose_brief(MusicBrief(4.0), tmp_path / "take", flags=flags, run=Run())
    assert take.audio.path.is_file()


def test_a_broken_reader_leaves_the_others_reading(tmp_path):
    script = tmp_path / "a.fountain"
    script.write_text("INT. HOUSE - DAY\n\nA tap drips.\n", "utf-8")
    with registered("readers", "aa-broken", _refuses):
        assert read_file(script).format == "fountain"
