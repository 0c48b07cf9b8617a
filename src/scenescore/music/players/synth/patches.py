"""Finds the patch of an instrument and articulation. The patches themselves are data elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from scenescore.core.instruments import INSTRUMENTS
from scenescore.music.players.synth.balance import GAINS_DB
from scenescore.music.players.synth.electronic import BASS, SYNTHS
from scenescore.music.players.synth.keyboards import KEYS, MALLETS
from scenescore.music.players.synth.kits import KITS
from scenescore.music.players.synth.orchestra import (
    CHOIR,
    STRINGS,
    WINDS_OF_BRASS,
    WOODWINDS,
)
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.strings_plucked import BASSES, PLUCKED

_SUSTAIN = "sustain"
_PLAIN: Mapping[str, Patch] = {
    **KEYS,
    **MALLETS,
    **PLUCKED,
    **BASSES,
    **SYNTHS,
    **BASS,
    **KITS,
}
_MANY: Mapping[str, Mapping[str, Patch]] = {**STRINGS, **WOODWINDS, **WINDS_OF_BRASS, **CHOIR}
_STAND_IN = "piano"


@cache
def patch_for(instrument: str, articulation: str) -> Patch:
    """Return the balanced patch; an articulation it lacks plays as sustained, an unknown
    instrument as a piano.
    """
    name = instrument if instrument in INSTRUMENTS else _STAND_IN
    ways = _MANY.get(name)
    found = _PLAIN[name] if ways is None else ways.get(articulation) or ways[_SUSTAIN]
    return replace(found, gain_db=found.gain_db + GAINS_DB.get(name, 0.0))
