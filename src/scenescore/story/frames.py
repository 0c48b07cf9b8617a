"""Finds the stories inside the story: flashbacks, dreams, years earlier. Knows no moods.

Reads headings, transitions and set-off lines of action. A frame that says where it ends lasts until
there; one that does not lasts as long as headings carry its mark, or for the next scene.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from scenescore.core.types import Element, Scene, Screenplay

_NUMBER = (
    r"(?:\d+|A|AN|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|ELEVEN|TWELVE|FIFTEEN|TWENTY"
    r"|THIRTY|FORTY|FIFTY|SEVERAL|MANY|SOME|A FEW|HUNDREDS? OF)"
)
_SPAN = r"(?:SECONDS?|MINUTES?|HOURS?|DAYS?|NIGHTS?|WEEKS?|MONTHS?|YEARS?|DECADES?|CENTUR(?:Y|IES))"
_NAMED = (
    r"(?:FLASH[ -]?BACKS?|FLASH[ -]?FORWARDS?|DREAM(?: SEQUENCE)?|NIGHTMARE|MEMORY|REVERIE"
    r"|HALLUCINATION)"
)
_CLOSES = re.compile(
    rf"\b(?:END(?:S|ING)?(?: OF)?(?: THE)? {_NAMED}|OUT OF(?: THE)? {_NAMED}|{_NAMED} ENDS"
    r"|(?:BACK|CUT BACK|DISSOLVE BACK|RETURN) TO (?:THE )?(?:PRESENT|REALITY)"
    r"|BACK IN THE PRESENT|PRESENT DAY|WAKES FROM)\b"
    r"|(?:^|[-–(\[,.])\s*(?:THE )?PRESENT(?: TIME)?\s*[.):\]]*\s*$"
)
_OPENS = re.compile(
    rf"\b(?:{_NAMED}\b|CHILDHOOD\b|{_NUMBER} {_SPAN} (?:EARLIER|AGO|BEFORE|PREVIOUSLY)"
    r"|(?:YEARS|MONTHS|WEEKS|DAYS|HOURS) (?:EARLIER|AGO|BEFORE)|IN THE PAST\b)"
)
_RETURNS = re.compile(rf"\b(?:{_NUMBER} )?{_SPAN} LATER\b")
_SAME = re.compile(r"\b(?:CONTINUOUS|LATER|SAME|MOMENTS|CONT(?:INUED|'D|\.)?)\b", re.IGNORECASE)
_SET_OFF = frozenset({"transition", "centered", "shot", "section"})
_TITLE = re.compile(
    r"^\W*(?:SUPER(?:IMPOSE)?|TITLES?|CARD|CAPTION|CHYRON|LEGEND)\b.*", re.IGNORECASE
)
_LONGEST_MARK = 8
"""Words of a line of action that can be a mark; a longer one is prose."""
_LONGEST_FRAME = 30
"""Scenes; an end further on belongs to another frame."""

Mark = Literal["open", "close", "return"]


@dataclass(frozen=True, slots=True)
class _Event:
    """A mark met on the way through the script."""

    kind: Mark
    scene: int
    """Index into the scored scenes."""
    by_heading: bool
    done: int
    """Words of the scene before the mark."""


def depths(screenplay: Screenplay) -> tuple[int, ...]:
    """Return for each scored scene how many frames deep it plays; 0 is the story itself."""
    scenes = screenplay.scored_scenes
    texts = _with_shots(screenplay, scenes)
    events = [event for index, scene in enumerate(scenes) for event in _events(index, scene, texts)]
    found: list[int] = []
    stack: list[int | None] = []
    for index, scene in enumerate(scenes):
        own = [event for event in events if event.scene == index]
        stack = [last for last in stack if last is None or last >= index]
        if stack and stack[-1] == index - 1 and _goes_on(scene):
            stack[-1] = index
        words = sum(len(element.text.split()) for element in texts[index])
        found.append(_walk(own, events, stack, words))
    return tuple(found)


def _walk(
    own: Sequence[_Event], events: Sequence[_Event], stack: list[int | None], words: int
) -> int:
    """Return the depth at the middle of a scene's words; leave the stack as at its end."""
    middle: int | None = None
    for event in own:
        if middle is None and event.done > words / 2:
            middle = len(stack)
        if event.kind != "open":
            if stack:
                stack.pop()
        elif event.by_heading and stack:
            stack[-1] = _last_scene(event, events) if stack[-1] is not None else None
        else:
            stack.append(_last_scene(event, events))
    return len(stack) if middle is None else middle


def _last_scene(event: _Event, events: Sequence[_Event]) -> int | None:
    """Return the last scene a frame lasts for; None when the script says where it ends."""
    after = events[events.index(event) + 1 :]
    following = next((e for e in after if e.kind != "return"), None)
    if following is not None and _ends(event, following):
        return None
    return event.scene if event.by_heading else event.scene + 1


def _ends(event: _Event, following: _Event) -> bool:
    return following.kind == "close" and following.scene - event.scene <= _LONGEST_FRAME


def _goes_on(scene: Scene) -> bool:
    heading = scene.heading
    return heading is not None and bool(_SAME.search(heading.time_of_day or ""))


def _with_shots(screenplay: Screenplay, scenes: Sequence[Scene]) -> list[list[Element]]:
    """Return the elements of each scene, those of its shots taken in, shot headings as elements."""
    found: dict[int, list[Element]] = {scene.number: list(scene.elements) for scene in scenes}
    for shot in screenplay.scenes:
        if shot.level == "shot" and shot.number in found:
            raw = shot.heading.raw if shot.heading else ""
            found[shot.number] += [Element("shot", raw), *shot.elements]
    return [found[scene.number] for scene in scenes]


def _events(index: int, scene: Scene, texts: Sequence[Sequence[Element]]) -> Iterable[_Event]:
    heading = scene.heading.raw.upper() if scene.heading else ""
    if _CLOSES.search(heading):
        yield _Event("close", index, True, 0)
    elif _OPENS.search(heading):
        yield _Event("open", index, True, 0)
    done = 0
    for element in texts[index]:
        kind = _mark_of(element)
        if kind:
            yield _Event(kind, index, False, done)
        done += len(element.text.split())


def _mark_of(element: Element) -> Mark | None:
    """Return what a set-off line opens or closes; prose about dreams does neither."""
    line = _set_off_line(element)
    if line is None:
        return None
    if _CLOSES.search(line):
        return "close"
    if _OPENS.search(line):
        return "open"
    return "return" if _RETURNS.search(line) else None


def _set_off_line(element: Element) -> str | None:
    if element.kind in _SET_OFF:
        return element.text.upper()
    if element.kind != "action":
        return None
    first = element.text.strip().split("\n")[0]
    if _TITLE.match(first):
        return first.upper()
    short = len(first.split()) <= _LONGEST_MARK
    return first if short and first.upper() == first else None
