"""Parts speeches that stand on one line with their speaker: `ANNA: Good morning.`

Only where the script has that habit; then each such line becomes two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from scenescore.screenplay.headings import opens_heading
from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.slugs import is_shot, is_transition

_GLUED = re.compile(r"([A-Z][\w.'’\-/ #&]{0,34}?(?:\s*\([^()]{1,40}\))?)\s*:\s+(?=\S)(?!\d\d\b)")
_FEWEST = 12


def part_glued(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, glued speeches in two where the script glues them."""
    matches = {i: m for i, line in enumerate(lines) if (m := _match(line))}
    names = Counter(match[1].strip() for match in matches.values())
    often = {name for name, count in names.items() if count >= 3}
    held = [i for i, match in matches.items() if match[1].strip() in often]
    alone = sum(line.text in often for line in lines)
    if len(held) < max(_FEWEST, 0.01 * len(lines)) or alone > len(held):
        return list(lines)
    capital = sum(match[1].isupper() for match in matches.values()) > 0.5 * len(matches)
    parted: list[Line] = []
    for index, line in enumerate(lines):
        match = matches.get(index)
        if match is None or (match[1].strip() not in often and match[1].isupper() != capital):
            parted.append(line)
            continue
        parted.append(replace(line, text=match[1].strip(), said_by="name"))
        words = line.text[match.end() :].strip()
        parted.append(replace(line, text=words, gap=0, after_page=False, after_more=False,
                              said_by="words"))  # fmt: skip
    return parted


def part_cuts(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, `CUT TO:  THE CLIFF` in capitals in two: the cut, and where it goes."""
    parted: list[Line] = []
    for line in lines:
        cut, colon, place = line.text.partition("TO: ")
        if colon and place.strip() and line.text.isupper() and is_transition(f"{cut}TO:"):
            parted.append(replace(line, text=f"{cut}TO:"))
            line = replace(
                line, text=place.strip(), gap=1, printed_number=None,
                after_page=False, after_more=False,
            )  # fmt: skip
        parted.append(line)
    return parted


def _match(line: Line) -> re.Match[str] | None:
    match = _GLUED.match(line.text) if ":" in line.text else None
    if match is None or opens_heading(line.text) or is_transition(match[1]) or is_shot(match[1]):
        return None
    return match
