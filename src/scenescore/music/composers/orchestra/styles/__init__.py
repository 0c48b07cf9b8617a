"""The table of styles: one way of writing for every row of the genre table."""

from __future__ import annotations

from scenescore.core import genres
from scenescore.music.composers.orchestra.model import Style
from scenescore.music.composers.orchestra.styles import (
    action,
    band,
    dark,
    drama,
    electronic,
    tale,
    world,
)

STYLES: dict[str, Style] = {
    style.name: style
    for table in (drama, tale, action, dark, band, world, electronic)
    for style in table.STYLES
}


def style_of(name: str) -> Style:
    """Return the style of a genre row; a row we do not know yet is written as drama."""
    return STYLES.get(name) or STYLES[genres.DEFAULT]
