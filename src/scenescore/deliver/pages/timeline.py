"""The film as shapes on one line: blocks, curves, bars and ticks, placed in percent of its length.

Knows positions, not pixels: the template decides how high a lane is and how far it is zoomed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from scenescore.core.types import Cue, CuePlan, Film, Mood, Scene, SceneBrief, SceneSpan, Silence
from scenescore.deliver.pages.scenes import scene_colour
from scenescore.deliver.pages.themes import film_codes, theme_uses
from scenescore.deliver.pages.wording import clock
from scenescore.deliver.palette import ink_on, mood_colour

CURVE_WIDTH, CURVE_HEIGHT = 1000.0, 100.0
_TICK_STEPS_S = (5, 15, 30, 60, 120, 300, 600, 900, 1800)
_MOST_TICKS = 30
_LEAST_REACH = 0.4
_DIMENSIONS = (
    ("valence", "dark to bright", -1.0),
    ("arousal", "still to stirred", -1.0),
    ("tension", "safe to tense", 0.0),
)
"""(name, what its ends mean, its lowest value); every one ends at 1."""

_DOT = " \N{MIDDLE DOT} "

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Block:
    """A scene."""

    number: int
    left: float
    width: float
    colour: str
    ink: str
    place: str
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One dimension of mood over the film, as two SVG paths in a 1000 by 100 box."""

    name: str
    meaning: str
    felt: str
    portrayed: str
    between: str
    """The area between the two: what memory changed."""
    zero: float | None
    """Where the middle lies, in box units; None when the scale has no middle."""
    top: str
    """What the top of the box stands for: `0.4`, with the bottom its opposite, or 0."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A cue."""

    uid: str
    left: float
    width: float
    room: float
    """Percent until the next cue begins: what a label may fill."""
    colour: str
    label: str
    title: str
    words: str
    themes: tuple[tuple[str, str], ...]
    """(letter, owner)"""
    hits: tuple[tuple[float, bool], ...]
    """(percent of the film, hard)"""


@dataclass(frozen=True, slots=True)
class Gap:
    """A silence."""

    left: float
    width: float
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole film."""

    duration_s: float
    ticks: tuple[tuple[float, str], ...]
    """(percent, clock)"""
    blocks: tuple[Block, ...]
    curves: tuple[Curve, ...]
    bars: tuple[Bar, ...]
    gaps: tuple[Gap, ...]


def timeline(film: Film) -> Timeline | None:
    """Return the film's line, or None for a film that has no length yet."""
    plan = film.plan
    duration_s = film_length_s(plan)
    if duration_s <= 0 or not plan.spans:
        return None
    scale = _Scale(duration_s)
    return Timeline(
        duration_s=duration_s,
        ticks=_ticks(scale),
        blocks=_blocks(film, scale),
        curves=_curves(film, scale),
        bars=_bars(film, scale),
        gaps=tuple(_gap(silence, scale) for silence in plan.silences),
    )


def film_length_s(plan: CuePlan) -> float:
    """Return where the film ends: its stated length, or the last thing in it if that is later."""
    ends = (*(span.end_s for span in plan.spans), *(cue.end_s for cue in plan.cues))
    return max(plan.duration_s, *ends) if ends else plan.duration_s


@dataclass(frozen=True, slots=True)
class _Scale:
    duration_s: float

    def at(self, seconds: float) -> float:
        return round(100.0 * min(max(seconds / self.duration_s, 0.0), 1.0), 4)

    def width(self, start_s: float, end_s: float) -> float:
        return round(max(self.at(end_s) - self.at(start_s), 0.0), 4)


def _ticks(scale: _Scale) -> tuple[tuple[float, str], ...]:
    fitting = (step for step in _TICK_STEPS_S if scale.duration_s / step <= _MOST_TICKS)
    step = next(fitting, 3600)
    return tuple((scale.at(at), clock(at)) for at in range(0, int(scale.duration_s) + 1, step))


def _gap(silence: Silence, scale: _Scale) -> Gap:
    start_s, end_s = silence.start_s, silence.end_s
    words = f"Silence, {clock(start_s)} to {clock(end_s)}: {silence.reason}"
    return Gap(scale.at(start_s), scale.width(start_s, end_s), words)


def _blocks(film: Film, scale: _Scale) -> tuple[Block, ...]:
    scenes = {scene.number: scene for scene in film.screenplay.scored_scenes}
    return tuple(
        _block(span, scenes.get(span.scene), film.brief(span.scene), scale)
        for span in film.plan.spans
    )


