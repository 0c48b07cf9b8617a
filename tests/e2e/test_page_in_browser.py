"""The page in a real browser: generated, heard, edited, left and come back to."""

from __future__ import annotations

import pytest
from browsing import CHOSEN, SOUND, settle, until

pytest.importorskip("gradio", reason="the page needs the extra 'ui'")

pytestmark = pytest.mark.engine


def _generate(page, seconds: int, seed: int) -> str:
    page.fill("#quick-seed", str(seed))
    page.evaluate(f"document.getElementById('quick-length').value = {seconds}")
    page.dispatch_event("#quick-length", "input")
    before = page.evaluate(f"{SOUND}.src")
    page.click("#generate")
    until(page, f"{SOUND}.src !== '{before}' && {SOUND}.currentTime > 0.4")
    assert page.evaluate(f"Math.abs({SOUND}.duration - {seconds})") < 0.01
    return page.evaluate(f"{SOUND}.src")


def test_quick_generates_twice_and_both_are_heard(visit):
    page = visit("film=long-way&scene=2")
    until(page, CHOSEN)
    first = _generate(page, 6, 1)
    assert page.inner_text("#quick-genre")
    assert page.inner_text("#quick-emotions")
    assert "PIOTR runs beside it" in page.inner_text(".analysed")
    assert page.inner_text(".caption")
    assert page.locator(".downloads a").count() >= 3
    second = _generate(page, 8, 2)
    assert first != second
    assert page.is_enabled("#generate")
    again = _generate(page, 6, 1)  # known already, so its end may overtake the answer that it began
    assert again == first
    page.reload()
    until(page, f"document.querySelector('.downloads a')?.href === '{first}'")


def test_the_same_wish_twice_is_answered_though_its_end_overtakes_its_beginning(visit):
    page = visit("film=long-way&scene=4")
    until(page, CHOSEN)
    _generate(page, 5, 9)
    slow = "() => new Promise((done) => setTimeout(done, 1500))"

    def late(route):
        answer = route.fetch()
        page.evaluate(slow)
        route.fulfill(response=answer)

    page.route("**/v1/jobs?page=*", late)
    page.evaluate(f"{SOUND}.pause(); {SOUND}.currentTime = 3")
    page.evaluate(f"{SOUND}.addEventListener('play', () => window.began = {SOUND}.currentTime)")
    page.click("#generate")
    until(page, "!document.getElementById('generate').disabled && !document.querySelector('.busy')")
    until(page, "window.began < 3")


def _cancel(page, server) -> None:
    page.click(".quick .progress button")
    said = "document.querySelector('.quick .progress').textContent"
    until(page, f"{said} === 'Stopped. What was finished is kept.'")
    assert page.is_enabled("#generate")
    last = server.ask("jobs")[1]["jobs"][-1]
    assert last["state"] == "cancelled"
    assert last["part"] < 1.0


def test_cancelling_midway_is_answered_and_the_next_one_works(visit, server):
    page = visit("film=long-way&scene=3")
    until(page, CHOSEN)
    page.evaluate("document.getElementById('quick-length').value = 120")
    page.fill("#quick-seed", "77")
    page.click("#generate")
    until(page, "parseFloat(document.querySelector('.quick .progress .bar i')?.style.width) > 20")
    _cancel(page, server)
    _generate(page, 5, 3)
    assert not list(server.library.rglob("quick/.making-*"))


def test_cancelling_at_once_is_answered_too(visit, server):
    page = visit("film=long-way&scene=6")
    until(page, CHOSEN)
    for seed in (71, 72):
        page.evaluate("document.getElementById('quick-length').value = 120")
        page.fill("#quick-seed", str(seed))
        page.click("#generate")
        _cancel(page, server)
    _generate(page, 5, 73)


def test_scenes_are_found_by_their_words(visit):
    page = visit("film=long-way&scene=1")
    until(page, CHOSEN)
    scene = page.locator(".ask .choose input").nth(1)
    scene.fill("station 3 shouting")
    assert page.locator(".ask [role=option]").count() <= 1
    scene.fill("orchard 4")
    page.keyboard.press("Enter")
    until(page, "location.hash.includes('scene=20')")


def test_a_long_film_on_the_desk_is_taken_locked_rescored_and_kept_over_a_reload(desk):
    page = desk()
    assert page.locator(".line .scene").count() == 120
    page.click(".line .scene[data-scene='40']")
    until(page, "document.querySelector('.scene-bench h2').textContent.startsWith('40 ')")
    for count in (1, 2):
        page.click("[data-act=new]")
        until(page, f"document.querySelectorAll('.take').length === {count}")
    page.click("[data-act=take-2]")
    page.click("[data-act=accept]")
    until(page, "document.querySelector('[data-act=accept]').textContent === 'Accepted'")
    page.click("[data-act=lock]")
    until(page, "document.querySelector('[data-act=lock]').textContent === 'Locked'")
    page.click(".line .scene[data-scene='41']")
    until(page, "document.querySelector('.scene-bench h2').textContent.startsWith('41 ')")
    page.fill("#brief-words", "iron, cold, low")
    page.click("text=Keep and re-score this scene")
    until(page, "document.querySelectorAll('.take').length === 1")
    page.reload()
    until(page, "document.querySelector('.scene-bench h2')?.textContent.startsWith('41 ')")
    assert page.input_value("#brief-words") == "iron, cold, low"
    assert page.locator(".cue.locked").count() == 1
    page.click(".line .scene[data-scene='40']")
    until(page, "document.querySelectorAll('.take').length === 2")
    assert page.get_attribute("[data-act=take-2]", "class").endswith("in-use")


