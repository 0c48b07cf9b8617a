"""Reads plain text laid out like a screenplay."""

from __future__ import annotations

from scenescore.core.progress import Run
from scenescore.core.types import Screenplay
from scenescore.screenplay.build import Facts, build
from scenescore.screenplay.encoding import decode
from scenescore.screenplay.fountain.blocks import read_blocks
from scenescore.screenplay.refuse import refuse_stub, refuse_stylesheet


class TextReader:
    """Plain text."""

    version = "1"
    suffixes = (".txt", ".text")

    def sniff(self, head: bytes) -> float:
        """Return 0.2 for anything that is text."""
        return 0.0 if b"\0" in head[:1024] else 0.2

    def read(self, data: bytes, *, title: str, run: Run) -> Screenplay:
        """Return the screenplay."""
        text = decode(data).text.replace("\r\n", "\n").replace("\r", "\n")
        refuse_stylesheet(text)
        paragraphs = read_blocks(text)
        refuse_stub(paragraphs)
        return build(paragraphs, Facts(title=title, format="text", data=data))
