"""The page

`scenescore serve` as a process of its own with a film of 120 scenes, seen from Debian's chromium:
from starting the process until the page can be used, from a click on a scene until its script
stands there, and a new take of a 4 s cue beyond what composing and playing the same cue takes in a
warm process. Medians of five but for the start. Left out where chromium or Gradio is not installed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from row import Row

sys.path.append(str(Path(__file__).resolve().parents[2] / "tests" / "e2e"))


def measure(_: argparse.Namespace) -> Iterator[Row]:
    """Measure the start, a selection and a new take."""
    from browsing import CHROMIUM, FLAGS

    if CHROMIUM is None or find_spec("gradio") is None or find_spec("playwright") is None:
        yield Row("the page", "not measured: chromium, Gradio or playwright is not installed")
        return
    from page_server import Server, add_film
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        root = Path(folder)
        for name in ("home", "films"):
            (root / name).mkdir()
        add_film(root / "films", 120, "Long Way")
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        server = Server(root / "films", root / "home")
        try:
            yield from _seen(server, browser.new_page())
        finally:
            browser.close()
            server.stop()


def _seen(server, page) -> Iterator[Row]:
    began = time.monotonic()
    page.goto(f"{server.address}/#tab=desk&film=long-way&scene=1")
    page.wait_for_selector(".scene-bench h2")
    shown_s = time.monotonic() - began
    yield Row("process start to a usable page, s", f"{server.ready_s + shown_s:.1f}", "<= 12")
    yield Row("of it in the browser, s", f"{shown_s:.1f}")
    yield Row("of it the server's processor time, s", f"{_processor_s(server.process.pid):.1f}")
    selected = [_select(page, number) for number in (20, 45, 70, 95, 120)]
    yield Row("select a scene of 120, s", f"{statistics.median(selected):.2f}", "<= 0.3")
    _take(page, 1)  # wakes the worker
    taken = [_take(page, number) for number in range(2, 7)]
    work = [job["ended_at"] - job["asked_at"] for job in server.ask("jobs")[1]["jobs"]][-5:]
    beyond = [whole - alone for whole, alone in zip(taken, work, strict=True)]
    yield Row("new take of a 4 s cue, s", f"{statistics.median(taken):.2f}")
    yield Row("of it beyond composing, s", f"{statistics.median(beyond):.2f}", "<= 1.5")


def _processor_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _select(page, number: int) -> float:
    began = time.monotonic()
    page.click(f".line .scene[data-scene='{number}']")
    claim = f"document.querySelector('.scene-bench h2').textContent.startsWith('{number} ')"
    page.wait_for_function(claim, polling=10)
    return time.monotonic() - began


def _take(page, count: int) -> float:
    began = time.monotonic()
    page.click("[data-act=new]")
    claim = f"document.querySelectorAll('.take').length === {count}"
    page.wait_for_function(claim, polling=10, timeout=120_000)
    return time.monotonic() - began
