"""Reads Final Draft files (FDX, XML). Knows its paragraph types; every run of text is read.

Files come from strangers: entities and document types are refused, and so is anything huge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.progress import Run
from scenescore.core.types import Screenplay
from scenescore.screenplay.build import Facts, build
from scenescore.screenplay.emphasis import StyledRun, join_emphasis
from scenescore.screenplay.fountain.lines import ENDINGS
from scenescore.screenplay.paragraphs import Paragraph, ParagraphKind
from scenescore.screenplay.refuse import refuse_stub
from scenescore.screenplay.sub_slugs import part_sub_slugs
from scenescore.screenplay.title_lines import TitlePage, read_title_lines

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Node
    from xml.etree.ElementTree import TreeBuilder

#: A season in one file is some 10 MB.
_LARGEST_BYTES = 64_000_000
#: Final Draft nests some ten deep.
_DEEPEST = 60
_LINE = " line"
"""No name that XML can have, so that no file can set it."""
_KINDS: dict[str, ParagraphKind] = {
    "Scene Heading": "heading",
    "Action": "action",
    "General": "action",
    "Character": "character",
    "Parenthetical": "parenthetical",
    "Dialogue": "dialogue",
    "Transition": "transition",
    "Shot": "shot",
    "Lyrics": "lyric",
    "Singing": "lyric",
    "New Act": "centered",
    "End of Act": "centered",
    "Cast List": "note",
    "Outline Body": "synopsis",
}
_PLAIN: tuple[ParagraphKind, ...] = ("heading", "character", "transition", "shot", "section")
_SPOKEN: tuple[ParagraphKind, ...] = ("character", "parenthetical", "dialogue", "lyric")
_STYLES = frozenset({"Bold", "Italic", "Underline"})
#: The name under which our writer keeps cut text, for which Final Draft has no paragraph type.
BONEYARD_NOTE = "boneyard"


class FdxReader:
    """Final Draft 8 and later."""

    version = "1"
    suffixes = (".fdx",)

    def sniff(self, head: bytes) -> float:
        """Return 0.98 for a FinalDraft document, else 0."""
        plain = head[:4096].replace(b"\0", b"")
        return 0.98 if b"<FinalDraft" in plain else 0.0

    def read(self, data: bytes, *, title: str, run: Run) -> Screenplay:
        """Return the screenplay; bold, italic and underline become Fountain's marks."""
        run.report("reading Final Draft", 0.0)
        root = _parse(data)
        content = root.find("Content")
        paragraphs = _joined(
            _Content(_revision_names(root)).read(content) if content is not None else []
        )
        refuse_stub(paragraphs, fewest_words=1)
        page = _title_page(root)
        facts = Facts(
            title=page.title or title, format="fdx", data=data, authors=page.authors,
            title_page=page.entries,
        )  # fmt: skip
        return build(part_sub_slugs(paragraphs), facts)


def _revision_names(root: Node) -> dict[str, str]:
    """Return ID -> name of the revision sets that the document lists."""
    sets = root.findall("Revisions/Revision")
    return {each.get("ID", ""): name for each in sets if (name := each.get("Name", "").strip())}


class _TooDeepError(ValueError):
    """XML nested deeper than any script."""


