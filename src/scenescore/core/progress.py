"""One `Run` carries progress, cancellation, notes and early audio through long work.

Knows nothing about terminals or web pages: whoever wants to show a run gives it a sink.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, TypeVar

from scenescore.core.errors import Cancelled

Item = TypeVar("Item")


class Stop(Protocol):
    """What a run asks whether to go on: `threading.Event`, or its kin between processes."""

    def is_set(self) -> bool:
        """Return True once the user said stop."""

    def set(self) -> None:
        """Ask to stop."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a run has to say."""

    kind: Literal["progress", "note", "preview"]
    text: str
    """What is being done, the note's sentence, or the preview's name."""
    part: float
    """Done so far, 0..1 of the whole run."""
    at_s: float
    """Seconds since the run began."""
    path: Path | None = None
    """Preview audio that can be played already."""


Sink = Callable[[Event], None]


def _ignore(event: Event) -> None:
    """Show nothing."""


class Run:
    """Progress, cancellation and nesting for one piece of long work.

    >>> seen = []
    >>> run = Run(lambda event: seen.append((event.text, event.part)))
    >>> for name in run.within(0.5, 1.0).each(["a", "b"], "scene {}"): pass
    >>> seen
    [('scene a', 0.5), ('scene b', 0.75), ('scene b', 1.0)]
    """

    def __init__(
        self,
        sink: Sink = _ignore,
        *,
        stop: Stop | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sink = sink
        self._stop: Stop = stop if stop is not None else threading.Event()
        self._clock = clock
        self._began_s = clock()
        self._low, self._high = 0.0, 1.0

    def within(self, low: float, high: float) -> Run:
        """Return a run whose 0..1 is the stretch `low`..`high` of this one."""
        inner = Run.__new__(Run)
        inner._sink, inner._stop, inner._clock = self._sink, self._stop, self._clock
        inner._began_s = self._began_s
        span = self._high - self._low
        inner._low, inner._high = self._low + low * span, self._low + high * span
        return inner

    def also(self, sink: Sink) -> Run:
        """Return this run with one more sink that hears all it says."""
        first = self._sink

        def both(event: Event) -> None:
            first(event)
            sink(event)

        more = self.within(0.0, 1.0)
        more._sink = both
        return more

    def report(self, text: str, part: float) -> None:
        """Say what is being done and how far it is, 0..1; raise `Cancelled` when asked to stop."""
        self.check()
        self._emit("progress", text, part)

    def each(self, items: Sequence[Item], label: str = "{}") -> Iterator[Item]:
        """Yield the items, reporting before each; `{}` in the label becomes the item."""
        text = ""
        for index, item in enumerate(items):
            text = label.format(item)
            self.report(text, index / len(items))
            yield item
        if text:
            self.report(text, 1.0)

    def note(self, sentence: str) -> None:
        """Tell the user something that must not be missed: a fall-back, a bent wish."""
        self._emit("note", sentence, 0.0)

    def preview(self, name: str, path: Path) -> None:
        """Offer sound that can be heard before the run ends."""
        self._emit("preview", name, 0.0, path)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """True once someone asked to stop."""
        return self._stop.is_set()

    def check(self) -> None:
        """Raise `Cancelled` when asked to stop."""
        if self._stop.is_set():
            raise Cancelled

    def _emit(
        self,
        kind: Literal["progress", "note", "preview"],
        text: str,
        part: float,
        path: Path | None = None,
    ) -> None:
        whole = self._low + min(max(part, 0.0), 1.0) * (self._high - self._low)
        self._sink(Event(kind, text, whole, self._clock() - self._began_s, path))
