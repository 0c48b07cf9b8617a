"""Makes a Screenplay of one scene given as plain text, for a quick look at a page on its own.

Whole files are read by the reading room; this knows only headings, names in capitals and speech.
"""

from __future__ import annotations

import hashlib
import re

from scenescore.core.types import Element, Heading, Scene, Screenplay

_HEADING = re.compile(
    r"^\s*(?:\d+\w?\.?\s+)?((?:INT|EXT|INT\.?/EXT|I/E|EST)[./ ].*)$", re.IGNORECASE
)
_TIME = re.compile(r"^(.*?)\s+-+\s+([^-]+?)\s*$")
_NAME = re.compile(r"^[^a-z]*[A-Z][^a-z]*$")
_EXTENSION = re.compile(r"\s*\(([^)]*)\)\s*")
_LONGEST_NAME = 4
_WORDS_A_PAGE = 180
"""About as many words fill a page of screenplay, a minute of film."""


def screenplay_of(text: str, *, title: str = "scene") -> Screenplay:
    """Return a screenplay of one scene; a first line like `INT. KITCHEN - NIGHT` is its heading."""
    body = text.strip("\ufeff\n\r\t ")
    first, _, rest = body.partition("\n")
    heading = _heading(first)
    elements = tuple(_elements(rest if heading else body))
    words = sum(len(element.text.split()) for element in elements)
    key = hashlib.sha256(body.encode()).hexdigest()
    scene = Scene(
        number=1,
        key=key[:12],
        heading=heading or Heading(raw=""),
        elements=elements,
        line=1,
        eighths=max(1, round(8 * words / _WORDS_A_PAGE)),
    )
    return Screenplay(title, (), (), (scene,), "-", "text", key)


def _heading(line: str) -> Heading | None:
    match = _HEADING.match(line)
    if match is None:
        return None
    raw = " ".join(match[1].split())
    side, _, place = raw.replace("/", " ").partition(" ")
    timed = _TIME.match(place)
    upper = side.upper()
    return Heading(
        raw,
        "INT" if upper.startswith("INT") else "EXT" if upper.startswith("EXT") else None,
        timed[1] if timed else place,
        timed[2] if timed else None,
    )


def _elements(text: str) -> list[Element]:
    found: list[Element] = []
    for paragraph in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        if len(lines) > 1 and _is_name(lines[0]):
            found += _speech(lines)
        elif lines:
            found.append(Element("action", " ".join(lines)))
    return found


def _is_name(line: str) -> bool:
    bare = _EXTENSION.sub(" ", line).strip()
    return bool(_NAME.match(bare)) and len(bare.split()) <= _LONGEST_NAME and bare[-1] not in ".!?"


def _speech(lines: list[str]) -> list[Element]:
    who = _EXTENSION.sub(" ", lines[0]).strip()
    extension = _EXTENSION.search(lines[0])
    found = [
        Element("character", lines[0], who, who, extension=extension[1] if extension else None)
    ]
    for line in lines[1:]:
        aside = line.startswith("(") and line.endswith(")")
        kind = found[-1].kind
        if not aside and kind == "dialogue":
            found[-1] = Element("dialogue", f"{found[-1].text} {line}", who, who)
        else:
            found.append(Element("parenthetical" if aside else "dialogue", line, who, who))
    return found
