"""What every part of the page shares: the library, the queue, who listens, what is allowed."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request

from scenescore.studio.jobs import Jobs
from scenescore.studio.library import Library

GRACE_S = 12.0
"""How long a page may be gone (a reload, a nap of the network) before its jobs are given up."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is allowed."""

    token: str
    """For programs: `Authorization: Bearer TOKEN`."""
    password: str = ""
    """For people; empty only where nobody but this machine can ask."""
    upload_mb: int = 25
    allows_imsdb: bool = False
    """True: scripts may be fetched from IMSDb, the one thing that reaches outside."""
    hosts: frozenset[str] = frozenset()
    """Names under which the page may be asked for; empty: any (then there is a password)."""

    @property
    def cookie(self) -> str:
        """What a browser that may enter carries; the same after a restart."""
        said = f"page:{self.password}".encode()
        return hmac.new(self.token.encode(), said, hashlib.sha256).hexdigest()


@dataclass(slots=True)
class Live:
    """Everyone who listens; tells them of jobs and of films that changed."""

    loop: asyncio.AbstractEventLoop | None = None
    ears: set[asyncio.Queue[dict[str, Any]]] = field(default_factory=set)
    present: dict[str, int] = field(default_factory=dict)

    def tell(self, event: dict[str, Any]) -> None:
        """Tell everyone; from any thread."""
        if self.loop and self.ears and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._tell, event)

    def _tell(self, event: dict[str, Any]) -> None:
        for ear in self.ears:
            if ear.qsize() < 1000:
                ear.put_nowait(event)

    @contextmanager
    def listening(self) -> Iterator[AsyncIterator[dict[str, Any] | None]]:
        """Give the events from here on: who first listens and then looks misses nothing."""
        self.loop = asyncio.get_running_loop()
        ear: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.ears.add(ear)
        try:
            yield _heard(ear)
        finally:
            self.ears.discard(ear)

    def come(self, page: str) -> None:
        """Note that a page listens."""
        self.present[page] = self.present.get(page, 0) + 1

    def go(self, page: str, jobs: Jobs) -> None:
        """Note that a page listens no more; its jobs are given up unless it comes back."""
        self.present[page] -= 1
        asyncio.get_running_loop().call_later(GRACE_S, self._give_up, page, jobs)

    def _give_up(self, page: str, jobs: Jobs) -> None:
        if self.present.get(page, 0) <= 0:
            self.present.pop(page, None)
            jobs.abandon(page)


async def _heard(
    ear: asyncio.Queue[dict[str, Any]], beat_s: float = 2.0
) -> AsyncIterator[dict[str, Any] | None]:
    """Yield events as they come, and None now and then so that a lost listener is noticed."""
    while True:
        try:
            yield await asyncio.wait_for(ear.get(), beat_s)
        except TimeoutError:
            yield None


@dataclass(frozen=True, slots=True)
class House:
    """All that the page's parts share."""

    library: Library
    jobs: Jobs
    rules: Rules
    live: Live = field(default_factory=Live)


def house_of(request: Request) -> House:
    """Return the house a request came to."""
    house: House = request.app.state.house
    return house
