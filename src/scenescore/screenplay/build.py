"""Makes scenes of a flat list of paragraphs: numbers, keys, speakers, persons, lengths.

Knows nothing about file formats. Everything a scene holds is in its `elements`, in order of the
page; an entry of level "shot" behind it only points at a shot inside it and holds no elements, so
nothing is told twice.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from scenescore.core.types import Diagnostic, Element, Scene, Screenplay
from scenescore.screenplay.headings import parse_heading
from scenescore.screenplay.keys import Keys, content_of
from scenescore.screenplay.length import eighths_of, lines_per_page, measure
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
    layout: str = ""
    """One line: how the text is set; empty where the format says what is what."""


@dataclass(slots=True)
class _Part:
    """A heading and the paragraphs under it, while they are collected."""

    heading: Paragraph | None
    elements: list[Element] = field(default_factory=list)
    numbers: dict[int, str] = field(default_factory=dict)
    """Index of a shot among the elements -> its printed number."""


def build(paragraphs: Sequence[Paragraph], facts: Facts) -> Screenplay:
    """Return the screenplay that the paragraphs tell."""
    parts = _parts(paragraphs, _persons(paragraphs))
    measures = [measure(_raw(part), part.elements) for part in parts]
    per_page = lines_per_page(sum(m.lines for m in measures), facts.pages)
    keys = Keys()
    scenes: list[Scene] = []
    number = 0
    for part, taken in zip(parts, measures, strict=True):
        number += part.heading is not None
        scene = _scene(part, number, keys, eighths_of(taken.lines, per_page), taken.playing_s)
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
        layout=facts.layout,
    )


def _persons(paragraphs: Iterable[Paragraph]) -> dict[str, str]:
    """Return printed name -> person for all who speak."""
    return merge_names(Counter(
        split_name(p.text).character for p in paragraphs if p.kind == "character"
    ))  # fmt: skip


def _parts(paragraphs: Iterable[Paragraph], persons: Mapping[str, str]) -> list[_Part]:
    parts = [_Part(None)]
    speaker: str | None = None
    dual = False
    for paragraph in paragraphs:
        kind = paragraph.kind
        if kind == "heading":
            parts.append(_Part(paragraph))
            speaker, dual = None, False
            continue
        part = parts[-1]
        extension = None
        if kind == "character":
            name = split_name(paragraph.text)
            speaker, dual, extension = name.character, paragraph.dual, name.extension
        elif kind not in _SPOKEN and kind not in _TRANSPARENT:
            speaker, dual = None, False
        if kind == "shot" and paragraph.number:
            part.numbers[len(part.elements)] = paragraph.number
        spoken = speaker if kind == "character" or kind in _SPOKEN else None
        part.elements.append(
            Element(
                kind=kind,
                text=paragraph.text,
                character=spoken,
                person=persons.get(spoken, spoken) if spoken is not None else None,
                line=paragraph.line,
                extension=extension,
                dual=dual and spoken is not None,
                confidence=paragraph.confidence,
                depth=paragraph.depth,
                offset=paragraph.offset,
                revision=paragraph.revision,
            )
        )
    return [part for part in parts if part.heading or part.elements]


def _raw(part: _Part) -> str:
    return part.heading.text if part.heading else ""


def _scene(part: _Part, number: int, keys: Keys, eighths: int, length_s: float) -> Scene:
    heading, elements = part.heading, tuple(part.elements)
    raw = _raw(part)
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
        length_s=length_s,
        revision=heading.revision if heading else None,
    )


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
