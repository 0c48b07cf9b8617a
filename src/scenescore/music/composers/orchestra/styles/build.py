"""Short words for writing style tables: one line a layer."""

from __future__ import annotations

from scenescore.music.composers.orchestra.model import Layer, Style

STRINGS = ("violins-1", "violins-2", "violas", "celli", "basses")
_GROUPS = {
    "strings": STRINGS,
    "upper-strings": STRINGS[:4],
    "inner-strings": ("violins-2", "violas", "celli"),
    "low-brass": ("trombones", "trombones", "tuba"),
}
BOTH = ("ionian", "aeolian")
MINOR = ("dorian", "aeolian")


def layer(
    name: str,
    what: str,
    players: str,
    enter: float,
    centre: int,
    level: float,
    density: float = 0.5,
    *,
    how: str = "sustain",
    leave: float = 9.0,
    with_: str = "",
    sounding: float = 0.0,
    roles: tuple[str, ...] = (),
) -> Layer:
    """Return a layer: `what` is `texture:kind`, `players` names or a group, blanks between.

    `with_` lists who plays along: `flute+12@0.6` is a flute an octave above from intensity .6 on.
    """
    texture, _, kind = what.partition(":")
    names = tuple(name for word in players.split() for name in _GROUPS.get(word, (word,)))
    return Layer(
        name, texture, names, enter, leave, centre, how, level, kind, density, sounding,
        tuple(_double(word) for word in with_.split()), roles,
    )  # fmt: skip


def _double(word: str) -> tuple[str, int, float]:
    """Return (instrument, semitones, intensity) of `flute+12@0.6`."""
    player, _, enter = word.partition("@")
    for sign in ("+", "~"):
        name, found, interval = player.rpartition(sign)
        if found:
            return name, int(interval) * (1 if sign == "+" else -1), float(enter)
    return player, 0, float(enter)


__all__ = ["BOTH", "MINOR", "STRINGS", "Style", "layer"]
