"""Plays cues to the end: tokens, sound as they come, a listen to the result, one second try.

Knows engines, EnCodec and the check; no files but early sound, no settings, no provenance.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from scenescore.core.progress import Run
from scenescore.core.timing import seconds_to_samples
from scenescore.core.types import MusicBrief
from scenescore.music.composers.musicgen.check import Heard, listen
from scenescore.music.composers.musicgen.codec import Codec, Sound, Stream
from scenescore.music.composers.musicgen.engine import Listener, Request
from scenescore.music.composers.musicgen.tape import Codes

PREVIEW_S = 10.0
"""Early sound is offered once so much of a cue is there."""
_OTHER_SEED = 0x9E3779B9
"""What turns a seed into that of the second try."""


@dataclass(frozen=True, slots=True)
class Played:
    """A cue that was played."""

    sound: Sound
    """Exactly as long as the brief asks."""
    codes: Codes
    heard: Heard
    seed: int
    """That of the try that is kept."""
    refused: tuple[str, ...] = ()
    """What was wrong with the first try; empty when it was kept."""


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
    pieces: list[Sound] = field(default_factory=list)
    refused: tuple[str, ...] = ()
    is_offered: bool = False

    def length_s(self, rate_hz: int) -> float:
        return float(sum(piece.shape[1] for piece in self.pieces) / rate_hz)


class Session:
    """One call's cues."""

    def __init__(
        self, engine: Engine, codec: Codec, *, batch: int, tolerance: float, early: Path, run: Run
    ) -> None:
        self._engine, self._codec, self._batch = engine, codec, batch
        self._tolerance, self._early, self._run = tolerance, early, run
        self._cues: dict[int, _Cue] = {}
        self._done = self._total = 0

    def plan(self, requests: Sequence[Request]) -> None:
        """Note the work ahead, so that progress is of all of it."""
        self._total += sum(map(self._engine.steps, requests))

    def play(self, cues: Sequence[tuple[MusicBrief, Request]]) -> Iterator[tuple[int, Played]]:
        """Yield (name, what was played) of each cue as it ends, bad ones after a second try."""
        waiting = deque(request for _, request in cues)
        for brief, request in cues:
            self._cues[request.name] = _Cue(brief, request, Stream(self._codec))
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
        sound = np.concatenate([*cue.pieces, cue.stream.end()], axis=1)
        wanted = seconds_to_samples(cue.brief.duration_s, self._codec.rate_hz)
        sound = _within_one(sound[:, :wanted])
        heard = listen(
            sound,
            self._codec.rate_hz,
            bpm=cue.brief.bpm,
            tolerance=self._tolerance,
            may_fade=cue.brief.role == "stinger",
        )
        return Played(sound, codes, heard, cue.request.seed, cue.refused)

    def _try_again(self, cue: _Cue, faults: tuple[str, ...], waiting: deque[Request]) -> None:
        request = replace(cue.request, seed=cue.request.seed ^ _OTHER_SEED)
        again = _Cue(cue.brief, request, Stream(self._codec), refused=faults)
        self._cues[request.name] = again
        self._total += self._engine.steps(request)
        waiting.append(request)


def write_sound(path: Path, sound: Sound, rate_hz: int) -> None:
    """Write a sound (channels, samples) as 24-bit WAV."""
    import soundfile

    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, _within_one(sound).T, rate_hz, subtype="PCM_24")


def _within_one(sound: Any) -> Sound:
    peak = float(np.abs(sound).max(initial=0.0))
    return np.asarray(sound / peak if peak > 1 else sound, dtype=np.float32)
