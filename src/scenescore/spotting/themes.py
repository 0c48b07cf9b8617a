"""Who deserves a theme, and how each cue should quote it. Asks for themes; writes none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from scenescore.core.names import slug_of
from scenescore.core.types import Mood, SceneBrief, Screenplay, ThemeSlot, ThemeUse

_MOST_PEOPLE = 4
_FEWEST_SCENES = 3
_FEWEST_VISITS = 4


def choose_slots(
    screenplay: Screenplay, briefs: Sequence[SceneBrief], themed: Sequence[str] = ()
) -> tuple[ThemeSlot, ...]:
    """Return the theme slots of a film: the people it follows, and a place it returns to.

    `themed` names people, places and ideas whose tune there is already: each has a slot as soon as
    it is in the film at all.
    """
    genre = _main_genre(briefs)
    slots = [
        ThemeSlot(owner, "character", role, _mean_mood(briefs, owner), genre)
        for owner, role in _people(screenplay, briefs)
    ]
    place = _place(screenplay)
    if place:
        slots.append(ThemeSlot(place, "place", "recurring", Mood(), genre))
    known = {slug_of(slot.owner) for slot in slots}
    wanted = {slug_of(name): name for name in themed if slug_of(name) not in known}
    found = (_themed_slot(name, screenplay, briefs, genre) for name in wanted.values())
    return (*slots, *(slot for slot in found if slot))


def home_of(slots: Sequence[ThemeSlot], title: str) -> str:
    """Return whose key a film is at home in: its protagonist's, else its own, by its title.

    Where in the film a cue stands says nothing: a scene put in would move every key after it.
    """
    leads = [slot.owner for slot in slots if slot.role == "protagonist"]
    return leads[0] if leads else title


def _themed_slot(
    name: str, screenplay: Screenplay, briefs: Sequence[SceneBrief], genre: str
) -> ThemeSlot | None:
    """Return the slot of a name that has a tune: a person, else a place, else an idea; None when
    the film knows nothing of it.
    """
    slug = slug_of(name)
    speakers = [e.person for s in screenplay.scenes for e in s.elements if e.person]
    people = dict.fromkeys([*speakers, *(who for brief in briefs for who in brief.characters)])
    for person in people:
        if slug_of(person) == slug:
            return ThemeSlot(person, "character", "recurring", _mean_mood(briefs, person), genre)
    for place in dict.fromkeys(_places(screenplay)):
        if slug_of(place) == slug:
            return ThemeSlot(place, "place", "recurring", Mood(), genre)
    is_spoken_of = any(_mentions(name, brief) for brief in briefs)
    return ThemeSlot(name, "idea", "recurring", Mood(), genre) if is_spoken_of else None


def _mentions(name: str, brief: SceneBrief) -> bool:
    words = r"[\s_-]+".join(re.escape(word) for word in name.split())
    return re.search(rf"\b{words}\b", brief.analysed_text, re.IGNORECASE) is not None


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
    visits = Counter(_places(screenplay))
    if not visits:
        return None
    best = min(visits, key=lambda place: (-visits[place], place))
    return best if visits[best] >= _FEWEST_VISITS else None


def _places(screenplay: Screenplay) -> list[str]:
    return [
        scene.heading.place.split(" - ")[0].strip()
        for scene in screenplay.scored_scenes
        if scene.heading and scene.heading.place
    ]


def choose_uses(
    slots: Sequence[ThemeSlot],
    brief: SceneBrief,
    place: str,
    duration_s: float,
    variation: int,
    met: set[str],
) -> tuple[ThemeUse, ...]:
    """Return which themes a cue quotes and how; `met` holds who was quoted and is kept up."""
    here = _two([slot for slot in slots if _is_here(slot, brief, place)])
    uses = []
    for slot in here:
        turn = 0 if slot.owner not in met else 1 + variation % 3
        uses.append(ThemeUse(slot.owner, _operator(slot, brief, duration_s, turn)))
        met.add(slot.owner)
    return tuple(uses)


def _two(here: Sequence[ThemeSlot]) -> Sequence[ThemeSlot]:
    """Return the two themes a cue has room for: an idea with a tune of its own is one."""
    ideas = [slot for slot in here if slot.kind == "idea"]
    others = [slot for slot in here if slot.kind != "idea"]
    return [*others[: 2 - len(ideas[:1])], *ideas][:2]


def _is_here(slot: ThemeSlot, brief: SceneBrief, place: str) -> bool:
    if slot.kind == "idea":
        return _mentions(slot.owner, brief)
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
