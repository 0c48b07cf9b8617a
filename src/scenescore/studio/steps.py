"""The stages one at a time, without a film folder: what `scenes`, `brief` and `spot` show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.progress import Run
from scenescore.core.settings import Settings
from scenescore.core.types import CuePlan, SceneBrief, Screenplay
from scenescore.studio.settings_of import spotting_of

if TYPE_CHECKING:
    import pandas as pd

    from scenescore.screenplay.summary import Summary


def read_script(path: Path, run: Run | None = None) -> Screenplay:
    """Return the screenplay in a file of any known format."""
    from scenescore.screenplay.read import read_file

    return read_file(path, run=run)


def summarise_script(screenplay: Screenplay) -> Summary:
    """Return what is worth seeing of a reading at a glance."""
    from scenescore.screenplay.summary import summarise

    return summarise(screenplay)


def tell_script(screenplay: Screenplay) -> dict[str, Any]:
    """Return the screenplay as the JSON object of `scenescore scenes`."""
    from scenescore.screenplay.view import to_json

    return to_json(screenplay)


def tabulate(screenplay: Screenplay) -> pd.DataFrame:
    """Return the five-column table."""
    from scenescore.screenplay.table import to_dataframe

    return to_dataframe(screenplay)


def write_script_table(screenplay: Screenplay, path: Path) -> None:
    """Write the five-column table as CSV or Parquet, by the ending."""
    from scenescore.screenplay.table import write_table

    write_table(screenplay, path)


def understand(
    screenplay: Screenplay,
    *,
    analyst: str = "auto",
    memory: bool = True,
    settings: Settings | None = None,
    run: Run | None = None,
) -> tuple[SceneBrief, ...]:
    """Return a brief for each scene."""
    from scenescore.story.analyse import analyse

    return analyse(screenplay, analyst=analyst, memory=memory, settings=settings, run=run)


def understand_text(
    text: str, *, analyst: str = "auto", settings: Settings | None = None
) -> SceneBrief:
    """Return the brief of one raw scene."""
    if not text.strip():
        raise UnreadableScreenplayError("the scene is empty", code="empty")
    from scenescore.story.analyse import analyse_text

    return analyse_text(text, analyst=analyst, settings=settings)


def plan_cues(
    screenplay: Screenplay,
    briefs: Sequence[SceneBrief],
    settings: Settings,
    *,
    timing: Path | None = None,
) -> CuePlan:
    """Return the cue plan."""
    from scenescore.spotting.plan import spot
    from scenescore.studio.series import Series, names_of, series_folder

    themed = names_of(Series.at(series_folder(settings)).tunes)
    return spot(screenplay, briefs, spotting_of(settings, timing=timing, themed=themed))
