"""Who deserves a theme, and how each cue should quote it. Asks for themes; writes none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scenescore.core.types import Mood, SceneBrief, Screenplay, ThemeSlot, ThemeUse

_MOST_PEOPLE = 4
_FEWEST_SCENES = 3
_FEWEST_VISITS = 4


def choose_slots(screenplay: Screenplay, briefs: Sequence[SceneBrief]) -> tuple[ThemeSlot, ...]:
    """Return the theme slots of a film: the people it follows, and a place it returns to."""
    genre = _main_genre(briefs)
    slots = [
        ThemeSlot(owner, "character", role, _mean_mood(briefs, owner), genre)
        for owner, role in _people(screenplay, briefs)
    ]
    place = _place(screenplay)
    if place:
        slots.append(ThemeSlot(place, "place", "recurring", Mood(), genre))
    return tuple(slots)


def _main_genre(briefs: Sequence[SceneBrief]) -> str:
    counted = Counter(brief.genre for brief in briefs)
    return min(counted, key=lambda genre: (-counted[genre], genre)) if counted else ""


def _people(screenplay: Screenplay, briefs: Sequence[SceneBrief]) -> list[tuple[str, str]]:
    lines: Counter[str] = Counter()
    scenes: Counter[str] = Counter()
    for scene in screenplay.scenes:
        speakers = [e.person for e in scene.elements if e.kind == "dialogue" and e.person]
        lines.update(speakers)
        if scene.level == "scene":
            scenes.update(set(speakers))
    present = Counter(name for brief in briefs for name in brief.characters)
    ranked = sorted(
        (name for name in lines if max(scenes[name], present[name]) >= _FEWEST_SCENES),
        key=lambda name: (-lines[name] - 2 * scenes[name], name),
    )
    return [
        (name, "protagonist" if rank == 0 else "recurring")
        for rank, name in enumerate(ranked[:_MOST_PEOPLE])
    ]


def _mean_mood(briefs: Sequence[SceneBrief], owner: str) -> Mood:
    moods = [brief.felt for brief in briefs if owner in brief.characters]
    if not moods:
        return Mood()
    n = len(moods)
    return Mood(
        round(sum(m.valence for m in moods) / n, 1),
        round(sum(m.arousal for m in moods) / n, 1),
        round(sum(m.tension for m in moods) / n, 1),
    )


def _place(screenplay: Screenplay) -> str | None:
    visits = Counter(
        scene.heading.place.split(" - ")[0].strip()
        for scene in screenplay.scored_scenes
        if scene.heading and scene.heading.place
    )
    if not visits:
        return None
    best = min(visits, key=lambda place: (-visits[place], place))
    return best if visits[best] >= _FEWEST_VISITS else None


def choose_uses(
    slots: Sequence[ThemeSlot],
    brief: SceneBrief,
    place: str,
    duration_s: float,
    variation: int,
    met: set[str],
) -> tuple[ThemeUse, ...]:
    """Return which themes a cue quotes and how; `met` holds who was quoted and is kept up."""
    here = [slot for slot in slots if _is_here(slot, brief, place)][:2]
    uses = []
    for slot in here:
        turn = 0 if slot.owner not in met else 1 + variation % 3
        uses.append(ThemeUse(slot.owner, _operator(slot, brief, duration_s, turn)))
        met.add(slot.owner)
    return tuple(uses)


def _is_here(slot: ThemeSlot, brief: SceneBrief, place: str) -> bool:
    if slot.kind == "place":
        return place.startswith(slot.owner)
    return slot.owner in brief.characters[:3]


def _operator(slot: ThemeSlot, brief: SceneBrief, duration_s: float, turn: int) -> str:
    felt = brief.felt
    if duration_s < 12:
        return "fragment"
    if brief.flashback:
        return "recolour"
    if felt.valence * slot.mood.valence < -0.05 or felt.valence < -0.45:
        return "mode-change"
    if felt.arousal > 0.5:
        return "diminution" if turn % 2 else "sequence"
    if felt.arousal < -0.5 and turn:
        return "augmentation"
    return ("statement", "reharmonise", "recolour", "sequence")[turn]
