"""The composer `musicgen`: plans windows, has them played, lets a cue go on from the one before.

Needs torch and transformers, and weights that lie on this disk; the first call loads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from scenescore.core.errors import ScenescoreError
from scenescore.core.progress import Run
from scenescore.core.protocols import Caps
from scenescore.core.types import MusicBrief
from scenescore.music.composers.musicgen.form import frames_of, middles_s, stretches
from scenescore.music.composers.musicgen.tail import read_tail, write_tail
from scenescore.music.composers.musicgen.wishes import Wishes, wishes_of
from scenescore.music.composers.neural.composer import Cue, NeuralComposer, numbered, root_key
from scenescore.music.composers.neural.played import Played
from scenescore.music.composers.neural.say import Wording
from scenescore.neural.weights import Wanted

if TYPE_CHECKING:
    from scenescore.music.composers.musicgen.engine import Request
    from scenescore.music.composers.musicgen.model import Loaded
    from scenescore.music.composers.musicgen.session import Engine

LICENCE = (
    "Sound by MusicGen, whose weights are under CC-BY-NC 4.0: share it with credit, never use it "
    "commercially."
)
WANTED = Wanted(
    "musicgen",
    tokenizers=("tokenizer.json", "spiece.model"),
    sizes_gb={
        "facebook/musicgen-small": 2.4,
        "facebook/musicgen-medium": 8.0,
        "facebook/musicgen-large": 13.7,
    },
)
_FRAMES_PER_S = 50.0
"""Of every published MusicGen: what windows are shown by before the model is loaded."""


class MusicgenComposer(NeuralComposer):
    """Any MusicGen that transformers can load: every size, mono, stereo and melody."""

    name = "musicgen"
    title = "MusicGen"
    wanted = WANTED
    licence = LICENCE
    is_commercial = False
    engines = ("own", "transformers")
    speeds = MappingProxyType(
        {
            "gpu": "several times real time with the small model",
            "cpu": "slower than real time: a minute or two for 30 s of the small model",
            "int8": "about real time with the small model",
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[str, Any] = {}
        """Tokens of what was played in this process, by root key: for those that go on."""
        self._requests: dict[str, Request] = {}
        """How each cue was asked for."""

    @property
    def caps(self) -> Caps:
        """What it can do; themes only where the model at hand takes a melody."""
        return Caps(
            batch=8,
            continuation=True,
            melody=self._takes_melody(),
            notes=False,
            licence=LICENCE,
            commercial=False,
        )

    @property
    def wording(self) -> Wording:
        """MusicGen's own form: a caption, then fields."""
        return self._wishes.wording

    @property
    def settings_told(self) -> tuple[tuple[str, str], ...]:
        """The settings that shape the sound, as text."""
        return self._wishes.params

    def prompts(self, brief: MusicBrief) -> tuple[str, ...]:
        """Return a line for each window of a clean start; loads nothing."""
        parts = self._parts(brief, _FRAMES_PER_S, 0)
        return self.wording.lines(brief, middles_s(parts, _FRAMES_PER_S))

    # -------------------------------------------------------------- playing

    def _play(self, cues: Sequence[Cue], early: Path, run: Run) -> Iterator[tuple[Cue, Played]]:
        """Play first all that begin by themselves, then what goes on from them, and so on."""
        from scenescore.music.composers.musicgen.session import Session

        session = Session(
            self._engine, self._loaded.codec, batch=self._wishes.batch, early=early, run=run
        )
        for wave in waves(cues):
            yield from self._play_wave(session, wave)

    def _play_wave(self, session: Any, wave: Sequence[Cue]) -> Iterator[tuple[Cue, Played]]:
        by_place = {cue.place: cue for cue in wave}
        self._requests |= {cue.name: self._request(cue) for cue in wave}
        asked = [(cue.brief, self._requests[cue.name], self._tolerance(cue.brief)) for cue in wave]
        session.plan([request for _, request, _ in asked])
        for place, played in session.play(asked):
            cue = by_place[place]
            self._codes[root_key(cue.brief)] = played.codes
            yield cue, played

    def _tolerance(self, brief: MusicBrief) -> float:
        return self._wishes.tempo_tolerance if self.wording.names_tempo(brief) else 0.0

    def _request(self, cue: Cue) -> Request:
        from scenescore.music.composers.musicgen.chroma import FRAME_S, chroma_of, theme_of
        from scenescore.music.composers.musicgen.engine import Request, Window

        brief, rate = cue.brief, self._loaded.codec.frames_per_s
        start = self._start(brief)
        parts = self._parts(brief, rate, 0 if start is None else start.shape[1])
        said = self.wording.lines(brief, middles_s(parts, rate))
        theme = theme_of(brief) if self._loaded.conditions.takes_melody else None
        frames = round(brief.duration_s / FRAME_S) + 1
        return Request(
            cue.place,
            tuple(Window(line, *part) for line, part in zip(said, parts, strict=True)),
            cue.seed,
            start=start,
            chroma=None if theme is None else chroma_of(theme, brief, frames),
        )

    def _parts(self, brief: MusicBrief, rate: float, start: int) -> tuple[tuple[int, int], ...]:
        longest, overlap = (int(s * rate) for s in (self._wishes.window_s, self._wishes.overlap_s))
        return stretches(frames_of(brief.duration_s, rate), longest, overlap, start)

    # -------------------------------------------------------------- going on from a cue

    def _start(self, brief: MusicBrief) -> Any:
        """Return the last tokens of the cue before, from this run or an earlier one, or None."""
        if brief.follows is None:
            return None
        codes = self._codes.get(brief.follows)
        if codes is None and self.tails is not None and (path := self.tails(brief.follows)):
            codes = read_tail(path, model=self._model_told, books=self._loaded.codebooks)
        if codes is None or not self._overlap:
            return None
        return codes[:, max(codes.shape[1] - self._overlap, 0) :]

    def _tail(self, played: Played, folder: Path) -> Path | None:
        return write_tail(folder / "tail.npz", played.codes, model=self._model_told)

    @property
    def _overlap(self) -> int:
        return int(self._wishes.overlap_s * self._loaded.codec.frames_per_s)

    @property
    def _model_told(self) -> str:
        return f"{self._found.name} {self._revision}"

    # -------------------------------------------------------------- telling

    def _told(self, cue: Cue, played: Played) -> Mapping[str, str]:
        from scenescore.music.composers.musicgen.chroma import theme_of

        request = self._requests[cue.name]
        told = numbered([window.prompt for window in request.windows]) | {
            "device": self._loaded.device,
            "precision": self._loaded.precision,
            "products": self._loaded.products,
            "steps": str(self._engine.steps(request)),
            "windows": str(len(request.windows)),
        }
        theme = theme_of(cue.brief) if self._loaded.conditions.takes_melody else None
        if theme:
            told["melody"] = theme.slot.owner
        if request.start is not None:
            told["goes_on_from"] = f"{cue.brief.follows} ({request.start.shape[1]} frames)"
        return told

    def _bent(self, cue: Cue, played: Played) -> Iterator[str]:
        brief = cue.brief
        if brief.hits:
            yield f"MusicGen cannot meet moments: {len(brief.hits)} left to chance."
        if brief.key or brief.meter != "4/4":
            yield "MusicGen takes neither key nor meter."
        owners = [use.owner for use in brief.themes]
        if owners and not self._loaded.conditions.takes_melody:
            yield f"This MusicGen takes no melody: {', '.join(owners)} not quoted."
        if brief.follows and self._requests[cue.name].start is None:
            yield "The cue before was not at hand: a clean start."
        if brief.bpm and self._tolerance(brief) and played.heard.bpm is None:
            yield "No clear beat was heard, so the tempo was not checked."

    # -------------------------------------------------------------- the model

    def _load(self) -> None:
        _ = self._engine

    def _place(self) -> tuple[str, str]:
        from scenescore.music.composers.musicgen.model import place_for

        wishes = self._wishes
        is_theirs = wishes.engine == "transformers"
        return place_for(wishes.device, "fp32" if is_theirs else wishes.precision)

    @cached_property
    def _wishes(self) -> Wishes:
        return wishes_of(self._in_force)

    @cached_property
    def _loaded(self) -> Loaded:
        from scenescore.music.composers.musicgen.model import load_model

        wishes = self._wishes
        return load_model(
            self._found.folder,
            device=wishes.device,
            precision=wishes.precision,
            keep_theirs=wishes.engine == "transformers",
        )

    @cached_property
    def _engine(self) -> Engine:
        from scenescore.music.composers.musicgen.draw import Taste
        from scenescore.music.composers.musicgen.engine import OwnEngine
        from scenescore.music.composers.musicgen.reference import ReferenceEngine

        wishes, loaded = self._wishes, self._loaded
        taste = Taste(wishes.guidance, wishes.temperature, wishes.top_k)
        if loaded.decoder is None:
            return ReferenceEngine(loaded.model, loaded.conditions, taste)
        return OwnEngine(loaded.decoder, loaded.conditions, taste)

    def _takes_melody(self) -> bool:
        try:
            return self._found.config.get("model_type") == "musicgen_melody"
        except ScenescoreError:
            return False


def waves(cues: Sequence[Cue]) -> Iterator[list[Cue]]:
    """Yield cues in such groups that what a cue goes on from is in a group before its own."""
    left = list(cues)
    while left:
        coming = {root_key(cue.brief) for cue in left}
        ready = [cue for cue in left if cue.brief.follows not in coming] or left
        yield ready
        gone = {cue.place for cue in ready}
        left = [cue for cue in left if cue.place not in gone]
