"""The report and the one-file page, opened from disk in a real browser."""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from browsing import EVIL as MARKUP
from browsing import until

from scenescore.core.progress import Run
from scenescore.core.types import Film, Heading, Silence
from scenescore.deliver.page import PageExporter
from scenescore.deliver.report import ReportExporter

sys.path.append(str(Path(__file__).parents[1] / "unit" / "deliver"))
from report_film import long_film, short_film

pytestmark = pytest.mark.engine

EVIL = MARKUP + "'\"&{{7*7}}"


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> Film:
    return short_film(tmp_path_factory.mktemp("films") / "salt house #1.film")


@pytest.fixture(scope="module")
def report(film) -> Path:
    return ReportExporter().write(film, film.folder, run=Run())[0]


@pytest.fixture
def visit(visits):
    def open_page(path: Path, width: int = 1280, **options):
        return visits.open(path.as_uri(), path.parent.as_uri(), width=width, **options)

    return open_page


def _time(page) -> float:
    return page.evaluate("document.getElementById('sound').currentTime")


def _wait_until_it_sounds(page, beyond_s: float = 0.2) -> None:
    until(page, f"document.getElementById('sound').currentTime > {beyond_s}")


ENTERED = """document.getElementById('sound').addEventListener('seeked',
    (event) => window.entered = event.target.currentTime)"""


def _is_paused(page) -> bool:
    return page.evaluate("document.getElementById('sound').paused")


def test_play_runs_the_film_and_moves_the_playhead(visit, report):
    page = visit(report)
    page.click("#play")
    _wait_until_it_sounds(page)
    until(page, "parseFloat(document.querySelector('.film-line .head').style.left) > 0")
    assert page.get_attribute("#sound", "src").endswith("mix/score.flac")
    assert page.get_attribute("#play", "aria-label").startswith("Pause")


def test_a_cue_that_plays_stops_the_film(visit, report):
    page = visit(report)
    page.click("#play")
    _wait_until_it_sounds(page)
    page.click("button.play[data-cue] >> nth=0")
    until(page, "document.getElementById('sound').src.endsWith('cue.flac')")
    _wait_until_it_sounds(page)
    assert page.evaluate("document.querySelectorAll('audio').length") == 1
    running = page.locator("button.play.on[data-cue]")
    uids = running.evaluate_all("buttons => buttons.map(button => button.dataset.cue)")
    assert set(uids) == {"00000000"}
    until(page, "document.querySelector('.wave .played').getAttribute('width') > 0")


def test_a_cue_can_be_entered_in_its_middle(visit, report):
    page = visit(report)
    page.evaluate(ENTERED)
    wave = page.locator(".wave").first
    box = wave.bounding_box()
    wave.click(position={"x": box["width"] / 2, "y": 10})
    _wait_until_it_sounds(page, 29.0)
    until(page, "window.entered !== undefined")
    assert 29.5 < page.evaluate("window.entered") < 31.0  # a cue of 60 s


def test_space_and_arrows_steer_the_film(visit, report):
    page = visit(report)
    page.keyboard.press("Space")
    _wait_until_it_sounds(page)
    page.keyboard.press("ArrowRight")
    _wait_until_it_sounds(page, 5.0)
    page.keyboard.press("Space")
    assert _is_paused(page)
    at_s = _time(page)
    page.keyboard.press("ArrowLeft")
    until(page, f"document.getElementById('sound').currentTime < {at_s - 4}")


def test_silence_can_be_skipped(visit, report):
    page = visit(report)
    page.evaluate(ENTERED)
    page.check("#skip")
    page.click("[data-from] >> nth=2")  # scene 3 lies in a silence until 134.5 s
    _wait_until_it_sounds(page, 134.0)
    until(page, "window.entered > 134")
    assert page.evaluate("window.entered") < 136.0


def test_the_arrows_walk_the_timeline_and_enter_jumps_to_the_scene(visit, report):
    page = visit(report)
    page.focus(".blocks a >> nth=0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.scene") == "3"
    assert "SALT HOUSE - KITCHEN" in page.inner_text("#readout")
    page.keyboard.press("Enter")
    until(page, "document.activeElement.id === 'scene-3'")


def test_a_silence_says_why_when_focused(visit, report):
    page = visit(report)
    page.focus(".gaps rect >> nth=1")
    assert "one breath and one match" in page.inner_text("#readout")


