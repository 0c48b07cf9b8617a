"""What every analyst promises, whoever wrote it."""

from __future__ import annotations

import pytest

from scenescore.core import registry
from scenescore.core.errors import Cancelled
from scenescore.core.genres import GENRES
from scenescore.core.progress import Run
from scenescore.testing import scene, screenplay

ANALYSTS = [
    name
    for name in registry.names("analysts")
    if name == "semantic" or registry.missing("analysts", name) is None
]
FILM = screenplay(
    scene(1, "INT. KITCHEN - NIGHT", "She weeps over the empty chair.", "ANNA: He is dead."),
    scene(2, "EXT. ALLEY - NIGHT", "They run. A shot! Glass shatters behind them."),
    scene(3, "EXT. MEADOW - DAY", "Children laugh and roll down the hill in the sun."),
    scene(4, "INT. ROOM - DAY", ""),
)


@pytest.fixture(autouse=True)
def _encoder(request):
    """The semantic analyst works with a tiny encoder here; left out without its libraries."""
    spec = getattr(request.node, "callspec", None)
    if spec and spec.params.get("name") == "semantic":
        request.getfixturevalue("tiny_encoder")


def _briefs(name, film=FILM):
    analyst = registry.get("analysts", name)
    return list(analyst.briefs(film.scored_scenes, film=film, run=Run()))


@pytest.mark.parametrize("name", ANALYSTS)
def test_every_scene_gets_a_complete_brief_in_order(name):
    briefs = _briefs(name)
    assert [b.scene for b in briefs] == [1, 2, 3, 4]
    for brief, one in zip(briefs, FILM.scored_scenes, strict=True):
        assert brief.key == one.key
        assert brief.genre in GENRES
        assert brief.genres[0] == brief.genre
        assert 1 <= len(brief.emotions) <= 3
        assert len(brief.words) == 3
        assert all(brief.words)
        assert brief.felt == brief.portrayed
        assert brief.made_by.backend
        assert brief.made_by.version


@pytest.mark.parametrize("name", ANALYSTS)
def test_moods_are_in_range_and_rounded(name):
    for brief in _briefs(name):
        mood = brief.portrayed
        assert -1 <= mood.valence <= 1
        assert -1 <= mood.arousal <= 1
        assert 0 <= mood.tension <= 1
        for value in (mood.valence, mood.arousal, mood.tension):
            assert value == pytest.approx(round(value / 0.05) * 0.05, abs=1e-9)


@pytest.mark.parametrize("name", ANALYSTS)
def test_the_same_scenes_give_the_same_briefs(name):
    assert _briefs(name) == _briefs(name)


@pytest.mark.parametrize("name", ANALYSTS)
def test_it_stops_when_asked(name):
    run = Run()
    run.cancel()
    analyst = registry.get("analysts", name)
    with pytest.raises(Cancelled):
        list(analyst.briefs(FILM.scored_scenes, film=FILM, run=run))
