"""What the page looks like, measured: widths, names, contrast, focus, dark and light."""

from __future__ import annotations

import pytest
from browsing import settle, until

pytest.importorskip("gradio", reason="the page needs the extra 'ui'")

pytestmark = pytest.mark.engine

FAINT = r"""(() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const ink = canvas.getContext('2d', { willReadFrequently: true });
  const seen = (colour) => {
    ink.clearRect(0, 0, 1, 1);
    ink.fillStyle = colour;
    ink.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = ink.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = (colour) => {
    const [r, g, b] = colour.map((one) => (one / 255 <= 0.03928 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const faint = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let read = 0;
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), at = walk.currentNode.parentElement;
    if (!text || !at.checkVisibility() || !at.closest('.ss, [role=tab]')) continue;
    if (at.closest(':disabled, option, svg, .player.empty > .time')) continue; // cannot be used now
    let opacity = 1, below = [];
    for (let place = at; place; place = place.parentElement) {
      const style = getComputedStyle(place);
      opacity *= style.opacity;
      below.unshift(seen(style.backgroundColor));
      if (below[0][3] === 1) break;
    }
    const back = below.reduce((ground, one) => over(one, ground), [255, 255, 255, 1]);
    const fore = seen(getComputedStyle(at).color);
    const [dark, bright] = [light(back), light(over([...fore.slice(0, 3), fore[3] * opacity], back))].sort((a, b) => a - b);
    read += 1;
    if (bright / dark < 4.5) faint.push(`${text.slice(0, 40)}: ${(bright / dark).toFixed(2)}`);
  }
  return [read, faint];
})()"""  # noqa: E501
"""How many words there are to read, and which of them stand out less than 4.5 : 1 (WCAG 2, AA)."""
NARROW = """[...document.querySelectorAll('.line .scene span, .line .cue .name')].filter((one) =>
  one.checkVisibility() && !one.closest('.now')
    && one.scrollWidth > one.parentElement.clientWidth + 1
).map((one) => one.textContent)"""


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("tab", ["quick", "desk", "corpus"])
def test_every_word_stands_out_from_its_ground(visit, tab, scheme):
    page = visit(f"tab={tab}&film=three-rooms&scene=1", color_scheme=scheme)
    settle(page, tab)
    if tab == "quick":
        page.click(".more summary")
    read, faint = page.evaluate(FAINT)
    assert read > 15
    assert faint == []


def test_a_faint_word_would_be_noticed(visit):
    page = visit("tab=desk&film=three-rooms&scene=1", color_scheme="light")
    page.evaluate("document.querySelector('.top h1').style.color = '#999'")
    assert page.evaluate(FAINT)[1]


@pytest.mark.parametrize("tab", ["quick", "desk"])
def test_where_the_focus_is_can_be_seen(visit, tab):
    page = visit(f"tab={tab}&film=three-rooms&scene=1")
    settle(page, tab)
    unseen, passed = [], set()
    for _ in range(60):
        page.keyboard.press("Tab")
        name, width = page.evaluate(
            """(() => { const at = document.activeElement, style = getComputedStyle(at);
            return [at.outerHTML.slice(0, 90), style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth)]; })()"""  # noqa: E501
        )
        if name in passed:
            break
        passed.add(name)
        if width < 2 and not name.startswith("<body"):
            unseen.append(name)
    assert len(passed) > 9
    assert unseen == []


@pytest.mark.parametrize("width", [390, 1280])
def test_no_label_of_a_long_film_is_cut_in_half(desk, width):
    page = desk(40, width=width)
    until(page, f"{NARROW}.length === 0")
    for _ in range(3):
        page.click("[aria-label='Zoom in']")
    until(page, f"{NARROW}.length === 0")
    numbers = page.locator(".line .scene span:visible")
    assert numbers.count() > 100  # drawn larger, scenes have their numbers


def test_the_player_of_the_whole_film_stays_in_sight(desk):
    page = desk(1, film="three-rooms")
    for top in (0, 250):
        page.evaluate(f"scrollTo(0, {top})")
        box = page.locator(".whole .round").bounding_box()
        assert 0 < box["y"] < 900 - box["height"]


def test_a_page_that_is_drawn_narrow_keeps_its_timeline_readable(desk):
    page = desk(40)
    page.set_viewport_size({"width": 390, "height": 844})
    until(page, "document.querySelector('.line').clientWidth > 700")
    overlap = """[...document.querySelectorAll('.ticks span')].filter((one) => !one.hidden)
      .map((one) => one.getBoundingClientRect())
      .some((one, at, all) => at > 0 && one.left < all[at - 1].right - 1)"""
    until(page, f"!({overlap})")


def test_everything_on_the_page_has_a_name(visit):
    nameless = """[...document.querySelectorAll('.ss button, .ss input, .ss select, .ss .wave')]
      .filter((one) => one.offsetParent !== null && !one.getAttribute('aria-label')
        && !one.textContent.trim() && !one.labels?.length && !one.title)
      .map((one) => one.outerHTML)"""
    for tab in ("quick", "desk", "corpus"):
        page = visit(f"tab={tab}&film=long-way")
        settle(page, tab)
        assert page.evaluate(nameless) == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("tab", ["quick", "desk", "corpus"])
def test_nothing_hangs_over_the_edge(visit, tab, width):
    page = visit(f"tab={tab}&film=long-way", width)
    settle(page, tab)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_menu_hangs_over_the_edge_of_a_phone(desk):
    page = desk(1, film="three-rooms", width=390)
    for menu in (".adder", ".works", ".desk .menu"):
        page.click(f"{menu} > summary")
        box = page.locator(f"{menu} > :not(summary)").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        page.click(f"{menu} > summary")


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
