"""Writes a Screenplay as a Final Draft document, so that reading it again gives the same scenes.

Knows Final Draft's paragraph types. Boneyard, which Final Draft does not know, is kept in notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import SubElement

from scenescore.core.types import Element, Scene, Screenplay
from scenescore.screenplay.emphasis import FORMATS_WITH_EMPHASIS, StyledRun, split_emphasis
from scenescore.screenplay.readers.fdx import BONEYARD_NOTE
from scenescore.screenplay.sub_slugs import SUB_SLUG

Node = ElementTree.Element
_TYPES = {
    "action": "Action",
    "centered": "Action",
    "character": "Character",
    "parenthetical": "Parenthetical",
    "dialogue": "Dialogue",
    "lyric": "Lyrics",
    "transition": "Transition",
    "shot": "Shot",
    "synopsis": "Outline Body",
}
_MARKED = ("action", "centered", "parenthetical", "dialogue", "lyric")
_CONTROL = {code: None for code in range(32) if code not in (9, 10, 13)} | {
    0xFFFE: None,
    0xFFFF: None,
}


def to_fdx(screenplay: Screenplay) -> bytes:
    """Return the screenplay as the bytes of an `.fdx` file (UTF-8)."""
    root = Node("FinalDraft", {"DocumentType": "Script", "Template": "No", "Version": "1"})
    writer = _Writer(SubElement(root, "Content"), screenplay.format in FORMATS_WITH_EMPHASIS)
    numbers = [scene.printed_number for scene in screenplay.scenes if scene.level == "shot"]
    writer.numbers = list(reversed(numbers))
    for scene in screenplay.scenes:
        if scene.level != "shot":
            writer.scene(scene)
    _title_page(root, screenplay)
    writer.list_revisions(root)
    ElementTree.indent(root)
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'
    body: bytes = ElementTree.tostring(root, encoding="utf-8")
    return head + body + b"\n"


class _Writer:
    """Adds paragraphs to a document, in order."""

    def __init__(self, content: Node, with_emphasis: bool) -> None:
        self._content = content
        self._with_emphasis = with_emphasis
        self._new_page = False
        self._last: Node | None = None
        self._revisions: dict[str, str] = {}
        self.numbers: list[str | None] = []
        """Printed numbers of the shots, last first."""

    def scene(self, scene: Scene) -> None:
        rest = list(scene.elements)
        if scene.heading:
            node = self._paragraph(self._content, "Scene Heading", scene.heading.raw)
            self._revise(node, scene.revision)
            if scene.printed_number:
                node.set("Number", scene.printed_number)
            if scene.synopsis:
                _note(SubElement(node, "SceneProperties"), "Summary", scene.synopsis)
                rest = _without_summary(rest, scene.synopsis)
        while rest:
            taken = _dual_length(rest)
            if taken:
                outer = self._open(self._content, {})
                self._elements(SubElement(outer, "DualDialogue"), rest[:taken])
            else:
                taken = 1
                self._elements(self._content, rest[:1])
            rest = rest[taken:]

    def _elements(self, parent: Node, elements: Iterable[Element]) -> None:
        for element in elements:
            if element.kind == "page_break":
                self._new_page = True
            elif element.kind in ("note", "boneyard"):
                self._aside(parent, element)
            elif element.kind == "section":
                self._paragraph(parent, f"Outline {max(element.depth, 1)}", element.text)
            else:
                marked = self._with_emphasis and element.kind in _MARKED
                kind = "Scene Heading" if _is_sub_slug(element) else _TYPES[element.kind]
                node = self._paragraph(parent, kind, element.text, marked=marked)
                self._revise(node, element.revision)
                if element.kind == "centered":
                    node.set("Alignment", "Center")
                number = self.numbers.pop() if element.kind == "shot" and self.numbers else None
                if number:
                    node.set("Number", number)

    def _aside(self, parent: Node, element: Element) -> None:
        owner = self._last if self._last is not None else self._paragraph(parent, "Action", "")
        note = _note(owner, "ScriptNote", element.text)
        if element.kind == "boneyard":
            note.set("Name", BONEYARD_NOTE)

    def _revise(self, node: Node, revision: str | None) -> None:
        if revision:
            mark = self._revisions.setdefault(revision, str(len(self._revisions) + 1))
            for run in node.findall("Text"):
                run.set("RevisionID", mark)

    def list_revisions(self, root: Node) -> None:
        """Add the names of the sets that marked anything, once all is written."""
        if self._revisions:
            listed = SubElement(root, "Revisions")
            for name, mark in self._revisions.items():
                plain = name.translate(_CONTROL)
                SubElement(listed, "Revision", {"ID": mark, "Name": plain, "Mark": "*"})

    def _open(self, parent: Node, attributes: dict[str, str]) -> Node:
        if self._new_page:
            attributes["StartsNewPage"] = "Yes"
            self._new_page = False
        return SubElement(parent, "Paragraph", attributes)

    def _paragraph(self, parent: Node, kind: str, text: str, *, marked: bool = False) -> Node:
        node = self._open(parent, {"Type": kind})
        for run in split_emphasis(text) if marked else [StyledRun(text)]:
            child = SubElement(node, "Text")
            child.text = run.text.translate(_CONTROL)
            if run.styles:
                child.set("Style", "+".join(sorted(run.styles)))
        self._last = node
        return node


def _is_sub_slug(element: Element) -> bool:
    return element.kind == "shot" and element.depth == SUB_SLUG


def _note(parent: Node, tag: str, text: str) -> Node:
    note = SubElement(parent, tag)
    for line in text.split("\n"):
        SubElement(SubElement(note, "Paragraph"), "Text").text = line.translate(_CONTROL)
    return note


def _without_summary(elements: Sequence[Element], synopsis: str) -> list[Element]:
    """Return the elements less the synopses under the heading, which the summary holds."""
    held = set(synopsis.split("\n")) | {synopsis}
    return [e for e in elements if e.kind != "synopsis" or e.text not in held]


def _dual_length(elements: Sequence[Element]) -> int:
    """Return the length of two speeches at once at the front; 0 when there are none."""
    if elements[0].kind != "character" or elements[0].dual:
        return 0
    at, seen_second = 1, False
    while at < len(elements):
        element = elements[at]
        if element.kind == "character":
            if not element.dual:
                break
            seen_second = True
        elif element.character is None and element.kind not in ("note", "boneyard"):
            break
        at += 1
    return at if seen_second else 0


def _title_page(root: Node, screenplay: Screenplay) -> None:
    known = {key.lower(): value for key, value in screenplay.title_page}
    title = screenplay.title
    credit = known.get("credit", "written by" if screenplay.authors else "")
    author = known.get("author") or known.get("authors") or " and ".join(screenplay.authors)
    shown = {"title", "credit", "author", "authors"}
    rest = [value for key, value in screenplay.title_page if key.lower() not in shown]
    content = SubElement(SubElement(root, "TitlePage"), "Content")
    for text in (title, credit, author, *rest):
        for line in text.split("\n") if text else ():
            node = SubElement(content, "Paragraph", {"Alignment": "Center"})
            runs = split_emphasis(line) if screenplay.title_page else [StyledRun(line)]
            SubElement(node, "Text").text = "".join(r.text for r in runs).translate(_CONTROL)
