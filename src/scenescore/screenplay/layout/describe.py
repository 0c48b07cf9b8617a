"""Says in one line how a script is set: the columns, blank lines and headings that were learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scenescore.screenplay.layout.features import ACTION, CHARACTER, DIALOGUE
from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.slugs import heading_strength
from scenescore.screenplay.paragraphs import Paragraph

_NAMED = ((ACTION, "action"), (DIALOGUE, "speech"), (CHARACTER, "names"))
_MOST = 0.5
_SPACED = 0.1


def describe(lines: Sequence[Line], kinds: Sequence[int], paragraphs: Sequence[Paragraph]) -> str:
    """Return `action in column 15, speech 25, names 37; ...`."""
    headings = [p for p in paragraphs if p.kind == "heading"]
    told = [_columns(lines, kinds), _blanks(lines)]
    if headings:
        sided = sum(heading_strength(p.text) == 3 for p in headings)
        later = sum(heading_strength(p.text) == 2 for p in headings)
        style = (
            "headings with INT/EXT" if sided > _MOST * len(headings)
            else "headings with a time or INT/EXT behind" if later > _MOST * len(headings)
            else "bare places as headings"
        )  # fmt: skip
        numbered = sum(p.number is not None for p in headings) > _MOST * len(headings)
        told.append(f"{style}, {'numbered' if numbered else 'not numbered'}")
    else:
        told.append("no headings")
    return "; ".join(told)


def _columns(lines: Sequence[Line], kinds: Sequence[int]) -> str:
    if sum(line.said_by == "words" for line in lines) > 0.1 * len(lines):
        return "speeches on a line with their names"
    places = []
    indents = Counter(zip(kinds, [line.indent for line in lines], strict=True))
    for kind, name in _NAMED:
        own = {indent: count for (of, indent), count in indents.items() if of == kind}
        if own:
            places.append((name, max(own, key=lambda indent: own[indent]) + 1))
    if len({column for _, column in places}) == 1:
        return "everything in one column"
    return "columns: " + ", ".join(f"{name} {column}" for name, column in places)


def _blanks(lines: Sequence[Line]) -> str:
    gaps = sum(line.gap > 0 for line in lines[1:])
    few = gaps < _SPACED * max(len(lines) - 1, 1)
    return "hardly a blank line" if few else "blank lines between paragraphs"
