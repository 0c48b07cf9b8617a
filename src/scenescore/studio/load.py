"""A film folder becomes a `Film` value again: for exporters, metrics, pages. Never writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scenescore.core.codec import from_json, read_json
from scenescore.core.errors import BadDataError
from scenescore.core.progress import Run
from scenescore.core.score import Score
from scenescore.core.types import CuePlan, Film, Mix, SceneBrief, Screenplay, Take
from scenescore.screenplay.view import from_json as screenplay_from_json
from scenescore.studio.folder import FilmFolder
from scenescore.studio.recording import SCORE, read_score
from scenescore.studio.takes import shelf_of
from scenescore.studio.themes import kept_themes


def load_film(folder: FilmFolder, run: Run | None = None) -> Film:
    """Return the film as it lies on disk, with the take in use for each cue.

    Raises
    ------
    BadDataError
        when a file of the folder is broken or missing
    """
    run = run or Run()
    briefs, plan = read_json(folder.briefs), read_json(folder.cues)
    if briefs is None or plan is None:
        raise BadDataError(
            f"{folder.root} is not finished: briefs.json or cues.json is missing",
            hint="Run 'scenescore score' on the script again; finished takes are kept.",
        )
    cue_plan = from_json(CuePlan, plan)
    screenplay = screenplay_from_json(read_json(folder.screenplay))
    known = tuple(from_json(SceneBrief, brief) for brief in briefs)
    mix = read_json(folder.mix / "mix.json")
    takes = tuple(_takes(folder, cue_plan, (mix or {}).get("takes", {}), run))
    return Film(
        folder=folder.root,
        screenplay=screenplay,
        briefs=known,
        plan=cue_plan,
        themes=kept_themes(folder),
        takes=takes,
        mix=from_json(Mix, mix) if mix else None,
        notes=notes_of(screenplay, known, takes),
    )


def notes_of(
    screenplay: Screenplay, briefs: Sequence[SceneBrief], takes: Sequence[tuple[str, Take]]
) -> tuple[str, ...]:
    """Return the sentences a user should see: doubts of the reader, fall-backs, bent wishes."""
    said = [f"Script: {diagnostic.message}" for diagnostic in screenplay.diagnostics]
    said += [b.made_by.fallback for b in briefs if b.made_by.fallback]
    for _, take in takes:
        said += [person.fallback for person in take.made_by if person.fallback]
        if take.by_user:
            said.append(f"Take {take.number} in {take.audio.path.parent.as_posix()} is your own.")
    return tuple(dict.fromkeys(said))


def _takes(
    folder: FilmFolder, plan: CuePlan, used: Mapping[str, int], run: Run
) -> list[tuple[str, Take]]:
    found = []
    for cue in run.each(plan.cues, "reading the takes"):
        take = shelf_of(folder, cue.uid).numbered(cue.accepted_take or used.get(cue.uid))
        if take:
            found.append((cue.uid, replace(take, score=score_of(folder, cue.uid, take))))
    return found


def score_of(folder: FilmFolder, uid: str, take: Take) -> Score | None:
    """Return the notes kept with a take; None for a person's own take and sound without notes."""
    return None if take.by_user else read_score(folder.takes(uid) / str(take.number) / SCORE)
