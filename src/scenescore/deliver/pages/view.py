"""The whole film as the template sees it, and the few numbers the page's script needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scenescore.core.types import Film
from scenescore.deliver.pages.cues import CueView, cue_view
from scenescore.deliver.pages.front import Front, front
from scenescore.deliver.pages.recordings import Recording
from scenescore.deliver.pages.scenes import SceneView, scene_views
from scenescore.deliver.pages.shelf import Shelf
from scenescore.deliver.pages.themes import ThemeView, theme_views
from scenescore.deliver.pages.timeline import Timeline, timeline


@dataclass(frozen=True, slots=True)
class FilmView:
    """A film ready for the template."""

    front: Front
    timeline: Timeline | None
    themes: tuple[ThemeView, ...]
    scenes: tuple[SceneView, ...]
    cues: dict[str, CueView]
    """By uid, in film order."""
    mix: str | None
    """Address of the film's music on one track, None when there is none."""
    people: tuple[str, ...]
    """Everyone in more than one scene, most present first: what the reader may filter by."""
    sounds: tuple[tuple[str, str], ...] = ()
    """(cue uid, base64 of a preview) carried inside the page."""
    about: tuple[str, ...] = ()
    """What the page itself has to say of its sound: bit rate, what was shortened."""


def film_view(film: Film, shelf: Shelf, found: dict[str, Recording]) -> FilmView:
    """Return the film as the template sees it."""
    scenes = scene_views(film)
    mix = shelf.href(film.mix.audio.path) if film.mix else None
    missing = () if mix or not film.mix else ("The film mix is missing on disk.",)
    lost = tuple(recording.problem for recording in found.values() if recording.problem)
    return FilmView(
        front=front(film, (*missing, *lost)),
        timeline=timeline(film),
        themes=theme_views(film),
        scenes=scenes,
        cues={c.uid: cue_view(film, c, shelf, found[c.uid]) for c in film.plan.cues},
        mix=mix,
        people=_people(scenes),
    )


def _people(scenes: tuple[SceneView, ...]) -> tuple[str, ...]:
    present: dict[str, int] = {}
    for scene in scenes:
        for person in scene.people:
            present[person] = present.get(person, 0) + 1
    often = [person for person, scenes_in in present.items() if scenes_in > 1]
    return tuple(sorted(often, key=lambda person: (-present[person], person)))


def script_data(view: FilmView) -> dict[str, Any]:
    """Return what the page's script needs, as plain JSON data."""
    return {
        "length": view.timeline.duration_s if view.timeline else 0.0,
        "title": view.front.title,
        "mix": view.mix,
        "cues": [_cue_data(cue) for cue in view.cues.values()],
        "scenes": [_scene_data(scene, view) for scene in view.scenes],
    }


def _cue_data(cue: CueView) -> dict[str, Any]:
    return {
        "uid": cue.uid,
        "name": f"{cue.label} {cue.title}",
        "start": round(cue.start_s, 3),
        "end": round(cue.end_s, 3),
        "source": cue.source,
        "sounding": round(cue.sounding_s, 3),
        "gain": round(cue.gain_db, 2),
        "bars": cue.bars,
    }


def _scene_data(scene: SceneView, view: FilmView) -> dict[str, Any]:
    under = [view.cues[uid] for uid in (*scene.starting, *scene.continuing)]
    return {
        "number": scene.number,
        "start": scene.start_s,
        "music": bool(under),
        "themes": sorted({quoted.owner for cue in under for quoted in cue.quotations}),
        "people": scene.people,
    }
