"""How a genre is coloured: what an engineer would turn at the desk, as data.

Knows filters, genres and moods; knows nothing about loudness, which is set after them. All of it
is linear and the same for every stem, so stems still add up to their cue. Brightness follows the
mood: measured ratings tie arousal, and less so valence, to the treble (Eerola, Friberg & Bresin
2013, Frontiers in Psychology 4:487).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy.signal import butter, sosfilt

from scenescore.core.genres import match
from scenescore.core.types import Mood

if TYPE_CHECKING:
    import numpy.typing as npt

    from scenescore.core.protocols import Audio

    Sections = npt.NDArray[np.float64]

_LOWEST_HZ = 22.0  # nothing musical below; keeps offsets and rumble out of the meters
_LOW_HZ, _HIGH_HZ = 150.0, 3000.0
_SLOPE_Q, _BELL_Q = 0.6, 0.6
_BY_AROUSAL_DB, _BY_VALENCE_DB = 3.5, 1.0
"""What the treble gains from a mood one whole unit above the genre's own."""
_OCTAVE_DB = 6.0
"""Gain of the treble that opens a low-pass by an octave."""


@dataclass(frozen=True, slots=True)
class Tone:
    """Six knobs; 0 leaves a knob alone."""

    low_cut_hz: float = 0.0
    """High-pass of second order."""
    low_db: float = 0.0
    """Shelf below 150 Hz."""
    bell_hz: float = 0.0
    """Middle of a wide bell."""
    bell_db: float = 0.0
    high_db: float = 0.0
    """Shelf above 3 kHz."""
    high_cut_hz: float = 0.0
    """Low-pass of second order."""


FLAT = Tone()

_TONES: dict[str, Tone] = {
    "understated drama": Tone(
        low_db=1.0, bell_hz=350.0, bell_db=2.0, high_db=-2.0, high_cut_hz=7000.0
    ),
    "solo piano": Tone(low_db=1.0, high_db=-3.0, high_cut_hz=1800.0),
    "elegiac strings": Tone(low_db=2.0, high_db=-3.0, high_cut_hz=3000.0),
    "tragedy": Tone(low_db=3.0, bell_hz=300.0, bell_db=2.0, high_db=-2.0, high_cut_hz=6000.0),
    "romance": Tone(low_cut_hz=180.0, high_db=3.0),
    "romantic comedy": Tone(low_cut_hz=90.0, bell_hz=500.0, bell_db=-3.0, high_db=4.0),
    "comedy pizzicato": Tone(low_cut_hz=200.0, low_db=-2.0, high_db=4.0),
    "whimsical": Tone(low_cut_hz=240.0, high_db=4.0),
    "children": Tone(
        low_cut_hz=300.0, low_db=-3.0, bell_hz=1800.0, bell_db=4.0, high_db=-3.0, high_cut_hz=7000.0
    ),
    "wonder": Tone(low_cut_hz=280.0, high_db=5.0),
    "fantasy choir": Tone(low_db=3.0, bell_hz=900.0, bell_db=-3.0, high_db=2.0),
    "adventure": Tone(low_cut_hz=60.0, high_db=3.0),
    "heroic": Tone(low_cut_hz=80.0, bell_hz=1100.0, bell_db=4.0, high_db=2.0),
    "space opera": Tone(low_db=2.0, bell_hz=500.0, bell_db=-3.0, high_db=4.0),
    "sci-fi ambient": Tone(low_db=4.0, bell_hz=700.0, bell_db=-6.0, high_db=2.0),
    "action ostinato": Tone(low_db=3.0, bell_hz=450.0, bell_db=-3.0, high_db=3.0),
    "industrial action": Tone(low_db=5.0, bell_hz=800.0, bell_db=-6.0, high_db=4.0),
    "percussion": Tone(low_db=4.0, bell_hz=500.0, bell_db=-5.0, high_db=3.0),
    "war": Tone(low_db=3.0, bell_hz=300.0, bell_db=2.0, high_db=-5.0, high_cut_hz=4500.0),
    "march": Tone(low_cut_hz=130.0, bell_hz=1500.0, bell_db=5.0, high_db=2.0),
    "disaster": Tone(low_db=5.0, high_db=-5.0, high_cut_hz=3500.0),
    "suspense drone": Tone(low_db=3.0, high_db=-6.0, high_cut_hz=800.0),
    "psychological strings": Tone(low_cut_hz=260.0, high_db=5.0),
    "thriller pulse": Tone(low_db=5.0, bell_hz=900.0, bell_db=-8.0, high_db=4.0),
    "horror": Tone(low_db=4.0, bell_hz=800.0, bell_db=-12.0, high_db=5.0),
    "mystery": Tone(low_db=1.0, bell_hz=350.0, bell_db=3.0, high_db=-3.0, high_cut_hz=3500.0),
    "noir jazz": Tone(low_db=3.0, bell_hz=700.0, bell_db=-5.0, high_db=-1.0, high_cut_hz=9000.0),
    "blues": Tone(low_cut_hz=60.0, bell_hz=700.0, bell_db=4.0, high_db=-2.0, high_cut_hz=5500.0),
    "funk": Tone(low_db=4.0, bell_hz=450.0, bell_db=-6.0, high_db=5.0),
    "western": Tone(
        low_cut_hz=260.0, low_db=-3.0, bell_hz=1600.0, bell_db=7.0, high_db=-2.0, high_cut_hz=7000.0
    ),
    "latin": Tone(low_cut_hz=110.0, bell_hz=2500.0, bell_db=3.0, high_db=2.0),
    "folk": Tone(low_cut_hz=120.0, bell_hz=2500.0, bell_db=3.0, high_cut_hz=9000.0),
    "mediterranean": Tone(
        low_cut_hz=150.0, bell_hz=1000.0, bell_db=3.0, high_db=-2.0, high_cut_hz=7000.0
    ),
    "middle-eastern": Tone(
        low_cut_hz=80.0, bell_hz=800.0, bell_db=4.0, high_db=-1.0, high_cut_hz=7000.0
    ),
    "east asian": Tone(low_cut_hz=150.0, high_db=3.0),
    "rock": Tone(low_cut_hz=60.0, bell_hz=1800.0, bell_db=3.0, high_db=2.0),
    "metal": Tone(low_db=4.0, bell_hz=600.0, bell_db=-9.0, high_db=4.0),
    "synthwave": Tone(low_db=5.0, bell_hz=900.0, bell_db=-7.0, high_db=3.0),
    "electronic pulse": Tone(low_db=5.0, bell_hz=500.0, bell_db=-5.0, high_db=4.0),
    "ambient": Tone(low_db=2.0, high_db=-4.0, high_cut_hz=2500.0),
    "minimalism": Tone(low_cut_hz=150.0, high_db=2.0),
    "documentary": Tone(low_cut_hz=110.0, bell_hz=400.0, bell_db=-2.0, high_db=3.0),
    "period classical": Tone(low_cut_hz=180.0, bell_hz=2200.0, bell_db=3.0, high_db=1.0),
    "choir": Tone(bell_hz=500.0, bell_db=3.0, high_db=-3.0, high_cut_hz=5000.0),
}
"""Each genre at its own mood. Muffled: drones, elegies, felt. Thin: tales, the west, nerves. Hollow
in the middle: machines, horror, metal, funk. Full: orchestras at large."""


