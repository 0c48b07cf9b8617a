"""What a person decided: words and moods of scenes; place, level, silence, takes of cues.

Lives in edits.json, keyed by scene key and cue uid, which analysis never writes.
Here is the file's form. `apply_edits` uses edits, `notice_edits` finds new ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from scenescore.core.codec import dumps
from scenescore.core.errors import BadDataError
from scenescore.core.files import read_bytes, write_text
from scenescore.core.score import HitKind
from scenescore.core.types import CueRole, SceneFunction
from scenescore.studio.folder import SCHEMA, FilmFolder

METER = r"^([2-9]|1[0-5])/(2|4|8|16)$"
Prompt = Annotated[
    str,
    BeforeValidator(lambda text: " ".join(text.split()) if isinstance(text, str) else text),
    Field(min_length=1, max_length=600, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$"),
]
"""One line, without what steers a terminal."""
LATEST_S = 86_400.0
"""No film is longer than a day."""


class StrictModel(BaseModel):
    """A form in which an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class MoodEdit(StrictModel):
    """A mood a person set."""

    valence: float = Field(ge=-1, le=1)
    arousal: float = Field(ge=-1, le=1)
    tension: float = Field(ge=0, le=1)


class SceneEdit(StrictModel):
    """What a person changed in one scene's brief; None leaves a field to the analyst."""

    genre: str | None = None
    emotions: list[str] | None = None
    words: list[str] | None = Field(default=None, min_length=3, max_length=3)
    title: str | None = None
    portrayed: MoodEdit | None = None
    felt: MoodEdit | None = None
    function: SceneFunction | None = None
    no_music: bool | None = None
    """True: silence; False: music here, though the plan would leave it out."""


class ThemeWish(StrictModel):
    """A theme a person wants quoted."""

    owner: str
    operator: str = "statement"
    theme: None = None


class HitWish(StrictModel):
    """A moment a person wants met."""

    at_s: float = Field(ge=0, le=36_000, allow_inf_nan=False)
    kind: HitKind = "action"
    weight: float = Field(default=1.0, ge=0, le=1)
    label: str = ""


class MusicEdit(StrictModel):
    """What a person changed in one cue's music."""

    genre: str | None = None
    emotions: list[str] | None = None
    words: list[str] | None = None
    mood: MoodEdit | None = None
    bpm: float | None = Field(default=None, ge=30, le=240)
    key: str | None = None
    meter: str | None = Field(default=None, pattern=METER)
    role: CueRole | None = None
    palette: list[str] | None = None
    variation: int | None = None
    hits: list[HitWish] | None = None
    curve: list[tuple[float, float]] | None = None
    themes: list[ThemeWish] | None = None
    """Replaces the plan's own wishes; an empty list: no theme here."""
    prompts: list[Prompt] | None = Field(default=None, min_length=1, max_length=64)
    """What a neural composer is told, word for word: one line for all its windows, or one each."""
    density: float | None = Field(default=None, ge=0, le=1)
    """How full the music is on average: the cue's curve is moved there."""


class CueEdit(StrictModel):
    """What a person changed in one cue."""

    start_s: float | None = Field(default=None, ge=0, le=LATEST_S)
    duration_s: float | None = Field(default=None, gt=0.05, le=3600)
    gain_db: float | None = Field(default=None, ge=-60, le=24)
    fade_in_s: float | None = Field(default=None, ge=0, le=60)
    fade_out_s: float | None = Field(default=None, ge=0, le=60)
    title: str | None = None
    no_music: bool | None = None
    accepted_take: int | None = None
    locked: bool | None = None
    music: MusicEdit | None = None


class _File(StrictModel):
    schema_: int = Field(default=SCHEMA, alias="schema")
    scenes: dict[str, SceneEdit] = Field(default_factory=dict)
    cues: dict[str, CueEdit] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edits:
    """All edits of a film."""

    scenes: Mapping[str, SceneEdit] = field(default_factory=dict)
    cues: Mapping[str, CueEdit] = field(default_factory=dict)


def load_edits(folder: FilmFolder) -> Edits:
    """Return the film's edits; none when there is no file.

    Raises
    ------
    BadDataError
        when edits.json does not hold what it should
    """
    if not folder.edits.exists():
        return Edits()
    try:
        data = _File.model_validate_json(read_bytes(folder.edits))
    except ValidationError as problem:
        first = problem.errors()[0]
        where = "".join(f"{place}: " for place in [".".join(map(str, first["loc"]))] if place)
        raise BadDataError(
            f"{folder.edits}: {where}{first['msg']}",
            hint="Mend it there; nothing else of the film is touched.",
        ) from problem
    return Edits(data.scenes, data.cues)


def save_edits(folder: FilmFolder, edits: Edits) -> None:
    """Write edits.json."""
    data = {
        "schema": SCHEMA,
        "scenes": {k: e.model_dump(exclude_none=True) for k, e in edits.scenes.items()},
        "cues": {k: e.model_dump(exclude_none=True) for k, e in edits.cues.items()},
    }
    write_text(folder.edits, dumps(data))
