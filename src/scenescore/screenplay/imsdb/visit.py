"""Polite visits: robots.txt, one request in two seconds, nothing fetched twice, waits when told to.

Two commands started one after the other keep the distance too: the time of the last request lies
beside the pages.
"""

from __future__ import annotations

import email.utils
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from scenescore.core.errors import NoInputError, NotPermittedError, UnavailableError
from scenescore.core.progress import Run
from scenescore.screenplay.imsdb.request import USER_AGENT, Answer, request
from scenescore.screenplay.imsdb.shelf import Kept, Shelf
from scenescore.screenplay.imsdb.where import Site

DAY_S = 86_400.0
_GAP_S = 2.0
_LONGEST_GAP_S = 60.0
_MOST_TRIES = 3
_BUSY = (429, 503)
_USUAL_WAIT_S = 30.0
_LONGEST_WAIT_S = 300.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, so that tests need not wait."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Visitor:
    """Fetches pages of one site."""

    def __init__(self, site: Site, shelf: Shelf, run: Run, clock: Clock | None = None) -> None:
        self._site = site
        self._shelf = shelf
        self._run = run
        self._clock = clock or Clock()
        self._robots: RobotFileParser | None = None

    def fetch(self, path: str, *, fresh_s: float) -> tuple[bytes, Kept]:
        """Return a page, from the shelf when it is no older than `fresh_s`.

        Raises
        ------
        NoInputError
            the site has no such page
        NotPermittedError
            robots.txt, another host, a private address
        UnavailableError, BadDataError
            no network, the site is busy; larger than any script
        """
        url = self._site.joined(self._site.url("/"), self._site.url(path))
        kept = self._shelf.find(url)
        if kept is None or self._shelf.age_s(kept) > fresh_s:
            kept = self._visit(url, kept)
        return self._shelf.page(url).read_bytes(), kept

    def _visit(self, url: str, kept: Kept | None) -> Kept:
        if not self._rules().can_fetch(USER_AGENT, url):
            raise NotPermittedError(
                f"{self._site.host} asks programs not to read {urlsplit(url).path}",
                hint="Open the page in a browser, save it, and give Scenescore the file.",
            )
        known = (
            {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified} if kept else {}
        )
        answer = self._ask(url, {name: value for name, value in known.items() if value})
        if answer.status == 304 and kept is not None:
            self._shelf.renew(url, kept)
        elif answer.status == 200:
            self._shelf.keep(
                url, answer.body, final=answer.url, etag=answer.headers.get("etag", ""),
                modified=answer.headers.get("last-modified", ""),
            )  # fmt: skip
        else:
            raise _refused(answer)
        found = self._shelf.find(url)
        if found is None:
            raise UnavailableError("the page could not be kept", hint="Try again.")
        return found

    def _ask(self, url: str, headers: dict[str, str]) -> Answer:
        """Return the answer, asked again when the site says that it is busy."""
        for attempt in range(1, _MOST_TRIES + 1):
            self._keep_distance()
            answer = request(self._site, url, headers)
            if answer.status not in _BUSY:
                return answer
            wait_s = self._asked_to_wait_s(answer)
            if attempt < _MOST_TRIES and wait_s <= _LONGEST_WAIT_S:
                self._run.note(f"{self._site.host} is busy; waiting {wait_s:.0f} s")
                self._wait(wait_s)
        raise UnavailableError(
            f"{self._site.host} is busy and asks to come back later",
            hint="Run the same command later: what was fetched is kept.",
        )

    def _asked_to_wait_s(self, answer: Answer) -> float:
        told = answer.headers.get("retry-after", "").strip()
        if told.isdigit():
            return float(told)
        try:
            until = email.utils.parsedate_to_datetime(told).timestamp()
        except (TypeError, ValueError):
            return _USUAL_WAIT_S
        return max(until - self._clock.now(), 0.0)

    def _rules(self) -> RobotFileParser:
        """Return the site's robots.txt, asked for once a day; none means all is allowed."""
        if self._robots is None:
            url = self._site.url("/robots.txt")
            kept = self._shelf.find(url)
            if kept is None or self._shelf.age_s(kept) > DAY_S:
                answer = self._ask(url, {})
                if answer.status >= 500:
                    raise _refused(answer)
                body = answer.body if answer.status == 200 else b""
                self._shelf.keep(url, body, final=answer.url, etag="", modified="")
            rules = RobotFileParser()
            rules.parse(self._shelf.page(url).read_text("utf-8", "replace").splitlines())
            self._robots = rules
        return self._robots

    def _keep_distance(self) -> None:
        told = self._robots.crawl_delay(USER_AGENT) if self._robots else None
        gap_s = min(max(_GAP_S, float(told or 0.0)), _LONGEST_GAP_S)
        mark = self._shelf.folder / "last-request"
        try:
            since_s = self._clock.now() - mark.stat().st_mtime
        except OSError:
            since_s = gap_s
        if 0.0 <= since_s < gap_s:
            self._wait(gap_s - since_s)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        os.utime(mark, (self._clock.now(), self._clock.now()))

    def _wait(self, wait_s: float) -> None:
        """Wait, and stop waiting when asked to."""
        while wait_s > 0:
            self._run.check()
            self._clock.sleep(min(wait_s, 0.5))
            wait_s -= 0.5


def _refused(answer: Answer) -> NoInputError | UnavailableError:
    path = urlsplit(answer.url).path
    if answer.status in (404, 410):
        return NoInputError(f"the site has no page {path}", hint="Search for the title again.")
    return UnavailableError(
        f"the site answers {answer.status} for {path}", hint="Try again another day."
    )
