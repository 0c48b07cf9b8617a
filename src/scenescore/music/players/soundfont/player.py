"""Plays a Score with a SoundFont: stems in blocks, dry, the same bytes every time.

Knows how a part becomes channels and events; hall, loudness and limiting are the mix's.
Times are met to the nearest 64 samples (0.7 ms at 48 kHz, at most).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from scenescore.core.errors import UnavailableError
from scenescore.core.progress import Run
from scenescore.core.score import Part, Score
from scenescore.core.timing import seconds_to_samples
from scenescore.core.types import Provenance
from scenescore.music.players.performance import (
    PlayedPart,
    Samples,
    perform,
    spans,
    stem_names,
)
from scenescore.music.players.soundfont import font, library
from scenescore.music.players.soundfont.engine import MOST_CHANNELS, STEP, Engine, new_block
from scenescore.music.players.soundfont.events import Event, Slot, events, slots
from scenescore.music.players.soundfont.hybrid import beneath
from scenescore.music.players.soundfont.presets import is_borrowed


@dataclass(frozen=True, slots=True)
class _Rack:
    """Some of the stems, sharing one engine."""

    names: tuple[str, ...]
    slots: tuple[Slot, ...]
    channels: tuple[int, ...]
    """Of each slot; channel modulo number of stems is the stem."""


class SoundfontPlayer:
    """Plays with libfluidsynth and MuseScore General, or the user's own .sf2 or .sf3."""

    version = "1"

    def __init__(self, path: str = "") -> None:
        self._path = font.find(path)
        self.hybrid = "off"
        """`auto`: some styles have layers of the synthesizer beneath; `on`, `off`."""
        self._beneath: tuple[str, ...] = ()

    @property
    def path(self) -> Path | None:
        """The font that is played; None when none was found. May be set; "" searches."""
        return self._path

    @path.setter
    def path(self, asked: str | Path | None) -> None:
        self._path = font.find(str(asked or ""))

    @property
    def licence(self) -> str:
        """One sentence: what one may do with the font's sound."""
        return font.licence(self._path)

    def is_available(self) -> str | None:
        """Return None when library and font are there, else what is missing and how to get it."""
        if library.load() is None:
            return (
                "fluidsynth 2 is not installed (Debian, Ubuntu: apt install libfluidsynth3; "
                "macOS: brew install fluid-synth)."
            )
        if self.path is None:
            return (
                "No soundfont found (Debian, Ubuntu: apt install musescore-general-soundfont; "
                f"or set music.soundfont or {font.VARIABLE} to a .sf2 or .sf3 file)."
            )
        return None if self.path.is_file() else f"{self.path}: there is no such soundfont."

    def provenance(self) -> Provenance:
        """Return who makes the sound: library, font and its sha256, what of the synthesizer lay
        beneath the score played last, and what one may do with it.
        """
        known = self._path is not None and self._path.is_file()
        return Provenance(
            "soundfont",
            version=f"{self.version} (fluidsynth {library.version()})",
            params=(
                *((("beneath", ", ".join(self._beneath)),) if self._beneath else ()),
                *((("soundfont", self._path.name),) if known and self._path else ()),
            ),
            inputs=(font.sha256(self._path),) if known and self._path else (),
            licence=self.licence,
        )

    def play(self, score: Score, *, rate_hz: int, run: Run) -> Iterator[Mapping[str, Samples]]:
        """Yield blocks of dry stems, name to float32 (2, n); nothing for a score without notes.

        Raises
        ------
        UnavailableError
            when library or font is missing
        BadDataError
            when the font is no SoundFont
        """
        missing = self.is_available()
        if missing is not None or self.path is None:
            raise UnavailableError(missing or "no soundfont")
        total = seconds_to_samples(score.duration_s, rate_hz)
        layers = beneath(score, self.hybrid)
        self._beneath = tuple(dict.fromkeys(part.instrument for part in layers))
        names = stem_names(perform(replace(score, parts=(*score.parts, *layers)), rate_hz))
        streams = [
            _played(self.path, score, total, rate_hz),
            _borrowed(score, layers, rate_hz, run),
        ]
        for start, length in spans(total if names else 0):
            run.report("playing", start / total)
            block = {name: np.zeros((2, length), np.float32) for name in names}
            for stream in streams:
                for name, sound in next(stream, {}).items():
                    block[name] += sound
            yield block
        run.report("playing", 1.0)


