"""Parts two names that a converter glued to one: `MARAJONAS` is MARA/JONAS where both speak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from scenescore.screenplay.names import split_name
from scenescore.screenplay.paragraphs import Paragraph

_SHORTEST = 3
_RARE, _OFTEN = 2, 4


def part_glued_names(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs; a rare name made of two frequent ones is written as both."""
    counts = Counter(split_name(p.text).character for p in paragraphs if p.kind == "character")
    both = {name: pair for name in counts if (pair := _parted(name, counts))}
    if not both:
        return list(paragraphs)
    return [_written(p, both) if p.kind == "character" else p for p in paragraphs]


def _parted(name: str, counts: Mapping[str, int]) -> str | None:
    if counts[name] > _RARE or not name.isalpha():
        return None
    for at in range(_SHORTEST, len(name) - _SHORTEST + 1):
        first, second = name[:at], name[at:]
        if counts.get(first, 0) >= _OFTEN and counts.get(second, 0) >= _OFTEN:
            return f"{first}/{second}"
    return None


def _written(paragraph: Paragraph, both: Mapping[str, str]) -> Paragraph:
    name = split_name(paragraph.text).character
    if name not in both:
        return paragraph
    return replace(paragraph, text=paragraph.text.replace(name, both[name], 1), confidence=0.7)
