"""Which notes of a bar carry a sign: sharp, flat, natural, and in brackets as a courtesy.

Knows the rule of the bar line, and that a note tied over it needs no new sign.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scenescore.deliver.keys import Signature
from scenescore.deliver.notation.spelling import Spelled

_NAMES = {-2: "flat-flat", -1: "flat", 0: "natural", 1: "sharp", 2: "double-sharp"}
_ORDER_OF_SHARPS = "FCGDAEB"
Place = tuple[str, int]
"""(step, octave): a line or space of the staff."""


@dataclass(frozen=True, slots=True)
class Sign:
    """An accidental before a note head."""

    name: str
    is_courtesy: bool = False


class Accidentals:
    """Remembers the signs of one staff, bar by bar."""

    def __init__(self, signature: Signature) -> None:
        sharps = signature.sharps
        altered = _ORDER_OF_SHARPS[:sharps] if sharps >= 0 else _ORDER_OF_SHARPS[sharps:]
        self._key = dict.fromkeys(altered, 1 if sharps > 0 else -1)
        self._before: dict[Place, int] = {}

    def of_bar(self, heads: Iterable[tuple[int, Spelled, bool]]) -> dict[tuple[int, Spelled], Sign]:
        """Return (tick, pitch) -> sign for a bar's heads: (tick, pitch, is it tied to)."""
        now: dict[Place, int] = {}
        signs: dict[tuple[int, Spelled], Sign] = {}
        for tick, pitch, is_tied in sorted(heads, key=_in_order):
            place = (pitch.step, pitch.octave)
            usual = self._key.get(pitch.step, 0)
            if is_tied and place not in now:
                continue
            if now.get(place, usual) != pitch.alter:
                signs[tick, pitch] = Sign(_NAMES[pitch.alter])
            elif place not in now and self._before.get(place, usual) != pitch.alter:
                signs[tick, pitch] = Sign(_NAMES[pitch.alter], is_courtesy=True)
            now[place] = pitch.alter
        self._before = now
        return signs


def _in_order(head: tuple[int, Spelled, bool]) -> tuple[int, int, str, int]:
    tick, pitch, _ = head
    return (tick, pitch.octave, pitch.step, pitch.alter)
