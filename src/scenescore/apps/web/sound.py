"""Sound and files over HTTP: cues, mixes, quick pieces, exports. Only what lies in a film."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse, PlainTextResponse, Response, StreamingResponse

from scenescore.apps.web.house import House, house_of
from scenescore.core.codec import read_json
from scenescore.core.errors import NoInputError, NotPermittedError
from scenescore.studio.film_view import see
from scenescore.studio.folder import FilmFolder
from scenescore.studio.outline import outline_of
from scenescore.studio.quick import place_of
from scenescore.studio.takes import Shelf
from scenescore.studio.wav_stream import wav_blocks, wav_size
from scenescore.studio.zip_stream import zip_blocks

router = APIRouter(prefix="/v1", tags=["sound"])
TheHouse = Annotated[House, Depends(house_of)]
_KEY = re.compile(r"[0-9a-f]{16}$")
_STEM = re.compile(r"[a-z-]{1,30}$")
_TIMELINE_BINS, _CUE_BINS, _MIX_BINS = 48, 300, 600


@router.get("/cues/{cue}.{form}")
def get_cue_sound(house: TheHouse, cue: str, form: str, take: int | None = None) -> Response:
    """Return a cue's take as `wav`, `flac` or `mid`; `cue` is FILM.UID, `take` its number."""
    film, _, uid = cue.rpartition(".")
    folder = house.library.film(film)
    sound, number = _sound(folder, uid, take)
    name = f"{film}-{uid}-take{number}"
    if form == "mid":
        return _file(folder, folder.takes(uid) / str(number) / "score.mid", f"{name}.mid")
    if form == "flac" and sound.suffix == ".flac":
        return _file(folder, sound, None, "audio/flac")
    if form == "wav" or form == "flac":
        return _wav(sound, f"{name}.wav")
    raise NoInputError(f"a cue has no .{form}", hint="There are .wav, .flac and .mid.")


def _sound(folder: FilmFolder, uid: str, number: int | None) -> tuple[Path, int]:
    seen = see(folder)
    stands = seen.film.take(uid)
    shelf = seen.shelves.get(uid, Shelf(()))
    wanted = (
        stands if number is None else next((t for t in shelf.takes if t.number == number), None)
    )
    if wanted is None:
        raise NoInputError("there is no such take", hint="A new take can be made.")
    return folder.root / wanted.audio.path, wanted.number


@router.get("/cues/{cue}/outline")
def get_cue_outline(house: TheHouse, cue: str, take: int | None = None) -> list[float]:
    """Return a take's magnitudes 0..1 in equal stretches, for drawing."""
    film, _, uid = cue.rpartition(".")
    folder = house.library.film(film)
    sound, number = _sound(folder, uid, take)
    told = read_json(folder.takes(uid) / str(number) / "take.json") or {}
    sha256 = told.get("audio", {}).get("sha256") or str(sound.stat().st_mtime_ns)
    return outline_of(folder, sound, sha256, _CUE_BINS)


@router.get("/films/{film}/outlines")
def get_film_outlines(house: TheHouse, film: str) -> dict[str, list[float]]:
    """Return a short outline of the take that stands for each cue."""
    folder = house.library.film(film)
    return {
        uid: outline_of(folder, folder.root / take.audio.path, take.audio.sha256, _TIMELINE_BINS)
        for uid, take in see(folder).film.takes
    }


@router.get("/films/{film}/mix-outline")
def get_mix_outline(house: TheHouse, film: str) -> list[float]:
    """Return the magnitudes of the film's music on one track."""
    folder = house.library.film(film)
    told = read_json(folder.mix / "mix.json") or {}
    sha256 = told.get("audio", {}).get("sha256", "")
    return outline_of(folder, folder.mix / "score.flac", sha256, _MIX_BINS)


