"""Mixes the takes in use into the film's one track, and writes it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scenescore.core.codec import dumps, from_json, key_of, read_json, to_json
from scenescore.core.errors import NoInputError
from scenescore.core.files import write_text
from scenescore.core.progress import Run
from scenescore.core.settings import Settings, load
from scenescore.core.types import Film, Mix
from scenescore.studio.deliveries import deliver
from scenescore.studio.folder import SCHEMA, FilmFolder
from scenescore.studio.load import load_film
from scenescore.studio.project import remember


def mix_takes(film: Film, settings: Settings, *, run: Run) -> Mix:
    """Write `mix/score.flac` and `mix/mix.json`, unless they hold this very mix; return it."""
    from scenescore.mix.film import mix_film

    folder = FilmFolder(film.folder)
    target = _target(settings)
    key = mix_key(film, settings)
    kept = read_json(folder.mix / "mix.json")
    if kept and kept.get("key") == key and (folder.mix / "score.flac").is_file():
        return from_json(Mix, kept)
    mix = mix_film(
        film.plan,
        {uid: film.folder / take.audio.path for uid, take in film.takes},
        out=folder.mix / "score.flac",
        target_lufs=target["target_lufs"],
        ceiling_dbtp=target["ceiling_dbtp"],
        crossfade_s=target["crossfade_s"],
        run=run,
    )
    mix = replace(mix, audio=replace(mix.audio, path=mix.audio.path.relative_to(film.folder)))
    takes = {uid: take.number for uid, take in film.takes}
    told = {"schema": SCHEMA, "key": key, "takes": takes, **to_json(mix)}
    write_text(folder.mix / "mix.json", dumps(told))
    return mix


def _target(settings: Settings) -> dict[str, float]:
    return {
        "target_lufs": settings["mix.target_lufs"],
        "ceiling_dbtp": settings["mix.true_peak_dbtp"],
        "crossfade_s": settings["mix.crossfade_s"],
    }


def mix_key(film: Film, settings: Settings) -> str:
    """Return the name of a mix: what sounds, where, how loud."""
    places = [
        (cue.uid, cue.start_s, cue.gain_db, cue.fade_in_s, cue.fade_out_s) for cue in film.plan.cues
    ]
    sounds = [(uid, take.audio.sha256) for uid, take in film.takes]
    return key_of(SCHEMA, "mix", film.plan.duration_s, places, sounds, _target(settings))


def remix(folder: FilmFolder, *, flags: Mapping[str, object], run: Run) -> Mix:
    """Mix a film folder again with other settings.

    Raises
    ------
    NoInputError
        when nothing is recorded yet
    """
    settings = load(folder.root).with_flags(**flags)
    with folder.locked():
        film = load_film(folder, run.within(0.0, 0.2))
        if not film.takes:
            raise NoInputError(f"{folder.root} has no takes", hint="scenescore score makes them.")
        mix = mix_takes(film, settings, run=run.within(0.2, 0.9))
        remember(folder, flags)
        write_report(replace(film, mix=mix), run=run.within(0.9, 1.0))
        return mix


def write_report(film: Film, *, run: Run) -> None:
    """Write what always lies in the folder: the report page, the cue sheet, the MIDI files."""
    for form in ("report", "cue-sheet", "midi"):
        deliver(film, form, run=run)
