"""Reads saved web pages of scripts, above all IMSDb's: the text in `td.scrtext`, facts below it.

Knows the page's four shapes: one `pre`, `pre` in `pre`, several, and none (a foreign page pasted
in). The text itself goes through the layout reader.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.progress import Run
from scenescore.core.types import Diagnostic, Screenplay
from scenescore.screenplay.build import Facts, build
from scenescore.screenplay.encoding import Decoded, decode
from scenescore.screenplay.layout.footer import Footer, cut_footer, natural_title
from scenescore.screenplay.layout.page import read_laid_out

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DOCUMENT = re.compile(
    rb"<!doctype html|<html\b|<head\b|<body\b|<td class=.?scrtext", re.IGNORECASE
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_BREAK = re.compile(
    r"<br\b[^>]*>|</?(?:p|div|tr|table|h[1-6]|li|ul|ol|blockquote|center|hr|dd|dt|dl|pre)\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]+>")
_MOST_PRE = 40
_WORD = re.compile(r"\w+")


class ImsdbReader:
    """A saved script page (HTML)."""

    version = "1"
    suffixes = (".html", ".htm")

    def sniff(self, head: bytes) -> float:
        """Return 0.97 for a page of IMSDb, 0.7 for any other web page, else 0."""
        if _DOCUMENT.search(head[:4096]) is None or b"\0" in head[:4096]:
            return 0.0
        return 0.97 if b"scrtext" in head or b"IMSDb" in head else 0.7

    def read(self, data: bytes, *, title: str, run: Run) -> Screenplay:
        """Return the screenplay; title, writers and genres come from the foot of the page."""
        from selectolax.lexbor import LexborHTMLParser

        run.report("reading the page", 0.0)
        decoded = _decode(data)
        page = LexborHTMLParser(decoded.text)
        box = page.css_first("td.scrtext") or _only_pre(page) or page.body
        if box is None:
            raise UnreadableScreenplayError(
                "the page has no text", code="stub", hint="Save the script page again."
            )
        footer = _cut_facts(page, box)
        text, below = cut_footer(_text(box))
        reading = read_laid_out("\n" * _lines_above(decoded.text, text) + text, run)
        notes = tuple(Diagnostic("encoding-repaired", sentence) for sentence in decoded.repairs)
        facts = Facts(
            title=footer.title or below.title or reading.title_page.title or title,
            format="imsdb",
            data=data,
            authors=footer.writers or below.writers or reading.title_page.authors,
            genres=footer.genres or below.genres,
            segmentation=reading.segmentation,
            diagnostics=(*notes, *reading.diagnostics),
            title_page=reading.title_page.entries,
            pages=reading.pages.printed,
            layout=reading.layout,
        )
        return build(reading.paragraphs, facts)


def _decode(data: bytes) -> Decoded:
    declared = _CHARSET.search(data[:4096])
    return decode(data, declared=declared[1].decode("ascii") if declared else None)


def _only_pre(page: LexborHTMLParser) -> LexborNode | None:
    """Return the `pre` that holds all others, when there is just one such."""
    found = page.css("pre")
    if len(found) > _MOST_PRE:
        return None
    inner = {node.mem_id for outer in found for node in outer.css("pre") if node != outer}
    outer = [node for node in found if node.mem_id not in inner]
    return outer[0] if len(outer) == 1 else None


def _cut_facts(page: LexborHTMLParser, box: LexborNode) -> Footer:
    """Take the table of facts, scripts and styles out of the page; return the facts."""
    writers = _linked(page, "/writer.php")
    genres = _linked(page, "/genre/")
    title = ""
    for table in box.css("table"):
        heading = table.css_first("h1")
        if heading is not None and table.css_first("pre") is None:
            title = " ".join(heading.text().split())
            writers = _linked(table, "/writer.php") or writers
            genres = _linked(table, "/genre/")
            table.decompose()
    for node in box.css("script, style, noscript, iframe"):
        node.decompose()
    return Footer(natural_title(title), writers, genres if title else ())


def _linked(node: LexborHTMLParser | LexborNode, start: str) -> tuple[str, ...]:
    names = (" ".join(link.text().split()) for link in node.css(f'a[href^="{start}"]'))
    return tuple(dict.fromkeys(name for name in names if name))


def _text(box: LexborNode) -> str:
    """Return the box's text; outside `pre`, only tags break lines."""
    markup = box.html or ""
    if "<pre" not in markup:
        markup = re.sub(r"\s+", " ", markup)
        markup = _BREAK.sub("\n", markup)
    else:
        markup = re.sub(r"<br\b[^>]*>", "\n", markup, flags=re.IGNORECASE)
    return html.unescape(_TAG.sub("", markup))


def _lines_above(source: str, text: str) -> int:
    """Return how many lines to put above the text, so that its lines have the file's numbers.

    A parser drops the line break behind `<pre>`; so the first word is looked for in the file.
    """
    at = max(source.find("scrtext"), 0) or max(source.lower().find("<pre"), 0)
    first = _WORD.search(text)
    found = source.find(first[0], at) if first else -1
    if first is None or found < 0:
        return source.count("\n", 0, at)
    return max(source.count("\n", 0, found) - text.count("\n", 0, first.start()), 0)