@router.get("/films/{film}/mix.{form}")
def get_mix(house: TheHouse, film: str, form: str) -> Response:
    """Return the film's music on one track, `flac` or `wav`."""
    folder = house.library.film(film)
    sound = folder.mix / "score.flac"
    if not sound.is_file():
        raise NoInputError("the film has no mix yet", hint="Score the film first.")
    return (
        _file(folder, sound, None, "audio/flac") if form == "flac" else _wav(sound, f"{film}.wav")
    )


@router.get("/films/{film}/files/{path:path}")
def get_file(house: TheHouse, film: str, path: str) -> Response:
    """Return a file that an export wrote."""
    folder = house.library.film(film)
    return _file(folder, folder.root / path, Path(path).name)


@router.get("/quick/{film}/{key}")
def get_quick(house: TheHouse, film: str, key: str) -> dict[str, Any]:
    """Return what is known of a piece made for one scene."""
    told: dict[str, Any] | None = read_json(_quick(house, film, key) / "quick.json")
    if told is None:
        raise NoInputError("this piece is no longer kept", hint="Generate it again.")
    return told


@router.get("/quick/{film}/{key}/captions.vtt")
def get_captions(house: TheHouse, film: str, key: str) -> PlainTextResponse:
    """Return the piece's captions as WebVTT."""
    told = get_quick(house, film, key)
    cues = [f"{_vtt(c['start_s'])} --> {_vtt(c['end_s'])}\n{_plain(c['text'])}"
            for c in told["captions"]]  # fmt: skip
    return PlainTextResponse("WEBVTT\n\n" + "\n\n".join(cues) + "\n", media_type="text/vtt")


def _vtt(seconds: float) -> str:
    minutes, rest_ms = divmod(round(seconds * 1000), 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest_ms // 1000:02d}.{rest_ms % 1000:03d}"


def _plain(text: str) -> str:
    return " ".join(text.replace("-->", "->").replace("<", "(").replace(">", ")").split())


@router.get("/quick/{film}/{key}/outline")
def get_quick_outline(house: TheHouse, film: str, key: str) -> list[float]:
    """Return the piece's magnitudes, for drawing."""
    folder = house.library.film(film)
    return outline_of(folder, _quick(house, film, key) / "cue.wav", f"quick-{key}", _CUE_BINS)


@router.get("/quick/{film}/{key}/stems.zip")
def get_quick_stems(house: TheHouse, film: str, key: str) -> Response:
    """Return the piece's stems, one WAV for each group of instruments, in one ZIP."""
    stems = sorted((_quick(house, film, key) / "stems").glob("*.wav"))
    if not stems:
        raise NoInputError("this piece has no stems", hint="Generate it again.")
    name = f"{film}-scene-{key[:6]}-stems.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(zip_blocks(stems), media_type="application/zip", headers=headers)


@router.get("/quick/{film}/{key}/{name}.{form}")
def get_quick_file(house: TheHouse, film: str, key: str, name: str, form: str) -> Response:
    """Return the piece as `cue.wav`, `score.mid`, or a stem by its name as `NAME.wav`."""
    folder, place = house.library.film(film), _quick(house, film, key)
    if not _STEM.match(name) or form not in ("wav", "mid"):
        raise NotPermittedError("there is no such file in a piece")
    inside = place if name in ("cue", "score") else place / "stems"
    wanted = f"{film}-scene-{key[:6]}-{name}.{form}"
    return _file(folder, inside / f"{name}.{form}", wanted)


def _quick(house: House, film: str, key: str) -> Path:
    if not _KEY.match(key):
        raise NotPermittedError("that is no piece's name")
    return place_of(house.library.film(film), key)


def _file(folder: FilmFolder, path: Path, name: str | None, kind: str | None = None) -> Response:
    found = path.resolve()
    if not found.is_relative_to(folder.root.resolve()):
        raise NotPermittedError("that lies outside the film")
    if not found.is_file():
        raise NoInputError("there is no such file")
    return FileResponse(found, filename=name, media_type=kind)


def _wav(sound: Path, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(wav_size(sound)),
    }
    return StreamingResponse(wav_blocks(sound), media_type="audio/wav", headers=headers)