def test_a_take_is_heard_and_another_takes_its_place(desk):
    page = desk(50)
    for count in (1, 2):
        page.click("[data-act=new]")
        until(page, f"document.querySelectorAll('.take').length === {count}")
    page.evaluate(f"{SOUND}.addEventListener('playing', () => window.playing = {SOUND}.src)")
    page.click(".cue-bench .player .round")
    until(page, "window.playing?.endsWith('take=2')")
    page.evaluate(f"{SOUND}.loop = true")  # it goes on, however long the next click takes
    page.click("[data-act=take-1]")
    until(page, "window.playing.endsWith('take=1')")
    assert page.evaluate("document.querySelectorAll('audio').length") == 1


def test_a_take_may_be_made_again_once_the_film_is_no_longer_scored(desk):
    page = desk(20, film="never-ending")
    making, varying = (f"document.querySelector('[data-act={act}]')" for act in ("new", "vary"))
    page.click("#score-film")
    until(page, f"{making}.disabled && {making}.title.includes('being scored')")
    page.click(".desk .progress button")
    until(page, f"!{making}.disabled && {making}.title === ''")
    until(page, f"{varying}.disabled === !document.querySelector('.take')")


def test_wishes_undo_and_silence(desk):
    page = desk(60)
    before = page.get_attribute(".pad", "aria-label")
    page.focus(".pad")
    for _ in range(4):
        page.keyboard.down("ArrowRight")  # a key that is held repeats itself: one walk
    page.keyboard.up("ArrowRight")
    until(page, "!document.getElementById('undo').disabled")
    until(page, "document.querySelector('.wishes summary').textContent.includes('changed')")
    assert page.get_attribute(".pad", "aria-label") != before
    page.click("#undo")
    until(page, "!document.querySelector('.wishes summary').textContent.includes('changed')")
    page.click("[data-act=silence]")
    page.wait_for_selector(".cue-bench h2:text('No music here')")
    page.click("#undo")
    page.wait_for_selector("[data-act=new]")


def test_music_is_asked_for_in_a_scene_that_the_plan_leaves_silent(desk, server):
    scenes = server.ask("films/small-talk")[1]["silences"][0]["scenes"]
    page = desk(scenes[0], film="small-talk")
    page.click("[data-act=music]")
    page.click("[data-act=new]")
    until(page, "document.querySelectorAll('.take').length === 1")
    assert "You asked for music here." in page.inner_text(".cue-bench .why")
    assert "music for scene" in page.get_attribute("#undo", "title")
    page.click("#undo")
    page.wait_for_selector("[data-act=music]")


def test_what_a_neural_composer_is_told_is_shown_and_said_in_other_words(desk):
    page = desk(1, film="told-in-words")
    page.click(".prompts summary")
    ours = page.input_value("#cue-prompts")
    assert "instrumental" in ours
    page.fill("#cue-prompts", "a lone flute, far away")
    page.click("[data-act=say]")
    until(page, "document.querySelector('.prompts summary').textContent.includes('yours')")
    assert "prompts of cue" in page.get_attribute("#undo", "title")
    page.fill("#cue-prompts", "half writ")
    page.click("#undo")
    until(page, "!document.querySelector('.prompts summary').textContent.includes('yours')")
    assert page.input_value("#cue-prompts") == "half writ"
    page.reload()
    page.click(".prompts summary")
    assert page.input_value("#cue-prompts") == ours
    assert desk(1, film="three-rooms").locator(".prompts").count() == 0


def test_what_is_being_written_survives_others_changes(desk, server):
    page = desk(75)
    page.fill("#brief-words", "half, written, words")
    for change in ({"title": "Elsewhere"}, {"title": "Here"}):
        number = 76 if change["title"] == "Elsewhere" else 75
        server.ask(f"films/long-way/scenes/{number}", change, "PATCH")
        until(page, "document.getElementById('undo').title.includes('title of scene')")
        if number == 75:
            until(page, "document.getElementById('brief-title').value === 'Here'")
        page.wait_for_timeout(300)
        assert page.input_value("#brief-words") == "half, written, words"
        assert page.evaluate("document.activeElement.id") == "brief-words"
    page.click(".reading button[value=keep]")
    until(page, "document.querySelector('[for=brief-words]').textContent.includes('yours')")


