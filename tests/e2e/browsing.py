"""A real browser, and pages in which nothing may go wrong and nothing outside may be asked for."""

from __future__ import annotations

import base64
import shutil
import time
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--no-first-run", "--mute-audio",
         "--autoplay-policy=no-user-gesture-required"]  # fmt: skip
SOUND = "document.getElementById('sound')"
PATIENCE_S = 120.0
"""How long anything may take before it counts as never: a busy machine is slow, not wrong."""
EVIL = '<img src=x onerror="window.hurt=1"></script><script>window.hurt=1</script>'


class Visits:
    """Opens pages, each in a context of its own, and notes what goes wrong in them."""

    def __init__(self, browser: Any) -> None:
        self._browser, self._contexts = browser, []
        self.faults: list[str] = []
        self.forgiven = ""
        """An error with these words in it is the test's own doing."""

    def open(self, address: str, *inside: str, width: int = 1280, **options: Any) -> Any:
        """Open an address; every request must begin with one of `inside`."""
        context = self._browser.new_context(viewport={"width": width, "height": 900}, **options)
        self._contexts.append(context)
        context.set_default_timeout(PATIENCE_S * 1000)
        page = context.new_page()
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("console", lambda said: said.type == "error" and self._note(said.text))
        ours = ("blob:", "data:", *inside)
        page.on("request", lambda asked: asked.url.startswith(ours) or self._note(asked.url))
        page.goto(address)
        return page

    def _note(self, fault: str) -> None:
        if not self.forgiven or self.forgiven not in fault:
            self.faults.append(fault)

    def close(self) -> None:
        """Close all pages."""
        while self._contexts:
            self._contexts.pop().close()


def until(page: Any, claim: str, seconds: float = PATIENCE_S) -> None:
    """Wait for a claim in JavaScript; a page's own policy may forbid Playwright's way to."""
    end = time.monotonic() + seconds
    while not page.evaluate(claim):
        if time.monotonic() > end:
            raise AssertionError(f"never became true: {claim}\n{page.inner_text('body')[:3000]}")
        page.wait_for_timeout(50)


CHOSEN = "document.querySelectorAll('.ask .choose input')[1]?.value"
"""A scene is chosen in Quick."""
_SHOWN = {
    "quick": CHOSEN,
    "desk": "document.querySelector('.scene-bench h2') && document.querySelector('.cue-bench h2')",
    "corpus": """document.querySelector('.arcs .name')
        && [...document.querySelectorAll('.clouds img')].every((one) => one.complete)""",
}


def settle(page: Any, tab: str) -> None:
    """Wait until a tab shows what it has to show and asks for no more."""
    until(page, _SHOWN[tab])
    quiet = "performance.getEntriesByType('resource').length"
    before = -1
    while (now := page.evaluate(quiet)) != before:
        before = now
        page.wait_for_timeout(400)


def drop(page: Any, file: Path) -> None:
    """Drag a file from the desktop over the page and let go."""
    data = base64.b64encode(file.read_bytes()).decode()
    carried = page.evaluate_handle(
        """([data, name]) => {
          const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
          const carried = new DataTransfer();
          carried.items.add(new File([bytes], name));
          return carried;
        }""",
        [data, file.name],
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("body", event, {"dataTransfer": carried})
