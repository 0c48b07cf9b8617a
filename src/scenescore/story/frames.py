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
# A dream is a frame when it stands alone between dashes or brackets, not in NIGHTMARE ANGLE.
_OPENS = re.compile(
    r"\bFLASH[ -]?(?:BACK|FORWARD)S?\b"
    r"|(?:^|[-–(\[,/:.]\s*|'S )(?:DREAM|NIGHTMARE|MEMORY|REVERIE|HALLUCINATION|CHILDHOOD)"
    r"(?= SEQUENCE|\s*(?:[-–)\],/:.]|$))"
    rf"|\b{_NUMBER} {_SPAN} (?:EARLIER|AGO|BEFORE|PREVIOUSLY)\b"
    r"|\b(?:YEARS|MONTHS|WEEKS|DAYS|HOURS) (?:EARLIER|AGO|BEFORE)\b|\bIN THE PAST\b"
)
_RETURNS = re.compile(rf"\b(?:{_NUMBER} )?{_SPAN} LATER\b")
_SAME = re.compile(r"\b(?:CONTINUOUS|SAME|CONT(?:INUED|'D|\.)?)\b", re.IGNORECASE)
_LATER = re.compile(r"\b(?:LATER|MOMENTS)\b", re.IGNORECASE)
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
        if stack and stack[-1] == index - 1 and _goes_on(scene, scenes[index - 1]):
            stack[-1] = index
        stack = [last for last in stack if last is None or last >= index]
        words = sum(len(e.text.split()) for e in texts[index] if not _mark_of(e))
        found.append(_walk(own, events, stack, words))
    return tuple(found)


def _walk(
    own: Sequence[_Event], events: Sequence[_Event], stack: list[int | None], words: int
) -> int:
    """Return the depth at which most of a scene's words play; leave the stack as at its end."""
    share: dict[int, int] = {}
    done = 0
    for event in own:
        share[len(stack)] = share.get(len(stack), 0) + event.done - done
        done = event.done
        if event.kind != "open":
            if stack:
                stack.pop()
        elif event.by_heading and stack:
            stack[-1] = _last_scene(event, events) if stack[-1] is not None else None
        else:
            stack.append(_last_scene(event, events))
        if event.by_heading and not done:
            share.clear()
    share[len(stack)] = share.get(len(stack), 0) + words - done
    return max(share, key=lambda depth: share[depth])


def _last_scene(event: _Event, events: Sequence[_Event]) -> int | None:
    """Return the last scene a frame lasts for; None when the script says where it ends."""
    if _is_closed(event, events):
        return None
    return event.scene if event.by_heading else event.scene + 1


def _is_closed(event: _Event, events: Sequence[_Event]) -> bool:
    """Return True when an end belongs to this opening, as brackets do, and is not too far off."""
    level = 1
    for later in events[events.index(event) + 1 :]:
        level += {"open": 1, "close": -1, "return": 0}[later.kind]
        if level == 0:
            return later.scene - event.scene <= _LONGEST_FRAME
    return False


def _goes_on(scene: Scene, before: Scene) -> bool:
    """Return True when the heading says that the scene before it goes on."""
    if scene.heading is None or before.heading is None:
        return False
    time = scene.heading.time_of_day or ""
    same_place = scene.heading.place == before.heading.place
    return bool(_SAME.search(time)) or (same_place and bool(_LATER.search(time)))


def _with_shots(screenplay: Screenplay, scenes: Sequence[Scene]) -> list[list[Element]]:
    """Return the elements of each scene, and those of its shots where they hold their own."""
    found: dict[int, list[Element]] = {scene.number: list(scene.elements) for scene in scenes}
    for shot in screenplay.scenes:
        if shot.level == "shot" and shot.elements and shot.number in found:
            raw = shot.heading.raw if shot.heading else ""
            found[shot.number] += [Element("shot", raw), *shot.elements]
    return [found[scene.number] for scene in scenes]


def _events(index: int, scene: Scene, texts: Sequence[Sequence[Element]]) -> Iterable[_Event]:
    heading = scene.heading.raw.upper() if scene.heading else ""
    if _CLOSES.search(heading):
        yield _Event("close", index, True, 0)
    elif _OPENS.search(heading):
        yield _Event("open", index, True, 0)
    words = [0 if _mark_of(element) else len(element.text.split()) for element in texts[index]]
    for place, element in enumerate(texts[index]):
        kind = _mark_of(element)
        if kind:
            # A shot's mark is for that shot; with nothing under it, it leads to the next scene.
            has_text = any(words[place + 1 :])
            is_shot = element.kind == "shot" and has_text
            yield _Event(kind, index, is_shot, sum(words[:place]))


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
