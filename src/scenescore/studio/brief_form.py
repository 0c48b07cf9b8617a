"""A brief from outside becomes a MusicBrief, or a sentence on what is wrong with it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from scenescore.core.codec import from_json, key_of, to_json
from scenescore.core.errors import BadBriefError, BadDataError
from scenescore.core.score import HitKind
from scenescore.core.types import CueRole, Hit, Mood, MusicBrief, SceneBrief, Steer, ThemeUse

_SCENE_BRIEF_MARKS = {"portrayed", "felt"}


class _Hit(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)
    at_s: float = Field(ge=0, le=36_000)
    kind: HitKind = "action"
    weight: float = Field(default=1.0, ge=0, le=1)
    label: str = ""


class _Brief(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)
    duration_s: float = Field(gt=0.05, le=3600)
    genre: str = ""
    emotions: list[str] = Field(default_factory=list)
    words: list[str] = Field(default_factory=list)
    valence: float = Field(default=0.0, ge=-1, le=1)
    arousal: float = Field(default=0.0, ge=-1, le=1)
    tension: float = Field(default=0.0, ge=0, le=1)
    bpm: float | None = Field(default=None, ge=30, le=240)
    key: str | None = None
    meter: str = Field(default="4/4", pattern=r"^([2-9]|1[0-5])/(2|4|8|16)$")
    role: CueRole = "underscore"
    hits: list[_Hit] = Field(default_factory=list)
    curve: list[tuple[float, float]] = Field(default_factory=list)
    palette: list[str] | str | None = None
    film_palette: list[str] | None = None
    themes: list[dict[str, Any]] = Field(default_factory=list)
    follows: str | None = None
    home: str | None = None
    variation: int = 0
    steer: dict[str, Any] | None = None

    @field_validator("curve")
    @classmethod
    def _rises(cls, curve: list[tuple[float, float]]) -> list[tuple[float, float]]:
        times = [at_s for at_s, _ in curve]
        if (
            not all(map(math.isfinite, times))
            or times != sorted(times)
            or any(not 0 <= level <= 1 for _, level in curve)
        ):
            raise ValueError("points are (seconds, intensity 0..1) in order of time")
        return curve


def parse_brief(
    data: bytes | str | Mapping[str, Any], *, duration_s: float | None = None
) -> MusicBrief:
    """Return a MusicBrief from JSON; a SceneBrief works too when `duration_s` is given.

    Raises
    ------
    BadBriefError
        naming the field that is wrong and what it should be
    """
    told = _load(data)
    if _SCENE_BRIEF_MARKS & told.keys():
        told = _from_scene_brief(told, duration_s)
    elif duration_s is not None:
        told = {**told, "duration_s": duration_s}
    mood = _object(told.get("mood"), "mood")
    told = {n: value for n, value in told.items() if n not in ("schema", "mood")} | mood
    try:
        brief = _Brief.model_validate(told)
        return _build(brief)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(map(str, first["loc"])) or "brief"
        raise BadBriefError(
            f"the brief's '{where}' cannot be used: {first['msg'].lower()}",
            hint='The shortest brief is {"duration_s": 30}; see docs/contracts.md.',
        ) from problem


def _load(data: bytes | str | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(data, Mapping):
        return dict(data)
    if isinstance(data, SceneBrief):
        return dict(to_json(data))
    if not isinstance(data, bytes | str):
        raise BadBriefError(
            f"a brief is needed, not {data!r}", hint='The shortest is {"duration_s": 30}.'
        )
    try:
        told = json.loads(data)
    except ValueError as problem:
        raise BadBriefError(
            f"the brief is not JSON: {problem}", hint='The shortest is {"duration_s": 30}.'
        ) from problem
    if not isinstance(told, dict):
        raise BadBriefError("the brief is not a JSON object", hint='Write {"duration_s": 30}.')
    return told


def _from_scene_brief(told: Mapping[str, Any], duration_s: float | None) -> dict[str, Any]:
    if duration_s is None:
        raise BadBriefError(
            "this is the brief of a scene, which has no length of its own",
            hint="Add --duration SECONDS.",
        )
    felt = _object(told.get("felt") or told.get("portrayed"), "felt")
    kept = {name: told[name] for name in ("genre", "emotions", "words") if told.get(name)}
    variation = int(key_of(told.get("key", ""))[:8], 16)
    return {**kept, **felt, "duration_s": duration_s, "variation": variation}


def _object(value: Any, name: str) -> dict[str, Any]:
    if value is None or isinstance(value, Mapping):
        return dict(value or {})
    raise BadBriefError(
        f"the brief's '{name}' cannot be used: it is {value!r}",
        hint='Write {"valence": -0.3, "arousal": 0.2, "tension": 0.5}.',
    )


def _build(told: _Brief) -> MusicBrief:
    try:
        themes = tuple(from_json(ThemeUse, theme) for theme in told.themes)
    except BadDataError as problem:
        raise BadBriefError(f"the brief's 'themes' cannot be used: {problem.message}") from problem
    try:
        steer = from_json(Steer, told.steer) if told.steer else None
    except BadDataError as problem:
        raise BadBriefError(f"the brief's 'steer' cannot be used: {problem.message}") from problem
    late = [hit for hit in told.hits if hit.at_s >= told.duration_s]
    if late:
        raise BadBriefError(
            f"a hit at {late[0].at_s:g} s lies outside the cue of {told.duration_s:g} s",
            hint="Hits count from the start of the cue.",
        )
    palette = told.palette.split(",") if isinstance(told.palette, str) else told.palette
    hits = sorted(told.hits, key=lambda hit: hit.at_s)
    return MusicBrief(
        duration_s=round(told.duration_s, 6),
        genre=told.genre,
        emotions=tuple(told.emotions),
        words=tuple(told.words),
        mood=Mood(*(round(v, 2) for v in (told.valence, told.arousal, told.tension))),
        bpm=told.bpm,
        key=told.key,
        meter=told.meter,
        role=told.role,
        hits=tuple(Hit(round(h.at_s, 3), h.kind, h.weight, h.label) for h in hits),
        curve=tuple(told.curve),
        themes=themes,
        palette=tuple(name.strip() for name in palette) if palette else None,
        film_palette=tuple(told.film_palette) if told.film_palette else None,
        follows=told.follows,
        home=told.home,
        variation=told.variation,
        steer=steer,
    )
