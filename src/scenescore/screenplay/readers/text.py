"""Reads plain text laid out like a screenplay, whatever the layout."""

from __future__ import annotations

from scenescore.core.progress import Run
from scenescore.core.types import Diagnostic, Screenplay
from scenescore.screenplay.build import Facts, build
from scenescore.screenplay.encoding import decode, wide_encoding
from scenescore.screenplay.layout.footer import cut_footer
from scenescore.screenplay.layout.page import read_laid_out

#: Control characters that no text has; of tabs, line ends and ESC it may have any.
_ODD = bytes([*range(9), *range(14, 27)])


class TextReader:
    """Plain text: typed, scraped, copied from a PDF, saved from a script site."""

    version = "1"
    suffixes = (".txt", ".text")

    def sniff(self, head: bytes) -> float:
        """Return 0.3 for anything that is text: whatever knows better is surer."""
        return 0.3 if _is_text(head) else 0.0

    def read(self, data: bytes, *, title: str, run: Run) -> Screenplay:
        """Return the screenplay; the layout is learned from the text itself."""
        run.report("reading text", 0.0)
        decoded = decode(data)
        text, footer = cut_footer(decoded.text)
        reading = read_laid_out(text, run)
        notes = tuple(Diagnostic("encoding-repaired", sentence) for sentence in decoded.repairs)
        facts = Facts(
            title=footer.title or reading.title_page.title or title,
            format="text",
            data=data,
            authors=footer.writers or reading.title_page.authors,
            genres=footer.genres,
            segmentation=reading.segmentation,
            diagnostics=(*notes, *reading.diagnostics),
            title_page=reading.title_page.entries,
            pages=reading.pages.printed,
            layout=reading.layout,
        )
        film = build(reading.paragraphs, facts)
        run.report("reading text", 1.0)
        return film


def _is_text(head: bytes) -> bool:
    if wide_encoding(head) or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = head[:8192]
    odd = len(sample) - len(sample.translate(None, _ODD))
    return bool(sample.strip()) and odd <= 0.005 * len(sample)
