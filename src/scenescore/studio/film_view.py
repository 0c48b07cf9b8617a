"""A film folder as pages and programs see it: plain JSON data, colours and places worked out.

Reads only, and needs no lock. What is costly to read is remembered by the file's own time stamp.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from scenescore.core.codec import from_json, read_json, to_json
from scenescore.core.errors import ScenescoreError
from scenescore.core.licence import licence_sentence
from scenescore.core.registry import get
from scenescore.core.settings import load
from scenescore.core.types import Cue, CuePlan, Film, Scene, SceneBrief, Screenplay, Take, Theme
from scenescore.deliver.pages.script import paragraphs
from scenescore.deliver.pages.themes import film_codes
from scenescore.deliver.pages.timeline import timeline
from scenescore.deliver.palette import ink_on, mood_colour
from scenescore.screenplay.view import from_json as screenplay_from_json
from scenescore.studio.decide import last_decision
from scenescore.studio.edits import load_edits
from scenescore.studio.folder import FilmFolder
from scenescore.studio.load import notes_of
from scenescore.studio.outline import loudness_of
from scenescore.studio.project import read_project
from scenescore.studio.recording import brief_key, seed_of
from scenescore.studio.remix import mix_key
from scenescore.studio.takes import Shelf, Wanted, shelf_of
from scenescore.studio.themes import kept_themes, with_themes

_FIRST_WORDS = 90


@dataclass(frozen=True, slots=True)
class Seen:
    """A film as it lies on disk, without its scores."""

    folder: FilmFolder
    film: Film
    """`takes` hold the take that stands for each cue now."""
    shelves: Mapping[str, Shelf]
    fits: Mapping[str, bool]
    """By cue uid: whether that take answers the cue as it now stands."""


def see(folder: FilmFolder) -> Seen:
    """Return a film as it lies on disk.

    Raises
    ------
    BadDataError
        when a file of the folder is broken
    """
    made = read_project(folder).get("made", {})
    mixed = read_json(folder.mix / "mix.json") or {}
    spotted = _spotted(
        folder.root, _stamp(folder.cues), _stamps(folder.themes), load(folder.root)["film.seed"]
    )
    shelves, takes, fits = {}, [], {}
    for cue, key, seed in spotted.wishes:
        shelf = shelves[cue.uid] = shelf_of(folder, cue.uid)
        wanted = Wanted(made.get("composer", ""), made.get("player", ""), seed)
        take = shelf.heard(cue, key, wanted, mixed.get("takes", {}).get(cue.uid))
        if take:
            takes.append((cue.uid, take))
            fits[cue.uid] = take.by_user or take is shelf.in_use(cue, key, wanted)
    film = Film(
        folder.root,
        _screenplay(folder.screenplay, _stamp(folder.screenplay)),
        _briefs(folder.briefs, _stamp(folder.briefs)),
        spotted.plan,
        spotted.themes,
        tuple(takes),
    )
    return Seen(folder, film, shelves, fits)


@dataclass(frozen=True, slots=True)
class _Spotted:
    """The plan, the themes, and each cue with the key and seed of the take it wants."""

    plan: CuePlan
    themes: tuple[Theme, ...]
    wishes: tuple[tuple[Cue, str, int], ...]


@lru_cache(maxsize=16)
def _spotted(root: Path, cues: int, tunes: tuple[int, ...], film_seed: int) -> _Spotted:
    folder = FilmFolder(root)
    plan = from_json(CuePlan, read_json(folder.cues) or {})
    themes = kept_themes(folder)
    by_owner = {theme.slot.owner: theme for theme in themes}
    wishes = (
        (cue, brief_key(cue.music), seed_of(film_seed, cue.music))
        for cue in with_themes(plan, by_owner).cues
    )
    return _Spotted(plan, themes, tuple(wishes))


def _stamps(folder: Path) -> tuple[int, ...]:
    return tuple(_stamp(path) for path in sorted(folder.glob("*.json")))


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


@lru_cache(maxsize=32)
def _screenplay(path: Path, stamp: int) -> Screenplay:
    return screenplay_from_json(read_json(path))


@lru_cache(maxsize=32)
def _briefs(path: Path, stamp: int) -> tuple[SceneBrief, ...]:
    return tuple(from_json(SceneBrief, brief) for brief in read_json(path) or ())


# ------------------------------------------------------------------ the whole film


def view_film(folder: FilmFolder) -> dict[str, Any]:
    """Return the film on one line: scenes, curves, cues, silences, themes, mix."""
    seen = see(folder)
    film, drawn = seen.film, timeline(seen.film)
    edits = load_edits(folder)
    made = read_project(folder).get("made", {})
    return {
        "title": film.screenplay.title,
        "authors": list(film.screenplay.authors),
        "genres": list(film.screenplay.genres),
        "duration_s": drawn.duration_s if drawn else film.plan.duration_s,
        "plan": film.plan.plan,
        "crew": {role: made.get(role, "") for role in ("analyst", "composer", "player")},
        "scenes": view_scenes(seen),
        "curves": [asdict(curve) for curve in drawn.curves] if drawn else [],
        "ticks": [list(tick) for tick in drawn.ticks] if drawn else [],
        "cues": [_cue(seen, cue, bool(edits.cues.get(cue.uid))) for cue in film.plan.cues],
        "silences": [to_json(silence) for silence in film.plan.silences],
        "quiet_cues": sorted(uid for uid, edit in edits.cues.items() if edit.no_music),
        "themes": [
            {"owner": owner, "code": code} for owner, code in film_codes(film).items()
        ],
        "mix": _mix(seen),
        "notes": list(notes_of(film.screenplay, film.briefs, film.takes)),
        "rights": licence_sentence(*(take for _, take in film.takes)),
        "undo": last_decision(folder),
    }  # fmt: skip


def view_scenes(seen: Seen) -> list[dict[str, Any]]:
    """Return the film's scenes in order, each with its place in time, colour and reading."""
    spans = {span.scene: span for span in seen.film.plan.spans}
    briefs = {brief.scene: brief for brief in seen.film.briefs}
    edits = load_edits(seen.folder).scenes
    return [
        _scene(scene, briefs.get(scene.number), spans.get(scene.number))
        | {"is_edited": scene.key in edits}
        for scene in seen.film.screenplay.scored_scenes
    ]


