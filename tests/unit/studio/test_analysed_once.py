from __future__ import annotations

import pytest

from scenescore.core.progress import Run
from scenescore.studio.folder import FilmFolder
from scenescore.studio.pipeline import Order, Session
from scenescore.testing import FakeAnalyst, registered, scene, screenplay


@pytest.fixture
def counted():
    """An analyst that counts the scenes it reads."""
    read = []

    class Counting(FakeAnalyst):
        def briefs(self, scenes, *, film, run):
            read.extend(one.number for one in scenes)
            yield from super().briefs(scenes, film=film, run=run)

    with registered("analysts", "counting", Counting):
        yield read


def test_a_second_run_reads_no_scene_again(counted, tmp_path):
    folder = FilmFolder(tmp_path / "a.film")
    folder.root.mkdir()
    whole = screenplay(scene(1), scene(2), scene(3))
    for _ in range(2):
        session = Session.begin(folder, {"story__analyst": "counting"}, Order(), Run())
        session.decide(whole)
    assert counted == [1, 2, 3]
