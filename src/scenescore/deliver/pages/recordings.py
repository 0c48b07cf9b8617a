"""The sound behind each cue, as a page needs it: where it lies, its outline, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scenescore.core.errors import ScenescoreError
from scenescore.core.progress import Run
from scenescore.core.types import Film, Take
from scenescore.deliver.pages.peaks import peaks
from scenescore.deliver.pages.shelf import Shelf

_FEWEST_BARS, _MOST_BARS, _BARS_PER_SECOND = 48, 240, 2.0


@dataclass(frozen=True, slots=True)
class Recording:
    """One cue's sound on disk."""

    path: Path | None = None
    """Absolute; None when there is nothing to play."""
    outline: tuple[float, ...] = ()
    """Magnitudes 0..1 over the whole recording."""
    problem: str = ""
    """One sentence, when a take names a file that is missing or unreadable."""


def recordings(film: Film, shelf: Shelf, *, run: Run) -> dict[str, Recording]:
    """Return what can be heard of every cue, by cue uid; decodes each take once."""
    found: dict[str, Recording] = {}
    for index, cue in enumerate(film.plan.cues):
        run.report(f"waveform of {cue.label}", index / len(film.plan.cues))
        take = film.take(cue.uid)
        found[cue.uid] = _recording(take, shelf) if take else Recording()
    return found


def _recording(take: Take, shelf: Shelf) -> Recording:
    name = take.audio.path.as_posix()
    path = shelf.find(take.audio.path)
    if path is None:
        return Recording(problem=f"The recording is missing: {name}")
    bars = round(take.audio.duration_s * _BARS_PER_SECOND)
    try:
        outline = peaks(path, min(max(bars, _FEWEST_BARS), _MOST_BARS))
    except ScenescoreError:
        return Recording(problem=f"The recording cannot be read: {name}")
    return Recording(path, outline)
