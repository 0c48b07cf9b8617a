"""One line of a page, as the layout reader sees it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Line:
    """A line with words on it; blank ones survive as `gap`."""

    number: int
    """In the source file, from 1."""
    text: str
    """Without blanks at the ends."""
    indent: int
    """Blanks before it, tabs expanded; columns of 12-point Courier in a PDF."""
    gap: int = 0
    """Blank lines before it."""
    printed_number: str | None = None
    """Scene number at the left or right edge, cut from `text`."""
    after_page: bool = False
    """True when page furniture stood between this line and the one before."""
    after_more: bool = False
    """True when that furniture said (MORE)."""
    said_by: str | None = None
    """Known beforehand: `name`, `dual` (a name spoken over), `words` or `bracket`."""