def _only(score: Score, *, borrowed: bool) -> Score:
    """Return the score with only the notes that the font plays, or only the others."""
    parts = (
        replace(
            part,
            notes=tuple(
                note for note in part.notes if is_borrowed(part.instrument, note.pitch) == borrowed
            ),
        )
        for part in score.parts
    )
    return replace(score, parts=tuple(part for part in parts if part.notes))


@dataclass(frozen=True, slots=True)
class _StopOf:
    """Stops a quiet inner run together with the outer one."""

    run: Run

    def is_set(self) -> bool:
        return self.run.is_cancelled

    def set(self) -> None:
        self.run.cancel()


def _borrowed(
    score: Score, layers: tuple[Part, ...], rate_hz: int, run: Run
) -> Iterator[Mapping[str, Samples]]:
    borrowed = _only(score, borrowed=True)
    others = replace(borrowed, parts=(*borrowed.parts, *layers))
    if others.parts:
        from scenescore.music.players.synth import SynthPlayer

        yield from SynthPlayer().play(others, rate_hz=rate_hz, run=Run(stop=_StopOf(run)))


def _played(path: Path, score: Score, total: int, rate_hz: int) -> Iterator[Mapping[str, Samples]]:
    parts = perform(_only(score, borrowed=False), rate_hz)
    racks = _racks(path, parts, rate_hz)
    if not racks:
        return
    engines = [_ready(path, rack, rate_hz) for rack in racks]
    queues = [_Queue(events(rack.slots, rack.channels, total, rate_hz)) for rack in racks]
    try:
        for start, length in spans(total):
            block: dict[str, Samples] = {}
            for rack, engine, queue in zip(racks, engines, queues, strict=True):
                block.update(_render(rack, engine, queue, start, length))
            yield block
    finally:
        for engine in engines:
            engine.close()


def _racks(path: Path, parts: tuple[PlayedPart, ...], rate_hz: int) -> list[_Rack]:
    """Share the stems among engines so that none needs more channels than there are."""
    by_stem: dict[str, list[Slot]] = {}
    for part in parts:
        by_stem.setdefault(part.part.family, []).extend(slots(part, font.presets(path), rate_hz))
    racks: list[list[str]] = []
    for name in by_stem:
        together = [*racks[-1], name] if racks else [name]
        most = max(len(by_stem[one]) for one in together)
        if racks and most * len(together) <= MOST_CHANNELS:
            racks[-1] = together
        else:
            racks.append([name])
    return [_rack(names, by_stem) for names in racks]


def _rack(names: list[str], by_stem: dict[str, list[Slot]]) -> _Rack:
    pairs = [
        (slot, place * len(names) + stem)
        for stem, name in enumerate(names)
        for place, slot in enumerate(by_stem[name])
    ]
    return _Rack(tuple(names), tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))


def _ready(path: Path, rack: _Rack, rate_hz: int) -> Engine:
    engine = Engine(path, len(rack.names), max(rack.channels) + 1, rate_hz)
    for slot, channel in zip(rack.slots, rack.channels, strict=True):
        engine.select(channel, slot.preset)
        slot.prepare(engine, channel)
    return engine


class _Queue:
    """Events in order of time, taken from the front."""

    def __init__(self, waiting: list[Event]) -> None:
        self._waiting = waiting
        self._next = 0

    def until(self, end: int) -> Iterator[Event]:
        while self._next < len(self._waiting) and self._waiting[self._next].at < end:
            self._next += 1
            yield self._waiting[self._next - 1]


def _render(
    rack: _Rack, engine: Engine, queue: _Queue, start: int, length: int
) -> Iterator[tuple[str, Samples]]:
    whole = -(-length // STEP) * STEP
    block = new_block(len(rack.names), whole)
    done = 0
    for event in queue.until(start + whole):
        if event.at - start > done:
            engine.render(block, done, event.at - start - done)
            done = event.at - start
        event.act(engine)
    engine.render(block, done, whole - done)
    for index, name in enumerate(rack.names):
        yield name, block[2 * index : 2 * index + 2, :length]
