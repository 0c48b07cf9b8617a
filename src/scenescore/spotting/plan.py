"""The cue plan: scenes that get music, joined into cues, silence between them, reasons for both.

Two ways: `spotted` (a plain first reading of the film, scene by scene, with local rules so that an
edit moves only its neighbourhood) and `per-scene` (one cue for each scene, the paper's way).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from scenescore.core.errors import UsageError, offer
from scenescore.core.types import Cue, CuePlan, Scene, SceneBrief, SceneSpan, Screenplay, Silence
from scenescore.spotting.cues import Stretch, make_cue
from scenescore.spotting.need import FLOOR, Need, need_of
from scenescore.spotting.themes import choose_slots, home_of
from scenescore.spotting.timeline import estimate_spans, read_timing

_LONGEST_MUSIC_S = 300.0
"""After this much unbroken music the ear needs rest, unless the next scene insists."""
_LONG = "The scene is longer than an ear stays fresh; the rest plays dry."
UNWANTED = "You asked for no music here."
WANTED = "You asked for music here."
_INSISTS = 0.72
_ALIKE = 0.5
"""Neighbouring scenes whose moods are nearer than this share one cue."""


@dataclass(frozen=True, slots=True)
class Spotting:
    """What a plan is made with."""

    plan: str = "spotted"
    cue_s: float = 0.0
    """per-scene: length of each cue; 0 as long as the scene."""
    coverage: float = 0.0
    """spotted: share of the film under music, 0..1; 0: what the scenes ask for."""
    longest_cue_s: float = 240.0
    fps: Fraction = Fraction(24)
    start_timecode: str = "01:00:00:00"
    timing: Path | None = None
    quiet: frozenset[str] = frozenset()
    """Keys of scenes where a person wants no music."""
    wanted: frozenset[str] = frozenset()
    """Keys of scenes where a person wants music, whatever the scene asks for."""
    themed: tuple[str, ...] = ()
    """People, places and ideas whose tune there is already."""


def spot(
    screenplay: Screenplay, briefs: Sequence[SceneBrief], how: Spotting | None = None
) -> CuePlan:
    """Return the cue plan of a film.

    Raises
    ------
    UsageError
        an unknown plan
    """
    how = how or Spotting()
    check_plan(how.plan)
    shortest_s = how.cue_s if how.plan == "per-scene" else 0.0
    spans = (
        read_timing(how.timing, screenplay, how.fps)
        if how.timing
        else estimate_spans(screenplay, how.fps, shortest_s=shortest_s)
    )
    film = _Film.of(screenplay, briefs, spans)
    stretches, silences = PLANS[how.plan](film, how)
    slots = choose_slots(screenplay, briefs, how.themed)
    met: set[str] = set()
    names = _names(screenplay)
    home = home_of(slots, screenplay.title)
    cues = tuple(
        make_cue(index, one, slots, met, names, home) for index, one in enumerate(stretches)
    )
    return CuePlan(
        film=screenplay.title,
        fps=how.fps,
        start_timecode=how.start_timecode,
        duration_s=spans[-1].end_s if spans else 0.0,
        spans=spans,
        cues=_label(cues),
        silences=silences,
        themes=slots,
        plan=how.plan,
    )


@dataclass(frozen=True, slots=True)
class _Film:
    """Scene, brief and span side by side."""

    rows: tuple[tuple[Scene, SceneBrief, SceneSpan], ...]

    @classmethod
    def of(
        cls, screenplay: Screenplay, briefs: Sequence[SceneBrief], spans: Sequence[SceneSpan]
    ) -> _Film:
        known: Mapping[int, SceneBrief] = {brief.scene: brief for brief in briefs}
        scenes = screenplay.scored_scenes
        return cls(
            tuple(
                (scene, known[scene.number], span)
                for scene, span in zip(scenes, spans, strict=True)
                if scene.number in known
            )
        )


Planned = tuple[list[Stretch], tuple[Silence, ...]]


def _plan_spotted(film: _Film, how: Spotting) -> Planned:
    needs = [_need(scene, brief, how) for scene, brief, _ in film.rows]
    floor = _floor(film, needs, how.coverage)
    groups: list[Stretch] = []
    silences: list[Silence] = []
    unbroken_s = 0.0
    for row, need in zip(film.rows, needs, strict=True):
        scene, brief, span = row
        tired = unbroken_s > _LONGEST_MUSIC_S and need.score < _INSISTS
        if need.score < floor or tired:
            reason = "The music before has been long; the ear rests." if tired else need.reason
            silences.append(Silence(span.start_s, span.end_s, (scene.number,), reason))
            unbroken_s = 0.0
            continue
        unbroken_s += span.end_s - span.start_s
        one = Stretch(((scene, brief, span),), need.reason)
        joined = groups[-1].joined(one, _ALIKE, how.longest_cue_s) if groups else None
        if joined:
            groups[-1] = joined
        else:
            groups.append(one)
    whole = [group.cut(how.longest_cue_s) for group in groups]
    silences += [
        Silence(*rest, tuple(row[0].number for row in group.rows), _LONG)
        for group, rest in whole
        if rest
    ]
    silences.sort(key=lambda silence: silence.start_s)
    return [group for group, _ in whole], tuple(silences)


def _need(scene: Scene, brief: SceneBrief, how: Spotting) -> Need:
    """Return how much a scene asks for music; a person's word counts before its own."""
    if scene.key in how.quiet:
        return Need(-1.0, UNWANTED)
    return Need(1.0, WANTED) if scene.key in how.wanted else need_of(scene, brief)


