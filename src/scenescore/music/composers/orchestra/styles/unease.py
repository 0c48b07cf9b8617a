"""What tension adds to any style: something low that will not rest, something high that waits."""

# fmt: off
from __future__ import annotations

from dataclasses import replace

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.composers.orchestra.affect import Params
from scenescore.music.composers.orchestra.model import Layer, Style
from scenescore.music.composers.orchestra.styles.build import layer
from scenescore.music.composers.orchestra.textures.melodic import can_sing

_LOW = {
    "strings": layer("unease", "drone:restless", "basses", .0, 34, .5, how="slow"),
    "synth": layer("unease", "drone:restless", "dark-pad", .0, 36, .45),
}
_HIGH = {
    "strings": layer("waiting", "pad:two", "violins-2", .2, 79, .32, how="tremolo"),
    "synth": layer("waiting", "swells", "glass-pad", .2, 79, .34, .4),
}
UNREST = frozenset(("unease", "waiting", "rub"))
"""Names of the layers that tension adds."""
_FROM = 0.62
"""Tension from which it is felt."""
_RUB_FROM = 0.04
_HOLDING = ("pad", "chorale", "cluster", "swells")
# fmt: on


def with_unease(style: Style, params: Params) -> Style:
    """Return the style with a tense mood's undertow, where it has none of its own."""
    style = _with_rub(style, params.tension)
    if params.tension < _FROM or style.is_strict or params.valence > 0.4:
        return style
    if any(own.texture in ("drone", "cluster") for own in style.layers):
        return style
    side = "synth" if style.hit in ("electronic", "rock", "band") else "strings"
    return replace(style, layers=(*style.layers, _LOW[side], _HIGH[side]))


def _with_rub(style: Style, tension: float) -> Style:
    """Add the voice that rubs, given to one who holds chords, else to who plays them broken."""
    able = [own for own in style.layers if _is_pitched(own)]
    if tension <= _RUB_FROM or not able:
        return style
    home = min(able, key=lambda own: _unfit(own) + 4 * own.enter)
    player = home.players[min(1, len(home.players) - 1)]
    low, high = INSTRUMENTS[player].low, INSTRUMENTS[player].high
    centre = max(min(home.centre if abs(home.centre - 60) > 8 else 62, high - 6), low + 6)
    how = home.articulation if home.articulation in ("slow", "tremolo") else "sustain"
    voice = Layer("rub", "rub", (player,), home.enter, 9.0, centre, how,
                  0.3 + 0.25 * tension)  # fmt: skip
    return replace(style, layers=(*style.layers, voice))


def _unfit(layer: Layer) -> int:
    """Return how ill a layer's player suits for holding a note beneath the tune; 0 is best."""
    if layer.texture in _HOLDING and layer.articulation not in ("pizzicato", "staccato"):
        return 0
    sings = all(can_sing(player) for player in layer.players)
    if sings and layer.texture in ("answers", "counter", "thirds", "pedal", "drone"):
        return 1
    return 2 if sings and layer.texture != "melody" else 3 + (layer.texture == "melody")


def _is_pitched(layer: Layer) -> bool:
    return layer.texture not in ("groove", "rolls") and not any(
        INSTRUMENTS[player].is_drums or player == "risers" for player in layer.players
    )