def test_the_filter_finds_words_music_themes_and_people(visit, report):
    page = visit(report)
    shown = page.locator(".scene:visible")
    page.keyboard.press("/")
    page.keyboard.type("gulls")
    assert shown.evaluate_all("cards => cards.map(card => card.id)") == ["scene-4"]
    page.click("#filter [type=reset]")
    until(page, "document.getElementById('shown').textContent === ''")
    page.check("#filter [value=silent]", force=True)
    assert shown.evaluate_all("cards => cards.map(card => card.id)") == ["scene-3", "scene-7"]
    page.check("#filter [value=all]", force=True)
    page.select_option("#filter [name=theme]", "MIRA")
    assert shown.count() == 2
    page.fill("#filter [name=text]", "no such word")
    assert page.is_visible("#none")


def test_a_link_reaches_a_scene_the_filter_hides(visit, report):
    page = visit(report)
    page.fill("#filter [name=text]", "gulls")
    page.evaluate("location.hash = '#scene-7'")
    page.wait_for_selector("#scene-7:visible")


def test_the_theme_can_be_switched(visit, report):
    page = visit(report, color_scheme="light")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_nothing_hangs_over_the_edge(visit, report, width):
    page = visit(report, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_long_film_scrolls_under_an_overview_and_can_be_fitted(visit, tmp_path):
    film = long_film(tmp_path, seconds=8.0)
    page = visit(ReportExporter().write(film, tmp_path, run=Run())[0])
    wide = "document.querySelector('.scroll').scrollWidth > innerWidth"
    assert page.evaluate(wide)
    assert page.is_visible(".overview")
    page.click("[data-zoom=fit]")
    assert not page.evaluate(wide)
    page.click("[data-zoom=in]")
    assert page.evaluate("document.querySelector('.film-line').style.getPropertyValue('--zoom')")


def test_words_from_a_stranger_stay_words(visit, film):
    first, *rest = film.screenplay.scenes
    evil = replace(first, heading=Heading(EVIL, "INT", EVIL, EVIL), synopsis=EVIL,
                   elements=tuple(replace(e, text=EVIL) for e in first.elements))  # fmt: skip
    brief, *briefs = film.briefs
    bad = replace(brief, genre=EVIL, emotions=(EVIL,), words=(EVIL, EVIL, EVIL), title=EVIL,
                  characters=(EVIL,), evidence=(EVIL,), analysed_text=EVIL, raw_answer=EVIL,
                  source_music=EVIL)  # fmt: skip
    cue, *cues = film.plan.cues
    plan = replace(
        film.plan,
        cues=(replace(cue, title=EVIL, label=EVIL, reason=EVIL), *cues),
        silences=(Silence(64.0, 134.0, (1, 2, 3), EVIL),),
        themes=tuple(replace(slot, owner=EVIL + slot.owner) for slot in film.plan.themes),
    )
    hostile = replace(
        film, briefs=(bad, *briefs), plan=plan, notes=(EVIL,),
        screenplay=replace(film.screenplay, title=EVIL, authors=(EVIL,), scenes=(evil, *rest)),
    )  # fmt: skip
    page = visit(ReportExporter().write(hostile, film.folder / "hostile", run=Run())[0])
    page.wait_for_selector("#scene-1")
    assert page.evaluate("window.hurt") is None
    assert page.inner_text("h1") == EVIL
    assert page.text_content("#scene-1 h3") == EVIL
    assert page.locator("img").count() == 0


def test_injected_script_would_not_run_either(browser, film, report, tmp_path):
    text = report.read_text("utf-8").replace("<main>", "<main><script>window.hurt=1</script>")
    broken = tmp_path / "broken.html"
    broken.write_text(text, "utf-8")
    page = browser.new_page()
    page.goto(broken.as_uri())
    assert page.evaluate("window.hurt") is None
    page.close()


def test_the_one_file_page_plays_far_from_its_film(visit, film, tmp_path):
    written = PageExporter().write(film, film.folder / "deliver", run=Run())[0]
    alone = Path(shutil.move(written, tmp_path / "forwarded.html"))
    page = visit(alone)
    page.click("#play")
    _wait_until_it_sounds(page)
    assert page.get_attribute("#sound", "src").startswith("blob:")
    assert page.inner_text("#now").startswith("1m01")
    page.evaluate("document.getElementById('sound').currentTime = 59.5")
    until(page, "document.getElementById('now').textContent.startsWith('1m02')")
    _wait_until_it_sounds(page)
    assert page.evaluate("performance.getEntriesByType('resource').length") <= 2  # blobs


def test_a_lost_recording_is_said_not_swallowed(browser, tmp_path):
    film = short_film(tmp_path)
    path = ReportExporter().write(film, tmp_path, run=Run())[0]
    (tmp_path / film.takes[0][1].audio.path).unlink()
    page = browser.new_page()
    page.goto(path.as_uri())
    page.click("button.play[data-cue] >> nth=0")
    until(page, "document.getElementById('trouble').textContent !== ''")
    assert re.match("1m01 .* cannot be played", page.inner_text("#trouble"))
    page.close()
