"""A content-addressed cache: what was made from equal inputs is found again.

A key is the sha256 of canonical JSON [schema, stage, back-end, version, params, seed, inputs].
Deleting the cache loses time, never work.
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenescore.core.codec import key_of, to_json
from scenescore.core.files import write_bytes
from scenescore.studio.folder import SCHEMA


@dataclass(frozen=True, slots=True)
class Cache:
    """JSON values by key, compressed, two letters of the key as folder."""

    root: Path

    def key(self, stage: str, *parts: Any) -> str:
        """Return the name of what `stage` makes from `parts`."""
        return key_of(SCHEMA, stage, *parts)

    def get(self, key: str) -> Any | None:
        """Return what was kept under a key; None when nothing usable is there."""
        try:
            return json.loads(gzip.decompress(self._path(key).read_bytes()))
        except (OSError, EOFError, zlib.error, ValueError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Keep a value."""
        text = json.dumps(to_json(value), ensure_ascii=False, separators=(",", ":"))
        write_bytes(self._path(key), gzip.compress(text.encode(), 6, mtime=0))

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / f"{key}.json.gz"
