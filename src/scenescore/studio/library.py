"""A library: a folder of films. Knows where they lie and what each is in a few words."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from scenescore.core.codec import from_json, read_json
from scenescore.core.errors import NoInputError, ScenescoreError
from scenescore.core.files import write_bytes
from scenescore.core.types import CuePlan, SceneBrief
from scenescore.deliver.palette import mood_colour
from scenescore.studio.folder import FilmFolder

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}$")
_UNSAFE = re.compile(r"[^\w .()'-]+")


@dataclass(frozen=True, slots=True)
class Library:
    """A folder of `NAME.film` folders."""

    root: Path

    def names(self) -> list[str]:
        """Return the films by folder name, sorted."""
        found = (p for p in self.root.glob("*.film") if (p / "cues.json").is_file())
        return sorted(p.name.removesuffix(".film") for p in found if _NAME.match(p.stem))

    def film(self, name: str) -> FilmFolder:
        """Return a film's folder by name.

        Raises
        ------
        NoInputError
            no such film in the library, whatever lies elsewhere
        """
        folder = FilmFolder(self.root / f"{name}.film")
        inside = folder.root.resolve().parent == self.root.resolve()
        if not (_NAME.match(name) and inside and folder.screenplay.is_file()):
            raise NoInputError("the library has no such film", hint="GET /v1/films lists them.")
        return folder

    def keep_upload(self, name: str, data: bytes) -> Path:
        """Return a private copy of an uploaded script, to be planned and then removed."""
        plain = _UNSAFE.sub("_", Path(name.replace("\\", "/")).name).strip(". ")[-80:]
        return write_bytes(self.incoming / secrets.token_hex(8) / (plain or "script"), data)

    @property
    def incoming(self) -> Path:
        """Folder of uploads that are being read; empty when nothing is."""
        return self.root / ".incoming"

    def summaries(self) -> list[dict[str, Any]]:
        """Return every film in a few words; one that cannot be read says why."""
        return [self._summary(name) for name in self.names()]

    def _summary(self, name: str) -> dict[str, Any]:
        folder = self.film(name)
        try:
            return {"id": name, **summarise(folder)}
        except ScenescoreError as problem:
            return {"id": name, "title": name, "problem": problem.message}


def summarise(folder: FilmFolder) -> dict[str, Any]:
    """Return a film in a few words: title, counts, moods over time, genres and emotions.

    Raises
    ------
    BadDataError
        when a file of the folder is broken
    """
    told = read_json(folder.screenplay) or {}
    plan_data = read_json(folder.cues)
    plan = from_json(CuePlan, plan_data) if plan_data else None
    briefs = [from_json(SceneBrief, brief) for brief in read_json(folder.briefs) or ()]
    cues = plan.cues if plan else ()
    recorded = sum(any(folder.takes(cue.uid).glob("[0-9]*")) for cue in cues)
    spans = {span.scene: span for span in plan.spans} if plan else {}
    return {
        "title": told.get("title", folder.root.stem),
        "authors": told.get("authors", []),
        "film_genres": told.get("genres", []),
        "scenes": len(briefs),
        "cues": len(cues),
        "recorded": recorded,
        "duration_s": plan.duration_s if plan else 0.0,
        "music_s": sum(cue.music.duration_s for cue in cues),
        "has_mix": (folder.mix / "score.flac").is_file(),
        "genres": _counted(brief.genre for brief in briefs),
        "emotions": _counted(word for brief in briefs for word in brief.emotions),
        "words": _counted(word for brief in briefs for word in brief.words),
        "arc": [
            [
                round(spans[b.scene].start_s, 1) if b.scene in spans else 0.0,
                round(spans[b.scene].end_s, 1) if b.scene in spans else 0.0,
                mood_colour(b.felt),
                b.felt.valence,
                b.felt.arousal,
                b.felt.tension,
            ]
            for b in briefs
        ],
    }


def _counted(words: Any) -> list[list[Any]]:
    counts = Counter(word for word in words if word)
    return [[word, n] for word, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def example_scripts() -> list[Path]:
    """Return the scripts of the example films that came with Scenescore."""
    packed = Path(str(files("scenescore"))) / "examples"
    in_repository = Path(__file__).resolve().parents[3] / "examples"
    found = packed if packed.is_dir() else in_repository
    return sorted(found.glob("*.fountain")) if found.is_dir() else []
