"""One scene as a page shows it: what it says, what it feels like, and why it has music or none."""

from __future__ import annotations

from dataclasses import dataclass

from scenescore.core.types import CuePlan, Film, Scene, SceneBrief, SceneSpan
from scenescore.deliver.pages.script import Paragraph, paragraphs
from scenescore.deliver.pages.wording import clock, length, percent, signed
from scenescore.deliver.palette import ink_on, mood_colour

UNREAD_COLOUR = "#8a8378"
"""Of a scene nobody analysed."""
_SLIVER_S = 2.0
"""A silence that touches a scene for less than this is not worth a word there."""


@dataclass(frozen=True, slots=True)
class Meter:
    """One dimension of mood, as shown by the scene and as felt after the scenes before."""

    name: str
    low: str
    high: str
    """What the two ends mean."""
    portrayed: float
    felt: float
    """Percent of the way from low to high."""
    words: str
    """`felt +0.10, portrayed +0.80`."""


@dataclass(frozen=True, slots=True)
class SilenceView:
    """Why there is no music."""

    at: str
    length: str
    reason: str


@dataclass(frozen=True, slots=True)
class SceneView:
    """One scene."""

    number: int
    printed_number: str
    heading: str
    synopsis: str
    start_s: float | None
    at: str
    length: str
    colour: str
    ink: str
    genre: str
    other_genres: tuple[str, ...]
    emotions: tuple[str, ...]
    words: tuple[str, ...]
    title: str
    function: str
    people: tuple[str, ...]
    meters: tuple[Meter, ...]
    evidence: tuple[str, ...]
    confidence: str
    source_music: str
    is_flashback: bool
    remarks: tuple[str, ...]
    script: tuple[Paragraph, ...]
    raw_answer: str
    starting: tuple[str, ...]
    """Uids of cues that begin here."""
    continuing: tuple[str, ...]
    """Uids of cues that come over from an earlier scene."""
    silences: tuple[SilenceView, ...]


def scene_views(film: Film) -> tuple[SceneView, ...]:
    """Return every scene of the film, in order."""
    spans = {span.scene: span for span in film.plan.spans}
    return tuple(
        _view(film, scene, spans.get(scene.number)) for scene in film.screenplay.scored_scenes
    )


def scene_colour(brief: SceneBrief | None) -> str:
    """Return the colour of what an audience feels in a scene."""
    return mood_colour(brief.felt) if brief else UNREAD_COLOUR


def _view(film: Film, scene: Scene, span: SceneSpan | None) -> SceneView:
    brief = film.brief(scene.number)
    under = [cue for cue in film.plan.cues if scene.number in cue.scenes]
    colour = scene_colour(brief)
    return SceneView(
        number=scene.number,
        printed_number=scene.printed_number or "",
        heading=scene.title,
        synopsis=scene.synopsis or "",
        start_s=span.start_s if span else None,
        at=f"{clock(span.start_s)} \N{EN DASH} {clock(span.end_s)}" if span else "",
        length=length(span.end_s - span.start_s) if span else "",
        colour=colour,
        ink=ink_on(colour),
        genre=brief.genre if brief else "",
        other_genres=tuple(g for g in brief.genres if g != brief.genre)[:2] if brief else (),
        emotions=brief.emotions if brief else (),
        words=tuple(word for word in brief.words if word) if brief else (),
        title=(brief.title or "") if brief else "",
        function=brief.function if brief else "",
        people=brief.characters if brief else (),
        meters=_meters(brief) if brief else (),
        evidence=brief.evidence if brief else (),
        confidence=percent(brief.confidence) if brief else "",
        source_music=(brief.source_music or "") if brief else "",
        is_flashback=brief.flashback if brief else False,
        remarks=_remarks(brief),
        script=paragraphs(scene, brief),
        raw_answer=(brief.raw_answer or "") if brief else "",
        starting=tuple(cue.uid for cue in under if min(cue.scenes) == scene.number),
        continuing=tuple(cue.uid for cue in under if min(cue.scenes) != scene.number),
        silences=_silences(film.plan, scene.number, span),
    )


def _meters(brief: SceneBrief) -> tuple[Meter, ...]:
    shown, felt = brief.portrayed, brief.felt
    return (
        _meter("valence", "dark", "bright", shown.valence, felt.valence, low_end=-1.0),
        _meter("arousal", "still", "stirred", shown.arousal, felt.arousal, low_end=-1.0),
        _meter("tension", "safe", "tense", shown.tension, felt.tension, low_end=0.0),
        _meter("energy", "little", "much", brief.energy, brief.energy, low_end=0.0),
    )


def _meter(
    name: str, low: str, high: str, portrayed: float, felt: float, *, low_end: float
) -> Meter:
    def place(value: float) -> float:
        part = (value - low_end) / (1.0 - low_end)
        return round(100.0 * min(max(part, 0.0), 1.0), 1)

    def words(value: float) -> str:
        return signed(value) if low_end < 0 else f"{value:.2f}"

    same = words(felt) == words(portrayed)
    told = words(felt) if same else f"felt {words(felt)}, portrayed {words(portrayed)}"
    return Meter(name, low, high, place(portrayed), place(felt), told)


def _remarks(brief: SceneBrief | None) -> tuple[str, ...]:
    if brief is None:
        return ("This scene was not analysed.",)
    remarks = []
    if brief.made_by.fallback:
        remarks.append(f"Read by {brief.made_by.backend} instead: {brief.made_by.fallback}")
    if brief.missing_fields:
        remarks.append(f"Left empty by the analyst: {', '.join(brief.missing_fields)}.")
    return tuple(remarks)


def _silences(plan: CuePlan, number: int, span: SceneSpan | None) -> tuple[SilenceView, ...]:
    return tuple(
        SilenceView(clock(silence.start_s), length(silence.end_s - silence.start_s), silence.reason)
        for silence in plan.silences
        if number in silence.scenes and _overlap(silence.start_s, silence.end_s, span) > _SLIVER_S
    )


def _overlap(start_s: float, end_s: float, span: SceneSpan | None) -> float:
    if span is None:
        return end_s - start_s
    return min(end_s, span.end_s) - max(start_s, span.start_s)
