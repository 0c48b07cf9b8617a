"""Makes scenes of a flat list of paragraphs: numbers, keys, speakers, persons, lengths.

Knows nothing about file formats. Everything a scene holds is in its `elements`, in order of the
page; an entry of level "shot" behind it only points at a shot inside it and holds no elements, so
nothing is told twice.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from scenescore.core.types import Diagnostic, Element, Scene, Screenplay
from scenescore.screenplay.headings import parse_heading
from scenescore.screenplay.keys import Keys, content_of
from scenescore.screenplay.length import eighths_of, lines_per_page, page_lines, playing_s
from scenescore.screenplay.names import split_name
from scenescore.screenplay.paragraphs import Paragraph
from scenescore.screenplay.people import merge_names

_SPOKEN = ("parenthetical", "dialogue", "lyric")
# Things on the page that do not end a speech.
_TRANSPARENT = ("note", "boneyard", "page_break")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reader knows about the whole film."""

    title: str
    format: str
    data: bytes
    authors: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    segmentation: Literal["headings", "inferred"] = "headings"
    diagnostics: tuple[Diagnostic, ...] = ()
    title_page: tuple[tuple[str, str], ...] = ()
    pages: int = 0
    """Pages of the script as printed; 0: not known, a page is 55 lines."""


@dataclass(slots=True)
class _Part:
    """A heading and the paragraphs under it, while they are collected."""

    heading: Paragraph | None
    elements: list[Element] = field(default_factory=list)
    numbers: dict[int, str] = field(default_factory=dict)
    """Index of a shot among the elements -> its printed number."""


def build(paragraphs: Sequence[Paragraph], facts: Facts) -> Screenplay:
    """Return the screenplay that the paragraphs tell."""
    parts = [part for part in _parts(paragraphs) if part.heading or part.elements]
    persons = _persons(parts)
    per_page = lines_per_page(sum(_lines(part) for part in parts), facts.pages)
    keys = Keys()
    scenes: list[Scene] = []
    number = 0
    for part in parts:
        elements = tuple(_with_person(element, persons) for element in part.elements)
        number += part.heading is not None
        scene = _scene(part.heading, elements, number, keys, eighths_of(_lines(part), per_page))
        scenes.append(scene)
        scenes.extend(_shots(scene, part.numbers, keys))
    return Screenplay(
        title=facts.title,
        authors=facts.authors,
        genres=facts.genres,
        scenes=tuple(scenes),
        source=facts.title,
        format=facts.format,
        sha256=hashlib.sha256(facts.data).hexdigest(),
        segmentation=facts.segmentation,
        diagnostics=facts.diagnostics,
        title_page=facts.title_page,
    )


def _parts(paragraphs: Iterable[Paragraph]) -> list[_Part]:
    parts = [_Part(None)]
    speaker: str | None = None
    dual = False
    for paragraph in paragraphs:
        if paragraph.kind == "heading":
            parts.append(_Part(paragraph))
            speaker, dual = None, False
            continue
        part = parts[-1]
        if paragraph.kind == "character":
            speaker, dual = split_name(paragraph.text).character, paragraph.dual
        elif paragraph.kind not in _SPOKEN and paragraph.kind not in _TRANSPARENT:
            speaker, dual = None, False
        if paragraph.kind == "shot" and paragraph.number:
            part.numbers[len(part.elements)] = paragraph.number
        part.elements.append(_element(paragraph, speaker, dual))
    return parts


def _element(paragraph: Paragraph, speaker: str | None, dual: bool) -> Element:
    assert paragraph.kind != "heading"
    spoken = paragraph.kind == "character" or paragraph.kind in _SPOKEN
    name = split_name(paragraph.text) if paragraph.kind == "character" else None
    return Element(
        kind=paragraph.kind,
        text=paragraph.text,
        character=speaker if spoken else None,
        line=paragraph.line,
        extension=name.extension if name else None,
        dual=dual and spoken,
        confidence=paragraph.confidence,
        depth=paragraph.depth,
        offset=paragraph.offset,
    )


def _persons(parts: Iterable[_Part]) -> dict[str, str]:
    counts = Counter(
        element.character
        for part in parts
        for element in part.elements
        if element.kind == "character" and element.character
    )
    return merge_names(counts)


def _with_person(element: Element, persons: dict[str, str]) -> Element:
    if element.character is None:
        return element
    return replace(element, person=persons.get(element.character, element.character))


def _scene(
    heading: Paragraph | None, elements: tuple[Element, ...], number: int, keys: Keys, eighths: int
) -> Scene:
    raw = heading.text if heading else ""
    return Scene(
        number=number if heading else 0,
        key=keys.key(content_of(raw, elements)),
        heading=parse_heading(raw) if heading else None,
        elements=elements,
        line=heading.line if heading else min((e.line for e in elements if e.line), default=0),
        level="scene" if heading else "preamble",
        confidence=heading.confidence if heading else 1.0,
        eighths=eighths,
        printed_number=heading.number if heading else None,
        synopsis=_synopsis(elements),
        length_s=playing_s(raw, elements),
    )


def _lines(part: _Part) -> int:
    return page_lines(part.heading.text if part.heading else "", part.elements)


def _synopsis(elements: Iterable[Element]) -> str | None:
    """Return the synopses that stand right under the heading."""
    found = []
    for element in elements:
        if element.kind == "synopsis":
            found.append(element.text)
        elif element.kind not in _TRANSPARENT:
            break
    return "\n".join(found) or None


def _shots(scene: Scene, numbers: dict[int, str], keys: Keys) -> Iterable[Scene]:
    for index, element in enumerate(scene.elements):
        if element.kind == "shot":
            below = scene.elements[index + 1 :]
            yield Scene(
                number=scene.number,
                key=keys.key("shot\n" + content_of(element.text, below)),
                heading=parse_heading(element.text),
                elements=(),
                line=element.line,
                level="shot",
                confidence=element.confidence,
                printed_number=numbers.get(index),
            )
