"""/v1/films: the library, its films, scenes and cues, and a person's decisions about them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, UploadFile

from scenescore.apps.web.forms import CueChange, SceneChange, Title
from scenescore.apps.web.house import House, house_of
from scenescore.core.errors import LockedError, NoInputError, NotPermittedError
from scenescore.studio.decide import edit_cue, edit_scene, undo
from scenescore.studio.film_view import see, view_cue, view_film, view_scene, view_scenes
from scenescore.studio.folder import FilmFolder
from scenescore.studio.jobs import past_jobs
from scenescore.studio.library import example_scripts
from scenescore.studio.pipeline import replan

router = APIRouter(prefix="/v1/films", tags=["films"])
TheHouse = Annotated[House, Depends(house_of)]


@router.get("")
def list_films(house: TheHouse) -> dict[str, Any]:
    """List the films of the library, each in a few words."""
    known = house.library.names()
    examples = [p.stem for p in example_scripts() if p.stem not in known]
    return {
        "films": house.library.summaries(),
        "examples": examples,
        "allows_imsdb": house.rules.allows_imsdb,
        "upload_mb": house.rules.upload_mb,
    }


@router.post("", status_code=202)
async def add_film(
    house: TheHouse, file: Annotated[UploadFile, File()], page: str | None = None
) -> dict[str, Any]:
    """Add a script of any known format; returns the job that reads it."""
    data = await file.read()
    source = house.library.keep_upload(file.filename or "script", data)
    return _add(house, str(source), file.filename or "script", is_copy=True, page=page)


@router.post("/examples/{name}", status_code=202)
def add_example(house: TheHouse, name: str, page: str | None = None) -> dict[str, Any]:
    """Add an example film; returns the job that reads it."""
    scripts = {path.stem: path for path in example_scripts()}
    if name not in scripts:
        raise NoInputError("there is no such example", hint=f"There are: {', '.join(scripts)}.")
    return _add(house, str(scripts[name]), name, is_copy=False, page=page)


@router.post("/imsdb", status_code=202)
def fetch_film(house: TheHouse, wish: Title, page: str | None = None) -> dict[str, Any]:
    """Fetch a script from IMSDb by its title; only where the server was started with --imsdb."""
    if not house.rules.allows_imsdb:
        raise NotPermittedError(
            "fetching from IMSDb is off", hint="Start with: scenescore serve --imsdb"
        )
    request = {"title": wish.title, "library": str(house.library.root)}
    return house.jobs.submit("fetch", request, label=wish.title, page=page)


def _add(
    house: House, source: str, label: str, *, is_copy: bool, page: str | None
) -> dict[str, Any]:
    request = {"source": source, "library": str(house.library.root), "is_copy": is_copy}
    return house.jobs.submit("add", request, label=label, page=page)


@router.get("/{film}")
def get_film(house: TheHouse, film: str) -> dict[str, Any]:
    """Return a film on one line: scenes, curves, cues, silences, themes, mix."""
    return _film(house, film)


def _film(house: House, film: str) -> dict[str, Any]:
    return {"id": film, **view_film(house.library.film(film))}


@router.get("/{film}/scenes")
def list_scenes(house: TheHouse, film: str) -> dict[str, Any]:
    """List a film's scenes."""
    return {"scenes": view_scenes(see(house.library.film(film)))}


@router.get("/{film}/scenes/{number}")
def get_scene(house: TheHouse, film: str, number: int) -> dict[str, Any]:
    """Return a scene's page of script, what was read in it, and its cues with all takes."""
    scene = view_scene(house.library.film(film), number)
    if scene is None:
        raise NoInputError(f"the film has no scene {number}")
    return scene


@router.patch("/{film}/scenes/{number}")
def change_scene(
    house: TheHouse, film: str, number: int, change: SceneChange
) -> dict[str, Any]:  # fmt: skip
    """Change a scene's words, mood or silence; returns the film as it now stands."""
    folder = house.library.film(film)
    scene = view_scene(folder, number)
    if scene is None:
        raise NoInputError(f"the film has no scene {number}")
    changes = change.model_dump(exclude_unset=True)
    edit_scene(folder, scene["key"], changes, said=_said(f"scene {number}", changes))
    return _after(house, film, folder)


@router.get("/{film}/cues/{uid}")
def get_cue(house: TheHouse, film: str, uid: str) -> dict[str, Any]:
    """Return a cue with its wishes and all its takes."""
    cue = view_cue(house.library.film(film), uid)
    if cue is None:
        raise NoInputError("the plan has no such cue")
    return cue


@router.patch("/{film}/cues/{uid}")
def change_cue(house: TheHouse, film: str, uid: str, change: CueChange) -> dict[str, Any]:
    """Change a cue: mood, tempo, place, fades, accepted take, lock, no music; returns the film."""
    folder = house.library.film(film)
    cue = view_cue(folder, uid)
    changes = change.model_dump(exclude_unset=True)
    if cue is None and changes != {"no_music": None}:
        raise NoInputError("the plan has no such cue")
    label = f"cue {cue['label']}" if cue else "a silenced cue"
    edit_cue(folder, uid, changes, said=_said(label, changes))
    return _after(house, film, folder)


@router.post("/{film}/undo")
def take_back(house: TheHouse, film: str) -> dict[str, Any]:
    """Take the last decision back; returns the film as it now stands."""
    folder = house.library.film(film)
    said = undo(folder)
    return {**_after(house, film, folder), "took_back": said}


@router.get("/{film}/jobs")
def list_past_jobs(house: TheHouse, film: str) -> dict[str, Any]:
    """List what was asked for this film, also before the last restart."""
    now = {job["id"]: job for job in house.jobs.all() if job["film"] == film}
    before = past_jobs(house.library.film(film).runs)
    return {"jobs": [now.get(job["id"], job) for job in before]}


def _after(house: House, film: str, folder: FilmFolder) -> dict[str, Any]:
    """Bring the plan up to date and tell the other pages."""
    waits = ""
    try:
        replan(folder)
    except LockedError:
        waits = "Kept. The film is being written just now; this is heard when that is done."
    house.live.tell({"event": "film", "film": film})
    return {**_film(house, film), "waits": waits}


def _said(what: str, changes: dict[str, Any]) -> str:
    if "no_music" in changes:
        word = {True: "no music", False: "music", None: "music as planned"}[changes["no_music"]]
        return f"{word} for {what}"
    if "accepted_take" in changes:
        return f"take for {what}"
    names = [n for n in changes if n != "music"] + sorted((changes.get("music") or {}).keys())
    return f"{', '.join(name.removesuffix('_s').replace('_', ' ') for name in names)} of {what}"
