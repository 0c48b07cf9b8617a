"""What each room is told, out of the settings."""

from __future__ import annotations

from pathlib import Path

from scenescore.core.registry import check
from scenescore.core.settings import Settings
from scenescore.core.timing import parse_fps, timecode_to_frames
from scenescore.spotting.plan import Spotting, check_plan

_CREW = {"story.analyst": "analysts", "music.composer": "composers", "music.player": "players"}


def judge(settings: Settings) -> None:
    """Refuse what no script could make right, before one is read; loads no back-end.

    Raises
    ------
    UsageError
        an unknown plan or back-end, no frame rate, no timecode
    """
    check_plan(settings["spotting.plan"])
    timecode_to_frames(settings["film.start_timecode"], parse_fps(settings["film.fps"]))
    for key, kind in _CREW.items():
        if settings[key] != "auto":
            check(kind, settings[key])


def spotting_of(
    settings: Settings,
    *,
    timing: Path | None = None,
    quiet: frozenset[str] = frozenset(),
    wanted: frozenset[str] = frozenset(),
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
        wanted=wanted,
        themed=themed,
    )
