"""Nobody at the page is disturbed by what others do, nor by their own haste."""

from __future__ import annotations

import pytest
from browsing import CHOSEN, until

pytest.importorskip("gradio", reason="the page needs the extra 'ui'")

pytestmark = pytest.mark.engine

HEADED = "document.querySelector('.scene-bench h2').textContent.startsWith('{} ')"
WISHED = "document.querySelector('.wishes summary').textContent.includes('changed')"


def _retitle(server, scene: int, title: str) -> None:
    assert server.ask(f"films/long-way/scenes/{scene}", {"title": title}, "PATCH")[0] == 200


def test_who_walks_the_timeline_keeps_the_place_when_the_film_changes(desk, server):
    page = desk(100)
    page.evaluate("document.querySelector('.line .scene.now').focus()")
    before = page.get_attribute("#undo", "title")
    _retitle(server, 101, f"After {before}"[:60])
    until(page, "document.getElementById('undo').title.includes('title of scene 101')")
    assert page.evaluate("document.activeElement.dataset.scene") == "100"
    page.keyboard.press("ArrowRight")
    until(page, HEADED.format(101))


def test_a_mood_that_is_being_moved_stays_with_its_own_cue(desk):
    page = desk(102)
    page.focus(".pad")
    page.keyboard.down("ArrowRight")
    page.click(".line .scene[data-scene='103']")  # gone before the walk was over
    until(page, HEADED.format(103))
    page.keyboard.up("ArrowRight")
    until(page, "document.getElementById('undo').title.includes('of cue')")
    assert not page.evaluate(WISHED)
    page.click(".line .scene[data-scene='102']")
    until(page, f"{HEADED.format(102)} && {WISHED}")


def test_words_that_are_typed_to_search_are_not_taken_away(visit, server):
    page = visit("film=long-way&scene=1")
    until(page, CHOSEN)
    page.locator(".ask .choose input").nth(0).fill("three r")
    with page.expect_response("**/v1/films"):
        server.rest()
        job = server.ask("jobs", {"kind": "score", "film": "three-rooms"})[1]
        server.wait_for(job["id"], "done")
    page.wait_for_timeout(100)
    assert page.locator(".ask .choose input").nth(0).input_value() == "three r"
    page.keyboard.press("Enter")
    until(page, "location.hash.includes('film=three-rooms')")


def test_an_export_that_somebody_else_asked_for_opens_no_menu_here(desk, server):
    page = desk(1, film="three-rooms")
    server.ask("jobs", {"kind": "export", "film": "three-rooms", "to": ["midi"]})
    until(page, "document.querySelector('.exported a')")
    assert page.get_attribute(".desk .menu", "open") is None


def test_an_older_word_about_a_film_does_not_undo_a_newer_one(desk, server):
    page = desk(104)
    held = []

    def hold_the_first(route):
        if held:
            return route.continue_()
        held.append(route)
        held.append(route.fetch())
        return None

    page.route("**/v1/films/long-way", hold_the_first)
    _retitle(server, 105, "An Older Word")  # the page asks how the film stands, and waits
    while len(held) < 2:
        page.wait_for_timeout(50)
    _retitle(server, 104, "A Newer Word")
    until(page, "document.getElementById('undo').title.includes('title of scene 104')")
    held[0].fulfill(response=held[1])
    page.wait_for_timeout(400)
    assert "title of scene 104" in page.get_attribute("#undo", "title")


LATE = """
const find = document.getElementById.bind(document);
document.getElementById = (id) => (id === "ss-top" && !window.greeted ? null : find(id));
window.EventSource = class extends EventSource {
  addEventListener(name, ear) {
    super.addEventListener(name, (event) => {
      ear(event);
      window.greeted = true;
      document.body.append(document.createElement("i"));
    });
  }
};"""
"""The server's first word is there before the page's own parts are."""


def test_a_page_that_is_drawn_late_still_finds_its_films(visits, server):
    inside = server.address + "/"
    page = visits.open("about:blank", inside, "about:")
    page.add_init_script(LATE)
    page.goto(f"{inside}#film=long-way&scene=1")
    until(page, CHOSEN)