def tone_of(genre: str, mood: Mood | None = None) -> Tone:
    """Return the colour of a genre (any words), brighter where the mood is more awake or glad.

    >>> tone_of("horror").bell_db
    -12.0
    """
    row = match(genre)
    tone = _TONES.get(row.name, FLAT)
    if mood is None:
        return tone
    lift_db = _BY_AROUSAL_DB * (mood.arousal - row.mood.arousal)
    lift_db += _BY_VALENCE_DB * (mood.valence - row.mood.valence)
    high_cut_hz = round(tone.high_cut_hz * 2 ** (lift_db / _OCTAVE_DB))
    return replace(tone, high_db=round(tone.high_db + lift_db, 2), high_cut_hz=float(high_cut_hz))


class Desk:
    """The filters of one stem, with their memory."""

    def __init__(self, tone: Tone, rate_hz: int) -> None:
        self._sections = sections(tone, rate_hz)
        self._state = np.zeros((len(self._sections), 2, 2))

    def filtered(self, sound: Audio) -> Audio:
        """Return the next block, shape (2, n), coloured."""
        out, self._state = sosfilt(self._sections, sound, axis=1, zi=self._state)
        return np.asarray(out, np.float32)


@lru_cache(maxsize=64)
def sections(tone: Tone, rate_hz: int) -> Sections:
    """Return a tone as second-order sections, the cut of what lies below music among them."""
    low_cut_hz = max(tone.low_cut_hz, _LOWEST_HZ)
    found = [butter(2, low_cut_hz, "highpass", fs=rate_hz, output="sos")]
    if tone.low_db:
        found.append(_shelf(_LOW_HZ, tone.low_db, rate_hz, side=-1))
    if tone.bell_hz and tone.bell_db:
        found.append(_bell(tone.bell_hz, tone.bell_db, rate_hz))
    if tone.high_db:
        found.append(_shelf(_HIGH_HZ, tone.high_db, rate_hz, side=1))
    if 0 < tone.high_cut_hz < 0.45 * rate_hz:
        found.append(butter(2, tone.high_cut_hz, "lowpass", fs=rate_hz, output="sos"))
    return np.concatenate(found)


# Biquads after R. Bristow-Johnson, Cookbook formulae for audio EQ (W3C Note, 2021).


def _shelf(hz: float, gain_db: float, rate_hz: int, side: int) -> Sections:
    """Return a shelf above (side 1) or below (side -1) a frequency."""
    size, turn = 10 ** (gain_db / 40), 2 * pi * hz / rate_hz
    c, slope = side * cos(turn), sqrt(size) * sin(turn) / _SLOPE_Q
    up, down = size + 1, size - 1
    b = (size * (up + down * c + slope), -2 * size * side * (down + up * c),
         size * (up + down * c - slope))  # fmt: skip
    a = (up - down * c + slope, 2 * side * (down - up * c), up - down * c - slope)
    return np.array([[*b, *a]]) / a[0]


def _bell(hz: float, gain_db: float, rate_hz: int) -> Sections:
    size, turn = 10 ** (gain_db / 40), 2 * pi * hz / rate_hz
    width, c = sin(turn) / (2 * _BELL_Q), -2 * cos(turn)
    a0 = 1 + width / size
    return np.array([[1 + width * size, c, 1 - width * size, a0, c, 1 - width / size]]) / a0
