"""Lays a person's edits over briefs and plan. Pure: knows no files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scenescore.core.errors import BadDataError
from scenescore.core.genres import match
from scenescore.core.types import (
    Cue,
    CuePlan,
    Hit,
    Mood,
    MusicBrief,
    SceneBrief,
    Silence,
    Steer,
    ThemeUse,
)
from scenescore.studio.edits import CueEdit, Edits, MusicEdit, SceneEdit


def apply_to_scenes(briefs: Sequence[SceneBrief], edits: Edits) -> tuple[SceneBrief, ...]:
    """Return portrayed briefs with a person's words and moods; runs before the memory pass."""
    return tuple(_edit_scene(brief, edits.scenes.get(brief.key)) for brief in briefs)


def _edit_scene(brief: SceneBrief, edit: SceneEdit | None) -> SceneBrief:
    if edit is None:
        return brief
    changes = edit.model_dump(exclude_none=True, exclude={"felt", "no_music", "portrayed"})
    for name in ("emotions", "words"):
        if name in changes:
            changes[name] = tuple(changes[name])
    if edit.genre:
        name = match(edit.genre).name
        changes["genre"] = name
        changes["genres"] = (name, *(g for g in brief.genres if g != name))
    if edit.portrayed:
        changes["portrayed"] = changes["felt"] = Mood(**edit.portrayed.model_dump())
    return replace(brief, **changes)


def apply_after_memory(briefs: Sequence[SceneBrief], edits: Edits) -> tuple[SceneBrief, ...]:
    """Return remembered briefs with what a person set last: felt moods and words stay as set."""
    after = []
    for brief in briefs:
        edit = edits.scenes.get(brief.key)
        changes: dict[str, Any] = {}
        if edit and edit.felt:
            changes["felt"] = Mood(**edit.felt.model_dump())
        if edit and edit.emotions:
            changes["emotions"] = tuple(edit.emotions)
        if edit and edit.words:
            changes["words"] = tuple(edit.words)
        after.append(replace(brief, **changes) if changes else brief)
    return tuple(after)


def quiet_scenes(edits: Edits) -> frozenset[str]:
    """Return the keys of scenes where a person wants no music."""
    return frozenset(key for key, edit in edits.scenes.items() if edit.no_music)


def wanted_scenes(edits: Edits) -> frozenset[str]:
    """Return the keys of scenes where a person wants music, whatever the plan says."""
    return frozenset(key for key, edit in edits.scenes.items() if edit.no_music is False)


def apply_to_plan(plan: CuePlan, edits: Edits) -> CuePlan:
    """Return the plan with a person's cue edits; cues that would overlap are cut at the next.

    A cue without music becomes a silence.
    """
    cues: list[Cue] = []
    silences = list(plan.silences)
    for cue in plan.cues:
        edit = edits.cues.get(cue.uid)
        if edit and edit.no_music:
            reason = "You asked for no music here."
            silences.append(Silence(cue.start_s, cue.end_s, cue.scenes, reason))
        else:
            cues.append(_edit_cue(cue, edit) if edit else cue)
    late = next((cue for cue in cues if cue.start_s >= plan.duration_s), None)
    if late:
        raise BadDataError(
            f"cue {late.label} ({late.uid}) starts at {late.start_s:g} s, after the film's end "
            f"at {plan.duration_s:g} s",
            hint="Mend start_s in edits.json or cues.json.",
        )
    cues.sort(key=lambda cue: cue.start_s)
    silences.sort(key=lambda silence: silence.start_s)
    return replace(plan, cues=_without_overlaps(cues), silences=tuple(silences))


def _edit_cue(cue: Cue, edit: CueEdit) -> Cue:
    changes = edit.model_dump(exclude_none=True, exclude={"music", "no_music", "duration_s"})
    music = _edited_music(cue, edit.music) if edit.music else {}
    moved_s = (edit.start_s - cue.start_s) if edit.start_s is not None else 0.0
    cue = replace(cue, music=replace(cue.music, **music))
    music = {}
    if edit.duration_s is not None:
        music = _resized(cue, edit.duration_s)
    elif moved_s:
        music = _resized(cue, max(cue.music.duration_s - moved_s, 0.5))
    return replace(cue, **changes, music=replace(cue.music, **music))


def _edited_music(cue: Cue, edit: MusicEdit) -> dict[str, Any]:
    music = edit.model_dump(exclude_none=True, exclude={"themes", "density", "prompts"})
    for name in ("emotions", "words", "palette"):
        if name in music:
            music[name] = tuple(music[name])
    if edit.hits is not None:
        hits = sorted((Hit(**hit) for hit in music["hits"]), key=lambda hit: hit.at_s)
        music["hits"] = tuple(hit for hit in hits if hit.at_s < cue.music.duration_s)
    if edit.curve is not None:
        music["curve"] = tuple(sorted(edit.curve))
    if "mood" in music:
        music["mood"] = Mood(**music["mood"])
    if edit.themes is not None:
        music["themes"] = tuple(ThemeUse(wish.owner, wish.operator) for wish in edit.themes)
    if edit.prompts is not None:
        music["steer"] = replace(cue.music.steer or Steer(), prompts=tuple(edit.prompts))
    if edit.density is not None:
        music["curve"] = _moved(cue.music, edit.density)
    return music


def _moved(music: MusicBrief, density: float) -> tuple[tuple[float, float], ...]:
    """Return the cue's curve, or a plain rise and fall, moved to a mean intensity."""
    plain = ((0.0, 0.4), (0.65, 0.6), (1.0, 0.4))
    curve = music.curve or tuple((part * music.duration_s, level) for part, level in plain)
    lift = density - sum(level for _, level in curve) / len(curve)
    return tuple((at_s, round(min(max(level + lift, 0.05), 1.0), 2)) for at_s, level in curve)


def _resized(cue: Cue, duration_s: float) -> dict[str, Any]:
    duration_s = round(duration_s, 3)
    inside = tuple(hit for hit in cue.music.hits if hit.at_s < duration_s - 0.5)
    stretch = duration_s / cue.music.duration_s
    curve = tuple((round(at_s * stretch, 3), level) for at_s, level in cue.music.curve)
    return {"duration_s": duration_s, "hits": inside, "curve": curve}


def _without_overlaps(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    kept: list[Cue] = []
    for cue in cues:
        if kept and kept[-1].end_s > cue.start_s + 1e-6:
            room_s = cue.start_s - kept[-1].start_s
            last = kept.pop()
            if room_s > 0.5:
                kept.append(replace(last, music=replace(last.music, **_resized(last, room_s))))
        kept.append(cue)
    return tuple(kept)
