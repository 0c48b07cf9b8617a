"""The fakes of `scenescore.testing` fit their doors, so that what works with them works."""

from __future__ import annotations

import inspect
from fractions import Fraction

import pytest

from scenescore import testing
from scenescore.core import protocols, registry
from scenescore.core.progress import Run
from scenescore.core.types import CuePlan, Film, ThemeSlot
from scenescore.screenplay.read import read_file

FAKES = [
    (testing.FakeReader, protocols.Reader),
    (testing.FakeAnalyst, protocols.Analyst),
    (testing.FakeComposer, protocols.Composer),
    (testing.FakeSoundComposer, protocols.Composer),
    (testing.FakePlayer, protocols.Player),
    (testing.FakeExporter, protocols.Exporter),
    (testing.FakeMetric, protocols.Metric),
]


@pytest.mark.parametrize(("fake", "door"), FAKES, ids=lambda kind: kind.__name__)
def test_a_fake_has_the_shape_of_its_door(fake, door):
    assert isinstance(fake(), door)
    for name, _ in inspect.getmembers(door, inspect.isfunction):
        if not name.startswith("_"):
            has, wants = (inspect.signature(getattr(kind, name)) for kind in (fake, door))
            assert [str(p) for p in has.parameters.values()] == [
                str(p) for p in wants.parameters.values()
            ], name


def test_a_format_nobody_knew_is_read_through_its_door(tmp_path):
    script = tmp_path / "film.fake"
    script.write_text("FAKE\nINT. CELLAR - NIGHT\nEXT. ROOF - DAY\n", "utf-8")
    with testing.registered("readers", "fake", testing.FakeReader):
        film = read_file(script)
    assert [scene.heading.place for scene in film.scored_scenes] == ["CELLAR", "ROOF"]


def test_a_fake_in_place_of_a_real_one_is_gone_after_the_block():
    real = type(registry.get("composers", "orchestra"))
    with testing.registered("composers", "orchestra", testing.FakeComposer):
        fake = registry.get("composers", "orchestra")
        assert fake.theme(ThemeSlot("ANNA"), seed=1).notes
    assert type(registry.get("composers", "orchestra")) is real


def test_a_metric_is_found_by_name_and_gives_named_figures(tmp_path):
    plan = CuePlan("One", Fraction(24), "01:00:00:00", 10.0, (), (), (), ())
    film = Film(tmp_path, testing.screenplay(), (), plan)
    with testing.registered("metrics", "fake", testing.FakeMetric):
        assert registry.get("metrics", "fake").measure(film, run=Run()) == {"cues": 0.0}
