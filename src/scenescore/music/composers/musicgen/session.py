"""Plays cues to the end: tokens, sound as they come, a listen to the result, one second try.

Knows engines, EnCodec and the check; no files but early sound, no settings, no provenance.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import numpy as np

from scenescore.core.progress import Run
from scenescore.core.types import MusicBrief
from scenescore.music.composers.musicgen.codec import Codec, Sound, Stream
from scenescore.music.composers.musicgen.engine import Listener, Request
from scenescore.music.composers.musicgen.tape import Codes
from scenescore.music.composers.neural.played import Played, judged, second_seed, write_sound

PREVIEW_S = 10.0
"""Early sound is offered once so much of a cue is there."""


class Engine(Protocol):
    """What turns requests into tokens."""

    name: str
    late: tuple[int, ...]

    def steps(self, request: Request) -> int:
        """Return the decoder's steps for a cue."""

    def perform(
        self, waiting: deque[Request], *, batch: int, listener: Listener
    ) -> Iterator[tuple[int, Codes]]:
        """Yield (name, codes) of each cue as it ends."""


@dataclass(slots=True)
class _Cue:
    """A cue being played."""

    brief: MusicBrief
    request: Request
    stream: Stream
    tolerance: float
    """How far off the tempo may be, as a ratio; 0: not checked."""
    pieces: list[Sound] = field(default_factory=list)
    refused: tuple[str, ...] = ()
    is_offered: bool = False

    def length_s(self, rate_hz: int) -> float:
        return float(sum(piece.shape[1] for piece in self.pieces) / rate_hz)


class Session:
    """One call's cues."""

    def __init__(self, engine: Engine, codec: Codec, *, batch: int, early: Path, run: Run) -> None:
        self._engine, self._codec, self._batch = engine, codec, batch
        self._early, self._run = early, run
        self._cues: dict[int, _Cue] = {}
        self._done = self._total = 0

    def plan(self, requests: Sequence[Request]) -> None:
        """Note the work ahead, so that progress is of all of it."""
        self._total += sum(map(self._engine.steps, requests))

    def play(
        self, cues: Sequence[tuple[MusicBrief, Request, float]]
    ) -> Iterator[tuple[int, Played]]:
        """Yield (name, what was played) of each cue as it ends, bad ones after a second try.

        A cue is (brief, request, how far off its tempo may be; 0: not checked).
        """
        waiting = deque(request for _, request, _ in cues)
        for brief, request, tolerance in cues:
            self._cues[request.name] = _Cue(brief, request, Stream(self._codec), tolerance)
        for name, codes in self._engine.perform(waiting, batch=self._batch, listener=self):
            cue = self._cues.pop(name)
            played = self._finished(cue, codes)
            if played.heard.faults and not cue.refused:
                self._try_again(cue, played.heard.faults, waiting)
                continue
            yield name, played

    # -------------------------------------------------------------- as a listener

    def heard(self, name: int, codes: Codes) -> None:
        """Play the next tokens of a cue; offer what there is once it is worth hearing."""
        cue = self._cues[name]
        cue.pieces.append(cue.stream.add(codes))
        if not cue.is_offered and cue.length_s(self._codec.rate_hz) >= PREVIEW_S:
            cue.is_offered = True
            path = self._early / f"cue-{name + 1}-{cue.request.seed}.wav"
            write_sound(path, np.concatenate(cue.pieces, axis=1), self._codec.rate_hz)
            self._run.preview(f"cue {name + 1}", path)

    def stepped(self, steps: int) -> None:
        """Tell how far it is; raises when asked to stop."""
        self._done += steps
        cues = "1 cue" if steps == 1 else f"{steps} cues"
        text = f"playing {cues}, token {self._done} of {self._total}"
        self._run.report(text, self._done / max(self._total, 1))

    # -------------------------------------------------------------- inside

    def _finished(self, cue: _Cue, codes: Codes) -> Played:
        rate_hz = self._codec.rate_hz
        whole = np.concatenate([*cue.pieces, cue.stream.end()], axis=1)
        sound, heard = judged(whole, rate_hz, cue.brief, tolerance=cue.tolerance)
        return Played(sound, rate_hz, heard, cue.request.seed, cue.refused, codes)

    def _try_again(self, cue: _Cue, faults: tuple[str, ...], waiting: deque[Request]) -> None:
        request = replace(cue.request, seed=second_seed(cue.request.seed))
        again = _Cue(cue.brief, request, Stream(self._codec), cue.tolerance, refused=faults)
        self._cues[request.name] = again
        self._total += self._engine.steps(request)
        waiting.append(request)
