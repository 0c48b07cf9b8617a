"""One scene, one piece of music: the paper's page. Kept in the film's cache by what shaped it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scenescore.core.codec import dumps, from_json, key_of, read_json, to_json
from scenescore.core.errors import NoInputError
from scenescore.core.files import write_text
from scenescore.core.progress import Run
from scenescore.core.settings import load
from scenescore.core.types import Cue, SceneBrief, Screenplay
from scenescore.deliver.palette import mood_colour
from scenescore.screenplay.view import from_json as screenplay_from_json
from scenescore.spotting.plan import spot
from scenescore.story.analyse import portray
from scenescore.studio.folder import FilmFolder
from scenescore.studio.project import Crew, choose_crew, read_project
from scenescore.studio.recording import Recording, record
from scenescore.studio.settings_of import spotting_of

_KEPT = 24
"""Pieces kept for each film; the oldest make room."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for."""

    scene: int
    duration_s: float = 30.0
    seed: int = 0
    analyst: str | None = None
    composer: str | None = None
    player: str | None = None


def score_scene(folder: FilmFolder, wish: Wish, *, run: Run) -> dict[str, Any]:
    """Return `{"key", "brief", "why", ...take.json}` for one scene; files lie in `place_of(key)`.

    Raises
    ------
    NoInputError
        no such scene
    ScenescoreError, Cancelled
        see `studio/recording.py`; nothing is left behind
    """
    run.report("understanding the scene", 0.0)
    screenplay = screenplay_from_json(read_json(folder.screenplay))
    if wish.scene not in {scene.number for scene in screenplay.scored_scenes}:
        raise NoInputError(f"the film has no scene {wish.scene}", hint="Choose another scene.")
    flags = {"story__analyst": wish.analyst, "music__composer": wish.composer,
             "music__player": wish.player}  # fmt: skip
    crew = choose_crew(load(folder.root).with_flags(**flags), read_project(folder))
    brief, brief_said = _brief(folder, screenplay, wish.scene, crew, run.within(0.0, 0.1))
    run.report("shaping the cue", 0.1)
    cue = _cue(folder, screenplay, brief, wish)
    key = key_of("quick", cue.music, wish.seed, crew.composer, crew.player, brief)[:16]
    place = place_of(folder, key)
    if not (place / "quick.json").is_file():
        _record(folder, place, cue, wish, crew, run.within(0.1, 1.0))
        told = _told(place, key, cue, brief, brief_said)
        write_text(place / "quick.json", dumps(told))
        _make_room(place)
    return read_json(place / "quick.json") or {}


def place_of(folder: FilmFolder, key: str) -> Path:
    """Return where a piece lies: `cue.wav`, `score.mid`, `stems/*.wav`, `take.json`."""
    return folder.cache / "quick" / key


def _brief(
    folder: FilmFolder, screenplay: Screenplay, number: int, crew: Crew, run: Run
) -> tuple[SceneBrief, str]:
    made = read_project(folder).get("made", {})
    kept = [from_json(SceneBrief, brief) for brief in read_json(folder.briefs) or ()]
    known = [brief for brief in kept if brief.scene == number]
    if known and made.get("analyst") == crew.analyst:
        return known[0], "Read with the scenes before it in mind."
    scene = next(s for s in screenplay.scored_scenes if s.number == number)
    alone = portray(replace(screenplay, scenes=(scene,)), analyst=crew.analyst, run=run)
    return alone[0], f"Read alone by {crew.analyst}; the film itself was read by another analyst."


def _cue(folder: FilmFolder, screenplay: Screenplay, brief: SceneBrief, wish: Wish) -> Cue:
    """Return the cue the film's own spotting would make of this scene at the wished length."""
    flags = {"spotting__plan": "per-scene", "spotting__cue_s": wish.duration_s}
    settings = load(folder.root).with_flags(**flags)
    scene = next(s for s in screenplay.scored_scenes if s.number == wish.scene)
    alone = replace(screenplay, scenes=(scene,))
    plan = spot(alone, (brief,), spotting_of(settings))
    return plan.cues[0]


def _record(
    folder: FilmFolder, place: Path, cue: Cue, wish: Wish, crew: Crew, run: Run
) -> None:  # fmt: skip
    settings = load(folder.root)
    job = Recording(
        folder=place,
        title=cue.title or cue.label,
        brief=replace(cue.music, themes=()),
        seed=wish.seed,
        composer=crew.composer,
        player=crew.player,
        cache=folder.cache / "scores",
        audio_format="wav",
        stems=True,
        true_peak_dbtp=settings["mix.true_peak_dbtp"],
        soundfont=settings["music.soundfont"],
        hybrid=settings["music.hybrid"],
    )
    record(job, run)


def _told(place: Path, key: str, cue: Cue, brief: SceneBrief, said: str) -> dict[str, Any]:
    take = read_json(place / "take.json") or {}
    return {
        "key": key,
        "why": why(brief, said),
        "brief": to_json(brief) | {"colour": mood_colour(brief.felt)},
        "take": take,
        "stems": sorted(take.get("stems", {})),
        "captions": _captions(take, brief),
    }


_DOES = {
    "establish": "The scene sets a place",
    "build": "The scene builds",
    "reveal": "The scene reveals something",
    "action": "The scene drives on",
    "release": "The scene lets go",
    "transition": "The scene leads over",
    "silence": "The scene holds still",
}


def why(brief: SceneBrief, said: str = "") -> str:
    """Return in plain words what of a scene made its music what it is."""
    felt = brief.felt
    bright = _side(felt.valence, "dark", "bright", "neither dark nor bright")
    stirred = _side(felt.arousal, "still", "stirred", "neither still nor stirred")
    tense = ", and tense" if felt.tension > 0.5 else ""
    told = f"{_DOES.get(brief.function, 'The scene plays')}; it feels {bright}, {stirred}{tense}."
    spoke = f" What spoke loudest: \u201c{brief.evidence[0]}\u201d" if brief.evidence else ""
    return f"{told}{spoke} {said}".strip()


def _side(value: float, low: str, high: str, middle: str) -> str:
    if abs(value) < 0.1:
        return middle
    side = high if value > 0 else low
    return f"very {side}" if abs(value) > 0.55 else side


def _captions(take: dict[str, Any], brief: SceneBrief) -> list[dict[str, Any]]:
    """Return what the music does and when, as `{"start_s", "end_s", "text"}`."""
    words = list(brief.emotions) or [brief.genre]
    captions = [
        {
            "start_s": section["at_s"],
            "end_s": section["end_s"],
            "text": f"{section['role'].replace('-', ' ')}: {words[index % len(words)]}",
        }
        for index, section in enumerate(take.get("form") or ())
    ]
    for hit in take.get("hits") or ():
        if hit.get("label"):
            end_s = min(hit["landed_s"] + 3.0, take["duration_s"])
            captions.append({"start_s": hit["landed_s"], "end_s": end_s, "text": hit["label"]})
    return sorted(captions, key=lambda caption: caption["start_s"])


def _make_room(place: Path) -> None:
    pieces = [p for p in place.parent.iterdir() if (p / "quick.json").is_file()]
    pieces.sort(key=lambda p: p.stat().st_mtime_ns)
    for old in pieces[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
