"""`scenescore score`: the main job, a script becomes a scored film."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenescore.apps.cli.console import running, show, show_json
from scenescore.apps.cli.options import (
    Analyst,
    AsJson,
    Commercial,
    Composer,
    CueLength,
    Fps,
    Plan,
    Player,
    Quiet,
    Seed,
    StartTimecode,
    Timing,
)

if TYPE_CHECKING:
    from scenescore.core.types import Film
    from scenescore.studio.pipeline import Order

_MOST_NAMED = 4
"""Files named one by one; the others are counted."""
_RANGE = re.compile(r"(\d+)(?:-(\d+))?$")

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", readable=False, help="A screenplay, or a film folder to go on with."
    ),
]
Out = Annotated[Path, typer.Option("-o", "--out", help="Parent folder of the film folder.")]
Scenes = Annotated[
    str | None, typer.Option(help="Record only the cues of these scenes: 3-9 or 3,5,7.")
]
Preset = Annotated[str, typer.Option(help="film, or paper: as in the report.")]
Stems = Annotated[bool, typer.Option("--stems", help="Keep one FLAC per instrument group.")]
Themes = Annotated[
    str | None,
    typer.Option(
        metavar="FOLDER",
        help="Themes that the films of a series share (HEROINE.mid); '': none.",
        show_default=False,
    ),
]
Refresh = Annotated[bool, typer.Option("--refresh", help="Record finished takes again.")]
Loudness = Annotated[
    float | None,
    typer.Option(help="Loudness of the film mix.", show_default=False, min=-40, max=-8),
]
Workers = Annotated[
    int | None,
    typer.Option(help="Processes; 0: one per processor.", show_default=False, min=0, max=256),
]
NewTake = Annotated[
    str | None,
    typer.Option(
        help="FILE is a film: record other music for this cue (1m04) and take it.",
        show_default=False,
    ),
]
Export = Annotated[str | None, typer.Option(help="Also write these: otio,wav,page,...")]


def command(
    file: File,
    out: Out = Path("films"),
    scenes: Scenes = None,
    analyst: Analyst = None,
    composer: Composer = None,
    player: Player = None,
    seed: Seed = None,
    plan: Plan = None,
    duration: CueLength = None,
    preset: Preset = "film",
    fps: Fps = None,
    start_tc: StartTimecode = None,
    timing: Timing = None,
    stems: Stems = False,
    themes: Themes = None,
    commercial: Commercial = False,
    refresh: Refresh = False,
    lufs: Loudness = None,
    workers: Workers = None,
    new_take: NewTake = None,
    export: Export = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Score a whole film; goes on where it stopped, re-makes only what heard a change."""
    from scenescore.studio.pipeline import Order

    settings: dict[str, object] = {
        "story__analyst": analyst,
        "music__composer": composer,
        "music__player": player,
        "film__seed": seed,
        "spotting__plan": plan,
        "spotting__cue_s": duration,
        "film__fps": fps,
        "film__start_timecode": start_tc,
        "music__stems": stems or None,
        "music__themes": str(Path(themes).resolve()) if themes else themes,
        "mix__target_lufs": lufs,
        "work__workers": workers,
    }
    order = Order(_numbers(scenes), refresh, timing, commercial)
    film, written = _score(file, out, _flags(preset, settings), order, new_take, export, quiet)
    if json:
        show_json(_told(film, written))
    else:
        _show(film, written)
    _own_up(film)


def _flags(preset: str, settings: dict[str, object]) -> dict[str, object]:
    """Return what a preset says, and above it what was asked for by name."""
    from scenescore.studio.presets import preset_flags

    return {**preset_flags(preset), **{k: v for k, v in settings.items() if v is not None}}


def _score(
    file: Path,
    out: Path,
    flags: dict[str, object],
    order: Order,
    new_take: str | None,
    export: str | None,
    quiet: bool,
) -> tuple[Film, list[Path]]:
    from scenescore.studio.export import export_film, forms_of
    from scenescore.studio.folder import FilmFolder, open_folder
    from scenescore.studio.new_take import take_anew
    from scenescore.studio.pipeline import score_film

    forms = forms_of(export) if export else ()
    with running(quiet=quiet) as run:
        if new_take:
            take_anew(open_folder(file), new_take, run=run)
        inner = run.within(0.0, 0.9) if forms else run
        film = score_film(file, out, flags=flags, order=order, run=inner)
        if not forms:
            return film, []
        return film, export_film(FilmFolder(film.folder), forms, run=run.within(0.9, 1.0))


def _own_up(film: Film) -> None:
    """Say that cues are missing, where some could not be recorded."""
    from scenescore.core.errors import PartialError

    if film.failures:
        raise PartialError(
            f"{len(film.failures)} of {len(film.plan.cues)} cues could not be recorded",
            hint=f"{film.failures[0]} The rest is there; run again to try those.",
        )


def _numbers(text: str | None) -> frozenset[int]:
    from scenescore.core.errors import UsageError

    wanted: set[int] = set()
    for piece in (text or "").replace(" ", "").split(","):
        match = _RANGE.match(piece)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if first <= last:
            wanted |= set(range(first, last + 1))
        elif piece:
            raise UsageError(f"'{piece}' is no scene or range", hint="Write --scenes 3-9 or 3,5.")
    return frozenset(wanted)


def _told(film: Film, written: list[Path]) -> dict[str, Any]:
    return {
        "schema": 1,
        "title": film.screenplay.title,
        "folder": film.folder,
        "report": film.folder / "report.html",
        "mix": film.folder / film.mix.audio.path if film.mix else None,
        "film_s": film.plan.duration_s,
        "music_s": sum(cue.music.duration_s for cue in film.plan.cues),
        "loudness_lufs": film.mix.loudness_lufs if film.mix else None,
        "cues": [
            {
                "uid": cue.uid,
                "label": cue.label,
                "start_s": cue.start_s,
                "duration_s": cue.music.duration_s,
                "scenes": cue.scenes,
                "take": take.audio.path if (take := film.take(cue.uid)) else None,
            }
            for cue in film.plan.cues
        ],
        "notes": film.notes,
        "failures": film.failures,
        "written": written,
    }


def _show(film: Film, written: list[Path]) -> None:
    from scenescore.core.licence import licence_sentence
    from scenescore.core.timing import seconds_to_clock

    music_s = sum(cue.music.duration_s for cue in film.plan.cues)
    show(f"{film.screenplay.title}: {len(film.screenplay.scored_scenes)} scenes, "
         f"{len(film.plan.cues)} cues, {seconds_to_clock(music_s)} of music "
         f"in {seconds_to_clock(film.plan.duration_s)}")  # fmt: skip
    show(f"  film    {film.folder}")
    show(f"  look    {film.folder / 'report.html'}")
    if film.mix:
        show(f"  listen  {film.folder / film.mix.audio.path}  (or each cue, on the report page)")
    for path in list(dict.fromkeys(written))[:_MOST_NAMED]:
        show(f"  wrote   {path}")
    if len(more := set(written)) > _MOST_NAMED:
        show(f"  wrote   {len(more) - _MOST_NAMED} more files under {film.folder / 'deliver'}")
    if not written:
        show(f"  hand on scenescore export {shlex.quote(str(film.folder))} --to otio,wav")
    if rights := licence_sentence(*(take for _, take in film.takes)):
        show(f"  rights  {rights}")