def _scene(scene: Scene, brief: SceneBrief | None, span: Any) -> dict[str, Any]:
    colour = mood_colour(brief.felt) if brief else "#8a8378"
    return {
        "number": scene.number,
        "key": scene.key,
        "heading": scene.title,
        "place": scene.heading.place if scene.heading else "",
        "printed_number": scene.printed_number,
        "first_words": _first_words(scene),
        "start_s": span.start_s if span else 0.0,
        "end_s": span.end_s if span else 0.0,
        "colour": colour,
        "ink": ink_on(colour),
        "genre": brief.genre if brief else "",
        "emotions": list(brief.emotions) if brief else [],
        "felt": to_json(brief.felt) if brief else None,
    }


def _first_words(scene: Scene) -> str:
    said = (e.text for e in scene.elements if e.kind in ("action", "dialogue", "synopsis"))
    text = " ".join(next(said, "").split())
    return text if len(text) <= _FIRST_WORDS else text[:_FIRST_WORDS].rsplit(" ", 1)[0] + "…"


def _mix(seen: Seen) -> dict[str, Any] | None:
    told = read_json(seen.folder.mix / "mix.json")
    if not told or not (seen.folder.mix / "score.flac").is_file():
        return None
    key = mix_key(seen.film, load(seen.folder.root))
    return {"loudness_lufs": told.get("loudness_lufs"), "is_current": told.get("key") == key,
            "version": told.get("key", "")[:12]}  # fmt: skip


# ------------------------------------------------------------------ one scene


def view_scene(folder: FilmFolder, number: int) -> dict[str, Any] | None:
    """Return a scene's page of script, what was read in it, and its cues with all their takes;
    None when there is no such scene.
    """
    seen = see(folder)
    scenes = {scene.number: scene for scene in seen.film.screenplay.scored_scenes}
    if number not in scenes:
        return None
    scene, brief = scenes[number], seen.film.brief(number)
    spans = {span.scene: span for span in seen.film.plan.spans}
    edit = load_edits(folder).scenes.get(scene.key)
    return _scene(scene, brief, spans.get(number)) | {
        "script": [
            {"kind": p.kind, "pieces": [list(piece) for piece in p.pieces], "is_read": p.is_read}
            for p in paragraphs(scene, brief)
        ],
        "brief": view_brief(brief) if brief else None,
        "edit": edit.model_dump(exclude_none=True) if edit else {},
        "cues": [_whole_cue(seen, cue) for cue in seen.film.plan.cues if number in cue.scenes],
        "silences": [to_json(s) for s in seen.film.plan.silences if number in s.scenes],
    }


