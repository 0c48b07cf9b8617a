"""What every reader promises, whoever wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenescore.core import registry
from scenescore.core.errors import ScenescoreError
from scenescore.core.progress import Run
from scenescore.core.types import Screenplay

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
GOLDEN_FOLDER = Path(__file__).resolve().parents[1] / "golden" / "screenplay"
READERS = registry.names("readers")
HOMES = {"fountain": ("*.fountain",), "fdx": ("formats/*.fdx",), "pdf": ("formats/*.pdf",),
         "text": ("formats/*.txt",), "imsdb": ("formats/*.html",)}  # fmt: skip
GOLDEN = {"celtx": ("*.celtx",)}
RUBBISH = (b"", b"\x00" * 4000, b"\xff\xfe\x00\xd8", b"<<<<", b"%PDF-1.4 broken", b"a" * 70_000)


def _own(name: str) -> list[Path]:
    found = [path for pattern in HOMES.get(name, ()) for path in EXAMPLES.glob(pattern)]
    found += [path for pattern in GOLDEN.get(name, ()) for path in GOLDEN_FOLDER.glob(pattern)]
    return sorted(found)


@pytest.mark.parametrize("name", READERS)
def test_it_knows_its_endings_and_version(name):
    reader = registry.get("readers", name)
    assert reader.version
    assert all(suffix.startswith(".") for suffix in reader.suffixes)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("data", RUBBISH)
def test_it_sniffs_within_bounds_and_never_breaks_on_rubbish(name, data):
    reader = registry.get("readers", name)
    assert 0.0 <= reader.sniff(data[:65536]) <= 1.0
    try:
        scenes, code = reader.read(data, title="rubbish", run=Run()).scenes, 0
    except ScenescoreError as problem:
        scenes, code = (), problem.exit_code
    assert scenes or code == 65


@pytest.mark.parametrize("name", READERS)
def test_it_reads_its_own_format_into_whole_values(name):
    files = _own(name)
    assert files, f"add an example for the reader '{name}'"
    for path in files:
        data = path.read_bytes()
        reader = registry.get("readers", name)
        film = reader.read(data, title=path.stem, run=Run())
        assert isinstance(film, Screenplay)
        assert film.format
        numbers = [scene.number for scene in film.scored_scenes]
        assert numbers == list(range(1, len(numbers) + 1))
        keys = [scene.key for scene in film.scored_scenes]
        assert len(set(keys)) == len(keys)
        assert all(scene.eighths > 0 for scene in film.scored_scenes)
        assert all(e.text.strip() for s in film.scenes for e in s.elements if e.kind == "dialogue")


@pytest.mark.parametrize("name", READERS)
def test_it_wins_the_sniffing_of_its_own_format(name):
    for path in _own(name):
        head = path.read_bytes()[:65536]
        scores = {other: registry.get("readers", other).sniff(head) for other in READERS}
        assert scores[name] == max(scores.values()), scores
