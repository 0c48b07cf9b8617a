"""What a person should see of a reading at a glance: speakers, who is merely there, doubts.

Knows the screenplay only; how it is shown is the command line's business.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scenescore.core.types import Screenplay
from scenescore.screenplay.people import cast_of, present_in

#: Below this a kind or a border is a guess worth showing.
_DOUBTED = 0.6
_MOST_DOUBTS = 12
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks."""

    person: str
    also: tuple[str, ...]
    """Other names that are taken for the same person."""
    speeches: int
    words: int
    scenes: int
    """In how many scenes they speak."""
    present: int
    """In how many further scenes the action names them."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the reader is not sure of."""

    line: int
    taken_for: str
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Summary:
    """A reading at a glance."""

    pages: float
    minutes: float
    scenes: int
    shots: int
    speakers: tuple[Speaker, ...]
    """Who speaks most first."""
    present: dict[int, tuple[str, ...]]
    """Scene number -> persons that its action names and who do not speak in it."""
    doubts: tuple[Doubt, ...]
    """The least sure first; a dozen at most."""
    doubted: int
    """How many there are in all."""


def summarise(film: Screenplay) -> Summary:
    """Return what is worth seeing at a glance."""
    cast = cast_of(film)
    present = {scene.number: present_in(scene, cast) for scene in film.scored_scenes}
    doubts = sorted(_doubts(film), key=lambda doubt: (doubt.confidence, doubt.line))
    return Summary(
        pages=sum(scene.eighths for scene in film.scenes) / 8,
        minutes=sum(scene.estimated_s for scene in film.scored_scenes) / 60,
        scenes=len(film.scored_scenes),
        shots=sum(scene.level == "shot" for scene in film.scenes),
        speakers=tuple(_speakers(film, cast, present)),
        present=present,
        doubts=tuple(doubts[:_MOST_DOUBTS]),
        doubted=len(doubts),
    )


def _speakers(
    film: Screenplay, cast: tuple[str, ...], present: dict[int, tuple[str, ...]]
) -> Iterator[Speaker]:
    speeches, words, scenes = Counter[str](), Counter[str](), Counter[str]()
    names: dict[str, set[str]] = defaultdict(set)
    for scene in film.scenes:
        scenes.update({e.person for e in scene.elements if e.kind == "character" and e.person})
        for element in scene.elements:
            if element.person and element.kind == "character":
                speeches[element.person] += 1
                names[element.person].add(element.character or "")
            elif element.person and element.kind in ("dialogue", "lyric"):
                words[element.person] += len(element.text.split())
    there = Counter(person for people in present.values() for person in people)
    for person in cast:
        also = tuple(sorted(names[person] - {person}))
        yield Speaker(person, also, speeches[person], words[person], scenes[person], there[person])


def _doubts(film: Screenplay) -> Iterator[Doubt]:
    for scene in film.scenes:
        if scene.confidence < _DOUBTED and scene.level == "scene":
            yield Doubt(scene.line, "heading", scene.title[:_SHOWN], scene.confidence)
        for element in scene.elements:
            if element.confidence < _DOUBTED and element.kind != "shot":
                text = " ".join(element.text.split())[:_SHOWN]
                yield Doubt(element.line, element.kind, text, element.confidence)
