"""One more take of one cue: the same wish answered anew, or a variation on a take one likes."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from scenescore.core.codec import from_json, key_of, read_json
from scenescore.core.errors import NoInputError, UsageError
from scenescore.core.progress import Run
from scenescore.core.types import Cue, CuePlan, Take
from scenescore.studio.decide import edit_cue
from scenescore.studio.folder import FilmFolder
from scenescore.studio.pipeline import Order, Session
from scenescore.studio.recording import brief_key, record, seed_of
from scenescore.studio.takes import Shelf, shelf_of
from scenescore.studio.themes import kept_themes, with_themes

How = Literal["new", "vary"]


def record_new_take(
    folder: FilmFolder,
    uid: str,
    *,
    how: How = "new",
    of: int | None = None,
    seed: int | None = None,
    run: Run | None = None,
) -> Take:
    """Record a take of a cue as the plan now stands; return it. Older takes stay.

    "new" writes other music for the same brief; "vary" keeps the key and tempo of take `of` and
    writes other notes. The first take for a changed brief is the one a scoring would make, so it is
    in use at once; any other is in use when accepted. `seed` overrides the choice.

    Raises
    ------
    NoInputError
        no such cue or take
    LockedError
        while the film is being written
    """
    run = run or Run()
    with folder.locked():
        session = Session.begin(folder, {}, Order(), run)
        cue = cue_in_force(folder, uid)
        shelf = shelf_of(folder, uid)
        if how == "vary":
            cue = _pinned(folder, cue, shelf, of)
        job = session.recording(cue, _seed(session, cue, shelf, seed), shelf.next_number)
        return record(job, run)


def take_anew(folder: FilmFolder, label: str, *, run: Run | None = None) -> Take:
    """Record other music for the cue of this label or uid, and decide for it; return it.

    Raises
    ------
    NoInputError
        no such cue
    """
    cue = cue_called(folder, label)
    take = record_new_take(folder, cue.uid, run=run)
    edit_cue(folder, cue.uid, {"accepted_take": take.number}, said=f"take {take.number}")
    return take


def cue_called(folder: FilmFolder, label: str) -> Cue:
    """Return the cue of this label or uid.

    Raises
    ------
    NoInputError
        no such cue
    """
    plan = from_json(CuePlan, read_json(folder.cues) or {})
    known = {name: cue for cue in plan.cues for name in (cue.uid, cue.label)}
    if label not in known:
        labels = ", ".join(cue.label for cue in plan.cues)
        raise NoInputError(f"the film has no cue '{label}'", hint=f"There are: {labels}.")
    return known[label]


def cue_in_force(folder: FilmFolder, uid: str) -> Cue:
    """Return a cue of the plan, its theme wishes filled."""
    plan = from_json(CuePlan, read_json(folder.cues) or {})
    themes = {theme.slot.owner: theme for theme in kept_themes(folder)}
    for cue in with_themes(plan, themes).cues:
        if cue.uid == uid:
            return cue
    raise NoInputError(f"the film has no cue {uid}", hint="It may have become a silence.")


def _seed(session: Session, cue: Cue, shelf: Shelf, wished: int | None) -> int:
    if wished is not None:
        return wished
    usual = seed_of(session.settings["film.seed"], cue.music)
    made = {take.seed for take in shelf.takes if take.brief_key == brief_key(cue.music)}
    if usual not in made:
        return usual
    return int(key_of("take", usual, shelf.next_number)[:8], 16)


def _pinned(folder: FilmFolder, cue: Cue, shelf: Shelf, of: int | None) -> Cue:
    take = shelf.numbered(of)
    if take is None:
        raise NoInputError(f"{cue.label} has no take to vary", hint="Make a new take first.")
    told = read_json(folder.takes(cue.uid) / str(take.number) / "take.json") or {}
    if not told.get("bpm"):
        raise UsageError(
            f"take {take.number} has no notes to vary", hint="A new take can be made instead."
        )
    other = int(key_of("vary", cue.music.variation, shelf.next_number)[:8], 16)
    music = replace(cue.music, bpm=round(told["bpm"]), key=told["key"], variation=other)
    return replace(cue, music=music)
