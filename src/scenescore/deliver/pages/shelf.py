"""Where a page's files lie: turns paths of the film folder into links that work from the page.

Project files may come from strangers, so only what truly lies inside the film folder is linked.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Shelf:
    """The film folder as seen from the folder of the page."""

    film: Path
    page: Path

    def find(self, path: Path) -> Path | None:
        """Return the file on disk, or None when it is not there or not inside the film folder."""
        root = self.film.resolve()
        found = (root / path).resolve()
        return found if found.is_relative_to(root) and found.is_file() else None

    def href(self, path: Path) -> str | None:
        """Return a relative, percent-encoded link to a file of the film, None when not there.

        A name with a colon is led by `./`, or a browser takes its first word for a scheme.
        """
        found = self.find(path)
        if found is None:
            return None
        link = Path(os.path.relpath(found, self.page.resolve())).as_posix()
        return quote(link if link.startswith("../") else f"./{link}")
