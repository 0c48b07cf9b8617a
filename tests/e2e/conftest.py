"""One browser and one server of the page for all tests that want them."""

from __future__ import annotations

import pytest
from browsing import CHROMIUM, EVIL, FLAGS, Visits


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed; ./test --full installs it")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visits(browser):
    """Open pages; at the end nothing may have gone wrong, and nothing outside been asked for."""
    opened = Visits(browser)
    yield opened
    opened.close()
    assert opened.faults == []


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The page with a long film, one of hostile words, a short one that is scored, one that is
    begun to be scored and stopped, one that talks, and one for a composer that is not here.
    """
    pytest.importorskip("gradio", reason="the page needs the extra 'ui'")
    from page_server import Server, add_film, add_talk

    root = tmp_path_factory.mktemp("page")
    for name in ("home", "films"):
        (root / name).mkdir()
    add_film(root / "films", 120, "Long Way")
    add_film(root / "films", 3, "Bad Words", heading=EVIL)
    add_film(root / "films", 3, "Three Rooms")
    add_film(root / "films", 40, "Never Ending")
    add_talk(root / "films")
    add_film(root / "films", 2, "Told In Words", composer="musicgen")
    running = Server(root / "films", root / "home")
    job = running.ask("jobs", {"kind": "score", "film": "three-rooms"})[1]
    running.wait_for(job["id"], "done")
    yield running
    running.stop()


@pytest.fixture
def visit(visits, server):
    """Open the page at a place in it, once nothing is left at work from before."""
    server.rest()

    def open_page(at: str = "", width: int = 1280, **options):
        inside = server.address + "/"
        page = visits.open(f"{inside}#{at}", inside, width=width, **options)
        page.wait_for_selector("body[data-ready=yes]", state="attached")
        return page

    return open_page


@pytest.fixture
def desk(visit):
    """Open a film on the desk."""
    from browsing import until

    def open_desk(scene: int = 1, film: str = "long-way", **options):
        page = visit(f"tab=desk&film={film}&scene={scene}", **options)
        start = f"startsWith('{scene} ')"
        until(page, f"document.querySelector('.scene-bench h2')?.textContent.{start}")
        return page

    return open_desk
