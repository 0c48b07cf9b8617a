"""Reads Fdx files."""

from __future__ import annotations

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.core.progress import Run
from scenescore.core.types import Screenplay


class FdxReader:
    """A Fdx file."""

    version = "0"
    suffixes = (".fdx",)

    def sniff(self, head: bytes) -> float:
        """Return 0: not yet."""
        return 0.0

    def read(self, data: bytes, *, title: str, run: Run) -> Screenplay:
        """Raise: not yet."""
        raise UnreadableScreenplayError("this format cannot be read yet", code="unknown-format")
