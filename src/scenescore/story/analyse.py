"""Reads a film: each scene alone first, then with memory of the scenes before.

`portray` may be slow (a language model), `remember` is instant; between them a person may change
the briefs. Knows no single analyst: they come through the registry.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scenescore.core import registry
from scenescore.core.errors import Cancelled, ScenescoreError, UnavailableError
from scenescore.core.progress import Run
from scenescore.core.protocols import Analyst
from scenescore.core.settings import Settings
from scenescore.core.types import Memory, Provenance, Scene, SceneBrief, Screenplay
from scenescore.story import frames
from scenescore.story import memory as remembering
from scenescore.story.cast import cast_of
from scenescore.story.raw_scene import screenplay_of
from scenescore.story.recall import recalled
from scenescore.story.ties import learned, ties_of
from scenescore.story.told_apart import told_apart

if TYPE_CHECKING:
    from scenescore.story.llm.interview import Keeper

ALWAYS = "lexicon"
"""The analyst that needs nothing and takes over when another one fails."""
BEST_FIRST = ("semantic", ALWAYS)
"""What `auto` may choose; analysts that cost money or minutes are asked for by name."""

_NOTHING_YET = Memory()

_log = logging.getLogger(__name__)


def analyse(
    screenplay: Screenplay,
    *,
    analyst: str = "auto",
    memory: bool = True,
    settings: Settings | None = None,
    run: Run | None = None,
) -> tuple[SceneBrief, ...]:
    """Return a brief for each scene; with memory, earlier scenes colour later ones.

    Raises
    ------
    UnknownBackendError, UnavailableError
        no analyst has that name; it cannot work here
    """
    alone = portray(screenplay, analyst=analyst, settings=settings, run=run or Run())
    return remember(alone, screenplay) if memory else alone


def analyse_text(
    text: str,
    *,
    analyst: str = "auto",
    settings: Settings | None = None,
    run: Run | None = None,
) -> SceneBrief:
    """Return the brief of one scene given as plain text."""
    return analyse(screenplay_of(text), analyst=analyst, settings=settings, run=run)[0]


def portray(
    screenplay: Screenplay,
    *,
    analyst: str = "auto",
    settings: Settings | None = None,
    kept: Keeper | None = None,
    run: Run,
) -> tuple[SceneBrief, ...]:
    """Return a brief for each scene of level "scene", each read alone: felt equals portrayed.

    The analyst is given `settings`, and `kept` if it keeps answers. One that fails on the way is
    replaced by `lexicon` for the rest; the briefs say so.

    Raises
    ------
    UnknownBackendError, UnavailableError
        no analyst has that name; it cannot work here
    """
    name, broken = _chosen(analyst)
    if broken:
        run.note(f"{broken}. '{name}' reads instead.")
    scenes = screenplay.scored_scenes
    depths = frames.depths(screenplay)
    back_end = registry.get("analysts", name, settings)
    if hasattr(back_end, "kept"):
        back_end.kept = kept
    read = _read(back_end, name, scenes, screenplay, run)
    briefs = tuple(
        replace(brief, flashback=depth > 0, made_by=_instead_of(broken, brief.made_by))
        for brief, depth in zip(read, depths, strict=True)
    )
    return told_apart(briefs, screenplay)


def _instead_of(broken: str | None, made_by: Provenance) -> Provenance:
    return replace(made_by, fallback=made_by.fallback or broken)


def resolve(analyst: str) -> str:
    """Return the analyst's name; for `auto` the best one that can work here.

    Raises
    ------
    UnavailableError
        nothing is registered: the package is not installed whole
    """
    return _chosen(analyst)[0]


def _chosen(analyst: str) -> tuple[str, str | None]:
    """Return the analyst's name, and what broke a better one when it was asked; None: nothing."""
    if analyst != "auto":
        return analyst, None
    known = registry.names("analysts")
    broken = None
    for name in BEST_FIRST:
        try:
            if name in known and _can_work(name):
                return name, broken
        except Exception as raised:  # whoever registered it may raise anything, even when asked
            _log.warning("%s cannot say whether it can work", name, exc_info=True)
            broken = f"{name} cannot say whether it can work here ({raised!r})"
    raise UnavailableError(
        "no analyst is registered", hint="Install the package again: pip install scenescore"
    )


def _can_work(name: str) -> bool:
    try:
        back_end = registry.get("analysts", name)
    except UnavailableError:
        return False
    asked = getattr(back_end, "is_available", None)
    return asked is None or asked() is None


def _read(
    back_end: Analyst, name: str, scenes: Sequence[Scene], film: Screenplay, run: Run
) -> Iterator[SceneBrief]:
    """Yield one brief for each scene, whatever happens to the analyst."""
    done = 0
    problem: Exception | None = None
    try:
        for brief in back_end.briefs(scenes, film=film, run=run):
            yield brief
            done += 1
    except (Cancelled, ScenescoreError):
        raise
    except Exception as raised:  # whoever registered it may raise anything; the film goes on
        if name == ALWAYS:
            raise
        _log.warning("%s failed", name, exc_info=True)
        problem = raised
    if done < len(scenes):
        reason = f"{name} stopped at scene {scenes[done].number}: {problem or 'no answer'}"
        run.note(f"{reason}. The rest is read by '{ALWAYS}'.")
        for brief in registry.get("analysts", ALWAYS).briefs(scenes[done:], film=film, run=run):
            yield replace(brief, made_by=replace(brief.made_by, fallback=reason))


def remember(
    briefs: Sequence[SceneBrief], screenplay: Screenplay, *, memory: Memory = _NOTHING_YET
) -> tuple[SceneBrief, ...]:
    """Return the briefs as felt by an audience that saw the scenes before, in order of the film.

    Needs no analyst: it works from each brief's `portrayed`, `flashback`, words, genres, people and
    text, and from the scenes' lengths. `memory` carries on from an earlier part of the film.
    """
    scenes = {scene.number: scene for scene in screenplay.scored_scenes}
    deep = dict(zip(scenes, frames.depths(screenplay), strict=True))
    people = cast_of(screenplay).by_name
    told = []
    for brief in briefs:
        scene = scenes.get(brief.scene)
        length_s = scene.estimated_s if scene else 60.0
        memory = remembering.to_depth(memory, _depth(brief, deep.get(brief.scene, 0)))
        felt = remembering.feel(
            brief.portrayed, memory, flashback=brief.flashback, ties=ties_of(brief, memory)
        )
        told.append(recalled(brief, felt))
        memory = remembering.after(memory, brief.portrayed, length_s)
        memory = learned(memory, brief, length_s, people)
    return tuple(told)


def _depth(brief: SceneBrief, read: int) -> int:
    """Return how deep in flashbacks a scene is; the brief, which a person may edit, decides."""
    return max(read, 1) if brief.flashback else 0
