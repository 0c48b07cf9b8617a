"""Which themes there are, in a film or in a folder that films share, and where each came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenescore.core.codec import from_json, read_json
from scenescore.core.errors import NoInputError
from scenescore.core.types import CuePlan, Theme, ThemeSlot
from scenescore.studio.folder import FilmFolder
from scenescore.studio.theme_files import TuneFile, tune_files


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme, as it is listed."""

    owner: str
    kind: str
    made_by: str
    """`orchestra`, `user`, `series`, or `series (orchestra)`: who wrote it for the series."""
    bars: float
    notes: int
    file: str
    cues: tuple[str, ...] = ()
    """Labels of the cues that quote it; empty for a shared folder."""


def list_themes(place: Path) -> tuple[ThemeRow, ...]:
    """Return the themes of a film folder, or of a folder of themes.

    Raises
    ------
    NoInputError, BadDataError
        nothing is there; a theme's file is broken
    """
    if not place.is_dir():
        raise NoInputError(f"{place}: there is no such folder", hint="Check the path.")
    film = FilmFolder(place)
    if film.screenplay.is_file():
        return _rows(tune_files(film.themes), _heard(film))
    return _rows(tune_files(place), {})


def _heard(film: FilmFolder) -> Mapping[str, Sequence[str]]:
    """Return the labels of the cues that quote each owner's theme."""
    told = read_json(film.cues)
    heard: dict[str, list[str]] = defaultdict(list)
    for cue in from_json(CuePlan, told).cues if told else ():
        for use in cue.music.themes:
            heard[use.owner].append(cue.label)
    return heard


def _rows(tunes: Sequence[TuneFile], heard: Mapping[str, Sequence[str]]) -> tuple[ThemeRow, ...]:
    return tuple(_row(tune, tune.theme(ThemeSlot(tune.owner)), heard) for tune in tunes)


def _row(tune: TuneFile, theme: Theme, heard: Mapping[str, Sequence[str]]) -> ThemeRow:
    wrote = dict(theme.made_by.params).get("written_by", "user")
    made_by = theme.made_by.backend
    return ThemeRow(
        owner=tune.owner,
        kind=theme.slot.kind,
        made_by=made_by if wrote == "user" else f"{made_by} ({wrote})",
        bars=round(theme.length_beats / theme.beats_per_bar, 2),
        notes=len(theme.notes),
        file=tune.path.name,
        cues=tuple(heard.get(tune.owner, ())),
    )
