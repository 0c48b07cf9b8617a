"""Plays several cues at once, token by token. Knows requests and tokens, no briefs and no sound.

Ours rather than `generate`: cues of different lengths share steps and leave as they end, a new one
takes the free place, longer ones go on window by window in token space, every step can be told
and stopped, and a cue's chance is its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import torch

from scenescore.music.composers.musicgen.decoder import Decoder
from scenescore.music.composers.musicgen.draw import Taste, choose, generator, guided
from scenescore.music.composers.musicgen.memory import Remembering
from scenescore.music.composers.musicgen.tape import Codes, Tape, delays, steps_of

HEARD_FRAMES = 50
"""New frames are handed on in pieces of at least this, about a second."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch played under one prompt."""

    prompt: str
    frames: int
    """New ones."""
    before: int = 0
    """How many of the frames before are read again, so that it goes on from them."""


@dataclass(frozen=True, slots=True)
class Request:
    """One cue to play."""

    name: int
    """Whose it is, for those who ask; any number, each once at a time."""
    windows: tuple[Window, ...]
    seed: int
    start: Codes | None = None
    """Frames of an earlier cue that this one grows out of, (codebooks, frames)."""
    chroma: Any = None
    """A melody as classes of pitch, float32 (frames, 12); for melody models."""

    @property
    def frames(self) -> int:
        """Frames of the whole cue."""
        return sum(window.frames for window in self.windows)


class Listener(Protocol):
    """Who hears of what is played."""

    def heard(self, name: int, codes: Codes) -> None:
        """Take the next frames of a cue; may raise to stop everything."""

    def stepped(self, steps: int) -> None:
        """Note that so many steps of cues are done; may raise to stop everything."""


Conditions = Callable[[str, Any], tuple[torch.Tensor | None, torch.Tensor | None]]
"""Text and chroma -> what layers look up (words, width) and read first (rows, places, width)."""


@dataclass(slots=True)
class _Row:
    """A cue being played."""

    request: Request
    chance: torch.Generator
    codes: Codes
    tape: Tape
    window: int = 0
    told: int = 0
    """Frames handed on."""
    logits: Any = field(default=None, repr=False)

    def played(self) -> Codes:
        return np.concatenate([self.codes, self.tape.frames()], axis=1)


class OwnEngine:
    """The loop of our own."""

    name = "own"

    def __init__(self, decoder: Decoder, conditions: Conditions, taste: Taste) -> None:
        self.decoder, self.taste = decoder, taste
        self._conditions = conditions
        self.late = delays(decoder.codebooks, decoder.channels)

    def steps(self, request: Request) -> int:
        """Return the decoder's steps for a cue."""
        return sum(steps_of(window.frames, self.late) for window in request.windows)

    def perform(
        self, waiting: deque[Request], *, batch: int, listener: Listener
    ) -> Iterator[tuple[int, Codes]]:
        """Yield (name, codes) of each cue as it ends; those waiting enter in order.

        More of the same length or shorter may be put into `waiting` meanwhile.
        """
        slots = min(batch, len(waiting))
        memory = self.decoder.memory(
            slots,
            rows=2 if self.taste.is_guided else 1,
            room=max(map(self._room, waiting)),
        )
        rows: list[_Row] = []
        while waiting or rows:
            with torch.inference_mode():
                while waiting and len(rows) < slots:
                    rows.append(self._enter(memory, waiting.popleft()))
                self._step(memory, rows)
            listener.stepped(len(rows))
            for slot in reversed(range(len(rows))):
                self._hand_on(rows[slot], listener)
                if rows[slot].tape.is_done:
                    yield from self._turn(memory, rows, slot)

    def _room(self, request: Request) -> int:
        """Return the most places that a cue takes in any of its windows."""
        start = 0 if request.start is None else request.start.shape[1]
        places = []
        for window in request.windows:
            before = self._conditions(window.prompt, request.chroma)[1]
            ahead = 0 if before is None else before.shape[1]
            known = max(start, window.before)
            places.append(ahead + 1 + known + steps_of(window.frames, self.late))
        return max(places)

    def _enter(self, memory: Remembering, request: Request) -> _Row:
        books = self.decoder.codebooks
        start = request.start if request.start is not None else np.zeros((books, 0), np.int64)
        row = _Row(request, generator(request.seed), np.zeros((books, 0), np.int64), Tape(
            start, request.windows[0].frames, self.late, self.decoder.pad))  # fmt: skip
        self._begin(memory, row)
        return row

    def _begin(self, memory: Remembering, row: _Row) -> None:
        """Read what a row's window begins with."""
        window = row.request.windows[row.window]
        text, before = self._conditions(window.prompt, row.request.chroma)
        slot = memory.enter(self.decoder.look_at(text))
        columns = torch.from_numpy(row.tape.beginning()).to(self.decoder.device)
        before = None if before is None else before[: memory.rows]
        row.logits = self.decoder.begin(memory, slot, columns, before)

    def _step(self, memory: Remembering, rows: list[_Row]) -> None:
        """Write a column of every row, and read it unless it was the row's last."""
        logits = guided(torch.stack([row.logits for row in rows]), self.taste)
        tokens = choose(logits, self.taste, [row.chance for row in rows]).cpu().numpy()
        columns = [row.tape.write(own) for row, own in zip(rows, tokens, strict=True)]
        if all(row.tape.is_done for row in rows):
            return
        read = torch.from_numpy(np.stack(columns)).to(self.decoder.device)
        for row, own in zip(rows, self.decoder.step(memory, read), strict=True):
            row.logits = own

    @staticmethod
    def _hand_on(row: _Row, listener: Listener) -> None:
        """Let the listener hear what is new, once it is enough or the window ends."""
        new = row.played()[:, row.told :]
        if new.shape[1] >= HEARD_FRAMES or (row.tape.is_done and new.shape[1]):
            row.told += new.shape[1]
            listener.heard(row.request.name, new)

    def _turn(
        self, memory: Remembering, rows: list[_Row], slot: int
    ) -> Iterator[tuple[int, Codes]]:
        """Let a row whose window ended leave, or go on with its next window."""
        row = rows[slot]
        row.codes = row.played()
        with torch.inference_mode():
            memory.leave(slot)
        rows[slot] = rows[-1]
        rows.pop()
        row.window += 1
        if row.window == len(row.request.windows):
            yield row.request.name, row.codes
            return
        window = row.request.windows[row.window]
        known = row.codes[:, row.codes.shape[1] - window.before :]
        row.tape = Tape(known, window.frames, self.late, self.decoder.pad)
        with torch.inference_mode():
            self._begin(memory, row)
        rows.append(row)
