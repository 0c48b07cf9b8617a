"""The library of figurations, by the name that styles call them."""

from __future__ import annotations

from scenescore.music.composers.orchestra.textures import (
    drums,
    figures,
    friction,
    melodic,
    noise,
    rhythm,
    strummed,
    sustained,
)
from scenescore.music.composers.orchestra.textures.common import Texture

TEXTURES: dict[str, Texture] = {
    "pad": sustained.pad,
    "chorale": sustained.chorale,
    "drone": sustained.drone,
    "cluster": sustained.cluster,
    "pedal": sustained.pedal,
    "swells": sustained.swells,
    "rub": friction.rub,
    "answers": sustained.answers,
    "ostinato": figures.ostinato,
    "arpeggio": figures.arpeggio,
    "pulse": figures.pulse,
    "sparkle": figures.sparkle,
    "bass": rhythm.bass,
    "oompah": rhythm.oompah,
    "comp": rhythm.comp,
    "strum": strummed.strum,
    "riff": rhythm.riff,
    "stabs": rhythm.stabs,
    "groove": drums.groove,
    "rolls": drums.rolls,
    "scrape": noise.scrape,
    "melody": melodic.melody,
    "thirds": melodic.thirds,
    "counter": melodic.counter,
    "echo": melodic.echo,
}
SUSTAINED = frozenset(("pad", "chorale", "drone", "cluster", "pedal", "swells", "rub"))
SUNG = frozenset(("melody", "thirds", "counter", "echo"))
BEATEN = frozenset(("groove", "rolls", "scrape"))
