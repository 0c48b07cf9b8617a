"""Reads Celtx projects: a zip archive in which the script is a page of marked paragraphs.

Knows the classes that Celtx gives its paragraphs. Drafts, scratch pages and media in the same
archive are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.progress import Run
from scenescore.core.types import Screenplay
from scenescore.screenplay.archive import read_members
from scenescore.screenplay.build import Facts, build
from scenescore.screenplay.encoding import decode
from scenescore.screenplay.paragraphs import Paragraph, ParagraphKind
from scenescore.screenplay.refuse import refuse_stub
from scenescore.screenplay.sub_slugs import part_sub_slugs

_MOST_BYTES = 64_000_000
_MEMBER = re.compile(rb"PK\x03\x04.{26}(?:project\.rdf|local\.rdf|script[\w-]*\.html)", re.DOTALL)
_KINDS: dict[str, ParagraphKind] = {
    "sceneheading": "heading",
    "action": "action",
    "text": "action",
    "sound": "action",
    "music": "action",
    "character": "character",
    "voice": "character",
    "dialog": "dialogue",
    "parenthetical": "parenthetical",
    "transition": "transition",
    "shot": "shot",
    "act": "centered",
    "lyrics": "lyric",
}
#: Celtx shows these in capitals, however they were typed.
_CAPITAL: tuple[ParagraphKind, ...] = ("heading", "character", "transition", "shot")
_SCRIPT_MARKS = tuple(f'class="{name}"' for name in ("sceneheading", "character", "dialog"))


class CeltxReader:
    """A project of the Celtx desktop program."""

    version = "1"
    suffixes = (".celtx",)

    def sniff(self, head: bytes) -> float:
        """Return 0.97 for a zip archive with Celtx's own members, else 0."""
        return 0.97 if head.startswith(b"PK\x03\x04") and _MEMBER.search(head) else 0.0

    def read(self, data: bytes, *, title: str, run: Run) -> Screenplay:
        """Return the script of the project; of several, the one with most of a script in it."""
        run.report("reading Celtx", 0.0)
        pages = read_members(data, lambda name: name.endswith(".html"), most_bytes=_MOST_BYTES)
        texts = [decode(page).text for page in pages.values()]
        text = max(texts, key=lambda text: sum(map(text.count, _SCRIPT_MARKS)), default="")
        page = _Page()
        page.feed(text)
        page.close()
        if not page.paragraphs:
            raise UnreadableScreenplayError(
                "the Celtx project has no script", code="no-script",
                hint="Export the script from Celtx as text or PDF.",
            )  # fmt: skip
        refuse_stub(page.paragraphs)
        author = page.facts.get("author", "")
        facts = Facts(
            title=page.title or title,
            format="celtx",
            data=data,
            authors=tuple(
                name.strip() for name in re.split(r",|&|\band\b", author) if name.strip()
            ),
            title_page=page.title_page(),
        )
        return build(part_sub_slugs(page.paragraphs), facts)


@dataclass(slots=True)
class _Open:
    """A paragraph while its letters come."""

    kind: ParagraphKind
    line: int
    number: str | None
    text: str = ""


class _Page(HTMLParser):
    """One pass over the page; `paragraphs` and the facts of its head are the result."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[Paragraph] = []
        self.facts: dict[str, str] = {}
        self.title = ""
        self._open: _Open | None = None
        self._numbered = False
        self._in_title = False

    def title_page(self) -> tuple[tuple[str, str], ...]:
        """Return what the head says, under the names that Fountain uses."""
        told = (
            ("Title", self.title),
            ("Credit", self.facts.get("cx.byline", "") if self.facts.get("author") else ""),
            ("Author", self.facts.get("author", "")),
            ("Source", self.facts.get("dc.source", "")),
            ("Contact", self.facts.get("cx.contact", "")),
        )
        return tuple((key, value) for key, value in told if value)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "p":
            self._close()
            names = given.get("class", "").split()
            known = [_KINDS[name] for name in names if name in _KINDS]
            kind = known[0] if known else "action"
            number = given.get("scenestr") if self._numbered and kind == "heading" else None
            self._open = _Open(kind, self.getpos()[0], number or None)
        elif tag == "br" and self._open:
            self._open.text += "\n"
        elif tag == "meta":
            self._meta(given.get("name", "").lower(), given.get("content", "").strip())
        elif tag == "title":
            self._in_title = True

    def _meta(self, name: str, content: str) -> None:
        self.facts[name] = content
        if name == "cx.scenenumbering":
            self._numbered = content not in ("none", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "body"):
            self._close()
        elif tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        plain = re.sub(r"\s+", " ", data)
        if self._open:
            self._open.text += plain
        elif self._in_title:
            self.title = (self.title + plain).strip()

    def _close(self) -> None:
        done, self._open = self._open, None
        if done is None:
            return
        lines = (" ".join(line.split()) for line in done.text.split("\n"))
        text = "\n".join(line for line in lines if line)
        if done.kind in _CAPITAL:
            text = text.replace("\n", " ").upper()
        if text:
            self.paragraphs.append(Paragraph(done.kind, text, done.line, number=done.number))