def test_two_pages_show_the_same_film(desk):
    one, two = desk(70), desk(70)
    one.fill("#brief-title", "A Better Name")
    one.click(".reading button[value=keep]")
    until(two, "document.getElementById('brief-title').value === 'A Better Name'")
    two.click("#undo")
    until(one, "document.getElementById('brief-title').value !== 'A Better Name'")


def test_the_desk_works_by_keyboard_alone(desk):
    page = desk(80)
    page.evaluate("document.querySelector('.line .scene.now').focus()")
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.scene-bench h2').textContent.startsWith('81 ')")
    assert page.evaluate("document.activeElement.dataset.scene") == "81"
    page.keyboard.press("[")
    until(page, "document.querySelector('.scene-bench h2').textContent.startsWith('80 ')")
    page.keyboard.press("n")
    until(page, "document.querySelectorAll('.take').length === 1")
    page.keyboard.press("v")
    until(page, "document.querySelectorAll('.take').length === 2")
    page.keyboard.press("2")
    page.keyboard.press("a")
    until(page, "document.querySelector('[data-act=accept]').textContent === 'Accepted'")
    page.keyboard.press("l")
    until(page, "document.querySelector('[data-act=lock]').textContent === 'Locked'")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Space")
    until(page, f"{SOUND}.currentTime > 0.2")
    page.keyboard.press("u")
    until(page, "document.querySelector('[data-act=lock]').textContent === 'Lock'")


def _press(page, key: str, until_true: str, most: int = 40) -> None:
    """Press a key until a claim about the focused element `at` holds."""
    for _ in range(most):
        if page.evaluate(f"((at) => {until_true})(document.activeElement)"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never led to: {until_true}")


def test_quick_works_by_keyboard_alone(visit):
    page = visit("film=long-way&scene=1")
    until(page, CHOSEN)
    _press(page, "Tab", "at.getAttribute('role') === 'combobox'")
    page.keyboard.type("long")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("cellar 2")
    page.keyboard.press("Enter")
    until(page, "location.hash.includes('scene=7')")
    _press(page, "Tab", "at.id === 'quick-length'")
    for _ in range(25):
        page.keyboard.press("ArrowLeft")
    _press(page, "Tab", "at.id === 'quick-seed'")
    page.keyboard.type("5")
    _press(page, "Tab", "at.id === 'generate'")
    page.keyboard.press("Enter")
    until(page, f"{SOUND}.currentTime > 0.3")
    assert page.evaluate(f"{SOUND}.duration") == pytest.approx(5, abs=0.01)
    _press(page, "Tab", "at.classList.contains('round') && at.closest('.hear')")
    page.keyboard.press("Space")
    until(page, f"{SOUND}.paused")
    _press(page, "Tab", "at.getAttribute('role') === 'slider'")
    page.keyboard.press("Home")
    until(page, f"{SOUND}.currentTime < 0.1")
    _press(page, "Tab", "at.textContent === 'WAV'")


def test_every_tab_is_full_when_it_is_first_chosen_by_hand(visit):
    page = visit("film=three-rooms")
    until(page, CHOSEN)
    page.click("[role=tab]:has-text('Desk')")
    until(page, "document.querySelector('.desk .facts b')?.textContent === 'Three Rooms'")
    page.click("[role=tab]:has-text('Corpus')")
    page.locator(".arcs .name").first.wait_for()
    page = visit("tab=corpus&film=three-rooms")
    page.locator(".arcs .name").first.wait_for()
    page.click("[role=tab]:has-text('Quick')")
    until(page, CHOSEN)


def test_the_corpus_counts_filters_and_opens_a_film_on_the_desk(visit, server):
    page = visit("tab=corpus")
    names = page.locator(".arcs .name")
    names.first.wait_for()
    films = server.ask("films")[1]["films"]
    assert sorted(names.all_inner_texts()) == sorted(film["title"] for film in films)
    figures = page.inner_text(".figures").split()
    assert int(figures[0]) == len(films)
    assert int(figures[2]) == sum(film["scenes"] for film in films)
    for cloud in page.locator(".clouds img").all():
        until(page, "[...document.querySelectorAll('.clouds img')].every((one) => one.complete)")
        assert cloud.evaluate("one => one.naturalWidth") == 1600
    bars = page.locator(".bars-list").first
    assert bars.locator("li").count() > 1
    page.fill("#corpus-find", "three")
    until(page, "document.querySelectorAll('.arcs .name').length === 1")
    page.fill("#corpus-find", "no such film")
    page.wait_for_selector("text=No film fits")
    page.fill("#corpus-find", "")
    page.click(".arcs .name >> text=Three Rooms")
    until(page, "document.querySelector('.desk .facts b')?.textContent === 'Three Rooms'")
    assert "tab=desk" in page.url


def test_words_from_a_stranger_stay_words_on_every_tab(visit):
    for tab in ("quick", "desk", "corpus"):
        page = visit(f"tab={tab}&film=bad-words&scene=1")
        settle(page, tab)
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
