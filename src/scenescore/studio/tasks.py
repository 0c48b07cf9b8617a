"""The long works a page or program may ask for, by name: plain data in, plain data out.

They run in a worker process (`job_process.py`) so that a page stays quick and a crash stays small.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scenescore.core.files import atomic
from scenescore.core.progress import Run
from scenescore.studio.folder import FilmFolder

Request = Mapping[str, Any]
Task = Callable[[Request, Run], dict[str, Any]]


def add(request: Request, run: Run) -> dict[str, Any]:
    """Read, understand and spot the script at `source` into the library; the copy there goes."""
    from scenescore.studio.pipeline import plan_film

    source = Path(request["source"])
    try:
        folder = plan_film(source, Path(request["library"]), run=run)
    finally:
        if request.get("is_copy"):
            shutil.rmtree(source.parent, ignore_errors=True)
    return {"film": folder.root.name.removesuffix(".film")}


def fetch(request: Request, run: Run) -> dict[str, Any]:
    """Fetch a script from IMSDb by its title, politely, and plan it into the library."""
    from scenescore.studio.imsdb import open_library
    from scenescore.studio.pipeline import plan_film

    run.report("fetching from IMSDb", 0.0)
    script = open_library(run.within(0.0, 0.3)).get(request["title"])
    folder = plan_film(script.path, Path(request["library"]), run=run.within(0.3, 1.0))
    return {"film": folder.root.name.removesuffix(".film")}


def quick(request: Request, run: Run) -> dict[str, Any]:
    """Score one scene for the page of the paper."""
    from scenescore.studio.quick import Wish, score_scene

    names = ("scene", "duration_s", "seed", "analyst", "composer", "player")
    wish = Wish(**{name: request[name] for name in names if request.get(name) is not None})
    told = score_scene(_folder(request), wish, run=run)
    return {"key": told["key"], "scene": wish.scene}


def take(request: Request, run: Run) -> dict[str, Any]:
    """Record one more take of a cue."""
    from scenescore.studio.new_take import record_new_take

    made = record_new_take(
        _folder(request),
        request["cue"],
        how=request.get("how", "new"),
        of=request.get("of"),
        seed=request.get("seed"),
        run=run,
    )
    return {"cue": request["cue"], "take": made.number}


def score(request: Request, run: Run) -> dict[str, Any]:
    """Score the whole film, or the cues of some scenes; goes on where it stopped."""
    from scenescore.studio.pipeline import Order, rescore

    order = Order(frozenset(request.get("scenes") or ()), bool(request.get("refresh")))
    film = rescore(_folder(request), flags=request.get("flags") or {}, order=order, run=run)
    if film.failures:
        return {"problem": " ".join(film.failures)}
    return {"cues": len(film.takes), "of": len(film.plan.cues)}


def mix(request: Request, run: Run) -> dict[str, Any]:
    """Lay the takes that stand now on one track."""
    from scenescore.studio.remix import remix

    made = remix(_folder(request), flags={}, run=run)
    return {"loudness_lufs": made.loudness_lufs}


def export(request: Request, run: Run) -> dict[str, Any]:
    """Write the film in other forms; what is many files is also packed into one.

    Stems are handed on as the form `wav` writes them: as WAV, under names an editor can read.
    """
    from scenescore.studio.export import export_film

    folder = _folder(request)
    asked = list(request["to"])
    forms = [*asked, "wav"] if "stems" in asked and "wav" not in asked else asked
    written = dict.fromkeys(export_film(folder, forms, run=run.within(0.0, 0.9)))
    inside = [path for path in written if path.is_relative_to(folder.root)]
    inside = [path for path in inside if not path.is_relative_to(folder.root / "cues")]
    if asked == ["stems"]:
        inside = [path for path in inside if path.parent.name == "stems"]
    packed = _pack(folder, inside, "-".join(asked)) if len(inside) > 1 else None
    files = [packed] if packed else inside
    return {"files": [path.relative_to(folder.root).as_posix() for path in files],
            "count": len(inside)}  # fmt: skip


def _pack(folder: FilmFolder, files: list[Path], name: str) -> Path:
    target = folder.deliver / f"{folder.root.name.removesuffix('.film')}-{name}.zip"
    with atomic(target) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        for path in files:
            archive.write(path, path.relative_to(folder.root).as_posix().removeprefix("deliver/"))
    return target


def _folder(request: Request) -> FilmFolder:
    return FilmFolder(Path(request["folder"]))


TASKS: Mapping[str, Task] = {
    "add": add,
    "fetch": fetch,
    "quick": quick,
    "take": take,
    "score": score,
    "mix": mix,
    "export": export,
}