def _names(screenplay: Screenplay) -> frozenset[str]:
    """Return every word of the names of people, in capitals."""
    said = {e.person for scene in screenplay.scenes for e in scene.elements if e.person}
    return frozenset(word for name in said for word in name.upper().split())


def _floor(film: _Film, needs: Sequence[Need], coverage: float) -> float:
    """Return the need above which scenes are scored, for a wished share of the film."""
    if coverage <= 0:
        return FLOOR
    wanted_s = coverage * sum(span.end_s - span.start_s for _, _, span in film.rows)
    covered_s = 0.0
    ranked = sorted(
        zip(needs, film.rows, strict=True), key=lambda pair: (-pair[0].score, pair[1][0].number)
    )
    for need, (_, _, span) in ranked:
        covered_s += span.end_s - span.start_s
        if covered_s >= wanted_s:
            return need.score
    return 0.0


def _plan_per_scene(film: _Film, how: Spotting) -> Planned:
    stretches, silences = [], []
    for scene, brief, span in film.rows:
        if scene.key in how.quiet:
            silences.append(Silence(span.start_s, span.end_s, (scene.number,), UNWANTED))
            continue
        end_s = span.end_s
        if how.cue_s:
            fits_s = span.start_s + how.cue_s
            end_s = fits_s if span.source == "estimated" else min(fits_s, end_s)
        cut = SceneSpan(span.scene, span.key, span.start_s, end_s, span.source)
        stretches.append(Stretch(((scene, brief, cut),), "One cue for each scene."))
    return stretches, tuple(silences)


def check_plan(name: str) -> None:
    """Refuse a plan that does not exist.

    Raises
    ------
    UsageError
        with the nearest name and all of them
    """
    if name not in PLANS:
        raise UsageError(f"no plan is called '{name}'", hint=offer(name, PLANS))


PLANS: Mapping[str, Callable[[_Film, Spotting], Planned]] = {
    "spotted": _plan_spotted,
    "per-scene": _plan_per_scene,
}


def _label(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    counted: Counter[int] = Counter()
    labelled = []
    for cue in cues:
        reel = int(cue.start_s // 1200) + 1  # reels of about 20 minutes
        counted[reel] += 1
        labelled.append(replace(cue, label=f"{reel}m{counted[reel]:02d}"))
    return tuple(labelled)
