"""IMSDb, as the command line asks for it; nothing else in the studio goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenescore.core.progress import Run

if TYPE_CHECKING:
    from scenescore.screenplay.imsdb.library import Library


def open_library(run: Run) -> Library:
    """Return the site, cache first; a page is fetched only by a call on what this returns."""
    from scenescore.screenplay.imsdb.library import Library

    return Library(run)
