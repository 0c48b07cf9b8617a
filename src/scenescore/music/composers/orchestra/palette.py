"""Instruments asked for in words, and a style re-cast for them.

A brief's `palette` binds: who is not in it does not play. The film's palette only nudges: its
voices take the tune and the chords where they can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache

from scenescore.core.instruments import FAMILIES, INSTRUMENTS
from scenescore.music.composers.orchestra.model import Layer, Style
from scenescore.music.composers.orchestra.styles.build import STRINGS
from scenescore.music.composers.orchestra.textures import BEATEN, SUNG, SUSTAINED

# Everyday words for what the table calls otherwise.
_WORDS: dict[str, tuple[str, ...]] = {
    "strings": STRINGS,
    "string quartet": ("violin-solo", "violins-2", "viola-solo", "cello-solo"),
    "violin": ("violin-solo",),
    "viola": ("viola-solo",),
    "cello": ("cello-solo",),
    "bass": ("basses",),
    "double bass": ("upright-bass",),
    "woodwinds": ("flute", "oboe", "clarinet", "bassoon"),
    "winds": ("flute", "oboe", "clarinet", "bassoon"),
    "brass": ("horns", "trumpets", "trombones", "tuba"),
    "trumpet": ("trumpets",),
    "horn": ("horns",),
    "french horn": ("horns",),
    "trombone": ("trombones",),
    "sax": ("tenor-sax", "alto-sax"),
    "saxophone": ("tenor-sax", "alto-sax"),
    "guitar": ("steel-guitar",),
    "acoustic guitar": ("steel-guitar",),
    "classical guitar": ("nylon-guitar",),
    "electric guitar": ("clean-guitar", "overdriven-guitar"),
    "bells": ("tubular-bells", "glockenspiel"),
    "voice": ("voice-ooh",),
    "voices": ("choir", "voice-ooh"),
    "vocals": ("voice-ooh",),
    "soprano": ("boy-soprano",),
    "synth": ("warm-pad", "pulse-synth", "arp-synth", "saw-lead", "synth-bass"),
    "synths": ("warm-pad", "pulse-synth", "arp-synth", "saw-lead", "synth-bass"),
    "synthesizer": ("warm-pad", "pulse-synth", "arp-synth", "saw-lead", "synth-bass"),
    "pads": ("warm-pad", "glass-pad"),
    "drone": ("sub-drone", "dark-pad"),
    "drums": ("drum-kit",),
    "percussion": ("orchestral-percussion", "timpani", "taiko"),
    "taikos": ("taiko",),
    "snare": ("march-drums",),
    "flutes": ("flute", "alto-flute"),
    "orchestra": (*STRINGS, "flute", "oboe", "clarinet", "bassoon", "horns", "trumpets",
                  "trombones", "tuba", "timpani", "harp", "orchestral-percussion"),
    "organ": ("organ",),
    "keys": ("piano", "electric-piano"),
}  # fmt: skip


@cache
def instruments_of(words: str) -> tuple[str, ...]:
    """Return the instruments that a phrase asks for, none when it names none we know.

    >>> instruments_of("Solo Cello")
    ('cello-solo',)
    """
    text = words.lower().strip()
    if text in INSTRUMENTS:
        return (text,)
    labels = {home.label.lower(): name for name, home in INSTRUMENTS.items()}
    if text in labels:
        return (labels[text],)
    if text in _WORDS:
        return _WORDS[text]
    if text in FAMILIES:
        return tuple(name for name, home in INSTRUMENTS.items() if home.family == text)
    known = {**{name: (name,) for name in INSTRUMENTS},
             **{label: (name,) for label, name in labels.items()}, **_WORDS}  # fmt: skip
    inside = [word for word in known if word in text or word.replace("-", " ") in text]
    if inside:
        return known[max(inside, key=lambda word: (len(word), word))]
    near = get_close_matches(text, sorted(known), n=1, cutoff=0.8)
    return known[near[0]] if near else ()


def recast(
    style: Style, palette: Sequence[str] | None, film_palette: Sequence[str] | None
) -> Style:
    """Return the style with the players a brief asks for."""
    wanted = _gather(palette)
    if wanted:
        layers = [_bound(layer, wanted) for layer in style.layers]
        kept = tuple(layer for layer in layers if layer is not None)
        if kept:
            first = replace(kept[0], enter=0.0, leave=9.0, roles=())
            return replace(style, layers=_unique((first, *kept[1:])), is_strict=True)
    kin = _gather(film_palette)
    if kin:
        return replace(style, layers=tuple(_nudged(layer, kin) for layer in style.layers))
    return style


def _gather(palette: Sequence[str] | None) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for words in palette or ():
        found.update(dict.fromkeys(instruments_of(words)))
    return tuple(found)


def _bound(layer: Layer, wanted: Sequence[str]) -> Layer | None:
    """Return a layer played by wanted players only, or None when none of them can."""
    able = [name for name in wanted if _can_play(layer, name)]
    players = tuple(_stand_in(player, able, layer) for player in layer.players if able)
    if not players:
        return None
    doubles = tuple(double for double in layer.double if double[0] in wanted)
    bows = all(INSTRUMENTS[name].family == "strings" for name in players)
    articulation = layer.articulation
    if articulation in ("pizzicato", "tremolo", "staccato") and not bows:
        articulation = "staccato" if articulation == "staccato" else "sustain"
    return replace(layer, players=players, double=doubles, articulation=articulation)


def _stand_in(player: str, able: Sequence[str], layer: Layer) -> str:
    """Return the player itself if wanted, else the one nearest in family and compass."""
    if player in able:
        return player
    home = INSTRUMENTS[player]
    middle = (home.low + home.high) / 2
    return min(
        able,
        key=lambda name: (
            INSTRUMENTS[name].family != home.family,
            abs((INSTRUMENTS[name].low + INSTRUMENTS[name].high) / 2 - middle),
        ),
    )


def _can_play(layer: Layer, name: str) -> bool:
    home = INSTRUMENTS[name]
    if home.is_drums or layer.texture == "groove":
        return home.is_drums and layer.texture == "groove"
    if layer.texture == "rolls":
        return name == "timpani"
    if layer.texture in SUSTAINED and home.family in ("plucked", "percussion"):
        return False
    if layer.texture in ("bass", "pedal") and home.low > layer.centre:
        return False
    return home.low - 6 <= layer.centre <= home.high + 6


def _nudged(layer: Layer, kin: Sequence[str]) -> Layer:
    """Return the layer with a film's voices leading where they suit it."""
    if layer.texture not in SUNG and layer.texture not in SUSTAINED:
        return layer
    if layer.texture in BEATEN or any(player in kin for player in layer.players):
        own = tuple(player for player in layer.players if player in kin)
        return replace(layer, players=own or layer.players) if layer.texture in SUNG else layer
    able = [name for name in kin if _can_play(layer, name)]
    if layer.texture == "melody" and able:
        return replace(layer, players=(able[0], *layer.players))
    return layer


def _unique(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Drop layers that would have one player do the same thing twice."""
    found: list[Layer] = []
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for layer in layers:
        mark = (layer.texture, tuple(dict.fromkeys(layer.players)))
        if mark not in seen or layer.texture in BEATEN:
            seen.add(mark)
            found.append(layer)
    return tuple(found)
