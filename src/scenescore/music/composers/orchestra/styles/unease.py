"""What tension adds to any style: something low that will not rest, something high that waits."""

# fmt: off
from __future__ import annotations

from dataclasses import replace

from scenescore.music.composers.orchestra.affect import Params
from scenescore.music.composers.orchestra.model import Style
from scenescore.music.composers.orchestra.styles.build import layer

_LOW = {
    "strings": layer("unease", "drone:uneasy", "basses", .0, 34, .5, how="slow"),
    "synth": layer("unease", "drone:uneasy", "dark-pad", .0, 36, .45),
}
_HIGH = {
    "strings": layer("waiting", "pad:two", "violins-2", .2, 79, .32, how="tremolo"),
    "synth": layer("waiting", "swells", "glass-pad", .2, 79, .34, .4),
}
_FROM = 0.62
"""Tension from which it is felt."""
# fmt: on


def with_unease(style: Style, params: Params) -> Style:
    """Return the style with a tense mood's undertow, where it has none of its own."""
    if params.tension < _FROM or style.is_strict or params.valence > 0.4:
        return style
    if any(own.texture in ("drone", "cluster") for own in style.layers):
        return style
    side = "synth" if style.hit in ("electronic", "rock", "band") else "strings"
    return replace(style, layers=(*style.layers, _LOW[side], _HIGH[side]))
