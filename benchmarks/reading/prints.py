"""A script written by our own writers as Fountain, FDX and PDF, and read again.

The PDF is set by the typist of the examples (`tools/typeset.py`): what is not printed on paper
(notes, sections) is left out, emphasis marks and what is sung too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from scenescore.core.types import Element, Scene, Screenplay
from scenescore.screenplay.emphasis import FORMATS_WITH_EMPHASIS, plain_text
from scenescore.screenplay.read import read_bytes
from scenescore.screenplay.writers.fdx import to_fdx
from scenescore.screenplay.writers.fountain import to_fountain

TOOLS = Path(__file__).resolve().parents[2] / "tools"
_PAPER = {"centered": "action"}
_PRINTED = ("action", "character", "parenthetical", "dialogue", "transition", "shot", "centered")


def printed(film: Screenplay) -> Iterator[tuple[str, Screenplay]]:
    """Yield (format, the film as it is read from that format)."""
    yield "fountain", read_bytes(to_fountain(film).encode(), name="film.fountain")
    yield "fdx", read_bytes(to_fdx(film), name="film.fdx")
    yield "pdf", read_bytes(to_pdf(film), name="film.pdf")


def to_pdf(film: Screenplay) -> bytes:
    """Return a film as the bytes of a PDF."""
    if str(TOOLS) not in sys.path:
        sys.path.insert(0, str(TOOLS))
    from typeset import Style, typeset
    from typeset_pdf import to_pdf as draw

    marked = film.format in FORMATS_WITH_EMPHASIS
    paper = replace(film, scenes=tuple(_on_paper(scene, marked) for scene in film.scenes))
    style = Style(is_numbered=any(scene.printed_number for scene in film.scored_scenes))
    return draw(paper, typeset(paper, style))


def _on_paper(scene: Scene, marked: bool) -> Scene:
    told: list[Element] = []
    above = ""
    for element in scene.elements:
        if element.kind in _PRINTED and element.text.strip():
            line = _set(element, marked)
            if above == element.kind == "centered":
                told[-1] = replace(line, text=f"{told[-1].text}\n{line.text}")
            else:
                told.append(line)
            above = element.kind
    return replace(scene, elements=tuple(told))


def _set(element: Element, marked: bool) -> Element:
    text = plain_text(element.text) if marked else element.text
    return replace(element, kind=_PAPER.get(element.kind, element.kind), text=text)