def view_brief(brief: SceneBrief) -> dict[str, Any]:
    """Return what was read in a scene."""
    told: dict[str, Any] = to_json(replace(brief, raw_answer=None))
    return told | {"raw_answer": brief.raw_answer, "colour": mood_colour(brief.felt)}


# ------------------------------------------------------------------ one cue


def _cue(seen: Seen, cue: Cue, is_edited: bool) -> dict[str, Any]:
    take = seen.film.take(cue.uid)
    codes = film_codes(seen.film)
    return {
        "uid": cue.uid,
        "label": cue.label,
        "title": cue.title,
        "start_s": cue.start_s,
        "end_s": cue.end_s,
        "scenes": list(cue.scenes),
        "colour": mood_colour(cue.music.mood),
        "themes": [codes.get(use.owner, "?") for use in cue.music.themes],
        "is_locked": cue.locked,
        "is_edited": is_edited,
        "take": take.number if take else None,
        "takes": len(seen.shelves[cue.uid].takes),
        "fits": seen.fits.get(cue.uid, False),
        "duration_s": take.audio.duration_s if take else None,
        "gain_db": cue.gain_db,
    }


def view_cue(folder: FilmFolder, uid: str) -> dict[str, Any] | None:
    """Return a cue with its wishes and all its takes; None when the plan has no such cue."""
    seen = see(folder)
    cue = next((cue for cue in seen.film.plan.cues if cue.uid == uid), None)
    return _whole_cue(seen, cue) if cue else None


def _whole_cue(seen: Seen, cue: Cue) -> dict[str, Any]:
    folder, uid = seen.folder, cue.uid
    edit = load_edits(folder).cues.get(uid)
    accepted = cue.accepted_take
    return _cue(seen, cue, edit is not None) | {
        "reason": cue.reason,
        "music": to_json(replace(cue.music, themes=())) | {
            "themes": [{"owner": u.owner, "operator": u.operator} for u in cue.music.themes],
            "density": _density(cue),
        },
        "prompts": _prompts(folder, cue),
        "fade_in_s": cue.fade_in_s,
        "fade_out_s": cue.fade_out_s,
        "accepted_take": accepted,
        "edit": edit.model_dump(exclude_none=True) if edit else {},
        "all_takes": [_take(folder, cue, take) for take in seen.shelves[uid].takes],
    }  # fmt: skip


def _prompts(folder: FilmFolder, cue: Cue) -> list[str]:
    """Return what the film's composer would be told; nothing where it is not told in words."""
    name = read_project(folder).get("made", {}).get("composer", "")
    with suppress(ScenescoreError):
        say = getattr(get("composers", name, load(folder.root)), "prompts", None)
        return list(say(cue.music)) if say else []
    return []


def _density(cue: Cue) -> float:
    levels = [level for _, level in cue.music.curve]
    return round(sum(levels) / len(levels), 2) if levels else 0.5


def _take(folder: FilmFolder, cue: Cue, take: Take) -> dict[str, Any]:
    told = read_json(folder.takes(cue.uid) / str(take.number) / "take.json") or {}
    wanted = ("bpm", "key", "style", "form", "chords", "hits", "quotations", "bent")
    return {
        "number": take.number,
        "letter": letter_of(take.number),
        "duration_s": take.audio.duration_s,
        "loudness_lufs": _loudness(folder, take),
        "seed": take.seed,
        "by_user": take.by_user,
        "has_notes": (folder.takes(cue.uid) / str(take.number) / "score.mid").is_file(),
        "made_by": [p.backend for p in take.made_by],
        "fallback": next((p.fallback for p in take.made_by if p.fallback), None),
        "licence": licence_sentence(take),
        "wish": told.get("brief", {}).get("mood"),
        **{name: told.get(name) for name in wanted},
    }


def _loudness(folder: FilmFolder, take: Take) -> float | None:
    """Return how loud a take is; of a person's own, take.json tells what was there before."""
    if not take.by_user:
        return take.loudness_lufs
    return loudness_of(folder, folder.root / take.audio.path, take.audio.sha256)


def letter_of(number: int) -> str:
    """Return a take's letter: A for 1, Z for 26, AA for 27."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
