"""Tells a film's scenes apart by their titles: a second `Anna and Ben` gets another name.

The first scene keeps its title. Knows no analyst: whoever named a scene, the next name comes from
the scene's own things and people. A title that is new in one scene renames only those it meets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, count

from scenescore.core.types import SceneBrief, Screenplay
from scenescore.story import blend, titles
from scenescore.story.measures import measure
from scenescore.story.passages import Passage, passages_of
from scenescore.story.wordforms import stem, words_of

_SAME = frozenset({"a", "an", "the", "and"})
"""Words that make no difference between titles."""


def told_apart(briefs: Sequence[SceneBrief], film: Screenplay) -> tuple[SceneBrief, ...]:
    """Return the briefs with no title twice; a brief without a title stays without."""
    taken: dict[frozenset[str], str] = {}
    again: list[int] = []
    for place, brief in enumerate(briefs):
        if brief.title and _sense(brief.title) in taken:
            again.append(place)
        elif brief.title:
            taken[_sense(brief.title)] = brief.title
    return _renamed(briefs, again, taken, film) if again else tuple(briefs)


def _renamed(
    briefs: Sequence[SceneBrief],
    again: Sequence[int],
    taken: dict[frozenset[str], str],
    film: Screenplay,
) -> tuple[SceneBrief, ...]:
    passages = passages_of(film)
    frequency = titles.scene_frequency(passages)
    by_number = {passage.scene.number: passage for passage in passages}
    told = list(briefs)
    for place in again:
        brief = briefs[place]
        passage = by_number.get(brief.scene)
        offered = _others(brief, passage, frequency) if passage else iter(())
        first = taken[_sense(brief.title or "")]
        title = next(t for t in chain(offered, _parts(first)) if _sense(t) not in taken)
        taken[_sense(title)] = title
        told[place] = replace(brief, title=title)
    return tuple(told)


def _others(brief: SceneBrief, passage: Passage, frequency: dict[str, int]) -> Iterator[str]:
    kind = titles.kind_of(brief.portrayed, blend.z_scores(measure(passage).values))
    found = titles.find(passage, frequency, brief.characters)
    return titles.titles_of(found, kind, key=brief.key)


def _parts(title: str) -> Iterator[str]:
    """Yield `Anna and Ben, Part 2` and so on."""
    return (f"{title}, Part {number}" for number in count(2))


def _sense(title: str) -> frozenset[str]:
    """Return what a title says, whatever the order, number and small words."""
    name, _, part = title.lower().partition(", part ")
    return frozenset(stem(word) for word in words_of(name)) - _SAME | {part}
