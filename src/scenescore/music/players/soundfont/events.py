"""Turns played parts into channels and timed events for the engine.

One part takes one channel per sound it uses (slow and fast strings, each tuned drum), all with the
same seat and the same curves. Dynamics are sent as generators, not as controllers: they are not
limited to 128 steps, and act on sounding notes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenescore.music.players.performance import PlayedNote, PlayedPart
from scenescore.music.players.soundfont.engine import (
    ATTACK,
    ATTENUATION,
    FILTER_CUTOFF,
    RELEASE,
    STEP,
    Engine,
)
from scenescore.music.players.soundfont.presets import Preset, Sound, sound

HEADROOM_DB = 18.0
"""Every channel is turned down by this much, so that gains above 0 dB can be given."""
VIBRATO, PAN, VOLUME, EXPRESSION, BRIGHTNESS = 1, 10, 7, 11, 74
_CURVE_STEP = 8 * STEP
_QUIETEST_DB = -60.0
_VIBRATO_SHARE = 0.4
_DYNAMIC_DB, _DYNAMIC_CENTS = 5.0, 1500.0
_EXPRESSION_CENTS, _BRIGHTNESS_CENTS = 1200.0, 2400.0


@dataclass(frozen=True, slots=True)
class Event:
    """Something an engine does at a moment."""

    at: int
    """Sample, a multiple of `STEP`."""
    act: Callable[[Engine], None]


@dataclass(frozen=True, slots=True)
class Slot:
    """One channel: a part's notes that share one sound."""

    played: PlayedPart
    sound: Sound
    preset: Preset
    notes: tuple[PlayedNote, ...]

    def prepare(self, engine: Engine, channel: int) -> None:
        """Seat the channel and shape its sound."""
        seat = round(64 + 63 * min(max(self.played.part.pan, -1.0), 1.0))
        engine.control(channel, PAN, min(seat, 127))
        engine.control(channel, VOLUME, 127)
        engine.shape(channel, ATTACK, self.sound.attack)
        engine.shape(channel, RELEASE, self.sound.release)
        engine.shape(channel, FILTER_CUTOFF, self.sound.cutoff)
        engine.shape(channel, ATTENUATION, self.attenuation_cb)

    @property
    def attenuation_cb(self) -> float:
        """Centibels below full, before curves."""
        gain_db = self.sound.gain_db + self.played.part.gain_db
        return 10.0 * max(HEADROOM_DB - gain_db, 0.0)


def slots(part: PlayedPart, presets: dict[Preset, str], rate_hz: int) -> list[Slot]:
    """Return the channels a part needs, in order of first use."""
    groups: dict[tuple[Sound, Preset], list[PlayedNote]] = {}
    for note in part.notes:
        how = sound(part.part.instrument, part.part.articulation, note.pitch, note.length / rate_hz)
        preset = next((one for one in how.presets if one in presets), next(iter(presets)))
        key = note.pitch if how.key is None else how.key
        groups.setdefault((how, preset), []).append(
            PlayedNote(note.start, note.stop, key, note.velocity, note.index)
        )
    return [Slot(part, how, preset, tuple(notes)) for (how, preset), notes in groups.items()]


def events(taken: Sequence[Slot], channels: Sequence[int], total: int, rate_hz: int) -> list[Event]:
    """Return all events in order: at one moment curves first, then releases, then attacks."""
    ranked: list[tuple[int, int, int, Event]] = []
    for slot, channel in zip(taken, channels, strict=True):
        for rank, event in _slot_events(slot, channel, total):
            ranked.append((event.at, rank, len(ranked), event))
    ranked.sort(key=lambda item: item[:3])
    return [item[3] for item in ranked]


def _slot_events(slot: Slot, channel: int, total: int) -> list[tuple[int, Event]]:
    found = [(0, event) for event in _curve_events(slot, channel, total)]
    for note in slot.notes:
        start = _on_grid(note.start)
        stop = max(_on_grid(note.stop), start + STEP)
        found.append((2, Event(start, _starter(channel, note.pitch, note.velocity))))
        found.append((1, Event(stop, _stopper(channel, note.pitch))))
    return found


def _on_grid(sample: int) -> int:
    return (sample + STEP // 2) // STEP * STEP


def _starter(channel: int, key: int, velocity: int) -> Callable[[Engine], None]:
    return lambda engine: engine.start(channel, key, velocity)


def _stopper(channel: int, key: int) -> Callable[[Engine], None]:
    return lambda engine: engine.stop(channel, key)


def _shaper(channel: int, generator: int, offset: float) -> Callable[[Engine], None]:
    return lambda engine: engine.shape(channel, generator, offset)


def _controller(channel: int, number: int, value: int) -> Callable[[Engine], None]:
    return lambda engine: engine.control(channel, number, value)


def _curve_events(slot: Slot, channel: int, total: int) -> list[Event]:
    curves = slot.played.curves
    if not curves:
        return []
    grid = np.arange(0, total, _CURVE_STEP)
    level_db, cutoff = np.zeros(len(grid)), np.zeros(len(grid))
    for number, effect in _EFFECTS.items():
        if number in curves:
            more_db, more_cents = effect(curves[number].at(grid))
            level_db, cutoff = level_db + more_db, cutoff + more_cents
    attenuation = slot.attenuation_cb - 10.0 * np.maximum(level_db, _QUIETEST_DB)
    found = _changes(grid, attenuation, 0.5, lambda v: _shaper(channel, ATTENUATION, max(v, 0.0)))
    found += _changes(
        grid, slot.sound.cutoff + cutoff, 10.0, lambda v: _shaper(channel, FILTER_CUTOFF, v)
    )
    if VIBRATO in curves:
        depth = np.round(curves[VIBRATO].at(grid) * _VIBRATO_SHARE)
        found += _changes(grid, depth, 0.5, lambda v: _controller(channel, VIBRATO, int(v)))
    return found


Values = npt.NDArray[np.float64]


def _changes(
    grid: npt.NDArray[np.int64],
    values: Values,
    least: float,
    action: Callable[[float], Callable[[Engine], None]],
) -> list[Event]:
    """Return an event wherever the value has moved by more than `least` since the last one."""
    found: list[Event] = []
    last = np.inf
    for at, value in zip(grid.tolist(), values.tolist(), strict=True):
        if abs(value - last) > least:
            found.append(Event(at, action(value)))
            last = value
    return found


def _from_expression(value: Values) -> tuple[Values, Values]:
    """MIDI's own law for CC11, and a little darkness when soft."""
    share = np.maximum(value, 1.0) / 127.0
    return 40.0 * np.log10(share), _EXPRESSION_CENTS * (share - 1.0)


def _from_dynamics(value: Values) -> tuple[Values, Values]:
    lift = (value - 64.0) / 64.0
    return _DYNAMIC_DB * lift, _DYNAMIC_CENTS * lift


def _from_brightness(value: Values) -> tuple[Values, Values]:
    lift = (value - 64.0) / 64.0
    return 0.0 * lift, _BRIGHTNESS_CENTS * lift


_EFFECTS: dict[int, Callable[[Values], tuple[Values, Values]]] = {
    VIBRATO: _from_dynamics,
    EXPRESSION: _from_expression,
    BRIGHTNESS: _from_brightness,
}
