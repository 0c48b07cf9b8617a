"""Reads Fountain files. Knows when a text is Fountain; the markup itself is in `fountain/`."""

from __future__ import annotations

import re

from scenescore.core.progress import Run
from scenescore.core.types import Diagnostic, Screenplay
from scenescore.screenplay.build import Facts, build
from scenescore.screenplay.encoding import decode, lines_of, wide_encoding
from scenescore.screenplay.fountain.blocks import read_blocks
from scenescore.screenplay.fountain.lines import is_character, is_forced_heading, is_heading
from scenescore.screenplay.fountain.title_page import names_in, plain, split_title_page
from scenescore.screenplay.refuse import refuse_code, refuse_stub
from scenescore.screenplay.sub_slugs import part_sub_slugs

_MARKUP = re.compile(r"(?m)^(?:#{1,6} \S|= \S|@\S|~ ?\S|>.+<$|!\S|\[\[|/\*|={3,}$|\.[A-Z])")


class FountainReader:
    """Plain-text screenplay markup."""

    version = "1"
    suffixes = (".fountain", ".spmd")

    def sniff(self, head: bytes) -> float:
        """Return 0..1 from title page, flush-left headings and speeches, and marks."""
        marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
        if b"\0" in head[:1024] and not marked and not wide_encoding(head):
            return 0.0
        lines = lines_of(decode(head).text)
        if not any(line.strip() for line in lines) or lines[0].lstrip().startswith("<"):
            return 0.0
        title_page, taken = split_title_page(lines)
        flush = _flush_speeches(lines[taken:])
        headings = sum(is_heading(line) or is_forced_heading(line) for line in lines[taken:])
        marks = len(_MARKUP.findall("\n".join(lines[taken:])))
        proof = 0.1 + 0.5 * bool(title_page) + 0.25 * flush * bool(headings)
        return min(0.95, proof + 0.05 * min(marks, 4))

    def read(self, data: bytes, *, title: str, run: Run) -> Screenplay:
        """Return the screenplay, every part of the markup kept."""
        run.report("reading Fountain", 0.0)
        decoded = decode(data)
        lines = lines_of(decoded.text)
        refuse_code(lines)
        title_page, taken = split_title_page(lines)
        paragraphs = read_blocks("\n".join(lines[taken:]), first_line=taken + 1)
        refuse_stub(paragraphs)
        entries = {key.lower(): value for key, value in title_page}
        authors = entries.get("author") or entries.get("authors") or entries.get("written by", "")
        genres = entries.get("genres") or entries.get("genre") or ""
        film = build(
            part_sub_slugs(paragraphs),
            Facts(
                title=plain(entries.get("title", "")) or title,
                format="fountain",
                data=data,
                authors=names_in(authors),
                genres=names_in(genres),
                diagnostics=tuple(Diagnostic("encoding-repaired", r) for r in decoded.repairs),
                title_page=title_page,
            ),
        )
        run.report("reading Fountain", 1.0)
        return film


def _flush_speeches(lines: list[str]) -> float:
    """Return the share of speeches that stand at the left edge, 0..1."""
    flush = away = 0
    for above, name, below in zip(["", *lines], lines, lines[1:], strict=False):
        if not above.strip() and below.strip() and is_character(name.strip()) and len(name) < 60:
            if name[:1].isspace():
                away += 1
            else:
                flush += 1
    return flush / (flush + away) if flush + away else 0.5
