"""Tells scenes from shots: which slugs begin a scene, and which only move the camera.

Knows how the script itself writes headings: where INT. and EXT. are its habit, a bare slug must
name a place and more; where they are not, bare slugs are the scenes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from scenescore.screenplay.headings import names_time
from scenescore.screenplay.layout.places import names_place
from scenescore.screenplay.layout.slugs import (
    ends_with_time,
    heading_strength,
    is_owned,
    is_shot,
    separator,
)

LINES_PER_PAGE = 55
#: So many INT/EXT headings a page make them the script's habit.
_HABIT_PER_PAGE = 0.42
_FEW_PER_PAGE = 0.12
_COMES_BACK = 2


# An article opens a thing more than a place, a verb a movement; a pronoun opens a sentence.
_OPENS_LOW = (
    (re.compile(r"(?:AN?|HIS|HER|THEIR)\b"), 0.5),
    (re.compile(r"(?!LIVING|DINING|PARKING|BOWLING|WAITING|DRESSING|MEETING|LANDING|WEDDING|KING"
                r"|BOXING|TRAINING|READING|SITTING|BUILDING|RING|SPRING)\w+ING\b"), 1.0),
    (re.compile(r"(?:WE|HE|SHE|IT|THEY|AND|STILL|AFTER|FROM|THROUGH|HOLD (?:IN|ON))\b"
                r"|(?:BLACK|WHITE|DARKNESS|SILENCE)$"
                r"|\w+S (?:UP|DOWN|ACROSS|INTO|TO|OVER|AT)\b"), 2.0),
    (re.compile(r"HOLD (?:IN|ON) (?:BLACK|WHITE)\b"), 2.0),
)  # fmt: skip


#: What somebody sees is no place to be, whatever the light.
_SEEN = re.compile(r"\b(?:POV|P\.O\.V|VIEWPOINT|POINT OF VIEW|MIRROR|CLOSE ?-?UP)\b")
# Beside INT. and EXT., these move within the place.
_NEARBY = re.compile(r"(?:UP |DOWN |BACK )?(?:IN|AT|BEHIND|NEAR|BY|ON|FROM|ABOVE|BELOW|DOWN|UP)\b")


@dataclass(frozen=True, slots=True)
class Slug:
    """A heading or shot as decoded, wrapped lines joined."""

    text: str
    printed_number: str | None = None
    stands_alone: bool = True
    """A blank line before and after."""
    after_transition: bool = False
    """Right after CUT TO: or the like."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a script writes headings."""

    needed: float
    """Score from which a slug is a scene."""
    numbered: bool
    """Whether most scenes carry printed numbers."""
    persons: Collection[str]
    """Names that speak."""
    sided: bool
    """Whether INT/EXT is the habit."""
    often: Collection[str] = ()
    """Slugs that come back: a place does, a thing hardly."""
    counted: bool = True
    """Whether several slugs count scenes or chapters; one alone is a title."""


def learn_dialect(slugs: Collection[Slug], persons: Collection[str], lines: int) -> Dialect:
    """Return how the script writes headings, from all its slugs."""
    pages = max(lines / LINES_PER_PAGE, 1.0)
    sided = sum(heading_strength(slug.text) == 3 for slug in slugs)
    timed = sum(heading_strength(slug.text) >= 2 for slug in slugs)
    numbered = sum(slug.printed_number is not None for slug in slugs)
    share = sided / pages
    needed = 3.0 if share >= _HABIT_PER_PAGE else 2.0 if share >= _FEW_PER_PAGE else 1.0
    if share < _HABIT_PER_PAGE and timed / pages >= _HABIT_PER_PAGE:
        needed = 2.0
    counted = sum(separator(slug.text) is not None for slug in slugs) > 1
    times = Counter(slug.text for slug in slugs if slug.stands_alone)
    often = frozenset(text for text, count in times.items() if count >= _COMES_BACK and " " in text)
    return Dialect(
        needed, numbered > 0.4 * len(slugs), persons, share >= _HABIT_PER_PAGE, often, counted
    )


def scene_score(slug: Slug, dialect: Dialect) -> float:
    """Return how much a slug is a scene: below 0 a shot, from `dialect.needed` a scene."""
    text = slug.text
    strength = heading_strength(text)
    if strength == 3:
        return 9.0
    if dialect.counted and separator(text):
        return 6.0
    score = 0.5
    if strength == 2:
        score += 2.5 if ends_with_time(text) else 6.0
    if names_place(text):
        score += 2.0
    elif is_owned(text):
        score += 1.5
    elif not dialect.sided and text in dialect.often:
        score += 1.0
    if dialect.sided and _NEARBY.match(text):
        score -= 1.0
    if slug.printed_number or slug.after_transition:
        # Where headings are bare, a cut that is called out says where it goes.
        score += 1.5 if slug.after_transition and not dialect.sided else 1.0
    if is_shot(text):
        score -= 4.0 if _SEEN.search(text) or not ends_with_time(text) else 1.0
    if _is_person(text, dialect.persons):
        score -= 1.0 if names_place(text) else 3.0
    if text.endswith((".", "!", "?", ",", "--", "...")) and strength < 2:
        score -= 1.5
    score -= opens_low(text)
    if len(text.split()) > 8 and strength < 2:
        score -= 1.5
    if not slug.stands_alone and strength < 2:
        score -= 1.0
    if names_time(text) and strength < 2:
        score += 0.5
    return score


def opens_low(text: str) -> float:
    """Return how much the first words of a slug speak against a place, from 0."""
    return sum(weight for form, weight in _OPENS_LOW if form.match(text))


def _is_person(text: str, persons: Collection[str]) -> bool:
    words = re.split(r"\s*(?:,|&|\bAND\b|--|-)\s*", text.strip(" .:"))
    return any(word in persons or word.removeprefix("THE ") in persons for word in words)


def confidence_of(score: float, dialect: Dialect) -> float:
    """Return 0.3..0.99 for a scene with this score."""
    return round(max(0.3, min(0.99, 0.6 + 0.08 * (score - dialect.needed))), 3)
