"""The front door for Python: what `import scenescore` offers."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.core.progress import Run
from scenescore.core.settings import load
from scenescore.core.types import CuePlan, Film, MusicBrief, SceneBrief, Screenplay, Take

if TYPE_CHECKING:
    import pandas as pd

Pathish = str | PathLike[str]


def read(path: Pathish, *, run: Run | None = None) -> Screenplay:
    """Return the screenplay in a file of any known format.

    Raises
    ------
    UnreadableScreenplayError, NoInputError, NotPermittedError
        there is no usable script in it; it is not there; it may not be read
    """
    from scenescore.studio.steps import read_script

    return read_script(Path(path), run)


def to_dataframe(screenplay: Screenplay) -> pd.DataFrame:
    """Return one row per scene with the columns `Scene_Names, Scene_Action, Scene_Characters,
    Scene_Dialogue, Contents`.
    """
    from scenescore.studio.steps import tabulate

    return tabulate(screenplay)


def analyse(
    screenplay: Screenplay, analyst: str = "auto", *, memory: bool = True, run: Run | None = None
) -> tuple[SceneBrief, ...]:
    """Return a brief for each scene; with memory, earlier scenes colour later ones."""
    from scenescore.studio.steps import understand

    return understand(screenplay, analyst=analyst, memory=memory, run=run)


def spot(
    screenplay: Screenplay,
    briefs: Sequence[SceneBrief],
    *,
    plan: str = "spotted",
    duration_s: float | None = None,
) -> CuePlan:
    """Return the cue plan; `per-scene` with `duration_s`: one cue of that length a scene."""
    from scenescore.studio.steps import plan_cues

    settings = load().with_flags(spotting__plan=plan, spotting__cue_s=duration_s)
    return plan_cues(screenplay, briefs, settings)


def compose(
    brief: MusicBrief | Mapping[str, Any],
    *,
    seed: int = 0,
    to: Pathish | None = None,
    composer: str | None = None,
    player: str | None = None,
    run: Run | None = None,
) -> Take:
    """Return a take for a brief; its files lie in `to`, or in a new temporary folder."""
    from scenescore.studio.brief_form import parse_brief
    from scenescore.studio.compose import compose_brief

    wanted = brief if isinstance(brief, MusicBrief) else parse_brief(brief)
    folder = Path(to) if to else Path(tempfile.mkdtemp(prefix="scenescore-"))
    flags = {"music__composer": composer, "music__player": player}
    return compose_brief(wanted, folder, seed=seed, flags=flags, run=run)


def score(
    path: Pathish, out: Pathish = "films", *, run: Run | None = None, **settings: Any
) -> Film:
    """Score a script into `out/<slug>.film`; settings as `mix__target_lufs=-23.0`."""
    from scenescore.studio.pipeline import score_film

    return score_film(Path(path), Path(out), flags=settings, run=run)


def export(film: Film | Pathish, to: str | Sequence[str], *, run: Run | None = None) -> list[Path]:
    """Write a film in other forms: `export(film, "otio,wav")`; return the files."""
    from scenescore.studio.export import export_film
    from scenescore.studio.folder import open_folder

    folder = open_folder(film.folder if isinstance(film, Film) else Path(film))
    forms = to.split(",") if isinstance(to, str) else to
    return export_film(folder, [form.strip() for form in forms], run=run)
