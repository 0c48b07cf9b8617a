"""Renders the stems of finished takes again from their scores, equal to the takes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scenescore.core.codec import dumps, read_json
from scenescore.core.errors import UnavailableError
from scenescore.core.files import write_text
from scenescore.core.progress import Run
from scenescore.core.settings import load
from scenescore.core.types import Cue, MusicBrief
from scenescore.studio.folder import FilmFolder
from scenescore.studio.load import load_film
from scenescore.studio.recording import Recording, describe_audio, record
from scenescore.studio.takes import brief_of


def render_stems(folder: FilmFolder, *, run: Run) -> list[Path]:
    """Write `stems/*.flac` beside each take in use that has none yet; return the files.

    A user's own take has no score and so no stems; it is passed over with a note.

    Raises
    ------
    UnavailableError
        when a rendered take does not equal the one kept (another player or soundfont is
        installed now): its stems would not add up to it
    """
    film = load_film(folder)
    written: list[Path] = []
    cues = [(cue, take) for cue in film.plan.cues if (take := film.take(cue.uid))]
    for index, (cue, take) in enumerate(cues):
        run.report(f"stems of {cue.label}", index / len(cues))
        if take.stems:
            continue
        if take.by_user or len(take.made_by) < 2:
            whose = "your own take" if take.by_user else f"sound by {take.made_by[0].backend}"
            run.note(f"{cue.label} is {whose}: it has no stems.")
            continue
        written += _render(folder, cue, take.number, run)
    return written


def _render(folder: FilmFolder, cue: Cue, number: int, run: Run) -> list[Path]:
    place = folder.takes(cue.uid) / str(number)
    told = read_json(place / "take.json") or {}
    brief = brief_of(folder, cue.uid, number)
    if brief is None:
        return []
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=place.parent))
    again = making / "take"
    try:
        take = record(_as_it_was(told, brief, folder, again), run.within(0.0, 1.0))
        if take.audio.sha256 != told["audio"]["sha256"]:
            raise UnavailableError(
                f"the stems of {cue.label} would not add up to its take: "
                "the player or its soundfont is not the one that played it",
                hint="Record the film again: scenescore score FILE --refresh --stems",
            )
        shutil.copytree(again / "stems", place / "stems", dirs_exist_ok=True)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    stems = {name: describe_audio(audio, again) for name, audio in take.stems}
    write_text(place / "take.json", dumps({**told, "stems": stems}))
    return sorted(place / "stems" / audio.path.name for _, audio in take.stems)


def _as_it_was(
    told: Mapping[str, Any], brief: MusicBrief, folder: FilmFolder, to: Path
) -> Recording:
    """Return the recording that made a take, with stems this time."""
    settings = load(folder.root)
    used = told.get("rendered_with") or {
        "true_peak_dbtp": settings["mix.true_peak_dbtp"],
        "soundfont": settings["music.soundfont"],
    }
    return Recording(
        folder=to,
        title=told["title"],
        brief=brief,
        seed=told["seed"],
        composer=told["made_by"]["backend"],
        player=told["made_by"]["player"]["backend"],
        cache=folder.cache / "scores",
        stems=True,
        true_peak_dbtp=used["true_peak_dbtp"],
        soundfont=used["soundfont"],
        hybrid=used.get("hybrid", "off"),
    )
