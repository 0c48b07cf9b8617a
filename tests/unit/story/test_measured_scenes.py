"""How the lexicon agrees with a reader, on screenplays that are not part of the project."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from statistics import correlation

import pytest

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.genres import match
from scenescore.core.progress import Run
from scenescore.screenplay.read import read_file
from scenescore.story.analyse import portray

TOOLS = Path(__file__).resolve().parents[3] / "tools"


@pytest.fixture
def mark_of(monkeypatch):
    spec = importlib.util.spec_from_file_location("train_lexicon", TOOLS / "train_lexicon.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module.mark_of


def _briefs(folder, film):
    path = next(folder.glob(f"*/{film}"))
    try:
        screenplay = read_file(path)
    except UnreadableScreenplayError:
        return []
    read = portray(screenplay, analyst="lexicon", run=Run())
    return list(zip(screenplay.scored_scenes, read, strict=True))


@pytest.mark.shared
def test_moods_and_genres_agree_with_the_labelled_scenes(shared, mark_of):
    labels = json.loads((TOOLS / "scene-labels.json").read_text("utf-8"))["scenes"]
    by_film = {}
    for label in labels:
        by_film.setdefault(label["film"], {})[label["mark"]] = label
    pairs = []
    for film, wanted in by_film.items():
        for scene, told in _briefs(shared / "corpus", film):
            label = wanted.get(mark_of(told.analysed_text, scene.title))
            if label:
                pairs.append((label, told))
    assert len(pairs) >= 150
    floors = {"valence": 0.6, "arousal": 0.78, "tension": 0.62}
    for side, floor in floors.items():
        asked = [label[side] for label, _ in pairs]
        assert correlation(asked, [getattr(b.portrayed, side) for _, b in pairs]) >= floor, side
    hits = [bool({match(g).name for g in la["genres"]} & set(b.genres[:3])) for la, b in pairs]
    assert sum(hits) / len(hits) >= 0.81
