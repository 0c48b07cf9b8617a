"""One player on one note: winds, solo strings, leads, the theremin.

A wave of one period per pitch is read at a speed that bends: the attack slides in, vibrato comes
late and breathes, pitch wanders a little. Two waves, soft and what loud adds, follow the dynamics.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import fft

from scenescore.music.players.performance import PlayedNote, Samples
from scenescore.music.players.synth.cache import WAVES
from scenescore.music.players.synth.chance import generator
from scenescore.music.players.synth.hand import STEP, Hand, smooth, velocity_gain
from scenescore.music.players.synth.patch import Patch
from scenescore.music.players.synth.shape import accent, fade_in, release
from scenescore.music.players.synth.spectrum import (
    TOP_HZ,
    TOP_SHARE,
    Spectrum,
    count_below,
    loudness,
    pitch_to_hz,
)

_PERIOD = 4096
"""Samples of one period: far more than harmonics, so that straight lines between them do."""
_BREATH_SAMPLES = 1 << 16
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solo(Patch):
    """A single instrument that sustains."""

    spectrum: Spectrum = field(default_factory=Spectrum)
    vibrato_cents: float = 12.0
    vibrato_hz: float = 5.4
    vibrato_after_s: float = 0.25
    """Vibrato begins here and is full 0.4 s later."""
    tremor: float = 0.1
    """Change of level with the vibrato, 0..1."""
    scoop_cents: float = 0.0
    """Where the pitch starts, against where it goes."""
    scoop_s: float = 0.04
    glide: float = 0.0
    """Share of the way from the note before that is slid, in a line without gaps."""
    drift_cents: float = 2.0
    breath_db: float = -60.0
    """Breath or bow noise against the tone."""
    breath_hz: float = 3000.0
    chiff: float = 0.0
    """Extra breath at the attack, as a multiple."""
    attack_s: float = 0.05
    release_s: float = 0.08
    accent: float = 0.1
    swell_s: float = 0.03
    top_hz: float = TOP_HZ
    closing: float = 0.0
    """Share of the brightness that falls away after the attack, as a filter closes."""
    closing_s: float = 0.2
    voices: int = 1
    spread_cents: float = 0.0
    """Detuning of further voices."""

    def sound(self, note: PlayedNote, hand: Hand) -> Samples:
        """Return one note, shape (1 or 2, samples): two channels when there are more voices."""
        rate = hand.rate_hz
        count = note.length + round(self.release_s * rate)
        chance = generator(hand.instrument, note.pitch, note.index)
        bright = hand.brightness(note, count)
        if note.before is None:
            self._open(bright, rate)
        if self.closing:
            time = np.arange(len(bright)) * STEP / rate
            bright *= 1.0 - self.closing + 1.6 * self.closing * np.exp(-time / self.closing_s)
        opened = smooth(bright, count)
        bend = self._bend(note, hand, count, chance)
        voices = [self._voice(note, hand, count, bend, opened, v, chance) for v in self._tunings]
        sound = _seat(voices)
        self._level(sound, note, count, bend)
        self._breathe(sound, note, hand, chance)
        return self._envelope(sound, note, rate)

    @property
    def _tunings(self) -> list[float]:
        if self.voices == 1:
            return [0.0]
        return [float(c) for c in np.linspace(-self.spread_cents, self.spread_cents, self.voices)]

    def _voice(
        self,
        note: PlayedNote,
        hand: Hand,
        count: int,
        bend: Values,
        opened: Samples,
        cents: float,
        chance: np.random.Generator,
    ) -> Samples:
        wave = self.wave(note.pitch, hand.rate_hz)
        step = pitch_to_hz(note.pitch) / hand.rate_hz * 2.0 ** ((bend + cents) / 1200.0) * _PERIOD
        start = chance.uniform(0.0, _PERIOD) if self.voices > 1 else 0.0
        place = np.cumsum(np.repeat(step, STEP)[:count]) + start
        whole = place.astype(np.int64)
        part = (place - whole).astype(np.float32)
        whole &= _PERIOD - 1
        low = wave[whole]
        pair = low + part * (wave[whole + 1] - low)
        found: Samples = pair.real + opened * pair.imag
        return found

    def _open(self, bright: Values, rate_hz: int) -> None:
        steps = min(max(round(self.swell_s * rate_hz / STEP), 1), len(bright))
        bright[:steps] *= np.arange(1, steps + 1) / steps

    def _bend(
        self, note: PlayedNote, hand: Hand, count: int, chance: np.random.Generator
    ) -> Values:
        """Return the pitch in cents against the written one, at control moments."""
        time = np.arange(0, count + STEP, STEP) / hand.rate_hz
        rise = np.clip((time - self.vibrato_after_s) / 0.4, 0.0, 1.0)
        rate_hz = self.vibrato_hz * chance.uniform(0.94, 1.06)
        turn = rate_hz * time + 0.15 * np.sin(2.0 * np.pi * 0.31 * time + chance.uniform(0.0, 6.0))
        depth = self.vibrato_cents * chance.uniform(0.85, 1.15) * hand.vibrato(note, count)
        bend = depth * rise * np.sin(2.0 * np.pi * turn)
        bend += self._from_cents(note) * np.exp(-time / self.scoop_s)
        for hz in (0.37, 0.83, 1.9):
            bend += self.drift_cents * 0.5 * np.sin(2.0 * np.pi * (hz * time + chance.uniform()))
        found: Values = bend
        return found

    def _from_cents(self, note: PlayedNote) -> float:
        """Return where the pitch starts, against where it goes."""
        if note.before is None:
            return self.scoop_cents
        return self.glide * float(np.clip(100.0 * (note.before - note.pitch), -1200.0, 1200.0))

    def _level(self, sound: Samples, note: PlayedNote, count: int, bend: Values) -> None:
        level = 1.0 + self.tremor * bend / max(self.vibrato_cents, 1.0)
        sound *= smooth(level * velocity_gain(note.velocity), count)

    def _breathe(
        self, sound: Samples, note: PlayedNote, hand: Hand, chance: np.random.Generator
    ) -> None:
        if self.breath_db <= -60.0:
            return
        count = sound.shape[1]
        noise = _breath(self, hand.rate_hz)
        start = int(chance.integers(_BREATH_SAMPLES))
        blown = noise[(start + np.arange(count)) & (_BREATH_SAMPLES - 1)]
        level = 10.0 ** (self.breath_db / 20.0) * velocity_gain(note.velocity) ** 0.9
        time = np.arange(count, dtype=np.float32) / hand.rate_hz
        chiff = np.float32(self.chiff if note.before is None else 0.0)
        burst = np.float32(level) * (1.0 + chiff * np.exp(-time / 0.035))
        sound += blown * burst

    def _envelope(self, sound: Samples, note: PlayedNote, rate_hz: int) -> Samples:
        if self.accent and note.before is None:
            accent(sound, self.accent, rate_hz)
        attack = self.attack_s * (1.25 - 0.5 * note.velocity / 127.0)
        fade_in(sound, min(round(attack * rate_hz), max(note.length, 1)))
        release(sound, sound.shape[1] - note.length)
        return sound

    def wave(self, pitch: int, rate_hz: int) -> npt.NDArray[np.complex64]:
        """Return one period and its first sample again: real part soft, imaginary what loud adds.

        One gather then serves both.
        """
        return WAVES.get((self, pitch, rate_hz), lambda: _wave(self, pitch, rate_hz))


def _wave(patch: Solo, pitch: int, rate_hz: int) -> npt.NDArray[np.complex64]:
    f0 = pitch_to_hz(pitch)
    count = count_below(f0, rate_hz, patch.top_hz, _PERIOD // 16)
    soft = patch.spectrum.harmonics(count, f0, 0.0)
    loud = patch.spectrum.harmonics(count, f0, 1.0)
    middle = loudness(0.5 * (soft + loud), np.arange(1.0, count + 1) * f0)
    bins = np.zeros((2, _PERIOD // 2 + 1), np.complex128)
    turns = np.exp(-0.5j * np.pi * np.ones(count))
    if f0 < TOP_SHARE * rate_hz:
        scale = 0.1 / max(middle, 1e-9)
        bins[:, 1 : count + 1] = np.stack([soft, loud - soft]) * turns * scale
    pair = fft.irfft(bins, _PERIOD, axis=1) * (_PERIOD / 2)
    wave = (pair[0] + 1j * pair[1]).astype(np.complex64)
    return np.append(wave, wave[:1])


def _breath(patch: Solo, rate_hz: int) -> Samples:
    return WAVES.get(("breath", patch.breath_hz, rate_hz), lambda: _make_breath(patch, rate_hz))


def _make_breath(patch: Solo, rate_hz: int) -> Samples:
    """Return a loop of noise around the breath's centre, RMS 0.1."""
    frequencies = np.arange(_BREATH_SAMPLES // 2 + 1) * rate_hz / _BREATH_SAMPLES
    octaves = np.log2(np.maximum(frequencies, 1.0) / patch.breath_hz)
    shape = np.exp(-0.5 * (octaves / 1.1) ** 2)
    chance = generator("breath", round(patch.breath_hz))
    noise = chance.normal(size=len(shape)) + 1j * chance.normal(size=len(shape))
    wave = fft.irfft(shape * noise, _BREATH_SAMPLES)
    found: Samples = (0.1 * wave / wave.std()).astype(np.float32)
    return found


def _seat(voices: list[Samples]) -> Samples:
    """Put voices side by side; a single one stays one channel."""
    if len(voices) == 1:
        return voices[0][None, :]
    angles = (np.linspace(-0.6, 0.6, len(voices)) + 1.0) * np.pi / 4.0
    scale = np.sqrt(2.0 / len(voices))
    sound = np.zeros((2, len(voices[0])), np.float32)
    for voice, angle in zip(voices, angles, strict=True):
        sound[0] += np.float32(scale * np.cos(angle)) * voice
        sound[1] += np.float32(scale * np.sin(angle)) * voice
    return sound
