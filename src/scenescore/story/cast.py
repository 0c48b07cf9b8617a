"""Who is in a scene: those who speak, and those of the film's people whom the action names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenescore.core.types import Screenplay
from scenescore.story.passages import Passage
from scenescore.story.roles import ROLES
from scenescore.story.wordforms import words_of

_NAMED = 6
"""Being named in action counts as much as speaking so many words."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of a film."""

    by_name: Mapping[str, str]
    """Word of a name, lower case -> the person, where it can mean only one."""

    def present(self, passage: Passage) -> tuple[str, ...]:
        """Return who is in a scene, most present first."""
        weight = dict.fromkeys(passage.people, 0)
        for element in passage.elements:
            who = element.person or element.character
            if who and element.kind == "dialogue":
                weight[who] = weight.get(who, 0) + len(element.text.split())
        for sentence in passage.told:
            for word in words_of(sentence.text):
                named = self.by_name.get(word.lower().removesuffix("'s"))
                if named and word[:1].isupper():
                    weight[named] = weight.get(named, 0) + _NAMED
        return tuple(sorted(weight, key=lambda who: -weight[who]))


def cast_of(film: Screenplay) -> Cast:
    """Return the film's people by the words of their names."""
    people = dict.fromkeys(
        element.person or element.character
        for scene in film.scenes
        for element in scene.elements
        if element.kind in ("character", "dialogue")
    )
    owners: dict[str, set[str]] = {}
    for person in people:
        for word in words_of(person or ""):
            if person and len(word) > 1 and word.lower() not in ROLES:
                owners.setdefault(word.lower(), set()).add(person)
    return Cast({word: next(iter(who)) for word, who in owners.items() if len(who) == 1})
