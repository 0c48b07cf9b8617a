"""/v1/corpus: all films of the library beside each other, and the paper's word clouds."""

from __future__ import annotations

import hashlib
import shutil
import threading
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse

from scenescore.apps.web.house import House, house_of
from scenescore.core.errors import NoInputError, PartialError
from scenescore.core.progress import Run
from scenescore.studio.word_pictures import lacking
from scenescore.studio.words import count_words, write_words

router = APIRouter(prefix="/v1/corpus", tags=["corpus"])
TheHouse = Annotated[House, Depends(house_of)]
_ONE_AT_A_TIME = threading.Lock()
"""The two clouds of a page are asked for at once, and one drawing makes both."""
_PICTURES = ("genres", "emotions")


@router.get("")
def get_corpus(house: TheHouse) -> dict[str, Any]:
    """Return every film with its counts and its arc, and what the pictures lack, if anything."""
    lack = lacking()
    said = f"Word clouds need {lack}: pip install 'scenescore[ui]'" if lack else None
    return {"films": house.library.summaries(), "clouds_lack": said}


@router.get("/{name}-cloud.{form}")
def get_cloud(
    house: TheHouse, name: str, form: str = "svg", film_genre: str | None = None
) -> FileResponse:
    """Return a word cloud of `genres` or `emotions` as `svg` or `png` (Figures 6 and 7)."""
    return _picture(house, name, f"{name}-cloud.{form}", form, film_genre)


@router.get("/{name}.csv")
def get_table(house: TheHouse, name: str, film_genre: str | None = None) -> FileResponse:
    """Return the counts of `genres` or `emotions` as CSV."""
    return _picture(house, name, f"{name}.csv", "csv", film_genre)


def _picture(
    house: House, name: str, file: str, form: str, film_genre: str | None
) -> FileResponse:  # fmt: skip
    if name not in _PICTURES or form not in ("svg", "png", "csv"):
        raise NoInputError("there is no such picture", hint="There are genres and emotions.")
    place = _made(house, film_genre)
    if not (place / file).is_file():
        raise NoInputError("the picture could not be made", hint=lacking() or "")
    return FileResponse(place / file)


def _made(house: House, film_genre: str | None) -> Path:
    """Return the folder of pictures for the library as it is now, made when they are not there."""
    films = [house.library.film(name) for name in house.library.names()]
    stamps = [(f.root.name, f.briefs.stat().st_mtime_ns) for f in films if f.briefs.exists()]
    key = hashlib.sha256(repr((stamps, film_genre)).encode()).hexdigest()[:16]
    place = house.library.root / ".cache" / "words" / key
    with _ONE_AT_A_TIME:
        if not place.is_dir():
            _draw([film.root for film in films], film_genre, place)
    return place


def _draw(films: list[Path], film_genre: str | None, place: Path) -> None:
    for old in place.parent.glob("*"):
        shutil.rmtree(old, ignore_errors=True)
    counted = count_words(films, film_genre=film_genre, run=Run())
    making = place.with_name(f".{place.name}")
    with suppress(PartialError):  # what is missing then is said by `get_corpus`
        write_words(counted, making)
    making.rename(place)
