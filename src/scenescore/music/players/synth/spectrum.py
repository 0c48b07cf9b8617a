"""What a tone is made of: levels of harmonics from a source, resonances and two corners.

Knows nothing about time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
TOP_HZ = 16_000.0
"""Nothing is made above this."""
TOP_SHARE = 0.46
"""... nor above this share of the sample rate."""
_CENTRE_HZ = 261.63


@dataclass(frozen=True, slots=True)
class Spectrum:
    """A source with a slope, fixed resonances, and a low-pass that opens as one plays louder."""

    slope_db: float = -6.0
    """Fall of the source per octave: -6 saw-tooth, -12 mellow."""
    even: float = 1.0
    """Share of even harmonics: 1 all, 0 none (clarinet, square wave)."""
    even_hz: float = 1e9
    """From about here on even harmonics are as strong as odd ones (a clarinet's bell)."""
    first_db: tuple[float, ...] = ()
    """Levels added to the first harmonics, from the fundamental up."""
    resonances: tuple[tuple[float, float, float], ...] = ()
    """(centre in Hz, gain in dB, half width in octaves)."""
    soft_hz: float = 1200.0
    """Corner of the low-pass when soft, at middle C."""
    loud_hz: float = 4000.0
    """Corner of the low-pass when loud, at middle C."""
    follow: float = 0.4
    """Share of the pitch's octaves by which the corners move along."""
    fall_db: float = -12.0
    """Slope per octave above the corner."""
    low_hz: float = 0.0
    """Corner of a high-pass (12 dB per octave); 0: none."""

    def at(self, frequencies: Values, f0: float, brightness: float) -> Values:
        """Return amplitudes at frequencies of a tone on `f0`; brightness 0 soft .. 1 loud."""
        number = frequencies / f0
        level_db = self.slope_db * np.log2(np.maximum(number, 1e-3))
        level_db += self.body_db(frequencies)
        level_db += self._corner_db(frequencies, f0, brightness)
        amplitudes: Values = 10.0 ** (level_db / 20.0)
        return amplitudes

    def harmonics(self, count: int, f0: float, brightness: float) -> Values:
        """Return amplitudes of harmonics 1..count."""
        number = np.arange(1, count + 1, dtype=np.float64)
        amplitudes = self.at(number * f0, f0, brightness)
        high = 1.0 / (1.0 + (self.even_hz / (number[1::2] * f0)) ** 4)
        amplitudes[1::2] *= self.even + (1.0 - self.even) * high
        first = 10.0 ** (np.array(self.first_db[:count]) / 20.0)
        amplitudes[: len(first)] *= first
        return amplitudes

    def body_db(self, frequencies: Values) -> Values:
        """Return what the resonances and the high-pass do, in dB."""
        found = np.zeros(len(frequencies))
        octaves = np.log2(np.maximum(frequencies, 1.0))
        for centre_hz, gain_db, width in self.resonances:
            found += gain_db * np.exp(-0.5 * ((octaves - np.log2(centre_hz)) / width) ** 2)
        if self.low_hz:
            found -= 10.0 * np.log10(1.0 + (self.low_hz / np.maximum(frequencies, 1.0)) ** 4)
        return found

    def _corner_db(self, frequencies: Values, f0: float, brightness: float) -> Values:
        corner = self.soft_hz * (self.loud_hz / self.soft_hz) ** brightness
        corner *= (f0 / _CENTRE_HZ) ** self.follow
        order = -self.fall_db / 6.0
        found: Values = -10.0 * np.log10(1.0 + (frequencies / corner) ** (2.0 * order))
        return found


def count_below(f0: float, rate_hz: int, top_hz: float = TOP_HZ, most: int = 512) -> int:
    """Return how many harmonics of `f0` can be made without aliasing."""
    return int(np.clip(min(top_hz, TOP_SHARE * rate_hz) / f0, 1, most))


def loudness(amplitudes: Values, frequencies: Values) -> float:
    """Return how loud a sum of sines is, low frequencies counted less (RMS, arbitrary unit)."""
    weight = 1.0 / (1.0 + (90.0 / frequencies) ** 2) * (1.0 + (frequencies / 2500.0) ** 2) ** 0.25
    heard = amplitudes * np.minimum(weight, 1.6)
    return float(np.sqrt(0.5 * np.dot(heard, heard)))


def pitch_to_hz(pitch: float) -> float:
    """Return the frequency of a MIDI pitch, A4 = 440 Hz."""
    return 440.0 * float(2.0 ** ((pitch - 69.0) / 12.0))
