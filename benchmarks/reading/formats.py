"""One script in several formats: how much of it is told alike."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

from scenescore.core.types import Screenplay
from scenescore.screenplay.emphasis import plain_text

_TOLD = ("action", "character", "parenthetical", "dialogue", "transition", "shot", "centered")


def told(film: Screenplay) -> list[tuple[str, str]]:
    """Return every heading and element as (kind, words), marks and blanks levelled.

    A centred line, a slug within a scene and a line of action look alike on paper; they are one
    kind here. What stands before the first heading is left out: paper mixes it with the title.
    """
    rows = []
    for scene in film.scored_scenes:
        rows.append(("heading", _flat(scene.title).upper()))
        above = "heading"
        for element in scene.elements:
            if element.kind == "centered" and above == "centered":
                rows[-1] = ("action", f"{rows[-1][1]} {_flat(plain_text(element.text))}")
            elif element.kind in _TOLD:
                kind = "action" if element.kind in ("centered", "shot") else element.kind
                text = element.character if element.kind == "character" else element.text
                rows.append((kind, _flat(plain_text(text or ""))))
            above = element.kind
    return rows


def _flat(text: str) -> str:
    return " ".join(text.replace("*", "").replace("_", "").split())


def alike(one: Screenplay, other: Screenplay) -> float:
    """Return the share of elements that both tell in the same order, 0..1."""
    a, b = told(one), told(other)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(len(a), len(b))


def groups(scripts: Path, examples: Path) -> dict[str, list[Path]]:
    """Return name -> the files of one script, Fountain first."""
    found = {}
    for name in ("big_fish", "birthday_card", "brick_steel"):
        files = [scripts / f"{name}_{ending}.{ending}" for ending in ("fountain", "fdx", "pdf")]
        found[name] = [path for path in files if path.is_file()]
    for name in ("small-weather", "three-quiet-nights"):
        others = sorted((examples / "formats").glob(f"{name}.*"))
        found[name] = [examples / f"{name}.fountain", *others]
    return {name: files for name, files in found.items() if len(files) > 1}
