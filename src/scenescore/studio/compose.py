"""One brief, one take, in a folder of the user's choice: no film needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scenescore.core.progress import Run
from scenescore.core.settings import load
from scenescore.core.types import MusicBrief, Take
from scenescore.deliver.musicxml import write_musicxml
from scenescore.studio.project import choose_crew, refuse_non_commercial
from scenescore.studio.recording import Recording, record


def compose_brief(
    brief: MusicBrief,
    to: Path,
    *,
    seed: int = 0,
    flags: Mapping[str, object] | None = None,
    title: str = "Cue",
    commercial: bool = False,
    run: Run | None = None,
) -> Take:
    """Write `cue.wav`, `score.mid`, `score.musicxml`, `stems/*.wav` and `take.json` into `to`.

    Raises
    ------
    ScenescoreError
        see `core/errors.py`; nothing is left half-written
    """
    settings = load().with_flags(**(flags or {}))
    crew = choose_crew(settings, {}, ("composer", "player"))
    if commercial:
        refuse_non_commercial(crew, settings)
    job = Recording(
        folder=to,
        title=title,
        brief=brief,
        seed=seed,
        composer=crew.composer,
        player=crew.player,
        audio_format="wav",
        stems=True,
        true_peak_dbtp=settings["mix.true_peak_dbtp"],
        soundfont=settings["music.soundfont"],
        hybrid=settings["music.hybrid"],
        settings=settings,
    )
    take = record(job, run or Run())
    if take.score is not None:
        write_musicxml(take.score, to / "score.musicxml", title)
    return take
