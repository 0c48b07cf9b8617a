"""Meters: how long a bar is and where its pulses fall. A beat is a quarter, whatever the unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scenescore.core.errors import BadBriefError

_METER = re.compile(r"^\s*(\d{1,2})\s*/\s*(1|2|4|8|16|32)\s*$")


@dataclass(frozen=True, slots=True)
class Meter:
    """`beats`/`unit` as printed."""

    beats: int
    unit: int

    @property
    def length_beats(self) -> float:
        """Length of a bar in quarters."""
        return self.beats * 4 / self.unit

    @property
    def is_compound(self) -> bool:
        """True when the pulse falls in three: 6/8, 9/8, 12/8 and the 3/8 bar."""
        return self.unit == 8 and self.beats % 3 == 0

    @property
    def pulse_beats(self) -> float:
        """The unit in which bars may be lengthened or shortened, in quarters."""
        if self.is_compound:
            return 1.5
        return min(4 / self.unit, 1.0)

    @property
    def pulses(self) -> tuple[float, ...]:
        """Lengths of the felt pulses of one bar, in quarters; odd eighths make a long last one."""
        if self.is_compound:
            return (1.5,) * (self.beats // 3)
        whole, rest = divmod(self.length_beats, 1.0)
        if rest and whole:
            return (1.0,) * (int(whole) - 1) + (1.0 + rest,)
        return (1.0,) * int(whole) if whole else (rest,)


def parse_meter(text: str) -> Meter:
    """Return the meter that words name.

    Raises
    ------
    BadBriefError
        when it is none, or has no beats or more than 24
    """
    match = _METER.match(text)
    if match is None or not 1 <= int(match[1]) <= 24:
        raise BadBriefError(f"'{text}' is not a meter", hint="Use 4/4, 3/4, 6/8, 5/4 or the like.")
    return Meter(int(match[1]), int(match[2]))


def meter_of(length_beats: float, like: Meter) -> Meter:
    """Return the meter of a bar of this length, written in the unit of `like` where it can be."""
    for unit in (like.unit, 4, 8, 16, 32, 64):
        count = length_beats * unit / 4
        if abs(count - round(count)) < 1e-9 and count >= 1:
            return Meter(round(count), unit)
    return Meter(max(round(length_beats * 16), 1), 64)
