"""What every reader hands over: one flat list of paragraphs, in order of the page.

Knows nothing about formats or scenes; `build.py` makes scenes of the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scenescore.core.types import ElementKind

ParagraphKind = ElementKind | Literal["heading"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as a reader found it."""

    kind: ParagraphKind
    text: str
    line: int = 0
    """Line of the source file, from 1; 0 when the format has no lines."""
    number: str | None = None
    """Printed scene number; on heading and shot only."""
    dual: bool = False
    """On character: spoken over the speech before it."""
    depth: int = 0
    """On section: its level, from 1."""
    offset: int | None = None
    """On note and boneyard: place inside the paragraph before; None when it stands alone."""
    confidence: float = 1.0
    """0..1."""
    revision: str | None = None
    """Name of the revision set that last changed it."""
