"""How like each feeling an ordinary scene is, so that what all scenes share counts for nothing."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

FILE = "semantic-moods.json"


@cache
def load_norms() -> dict[str, tuple[float, float]]:
    """Return word -> (mean, deviation) of its likeness over ordinary scenes."""
    text = (files("scenescore.story") / "data" / FILE).read_text("utf-8")
    return {word: (row[0], row[1]) for word, row in json.loads(text)["feelings"].items()}