def _block(span: SceneSpan, scene: Scene | None, brief: SceneBrief | None, scale: _Scale) -> Block:
    colour = scene_colour(brief)
    told = [f"Scene {span.scene}", scene.title if scene else "", clock(span.start_s)]
    told += [brief.genre, ", ".join(brief.emotions)] if brief else []
    return Block(
        number=span.scene,
        left=scale.at(span.start_s),
        width=scale.width(span.start_s, span.end_s),
        colour=colour,
        ink=ink_on(colour),
        place=scene.heading.place if scene and scene.heading else "",
        label=_DOT.join(part for part in told if part),
    )


def _curves(film: Film, scale: _Scale) -> tuple[Curve, ...]:
    known = [(span, b) for span in film.plan.spans if (b := film.brief(span.scene))]
    middles = [scale.at((s.start_s + s.end_s) / 2) * CURVE_WIDTH / 100 for s, _ in known]
    felt = [brief.felt for _, brief in known]
    portrayed = [brief.portrayed for _, brief in known]
    return tuple(
        _curve(name, meaning, low, middles, felt, portrayed) for name, meaning, low in _DIMENSIONS
    )


def _curve(
    name: str,
    meaning: str,
    low: float,
    middles: list[float],
    felt: list[Mood],
    portrayed: list[Mood],
) -> Curve:
    top = _top(getattr(mood, name) for mood in (*felt, *portrayed))
    bottom = low * top

    def points(moods: list[Mood]) -> list[Point]:
        heights = (CURVE_HEIGHT * (top - getattr(m, name)) / (top - bottom) for m in moods)
        return _to_the_edges(list(zip(middles, heights, strict=True)))

    over, under = points(felt), points(portrayed)
    between = f"{_smooth(over)}L{_smooth(under[::-1])[1:]}Z" if over != under else ""
    zero = CURVE_HEIGHT / 2 if low < 0 else None
    return Curve(name, meaning, _smooth(over), _smooth(under), between, zero, f"{top:g}")


def _top(values: Iterable[float]) -> float:
    """Return the tenth the curve reaches up to, so that a quiet film's curve is no flat line."""
    reach = max((abs(value) for value in values), default=1.0)
    return min(max(ceil(reach * 10 - 1e-6) / 10, _LEAST_REACH), 1.0)


def _to_the_edges(points: list[Point]) -> list[Point]:
    if not points:
        return []
    return [(0.0, points[0][1]), *points, (CURVE_WIDTH, points[-1][1])]


def _smooth(points: list[Point]) -> str:
    """Return a path that is level at every point, so that it never swings past a scene's value."""
    if not points:
        return ""
    path = f"M{points[0][0]:.2f} {points[0][1]:.1f}"
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        path += f"C{middle:.2f} {y0:.1f} {middle:.2f} {y1:.1f} {x1:.2f} {y1:.1f}"
    return path


def _bars(film: Film, scale: _Scale) -> tuple[Bar, ...]:
    cues = film.plan.cues
    codes = film_codes(film)
    ends_s = (*(cue.start_s for cue in cues[1:]), scale.duration_s)
    return tuple(_bar(film, cue, end, codes, scale) for cue, end in zip(cues, ends_s, strict=False))


def _bar(film: Film, cue: Cue, until_s: float, codes: dict[str, str], scale: _Scale) -> Bar:
    owners = dict.fromkeys(owner for owner, _, _ in theme_uses(film, cue.uid))
    told = (
        f"Cue {cue.label}", cue.title, f"{clock(cue.start_s)} to {clock(cue.end_s)}", cue.reason,
    )  # fmt: skip
    return Bar(
        uid=cue.uid,
        left=scale.at(cue.start_s),
        width=scale.width(cue.start_s, cue.end_s),
        room=scale.width(cue.start_s, until_s),
        colour=mood_colour(cue.music.mood),
        label=cue.label,
        title=cue.title,
        words=_DOT.join(part for part in told if part),
        themes=tuple((codes.get(owner, "?"), owner) for owner in owners),
        hits=tuple(
            (scale.at(cue.start_s + at_s), weight >= 0.8) for at_s, weight in _moments(film, cue)
        ),
    )


def _moments(film: Film, cue: Cue) -> list[tuple[float, float]]:
    """Return (seconds from the cue's start, weight) of its hits: as landed, else as asked."""
    take = film.take(cue.uid)
    landed = take.score.hits if take and take.score else ()
    return [(h.landed_s, h.weight) for h in landed] or [(h.at_s, h.weight) for h in cue.music.hits]
