"""One fluidsynth instance: many channels, one stereo output per stem, no effects.

Knows channels, generators and blocks of 64 samples; knows nothing about scores.

The font's file is opened anew for each engine (20 ms), so that nothing of an earlier score can
linger, while a holder per process and font keeps every sample once used decoded in memory: with
dynamic sample loading only the presets that are played are ever decoded.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from scenescore.core.errors import BadDataError, UnavailableError
from scenescore.music.players.performance import Samples
from scenescore.music.players.soundfont import library
from scenescore.music.players.soundfont.presets import Preset

STEP = 64
"""Samples between which fluidsynth takes events (its internal buffer)."""
MOST_CHANNELS = 256
GAIN = 2.0
# Generators, SoundFont 2.04 section 8.1.2
FILTER_CUTOFF, ATTACK, RELEASE, ATTENUATION = 8, 34, 38, 48
_MELODIC, _FOURTH_ORDER, _OVERWRITE = 0, 4, 0
_VELOCITY, _GENERAL, _NEGATIVE = 2, 0, 1
_VELOCITY_TO_CUTOFF_CENTS = -4800.0
_lock = threading.Lock()
_holders: dict[str, _Holder] = {}


class Engine:
    """Plays events into blocks of stems. Close it when done."""

    def __init__(self, font: Path, stems: int, channels: int, rate_hz: int) -> None:
        self._api = _api()
        self._stems = stems
        self._font = font
        self._settings = _new_settings(self._api, stems, channels, rate_hz)
        self._synth = _new_synth(self._api, self._settings)
        self._font_id = _open_font(self._api, self._synth, font)
        self._api.fluid_synth_set_interp_method(self._synth, -1, _FOURTH_ORDER)
        _brighten_with_velocity(self._api, self._synth)

    def close(self) -> None:
        """Free the synthesizer; decoded samples stay for the next one."""
        if self._synth:
            self._api.delete_fluid_synth(self._synth)
            self._api.delete_fluid_settings(self._settings)
            self._synth = None

    def select(self, channel: int, preset: Preset) -> None:
        """Put a preset on a channel, decoding its samples when it is the first to need them."""
        _hold(self._api, self._font, preset)
        self._api.fluid_synth_set_channel_type(self._synth, channel, _MELODIC)
        self._api.fluid_synth_program_select(self._synth, channel, self._font_id, *preset)

    def start(self, channel: int, key: int, velocity: int) -> None:
        """Strike a key."""
        self._api.fluid_synth_noteon(self._synth, channel, key, velocity)

    def stop(self, channel: int, key: int) -> None:
        """Let a key go."""
        self._api.fluid_synth_noteoff(self._synth, channel, key)

    def control(self, channel: int, number: int, value: int) -> None:
        """Set a MIDI controller."""
        self._api.fluid_synth_cc(self._synth, channel, number, value)

    def shape(self, channel: int, generator: int, offset: float) -> None:
        """Add to a generator of everything on a channel, sounding notes included."""
        self._api.fluid_synth_set_gen(self._synth, channel, generator, offset)

    def render(self, block: Samples, first: int, count: int) -> None:
        """Add `count` samples (a multiple of `STEP`) of all stems at `first`.

        `block` has shape (stems * 2, samples) and lies in one piece.
        """
        row_bytes = block.strides[0]
        start = block.ctypes.data + first * block.itemsize
        rows = range(2 * self._stems)
        out = (ctypes.c_void_p * len(rows))(*[start + row * row_bytes for row in rows])
        self._api.fluid_synth_process(self._synth, count, 0, None, len(rows), out)


def new_block(stems: int, samples: int) -> Samples:
    """Return silence for `Engine.render`, in one piece."""
    return np.zeros((2 * stems, samples), np.float32)


class _Holder:
    """Keeps a font's used samples decoded: one preset on each channel of a silent synth."""

    def __init__(self, api: Any, font: Path) -> None:
        self._api = api
        self._synth = _new_synth(api, _new_settings(api, 1, MOST_CHANNELS, 48_000))
        self._font_id = _open_font(api, self._synth, font)
        self._held: dict[Preset, int] = {}

    def hold(self, preset: Preset) -> None:
        if preset in self._held or len(self._held) >= MOST_CHANNELS:
            return
        channel = self._held[preset] = len(self._held)
        self._api.fluid_synth_set_channel_type(self._synth, channel, _MELODIC)
        self._api.fluid_synth_program_select(self._synth, channel, self._font_id, *preset)


def _hold(api: Any, font: Path, preset: Preset) -> None:
    with _lock:
        if str(font) not in _holders:
            _holders[str(font)] = _Holder(api, font)
        _holders[str(font)].hold(preset)


def _api() -> Any:
    api = library.load()
    if api is None:
        raise UnavailableError(
            "the soundfont player needs the library fluidsynth 2, which is not installed",
            hint="Debian, Ubuntu: apt install libfluidsynth3; macOS: brew install fluid-synth.",
        )
    return api


def _new_settings(api: Any, stems: int, channels: int, rate_hz: int) -> Any:
    settings = api.new_fluid_settings()
    whole: Sequence[tuple[bytes, int]] = (
        (b"synth.dynamic-sample-loading", 1),
        (b"synth.reverb.active", 0),
        (b"synth.chorus.active", 0),
        (b"synth.audio-channels", stems),
        (b"synth.audio-groups", stems),
        (b"synth.midi-channels", max(-(-channels // 16) * 16, 16)),
        (b"synth.polyphony", 1024),
        (b"synth.cpu-cores", 1),
        (b"synth.min-note-length", 0),
    )
    for name, value in whole:
        api.fluid_settings_setint(settings, name, value)
    api.fluid_settings_setnum(settings, b"synth.sample-rate", float(rate_hz))
    api.fluid_settings_setnum(settings, b"synth.gain", GAIN)
    return settings


def _new_synth(api: Any, settings: Any) -> Any:
    """Return a synth; its settings must outlive it."""
    synth = api.new_fluid_synth(settings)
    if not synth:
        raise UnavailableError("fluidsynth cannot start at this sample rate")
    return synth


def _open_font(api: Any, synth: Any, font: Path) -> int:
    font_id = int(api.fluid_synth_sfload(synth, str(font).encode(), 0))
    if font_id < 0:
        raise BadDataError(f"{font}: fluidsynth cannot read it", hint="Name a .sf2 or .sf3 file.")
    return font_id


def _brighten_with_velocity(api: Any, synth: Any) -> None:
    """Close every voice's low-pass as velocity falls, as real instruments darken when soft."""
    modulator = api.new_fluid_mod()
    api.fluid_mod_set_source1(modulator, _VELOCITY, _GENERAL | _NEGATIVE)
    api.fluid_mod_set_source2(modulator, 0, 0)
    api.fluid_mod_set_dest(modulator, FILTER_CUTOFF)
    api.fluid_mod_set_amount(modulator, _VELOCITY_TO_CUTOFF_CENTS)
    api.fluid_synth_add_default_mod(synth, modulator, _OVERWRITE)
    api.delete_fluid_mod(modulator)
