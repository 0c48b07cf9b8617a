"""The page in a real browser: generated, heard, edited, left and come back to."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("gradio", reason="the page needs the extra 'ui'")
sys.path.append(str(Path(__file__).parent))
from page_server import EVIL, Server, add_film, script_of

pytestmark = pytest.mark.engine

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--no-first-run", "--mute-audio",
         "--autoplay-policy=no-user-gesture-required"]  # fmt: skip
SOUND = "document.getElementById('sound')"


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed; ./test --full installs it")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    root = tmp_path_factory.mktemp("page")
    for name in ("home", "films"):
        (root / name).mkdir()
    add_film(root / "films", 120, "Long Way")
    add_film(root / "films", 3, "Bad Words", heading=EVIL)
    running = Server(root / "films", root / "home")
    yield running
    running.stop()


@pytest.fixture
def visit(browser, server):
    """Open the page; at the end nothing may have gone wrong, and nothing outside been asked for."""
    faults: list[str] = []
    contexts = []

    def open_page(at: str = "", width: int = 1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: said.type == "error" and faults.append(said.text))
        page.on("request", lambda asked: _is_ours(asked.url, server) or faults.append(asked.url))
        page.goto(f"{server.address}/#{at}")
        page.wait_for_selector("body[data-ready=yes]", state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _is_ours(url: str, server: Server) -> bool:
    return url.startswith((server.address + "/", "blob:", "data:"))


def _until(page, claim: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not page.evaluate(claim):
        assert time.monotonic() < end, f"never became true: {claim}"
        page.wait_for_timeout(50)


def _generate(page, seconds: int, seed: int) -> str:
    page.fill("#quick-seed", str(seed))
    page.evaluate(f"document.getElementById('quick-length').value = {seconds}")
    page.dispatch_event("#quick-length", "input")
    before = page.evaluate(f"{SOUND}.src")
    page.click("#generate")
    _until(page, f"{SOUND}.src !== '{before}' && {SOUND}.currentTime > 0.4", 90)
    assert page.evaluate(f"Math.abs({SOUND}.duration - {seconds})") < 0.01
    assert not page.evaluate(f"{SOUND}.paused")
    return page.evaluate(f"{SOUND}.src")


def _desk(visit, scene: int = 1, **options):
    page = visit(f"tab=desk&film=long-way&scene={scene}", **options)
    _until(page, f"document.querySelector('.scene-bench h2')?.textContent.startsWith('{scene} ')")
    return page


def test_quick_generates_twice_and_both_are_heard(visit):
    page = visit("film=long-way&scene=2")
    _until(page, "document.querySelectorAll('.ask .choose input')[1]?.value")
    first = _generate(page, 6, 1)
    assert page.inner_text("#quick-genre")
    assert page.inner_text("#quick-emotions")
    assert "Sunlight" in page.inner_text(".analysed") or page.inner_text(".analysed")
    assert page.inner_text(".caption")
    assert page.locator(".downloads a").count() >= 3
    second = _generate(page, 8, 2)
    assert first != second
    assert page.is_enabled("#generate")


def test_cancelling_midway_answers_at_once_and_the_next_one_works(visit, server):
    page = visit("film=long-way&scene=3")
    _until(page, "document.querySelectorAll('.ask .choose input')[1]?.value")
    page.evaluate("document.getElementById('quick-length').value = 120")
    page.fill("#quick-seed", "77")
    page.click("#generate")
    _until(page, "parseFloat(document.querySelector('.quick .progress .bar i')?.style.width) > 20")
    page.click(".quick .progress button")
    page.wait_for_selector("text=Stopped. What was finished is kept.", timeout=5000)
    assert not list(server.library.rglob("quick/.making-*"))
    _generate(page, 5, 3)


def test_scenes_are_found_by_their_words(visit):
    page = visit("film=long-way&scene=1")
    _until(page, "document.querySelectorAll('.ask .choose input')[1]?.value")
    scene = page.locator(".ask .choose input").nth(1)
    scene.fill("station 3 shouting")
    assert page.locator(".ask [role=option]").count() <= 1
    scene.fill("orchard 4")
    page.keyboard.press("Enter")
    _until(page, "location.hash.includes('scene=20')")


def test_a_long_film_on_the_desk_is_taken_locked_rescored_and_kept_over_a_reload(visit):
    page = _desk(visit)
    assert page.locator(".line .scene").count() == 120
    page.click(".line .scene[data-scene='40']")
    _until(page, "document.querySelector('.scene-bench h2').textContent.startsWith('40 ')")
    for count in (1, 2):
        page.click("[data-act=new]")
        _until(page, f"document.querySelectorAll('.take').length === {count}", 60)
    page.click("[data-act=take-2]")
    page.click("[data-act=accept]")
    _until(page, "document.querySelector('[data-act=accept]').textContent === 'Accepted'")
    page.click("[data-act=lock]")
    _until(page, "document.querySelector('[data-act=lock]').textContent === 'Locked'")
    page.click(".line .scene[data-scene='41']")
    _until(page, "document.querySelector('.scene-bench h2').textContent.startsWith('41 ')")
    page.fill("#brief-words", "iron, cold, low")
    page.click("text=Keep and re-score this scene")
    _until(page, "document.querySelectorAll('.take').length === 1", 90)
    page.reload()
    _until(page, "document.querySelector('.scene-bench h2')?.textContent.startsWith('41 ')")
    assert page.input_value("#brief-words") == "iron, cold, low"
    assert page.locator(".cue.locked").count() == 1
    page.click(".line .scene[data-scene='40']")
    _until(page, "document.querySelectorAll('.take').length === 2")
    assert page.get_attribute("[data-act=take-2]", "class").endswith("in-use")


def test_a_take_is_heard_and_another_takes_its_place(visit):
    page = _desk(visit, 50)
    for count in (1, 2):
        page.click("[data-act=new]")
        _until(page, f"document.querySelectorAll('.take').length === {count}", 60)
    page.click(".cue-bench .player .round")
    _until(page, f"{SOUND}.currentTime > 0.3")
    assert page.evaluate(f"{SOUND}.src").endswith("take=2")
    page.click("[data-act=take-1]")
    _until(page, f"{SOUND}.src.endsWith('take=1') && !{SOUND}.paused")
    assert page.evaluate("document.querySelectorAll('audio').length") == 1


def test_wishes_undo_and_silence(visit):
    page = _desk(visit, 60)
    before = page.get_attribute(".pad", "aria-label")
    page.focus(".pad")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    _until(page, "!document.getElementById('undo').disabled")
    _until(page, "document.querySelector('.wishes summary').textContent.includes('changed')")
    assert page.get_attribute(".pad", "aria-label") != before
    page.click("#undo")
    _until(page, "!document.querySelector('.wishes summary').textContent.includes('changed')")
    page.click("[data-act=silence]")
    page.wait_for_selector(".cue-bench h2:text('No music here')")
    page.click("#undo")
    page.wait_for_selector("[data-act=new]")


def test_two_pages_show_the_same_film(visit):
    one, two = _desk(visit, 70), _desk(visit, 70)
    one.fill("#brief-title", "A Better Name")
    one.click(".reading button[value=keep]")
    _until(two, "document.getElementById('brief-title').value === 'A Better Name'")
    two.click("#undo")
    _until(one, "document.getElementById('brief-title').value !== 'A Better Name'")


def test_the_desk_works_by_keyboard_alone(visit):
    page = _desk(visit, 80)
    page.evaluate("document.querySelector('.line .scene.now').focus()")
    page.keyboard.press("ArrowRight")
    _until(page, "document.querySelector('.scene-bench h2').textContent.startsWith('81 ')")
    assert page.evaluate("document.activeElement.dataset.scene") == "81"
    page.keyboard.press("[")
    _until(page, "document.querySelector('.scene-bench h2').textContent.startsWith('80 ')")
    page.keyboard.press("n")
    _until(page, "document.querySelectorAll('.take').length === 1", 60)
    page.keyboard.press("v")
    _until(page, "document.querySelectorAll('.take').length === 2", 60)
    page.keyboard.press("2")
    page.keyboard.press("a")
    _until(page, "document.querySelector('[data-act=accept]').textContent === 'Accepted'")
    page.keyboard.press("l")
    _until(page, "document.querySelector('[data-act=lock]').textContent === 'Locked'")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    _until(page, f"{SOUND}.currentTime > 0.2")
    page.keyboard.press("u")
    _until(page, "document.querySelector('[data-act=lock]').textContent === 'Lock'")


def test_everything_on_the_page_has_a_name(visit):
    nameless = """[...document.querySelectorAll('.ss button, .ss input, .ss select, .ss .wave')]
      .filter((one) => one.offsetParent !== null && !one.getAttribute('aria-label')
        && !one.textContent.trim() && !one.labels?.length && !one.title)
      .map((one) => one.outerHTML)"""
    for tab in ("quick", "desk", "corpus"):
        page = visit(f"tab={tab}&film=long-way")
        page.wait_for_timeout(800)
        assert page.evaluate(nameless) == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("tab", ["quick", "desk", "corpus"])
def test_nothing_hangs_over_the_edge(visit, tab, width):
    page = visit(f"tab={tab}&film=long-way", width)
    page.wait_for_timeout(1200)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_dark_and_light_stay_as_chosen(visit):
    page = visit("film=long-way", color_scheme="light")
    colour = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(colour)
    page.click("[aria-label='Dark or light']")
    after = page.evaluate(colour)
    assert before != after
    page.reload()
    page.wait_for_selector("body[data-ready=yes]", state="attached")
    assert page.evaluate(colour) == after


def test_words_from_a_stranger_stay_words_on_every_tab(visit):
    for tab in ("quick", "desk", "corpus"):
        page = visit(f"tab={tab}&film=bad-words&scene=1")
        page.wait_for_timeout(1200)
        if tab == "quick":
            page.click(".ask .choose input >> nth=1")
            assert "onerror" in page.inner_text(".ask [role=option] >> nth=0").lower()
            page.keyboard.press("Escape")
            _generate(page, 5, 4)
        if tab == "desk":
            assert "onerror" in page.inner_text(".scene-bench h2").lower()
            page.hover(".line .scene >> nth=0")
        assert page.evaluate("window.hurt") is None
        assert page.locator("img[src=x]").count() == 0


def test_a_script_is_added_by_one_drop(visit, server, tmp_path):
    script = tmp_path / "dropped.fountain"
    script.write_text(script_of(3, "Dropped In"), "utf-8")
    page = visit("film=long-way")
    page.set_input_files("#add-file", script)
    _until(page, "location.hash.includes('film=dropped-in')", 60)
    assert (server.library / "dropped-in.film" / "screenplay.json").is_file()
    assert not list((server.library / ".incoming").glob("*"))


def test_a_file_without_a_script_is_refused_in_words(visit, tmp_path):
    empty = tmp_path / "empty.fountain"
    empty.write_text("", "utf-8")
    page = visit("film=long-way")
    page.set_input_files("#add-file", empty)
    page.wait_for_selector(".said.bad", timeout=30000)
    assert "empty.fountain" in page.inner_text(".said.bad")


def test_a_browser_that_is_closed_midway_leaves_no_job(browser, server):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.address}/#film=long-way&scene=5")
    _until(page, "document.querySelectorAll('.ask .choose input')[1]?.value")
    page.click("#generate")
    page.wait_for_selector(".quick .progress:not([hidden])")
    page.evaluate(
        """fetch('/v1/jobs?page=' + sessionStorage.getItem('scenescore-page'), {
        method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(
        {kind: 'quick', film: 'long-way', scene: 7, duration_s: 240, seed: 5})})"""
    )
    page.wait_for_timeout(300)
    mine = [job for job in server.ask("jobs")[1]["jobs"] if job["about"].get("scene") in (5, 7)]
    assert len(mine) >= 2
    kept = server.ask("jobs", {"kind": "quick", "film": "long-way", "scene": 9, "duration_s": 5})[1]
    context.close()
    for job in mine:
        server.wait_for(job["id"], "cancelled", "done", seconds=40)
    server.wait_for(kept["id"], "done")  # a program's job goes on
    assert not list(server.library.rglob(".making-*"))