def _parse(data: bytes) -> Node:
    """Return the root; each paragraph knows its source line as the attribute `_LINE`."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    if len(data) > _LARGEST_BYTES:
        raise UnreadableScreenplayError(
            f"{len(data) // 1_000_000} MB of XML is no screenplay", code="too-large",
            hint="Save the script alone in Final Draft.",
        )  # fmt: skip
    builder = _builder(lambda: parser.parser.CurrentLineNumber)
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        parser.feed(data)
        root: Node = parser.close()
    except ParseError as problem:
        raise UnreadableScreenplayError(
            "the Final Draft file is damaged: its XML ends or breaks", code="broken-xml",
            line=problem.position[0], hint="Open it in Final Draft and save it again.",
        ) from problem  # fmt: skip
    except (DefusedXmlException, LookupError, ValueError) as problem:
        raise UnreadableScreenplayError(
            f"this XML is refused: {problem}", code="unsafe-xml",
            hint="A Final Draft file has no document type and no entities.",
        ) from problem  # fmt: skip
    return root


def _builder(line: Callable[[], int]) -> TreeBuilder:
    """Return what makes a tree of XML, none too deep, and notes the line of each paragraph."""
    from xml.etree.ElementTree import TreeBuilder

    class Builder(TreeBuilder):
        depth = 0

        def start(self, tag: str, attrs: dict[str, str]) -> Node:
            self.depth += 1
            if self.depth > _DEEPEST:
                raise _TooDeepError(f"it is nested deeper than {_DEEPEST}")
            if tag == "Paragraph":
                attrs[_LINE] = str(line())
            return super().start(tag, attrs)

        def end(self, tag: str) -> Node:
            self.depth -= 1
            return super().end(tag)

    return Builder()


class _Content:
    """One pass over the paragraphs of a document."""

    def __init__(self, revisions: Mapping[str, str]) -> None:
        self._revisions = revisions
        self._found: list[Paragraph] = []

    def read(self, content: Node) -> list[Paragraph]:
        for node in content.findall("Paragraph"):
            dual = node.find("DualDialogue")
            if dual is None:
                self._paragraph(node)
            else:
                self._dual(dual)
        return self._found

    def _dual(self, dual: Node) -> None:
        speakers = 0
        for node in dual.findall("Paragraph"):
            speakers += node.get("Type") == "Character"
            self._paragraph(node, dual=speakers > 1)

    def _paragraph(self, node: Node, *, dual: bool = False) -> None:
        kind, depth = _kind(node)
        text = _text(node, kind)
        if kind == "action" and text in ENDINGS:
            kind = "transition"
        line = int(node.get(_LINE, "0"))
        if node.get("StartsNewPage") == "Yes" and self._found:
            self._found.append(Paragraph("page_break", "", line))
        omitted = node.find("OmittedScene")
        if omitted is not None:
            self._found.append(Paragraph("boneyard", _omitted(omitted), line))
            return
        if text or kind in ("heading", "dialogue"):
            speech_dual = dual and kind == "character"
            number = node.get("Number") if kind in ("heading", "shot") else None
            # Lines that are centred one by one elsewhere may be one paragraph here.
            for part in text.split("\n") if kind == "centered" else [text]:
                self._found.append(
                    Paragraph(
                        kind, part, line, number=number or None, dual=speech_dual, depth=depth,
                        revision=self._revision(node),
                    )
                )  # fmt: skip
        self._attached(node, kind, len(text), line)

    def _revision(self, node: Node) -> str | None:
        """Return the name of the latest set that changed a run of the paragraph."""
        marks = [
            mark for run in node.findall("Text") if (mark := run.get("RevisionID", "0")) != "0"
        ]
        latest = max(marks, key=lambda mark: (len(mark), mark), default=None)
        return self._revisions.get(latest, latest) if latest else None

    def _attached(self, node: Node, kind: ParagraphKind, length: int, line: int) -> None:
        """Add summary and notes; inside a speech a note must not end it."""
        for summary in node.findall("SceneProperties/Summary"):
            text = _lines(summary)
            if text:
                self._found.append(Paragraph("synopsis", text, line))
        for note in node.findall("ScriptNote"):
            offset = length if kind in _SPOKEN else None
            cut = note.get("Name") == BONEYARD_NOTE
            self._found.append(
                Paragraph("boneyard" if cut else "note", _lines(note), line, offset=offset)
            )


def _kind(node: Node) -> tuple[ParagraphKind, int]:
    name = node.get("Type") or "Action"
    if name.startswith("Outline ") and name[8:].isdigit():
        return "section", int(name[8:])
    kind = _KINDS.get(name, "action")
    if kind == "action" and node.get("Alignment") == "Center":
        kind = "centered"
    return kind, 0


def _text(node: Node, kind: ParagraphKind) -> str:
    """Return all runs of a paragraph as one text, marked where the kind carries emphasis."""
    runs = [StyledRun(run.text or "", _styles(run)) for run in node.findall("Text")]
    if kind in _PLAIN:
        return " ".join("".join(run.text for run in runs).split())
    text = join_emphasis(runs).rstrip()
    return text if kind == "action" else text.strip()


def _styles(run: Node) -> frozenset[str]:
    return frozenset((run.get("Style") or "").split("+")) & _STYLES


def _lines(node: Node) -> str:
    """Return the paragraphs inside a note or summary as lines."""
    texts = ("".join(t.text or "" for t in p.iter("Text")) for p in node.iter("Paragraph"))
    return "\n".join(texts).strip()


def _omitted(node: Node) -> str:
    texts = ("".join(t.text or "" for t in p.findall("Text")) for p in node.iter("Paragraph"))
    return "\n\n".join(text for text in texts if text)


def _joined(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Join dialogue that follows dialogue: the lines of one speech are one paragraph."""
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        above = joined[-1] if joined else None
        if paragraph.kind == "dialogue" and above is not None and above.kind == "dialogue":
            joined[-1] = replace(
                above, text=f"{above.text}\n{paragraph.text}",
                revision=paragraph.revision or above.revision,
            )  # fmt: skip
        else:
            joined.append(paragraph)
    trimmed = (replace(p, text=p.text.strip("\n")) if p.kind == "dialogue" else p for p in joined)
    return [p for p in trimmed if p.text or p.kind not in ("dialogue", "heading")]


def _title_page(root: Node) -> TitlePage:
    content = root.find("TitlePage/Content")
    if content is None:
        return TitlePage()
    lines: list[str] = []
    for node in content.findall("Paragraph"):
        lines += "".join(t.text or "" for t in node.findall("Text")).split("\n")
    return read_title_lines(lines)
