"""A film's runs tell what was asked, what was said and how it ended."""

from __future__ import annotations

import json

import pytest

from scenescore.core.errors import BadDataError, Cancelled
from scenescore.core.progress import Run
from scenescore.studio.folder import FilmFolder
from scenescore.studio.journal import journal


def lines(folder: FilmFolder) -> list[dict]:
    (file,) = folder.runs.glob("*.jsonl")
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_a_journal_tells_what_was_asked_said_and_how_it_ended(tmp_path):
    folder, heard = FilmFolder(tmp_path), []
    with journal(folder, "score", {"film__seed": 7}, Run(heard.append)) as run:
        run.report("reading", 0.1)
        run.report("still reading", 0.101)
        run.note("the player was replaced")
    first, *said, last = lines(folder)
    assert first["did"] == "score"
    assert first["asked"] == {"film__seed": 7}
    assert [line["text"] for line in said] == ["reading", "the player was replaced"]
    assert last == {"ended": "done"}
    assert len(heard) == 3, "the terminal hears every event, the journal only what moved"


@pytest.mark.parametrize(
    ("problem", "ended"),
    [
        (Cancelled(), {"ended": "stopped"}),
        (BadDataError("no script"), {"ended": "failed", "exit_code": 65, "why": "no script"}),
        (ValueError("oh"), {"ended": "failed", "exit_code": 70, "why": "oh"}),
    ],
)
def test_a_journal_ends_with_what_went_wrong_and_lets_it_pass(tmp_path, problem, ended):
    folder = FilmFolder(tmp_path)
    with pytest.raises(type(problem)), journal(folder, "score", {}, Run()):
        raise problem
    assert lines(folder)[-1] == ended


def test_a_journal_that_cannot_be_written_stops_nothing(tmp_path):
    folder = FilmFolder(tmp_path)
    folder.runs.write_text("a file where the folder should be")
    with journal(folder, "score", {}, Run()) as run:
        run.report("going on", 0.5)


def test_only_the_latest_journals_are_kept(tmp_path):
    folder = FilmFolder(tmp_path)
    folder.runs.mkdir()
    for place in range(60):
        (folder.runs / f"20200101T0000{place:02d}Z-1.jsonl").write_text("{}")
    with journal(folder, "score", {}, Run()):
        pass
    kept = sorted(path.name for path in folder.runs.iterdir())
    assert len(kept) == 50
    assert kept[0] == "20200101T000011Z-1.jsonl"
