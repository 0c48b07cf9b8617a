"""Looks again at names that were used once: a shot or place above a description is a slug.

Some scripts set a shot in the column of names by mistake; the words below tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from scenescore.screenplay.layout.places import names_place
from scenescore.screenplay.layout.slugs import ends_with_time, is_pure_shot
from scenescore.screenplay.layout.voice import voice
from scenescore.screenplay.names import split_name
from scenescore.screenplay.paragraphs import Paragraph

_SPOKEN = ("dialogue", "parenthetical")
_RARE = 2
_UNLIKE_SPEECH, _DESCRIBES = -0.5, -2.5


def second_look(paragraphs: Sequence[Paragraph], *, one_column: bool) -> list[Paragraph]:
    """Return the paragraphs; a shot or place that was taken for a speaker is a shot.

    So is any other rare name over a plain description, where speeches and description
    stand in one column.
    """
    counts = Counter(split_name(p.text).character for p in paragraphs if p.kind == "character")
    found = list(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind != "character":
            continue
        known = _may_be_slug(paragraph.text, counts)
        if not known and not (one_column and 0 < counts[paragraph.text] <= _RARE):
            continue
        end = index + 1
        while end < len(found) and found[end].kind in _SPOKEN:
            end += 1
        told = " ".join(p.text for p in found[index + 1 : end])
        if voice(told) < (_UNLIKE_SPEECH if known else _DESCRIBES):
            found[index] = replace(paragraph, kind="shot", confidence=0.6)
            for below in range(index + 1, end):
                found[below] = replace(found[below], kind="action")
    return found


def _may_be_slug(text: str, counts: Counter[str]) -> bool:
    name = split_name(text)
    if name.extensions:
        return False
    if is_pure_shot(text):
        return True
    return counts[name.character] <= 2 and (names_place(text) or ends_with_time(text))
