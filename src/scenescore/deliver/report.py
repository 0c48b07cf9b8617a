"""Writes `report.html` into the film folder: the score explained scene by scene, and heard.

The page plays the folder's own recordings and needs nothing else. Knows nothing about how pages
look; that is `templates/` and `pages/`.
"""

from __future__ import annotations

from pathlib import Path

from scenescore.core.files import write_text
from scenescore.core.progress import Run
from scenescore.core.types import Film
from scenescore.deliver.pages.recordings import recordings
from scenescore.deliver.pages.render import render
from scenescore.deliver.pages.shelf import Shelf
from scenescore.deliver.pages.view import film_view


class ReportExporter:
    """The film's report page."""

    version = "1"

    def write(self, film: Film, to: Path, *, run: Run) -> tuple[Path, ...]:
        """Write `report.html` under `to`, usually the film folder itself."""
        shelf = Shelf(film.folder, to)
        found = recordings(film, shelf, run=run.within(0.0, 0.9))
        run.report("report.html", 0.9)
        page = write_text(to / "report.html", render(film_view(film, shelf, found)))
        run.report("report.html", 1.0)
        return (page,)
