"""The page's server as a process: many clients, sudden death, an orderly end."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("gradio", reason="the page needs the extra 'ui'")
sys.path.append(str(Path(__file__).parent))
from page_server import Server, add_film


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def library(tmp_path):
    (tmp_path / "films").mkdir()
    add_film(tmp_path / "films", 24, "Many Rooms")
    return tmp_path / "films"


def _is_alive(process: int) -> bool:
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return told.rpartition(")")[2].split()[0] != "Z"


def _wait_until_gone(processes: list[int]) -> None:
    end = time.monotonic() + 120
    while any(_is_alive(process) for process in processes):
        assert time.monotonic() < end, "a worker outlived its server"
        time.sleep(0.1)


@pytest.mark.engine  # needs none, but takes a minute: left to the full run
def test_a_killed_server_comes_back_with_what_was_finished(library, home):
    server = Server(library, home)
    film = library / "many-rooms.film"
    status, job = server.ask("jobs", {"kind": "score", "film": "many-rooms"})
    assert status == 202
    end = time.monotonic() + 300
    while len(list(film.glob("cues/*/takes/1"))) < 2:
        assert time.monotonic() < end, server.ask("jobs")
        time.sleep(0.05)
    workers = server.workers()
    assert workers
    server.kill()
    kept = {path: path.stat().st_mtime_ns for path in film.glob("cues/*/takes/1/cue.flac")}
    assert 2 <= len(kept) < 24
    _wait_until_gone(workers)
    again = Server(library, home, server.port)
    try:
        past = {told["id"]: told for told in again.ask("films/many-rooms/jobs")[1]["jobs"]}
        assert past[job["id"]]["state"] == "interrupted"
        cues = again.ask("films/many-rooms")[1]["cues"]
        assert sum(cue["take"] is not None for cue in cues) >= len(kept)
        _, more = again.ask("jobs", {"kind": "score", "film": "many-rooms"})
        again.wait_for(more["id"], "done")
        assert {path: path.stat().st_mtime_ns for path in kept} == kept
        assert again.ask("films/many-rooms")[1]["mix"]["is_current"]
        assert not list(film.rglob(".making-*"))
    finally:
        again.stop()


@pytest.mark.engine  # as above
def test_a_hundred_clients_are_all_served_one_more_is_told_no_and_an_end_leaves_no_process(
    library, home
):
    server = Server(library, home)
    answers: list[tuple[int, dict]] = []

    def client(seed: int) -> None:
        wish = {"kind": "quick", "film": "many-rooms", "scene": 1 + seed % 8, "duration_s": 2,
                "seed": seed, "player": "synth"}  # fmt: skip
        answers.append(server.ask("jobs", wish))

    long = {"kind": "quick", "film": "many-rooms", "scene": 1, "duration_s": 240}
    first = server.ask("jobs", long)[1]
    server.wait_for(first["id"], "running")
    clients = [threading.Thread(target=client, args=(seed,)) for seed in range(100)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    assert {status for status, _ in answers} == {202}
    status, told = server.ask("jobs", long)  # one works, a hundred wait
    assert status == 503
    assert "queue holds no more" in told["problem"]
    assert told["hint"]
    for _, job in [*answers, (202, first)]:
        server.wait_for(job["id"], "done")
    workers = server.workers()
    server.stop()
    assert server.process.returncode in (0, 130)
    _wait_until_gone(workers)
    assert not list(library.rglob(".making-*"))


def test_an_address_for_everyone_is_refused_without_a_password(tmp_path):
    code = "from scenescore.apps.cli.main import main; main()"
    refused = subprocess.run(
        [sys.executable, "-c", code, "serve", str(tmp_path), "--host", "0.0.0.0", "--port", "0"],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert refused.returncode == 77
    assert "password" in refused.stderr
    assert "Traceback" not in refused.stderr
