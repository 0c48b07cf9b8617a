"""The words of a scene as they were analysed, set like a screenplay, the telling ones marked."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scenescore.core.types import Element, Scene, SceneBrief

_PRINTED = {"action", "character", "parenthetical", "dialogue", "transition", "shot", "lyric",
            "centered"}  # fmt: skip
_INTRODUCE = {"character", "parenthetical"}
_ENOUGH = 0.8
"""Share of the analysed text that must be found in the page before the page's layout is used."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the page."""

    kind: str
    """An element kind, or `plain` for analysed text without layout."""
    pieces: tuple[tuple[str, bool], ...]
    """(text, True where it is evidence)"""
    is_read: bool = True
    """False: on the page, but not in the text that was analysed."""


def paragraphs(scene: Scene, brief: SceneBrief | None) -> tuple[Paragraph, ...]:
    """Return the analysed text, in the screenplay's own layout where the two agree."""
    evidence = _pattern(brief.evidence if brief else ())
    elements = tuple(e for e in scene.elements if e.kind in _PRINTED and e.text.strip())
    if brief is None or not brief.analysed_text.strip():
        return tuple(_paragraph(element, evidence, True) for element in elements)
    analysed = _squash(brief.analysed_text)
    read = _read(elements, analysed)
    found = sum(len(_squash(e.text)) for e, known in zip(elements, read, strict=True) if known)
    if found < _ENOUGH * len(analysed):
        return _plain(brief.analysed_text, evidence)
    return tuple(_paragraph(e, evidence, known) for e, known in zip(elements, read, strict=True))


def _read(elements: tuple[Element, ...], analysed: str) -> tuple[bool, ...]:
    """Say of each element whether it was analysed; a name belongs to what it says."""
    read: list[bool] = []
    for element in reversed(elements):
        introduces = element.kind in _INTRODUCE and read
        read.append(read[-1] if introduces else _squash(element.text) in analysed)
    return tuple(reversed(read))


def _paragraph(element: Element, evidence: re.Pattern[str] | None, is_read: bool) -> Paragraph:
    text = element.text
    if element.kind == "character" and element.extension and element.extension not in text:
        text = f"{text} ({element.extension})"
    return Paragraph(element.kind, _pieces(text, evidence), is_read)


def _plain(text: str, evidence: re.Pattern[str] | None) -> tuple[Paragraph, ...]:
    blocks = (block.strip("\n") for block in re.split(r"\n\s*\n", text))
    return tuple(Paragraph("plain", _pieces(block, evidence)) for block in blocks if block.strip())


def _pattern(sentences: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what finds the sentences however the page breaks its lines; longest first."""
    wanted = sorted({tuple(s.split()) for s in sentences if s.strip()}, key=lambda w: (-len(w), w))
    if not wanted:
        return None
    return re.compile("|".join(r"\s+".join(map(re.escape, words)) for words in wanted))


def _pieces(text: str, evidence: re.Pattern[str] | None) -> tuple[tuple[str, bool], ...]:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in evidence.finditer(text) if evidence else ():
        pieces += [(text[at : match.start()], False), (match.group(), True)]
        at = match.end()
    pieces.append((text[at:], False))
    return tuple(piece for piece in pieces if piece[0])


def _squash(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
