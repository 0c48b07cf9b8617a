"""What was fetched stays in the user's cache: pages by address, with what the site said of them."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from scenescore.core import files
from scenescore.core.errors import ScenescoreError


def default_folder() -> Path:
    """Return where pages are kept; it need not exist."""
    override = os.environ.get("SCENESCORE_HOME")
    if override:
        return Path(override) / "imsdb"
    from platformdirs import user_cache_path

    return user_cache_path("scenescore", appauthor=False) / "imsdb"


@dataclass(frozen=True, slots=True)
class Kept:
    """A page on the shelf."""

    url: str
    """Where it came from in the end."""
    fetched_s: float
    """Unix time."""
    sha256: str
    etag: str = ""
    last_modified: str = ""


class Shelf:
    """Pages on disk."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self._clock = clock

    def find(self, url: str) -> Kept | None:
        """Return what is known of a page, when its bytes are there and whole."""
        try:
            told = json.loads(self._facts(url).read_text("utf-8"))
            kept = Kept(**told)
            whole = files.sha256_of(self.page(url)) == kept.sha256
        except (OSError, ValueError, TypeError, ScenescoreError):
            return None
        return kept if whole else None

    def age_s(self, kept: Kept) -> float:
        """Return how long ago a page was fetched or found unchanged, in seconds."""
        return max(self._clock() - kept.fetched_s, 0.0)

    def keep(self, url: str, body: bytes, *, final: str, etag: str, modified: str) -> None:
        """Put a page on the shelf."""
        files.write_bytes(self.page(url), body)
        digest = hashlib.sha256(body).hexdigest()
        self._tell(url, Kept(final, self._clock(), digest, etag, modified))

    def renew(self, url: str, kept: Kept) -> None:
        """Note that the site still has the same page."""
        self._tell(url, Kept(kept.url, self._clock(), kept.sha256, kept.etag, kept.last_modified))

    def page(self, url: str) -> Path:
        """Return where the bytes of a page lie; the name says nothing that the site chose."""
        return self.folder / f"{_name(url)}{'.pdf' if url.lower().endswith('.pdf') else '.html'}"

    def _facts(self, url: str) -> Path:
        return self.folder / f"{_name(url)}.json"

    def _tell(self, url: str, kept: Kept) -> None:
        files.write_text(self._facts(url), json.dumps(asdict(kept), indent=1))


def _name(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:24]
