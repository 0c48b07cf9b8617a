"""The doors: what a back-end must do to work here. Lists in, iterators out, so that it can batch.

A back-end is one class in one file, one entry-point line, one test; the contract suite finds it by
name. Constructors take no arguments and load nothing heavy; the first call does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from scenescore.core.progress import Run
from scenescore.core.score import Score
from scenescore.core.types import (
    Film,
    MusicBrief,
    Scene,
    SceneBrief,
    Screenplay,
    Sound,
    Theme,
    ThemeSlot,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Audio = npt.NDArray[np.float32]
    """Sound: float32, shape (channels, samples), within [-1, 1] once mastered."""


@runtime_checkable
class Reader(Protocol):
    """Turns the bytes of one file format into a Screenplay."""

    version: str
    suffixes: tuple[str, ...]
    """File endings it usually comes with: `(".fountain", ".spmd")`."""

    def sniff(self, head: bytes) -> float:
        """Return 0..1, how sure it is that a file beginning with `head` (64 KiB) is its own."""

    def read(self, data: bytes, *, title: str, run: Run) -> Screenplay:
        """Return the screenplay; `title` serves when the file names none.

        Raises
        ------
        UnreadableScreenplayError
            when there is no usable script in it
        """


@runtime_checkable
class Analyst(Protocol):
    """Reads scenes. Each scene alone: memory of earlier ones is added afterwards by the room,
    so that a back-end may take scenes in any batches.
    """

    version: str

    def briefs(
        self, scenes: Sequence[Scene], *, film: Screenplay, run: Run
    ) -> Iterator[SceneBrief]:
        """Yield one brief per scene, in order, with `felt` equal to `portrayed`."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What a composer can do."""

    batch: int = 1
    """How many briefs it likes at once."""
    continuation: bool = False
    """Can grow a cue out of the one before."""
    melody: bool = True
    """Can quote a given theme."""
    notes: bool = True
    """Gives a Score; False: gives sound."""
    licence: str = ""
    """One plain sentence: what the user may do with the music."""
    commercial: bool = True
    """False: the licence of its weights forbids commercial use."""


@runtime_checkable
class Composer(Protocol):
    """Writes music for briefs.

    One that must load something first may have `prepare(run)`: what that raises stops the work
    before any is done, while what `compose` raises is the failure of one brief.
    """

    version: str
    caps: Caps

    def compose(
        self, briefs: Sequence[MusicBrief], *, seeds: Sequence[int], run: Run
    ) -> Iterator[Score | Sound]:
        """Yield one answer per brief, in order; equal brief and seed give an equal answer.

        When one brief fails the iterator raises; it is asked again for those after it.
        """

    def theme(self, slot: ThemeSlot, *, seed: int) -> Theme:
        """Write a theme for an owner."""


@runtime_checkable
class Player(Protocol):
    """Plays a Score. Knows nothing about scenes, loudness or files."""

    version: str
    licence: str
    """One plain sentence: what the user may do with its sound."""

    def play(self, score: Score, *, rate_hz: int, run: Run) -> Iterator[Mapping[str, Audio]]:
        """Yield blocks of dry stems, name to float32 (2, n), every stem in every block.

        All blocks together are exactly round(score.duration_s * rate_hz) samples; a silent family
        has no stem. Levels are free (the mix masters), but finite and below 8.
        """

    def is_available(self) -> str | None:
        """Return None when it can play here, else one sentence on what is missing."""


@runtime_checkable
class Exporter(Protocol):
    """Writes a film for somebody else's tool."""

    version: str

    def write(self, film: Film, to: Path, *, run: Run) -> tuple[Path, ...]:
        """Write under the folder `to`; return the files written."""


@runtime_checkable
class Metric(Protocol):
    """Measures a film."""

    version: str

    def measure(self, film: Film, *, run: Run) -> dict[str, float]:
        """Return named figures."""
