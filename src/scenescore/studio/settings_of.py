"""What each room is told, out of the settings."""

from __future__ import annotations

from pathlib import Path

from scenescore.core.settings import Settings
from scenescore.core.timing import parse_fps
from scenescore.spotting.plan import Spotting


def spotting_of(
    settings: Settings,
    *,
    timing: Path | None = None,
    quiet: frozenset[str] = frozenset(),
    themed: tuple[str, ...] = (),
) -> Spotting:
    """Return how to spot, from settings."""
    return Spotting(
        plan=settings["spotting.plan"],
        cue_s=settings["spotting.cue_s"],
        coverage=settings["spotting.coverage"],
        longest_cue_s=settings["spotting.longest_cue_s"],
        fps=parse_fps(settings["film.fps"]),
        start_timecode=settings["film.start_timecode"],
        timing=timing,
        quiet=quiet,
        themed=themed,
    )
