"""What stays when somebody leaves: the browser closed midway, the server killed, the queue full."""

from __future__ import annotations

import os
import time
from typing import NamedTuple

import pytest
from browsing import PATIENCE_S, Visits, until

pytest.importorskip("gradio", reason="the page needs the extra 'ui'")
from page_server import Server, add_film

pytestmark = pytest.mark.engine

READY = "document.getElementById('generate') && !document.getElementById('generate').disabled"
SPREAD_MB = 60.0
"""By how much a server at rest may differ from itself."""
BROWSERS = 10


@pytest.fixture
def rooms(tmp_path):
    """A library of one film of many scenes, and a home."""
    for name in ("home", "films"):
        (tmp_path / name).mkdir()
    add_film(tmp_path / "films", 24, "Many Rooms")
    return tmp_path


@pytest.fixture
def own(rooms):
    """A server of its own."""
    running = Server(rooms / "films", rooms / "home")
    yield running
    running.stop()


def _at(running, visits, place: str):
    inside = running.address + "/"
    page = visits.open(f"{inside}#{place}", inside)
    page.wait_for_selector("body[data-ready=yes]", state="attached")
    return page


def test_a_browser_that_is_closed_midway_leaves_no_job(browser, server):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.address}/#film=long-way&scene=5")
    until(page, READY)
    page.click("#generate")
    page.wait_for_selector(".quick .progress:not([hidden])")
    page.evaluate(
        """fetch('/v1/jobs?page=' + sessionStorage.getItem('scenescore-page'), {
        method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(
        {kind: 'quick', film: 'long-way', scene: 7, duration_s: 240, seed: 5})})"""
    )
    mine = [job for job in server.ask("jobs")[1]["jobs"] if job["about"].get("scene") in (5, 7)]
    assert len(mine) >= 2
    kept = server.ask("jobs", {"kind": "quick", "film": "long-way", "scene": 9, "duration_s": 5})[1]
    context.close()
    for job in mine:
        server.wait_for(job["id"], "cancelled", "done")
    server.wait_for(kept["id"], "done")  # a program's job goes on
    assert not list(server.library.rglob(".making-*"))


class Held(NamedTuple):
    """What a server at rest holds."""

    memory_mb: float
    files: int
    threads: int
    temporary: list[str]


def _held(running) -> Held:
    """Look once nothing changes any more: lines that browsers left are noticed in a while."""
    process, seen = f"/proc/{running.process.pid}", [(0, 0), (0, 1)]
    while seen[-1] != seen[-2] and len(seen) < 30:
        running.rest()
        time.sleep(1.0)
        files, threads = (len(os.listdir(f"{process}/{name}")) for name in ("fd", "task"))
        seen.append((files, threads))
    return Held(running.memory_mb(), files, threads, sorted(os.listdir(running.temporary)))


def _begin_and_leave(running, browser, seed: int) -> None:
    one = Visits(browser)
    page = _at(running, one, f"film=many-rooms&scene={1 + seed % 8}")
    until(page, READY)
    longest = "const length = document.getElementById('quick-length')"
    page.evaluate(f"() => {{ {longest}; length.max = length.value = 240; }}")
    page.fill("#quick-seed", str(seed))
    page.click("#generate")
    page.wait_for_selector(".quick .progress:not([hidden])")
    one.close()
    assert one.faults == []


def test_ten_browsers_closed_midway_leave_no_job_memory_or_file(own, browser):
    held: list[Held] = []
    for round_ in range(4):  # a player keeps its instruments' notes, up to a limit, so not at once
        for seed in range(BROWSERS):
            _begin_and_leave(own, browser, BROWSERS * round_ + seed)
        held.append(_held(own))
        if len(held) > 1 and held[-1].memory_mb - held[-2].memory_mb < SPREAD_MB:
            break
    states = [job["state"] for job in own.ask("jobs")[1]["jobs"]]
    assert states.count("cancelled") >= BROWSERS
    assert set(states) <= {"cancelled", "done"}
    before, after = held[-2:]
    assert after.memory_mb - before.memory_mb < SPREAD_MB
    for name in ("files", "threads"):  # a pool may grow by one or two, but not with each browser
        assert getattr(after, name) < getattr(before, name) + BROWSERS / 2, name
    assert after.temporary == before.temporary
    assert not list(own.library.rglob(".making-*"))


def test_a_page_outlives_its_server_and_finds_what_was_finished(rooms, visits):
    visits.forgiven = "ERR_"  # a server that is gone refuses connections, and the browser says so
    first = Server(rooms / "films", rooms / "home")
    page = _at(first, visits, "tab=desk&film=many-rooms&scene=1")
    page.click("#score-film")
    takes = lambda: list(first.library.glob("*/cues/*/takes/1/take.json"))  # noqa: E731
    end = time.monotonic() + PATIENCE_S
    while len(takes()) < 2:
        assert time.monotonic() < end
        time.sleep(0.05)
    first.kill()
    until(page, "document.body.classList.contains('offline')")
    again = Server(rooms / "films", rooms / "home", first.port)
    try:
        until(page, "!document.body.classList.contains('offline')")
        page.wait_for_selector(".desk .progress.interrupted")
        assert "restarted" in page.inner_text(".desk .progress")
        until(page, "document.getElementById('score-film').textContent.includes('Score the rest')")
        page.click("#score-film")
        until(page, "document.querySelector('.facts').textContent.includes('24 of 24')", 300)
    finally:
        visits.close()
        again.stop()


def test_a_full_queue_is_said_in_words(rooms, visits):
    visits.forgiven = "503"
    running = Server(rooms / "films", rooms / "home", 0, "--queue", "1")
    try:
        page = _at(running, visits, "film=many-rooms&scene=1")
        until(page, READY)
        wish = {"kind": "quick", "film": "many-rooms", "scene": 2, "duration_s": 240}
        first = running.ask("jobs", wish)[1]
        running.wait_for(first["id"], "running")
        running.ask("jobs", {**wish, "seed": 1})
        page.click("#generate")
        page.wait_for_selector(".said.bad")
        assert "queue holds no more" in page.inner_text(".said.bad")
        assert page.is_enabled("#generate")
    finally:
        visits.close()  # first, or the page would rightly complain
        running.stop()
