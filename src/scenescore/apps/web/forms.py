"""What may be asked, held strictly: every body that arrives passes one of these."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from scenescore.studio.edits import MoodEdit, MusicEdit

_NAME = r"^[a-z0-9][a-z0-9-]{0,63}$"
_WORD = Field(default=None, max_length=40, pattern=r"^[a-z0-9-]+$")


class Form(BaseModel):
    """A form in which an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class Title(Form):
    """A script to fetch."""

    title: str = Field(min_length=1, max_length=200)


class QuickJob(Form):
    """Music for one scene."""

    kind: Literal["quick"]
    film: str = Field(pattern=_NAME)
    scene: int = Field(ge=1, le=100_000)
    duration_s: float = Field(default=30.0, ge=2, le=240)
    seed: int = Field(default=0, ge=0, le=2**31)
    analyst: str | None = _WORD
    composer: str | None = _WORD
    player: str | None = _WORD


class TakeJob(Form):
    """One more take of a cue."""

    kind: Literal["take"]
    film: str = Field(pattern=_NAME)
    cue: str = Field(pattern=r"^[0-9a-f]{8}$")
    how: Literal["new", "vary"] = "new"
    of: int | None = Field(default=None, ge=1)
    seed: int | None = Field(default=None, ge=0, le=2**32)


class ScoreJob(Form):
    """The whole film, or some scenes; goes on where it stopped."""

    kind: Literal["score"]
    film: str = Field(pattern=_NAME)
    scenes: list[int] = Field(default_factory=list, max_length=2000)
    refresh: bool = False


class MixJob(Form):
    """The takes that stand now, on one track."""

    kind: Literal["mix"]
    film: str = Field(pattern=_NAME)


class ExportJob(Form):
    """The film in other forms."""

    kind: Literal["export"]
    film: str = Field(pattern=_NAME)
    to: list[str] = Field(min_length=1, max_length=12)


AnyJob = QuickJob | TakeJob | ScoreJob | MixJob | ExportJob


class SceneChange(Form):
    """Changes to a scene's brief; null takes a field back to the analyst."""

    genre: str | None = Field(default=None, max_length=80)
    emotions: list[str] | None = Field(default=None, max_length=6)
    words: list[str] | None = Field(default=None, min_length=3, max_length=3)
    title: str | None = Field(default=None, max_length=120)
    felt: MoodEdit | None = None
    portrayed: MoodEdit | None = None
    no_music: bool | None = None


class CueChange(Form):
    """Changes to a cue; null takes a field back to the plan."""

    start_s: float | None = Field(default=None, ge=0)
    duration_s: float | None = Field(default=None, gt=0.5, le=3600)
    gain_db: float | None = Field(default=None, ge=-60, le=24)
    fade_in_s: float | None = Field(default=None, ge=0, le=60)
    fade_out_s: float | None = Field(default=None, ge=0, le=60)
    title: str | None = Field(default=None, max_length=120)
    no_music: bool | None = None
    accepted_take: int | None = Field(default=None, ge=1)
    locked: bool | None = None
    music: MusicEdit | None = None
