"""What every exporter promises, whoever wrote it."""

from __future__ import annotations

import pytest

from scenescore.core import registry
from scenescore.core.progress import Run
from scenescore.studio.folder import open_folder
from scenescore.studio.load import load_film


@pytest.mark.parametrize("name", registry.names("exporters"))
def test_it_writes_only_where_it_is_told_and_says_what(name, little_film, tmp_path):
    film = load_film(open_folder(little_film))
    before = {p: p.stat().st_mtime_ns for p in little_film.rglob("*") if p.is_file()}
    to = tmp_path / "deliver"
    written = registry.get("exporters", name).write(film, to, run=Run())
    assert written
    for path in written:
        assert path.is_file()
        assert path.stat().st_size > 0
        assert to in path.parents
    after = {p: p.stat().st_mtime_ns for p in little_film.rglob("*") if p.is_file()}
    assert after == before


@pytest.mark.parametrize("name", registry.names("exporters"))
def test_it_writes_the_same_bytes_twice(name, little_film, tmp_path):
    film = load_film(open_folder(little_film))
    exporter = registry.get("exporters", name)
    first = exporter.write(film, tmp_path / "a" / "deliver", run=Run())
    second = exporter.write(film, tmp_path / "b" / "deliver", run=Run())
    assert [p.name for p in first] == [p.name for p in second]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
