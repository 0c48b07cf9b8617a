"""Parts speeches that stand on one line with their speaker: `ANNA: Good morning.`

Only where the script has that habit; then each such line becomes two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from scenescore.screenplay.headings import opens_heading
from scenescore.screenplay.layout.lines import Line
from scenescore.screenplay.layout.slugs import base_of_name, is_shot, is_transition

_GLUED = re.compile(r"([A-Z][\w.'’\-/ #&]{0,34}?(?:\s*\([^()]{1,40}\))?)\s*:\s+(?=\S)(?!\d\d\b)")
_COLON = re.compile(r"([A-ZÀ-Þ][\w.'’\-/ #&]{0,34}?(?:\s*\([^()]{1,40}\))?)\s*:")
_FEWEST = 12
_LOST_BELOW = re.compile(
    r"((?:INT|EXT)\. [A-Z0-9'’ ./\-–]+[\s\-–](?:DAY|NIGHT|MORNING|EVENING|DAWN|DUSK))\s+"
    r"([A-Z][a-z]+\W.{20,})"
)
_LOST_BREAK = re.compile(r"(.*[a-z][.!?)\"”]+)\s+((?:INT|EXT)\. [A-Z][A-Z0-9'’ ./\-–]{3,})")


def part_glued(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, glued speeches in two where the script glues them."""
    matches = {i: m for i, line in enumerate(lines) if ":" in line.text and (m := _match(line))}
    names = Counter(match[1].strip() for match in matches.values())
    often = {name for name, count in names.items() if count >= 3}
    held = [i for i, match in matches.items() if match[1].strip() in often]
    bare = sum(line.text in often for line in lines)
    if len(held) < max(_FEWEST, 0.01 * len(lines)) or bare > len(held):
        return list(lines)
    lines = list(_at_names(lines, often))
    matches = {i: m for i, line in enumerate(lines) if ":" in line.text and (m := _match(line))}
    capital = sum(match[1].isupper() for match in matches.values()) > 0.5 * len(matches)
    parted: list[Line] = []
    for index, line in enumerate(lines):
        match = matches.get(index)
        alone = line.text.rstrip(" :")
        if alone in often and line.text.endswith(":"):
            parted.append(replace(line, text=alone, said_by="name"))
            continue
        if match is None or (match[1].strip() not in often and match[1].isupper() != capital):
            parted.append(line)
            continue
        parted.append(replace(line, text=match[1].strip(), said_by="name"))
        words = line.text[match.end() :].strip()
        parted.append(replace(line, text=words, gap=0, after_page=False, after_more=False,
                              said_by="words"))  # fmt: skip
    return parted


def name_colons(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, `ANNA:` above her words without its colon where that is the habit."""
    matches = {i: m[1] for i, line in enumerate(lines)
               if line.text[-1] == ":" and (m := _stands_alone(line.text))}  # fmt: skip
    names = Counter(base_of_name(name) for name in matches.values())
    often = {name for name, count in names.items() if count >= 3}
    held = sum(count for name, count in names.items() if name in often)
    bare = sum(line.text in often for line in lines)
    if held < max(_FEWEST, 0.01 * len(lines)) or bare > held:
        return list(lines)
    return [
        line if i not in matches
        else replace(line, text=matches[i], said_by="name") if base_of_name(matches[i]) in often
        else replace(line, text=matches[i])
        for i, line in enumerate(lines)
    ]  # fmt: skip


def _stands_alone(text: str) -> re.Match[str] | None:
    match = _COLON.fullmatch(text) if text[-1] == ":" else None
    if match is None or opens_heading(text) or is_transition(text) or is_shot(match[1]):
        return None
    return match


def _at_names(lines: Sequence[Line], names: Collection[str]) -> Iterator[Line]:
    """Yield the lines, parted where somebody begins to speak behind the end of a sentence."""
    named = sorted((name for name in names if len(name) > 1), key=lambda n: (-len(n), n))
    known = "|".join(map(re.escape, named))
    begins = re.compile(rf"(?<=[.!?)\"”])\s+(?=(?:{known})\s*:(?:\s|$))")
    for line in lines:
        first, *others = begins.split(line.text) if ":" in line.text else [line.text]
        yield replace(line, text=first) if others else line
        for part in others:
            yield replace(line, text=part, gap=1, after_page=False, after_more=False)


def part_cuts(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, `CUT TO:  THE CLIFF` in capitals in two: the cut, and where it goes.

    A heading that lost the line break beside it (`...of them. INT. LAKE`) is parted too.
    """
    parted: list[Line] = []
    for line in lines:
        text = line.text
        lost = _lost_break(text) if "T. " in text else None
        if lost is None and "TO: " not in text:
            parted.append(line)
            continue
        if lost:
            parted.append(replace(line, text=lost[1]))
            line = replace(
                line, text=lost[2], gap=1, printed_number=None,
                after_page=False, after_more=False,
            )  # fmt: skip
        cut, colon, place = line.text.partition("TO: ")
        if colon and place.strip() and line.text.isupper() and is_transition(f"{cut}TO:"):
            parted.append(replace(line, text=f"{cut}TO:"))
            line = replace(
                line, text=place.strip(), gap=1, printed_number=None,
                after_page=False, after_more=False,
            )  # fmt: skip
        parted.append(line)
    return parted


def _lost_break(text: str) -> re.Match[str] | None:
    return _LOST_BELOW.fullmatch(text) or _LOST_BREAK.fullmatch(text)


def _match(line: Line) -> re.Match[str] | None:
    match = _GLUED.match(line.text) if ":" in line.text else None
    if match is None or opens_heading(line.text) or is_transition(match[1]) or is_shot(match[1]):
        return None
    return match
