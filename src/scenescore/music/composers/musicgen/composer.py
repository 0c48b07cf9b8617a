"""The composer `musicgen`: finds the model, has every brief played, and says what was missing.

Needs torch and transformers, and weights that lie on this disk; the first call loads them. Sound
is all it gives: it writes no notes, so themes come from the embedded composer.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenescore.core.codec import key_of
from scenescore.core.errors import (
    BadAnswerError,
    MissingExtraError,
    ScenescoreError,
    UnavailableError,
)
from scenescore.core.files import sha256_of, writing
from scenescore.core.progress import Run
from scenescore.core.protocols import Caps
from scenescore.core.settings import Settings, load
from scenescore.core.types import AudioFile, MusicBrief, Provenance, Sound, Theme, ThemeSlot
from scenescore.music.composers.musicgen.check import UNCHECKED
from scenescore.music.composers.musicgen.form import frames_of, prompts, stretches
from scenescore.music.composers.musicgen.wishes import Wishes, wishes_of
from scenescore.neural.weights import Wanted, Weights, find, lacking

if TYPE_CHECKING:
    from scenescore.music.composers.musicgen.engine import Request
    from scenescore.music.composers.musicgen.model import Loaded
    from scenescore.music.composers.musicgen.session import Engine, Played, Session

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
_LIBRARIES = ("torch", "transformers")
_TORCH = "pip install torch 'scenescore[models]'   (on a machine without a GPU: torch's CPU build)"
_SCHEMA = 1
"""Of the briefs' keys, which `follows` names."""
_LOADED = 0.02
"""Share of a run until the first token."""


class MusicgenComposer:
    """Any MusicGen that transformers can load: every size, mono, stereo and melody."""

    version = "1"
    settings: Settings | None = None
    """Those in force; None: loaded when first needed."""

    def __init__(self) -> None:
        self._played: dict[str, Played] = {}
        """What was played and not asked for yet, by brief and seed."""
        self._codes: dict[str, Any] = {}
        """Tokens of what was played, by brief: for those that go on from them."""

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

    def is_available(self) -> str | None:
        """Return None when libraries and weights are here, else one sentence on what is missing."""
        gone = _missing_library()
        if gone:
            return f"the library '{gone}' is not installed: {_TORCH}"
        return lacking(self._in_force, WANTED)

    @property
    def params(self) -> tuple[tuple[str, str], ...]:
        """What besides the version shapes the sound, for whoever keeps it."""
        return tuple(sorted((*self._wishes.params, *_model_params(self._found))))

    def compose(
        self, briefs: Sequence[MusicBrief], *, seeds: Sequence[int], run: Run
    ) -> Iterator[Sound]:
        """Yield the sound of each brief, in order.

        Raises
        ------
        UnavailableError, SettingsError
            before any work: a library or the weights are missing, a setting cannot be met
        BadAnswerError
            a cue that was no good twice; those after it are kept and come at once when asked for
        Cancelled
            when asked to stop
        """
        run.check()
        _need_libraries()
        run.report(f"loading {self._found.name}", 0.0)
        names = [key_of(brief, seed) for brief, seed in zip(briefs, seeds, strict=True)]
        with tempfile.TemporaryDirectory(prefix="scenescore-early-") as early:
            playing = self._play(briefs, seeds, names, Path(early), run)
            for name, brief, seed in zip(names, briefs, seeds, strict=True):
                while name not in self._played:
                    next(playing)
                played = self._played[name]
                if played.heard.faults:
                    for _ in playing:
                        pass  # what is being played is not lost: it is asked for next
                    del self._played[name]
                    raise _no_good(played)
                yield self._sound(brief, seed, played)
        for name in names:
            self._played.pop(name, None)

    def theme(self, slot: ThemeSlot, *, seed: int) -> Theme:
        """Write a theme for an owner: the embedded composer's, since this one writes no notes."""
        from scenescore.music.composers.orchestra import OrchestraComposer

        return OrchestraComposer().theme(slot, seed=seed)

    # -------------------------------------------------------------- playing

    def _play(
        self,
        briefs: Sequence[MusicBrief],
        seeds: Sequence[int],
        names: Sequence[str],
        early: Path,
        run: Run,
    ) -> Iterator[None]:
        """Play what is not there yet, first all that begin by themselves; note each as it ends."""
        from scenescore.music.composers.musicgen.session import Session

        wishes = self._wishes
        session = Session(
            self._engine,
            self._loaded.codec,
            batch=wishes.batch,
            tolerance=wishes.tempo_tolerance if wishes.asked_tempo else 0.0,
            early=early,
            run=run.within(_LOADED, 1.0),
        )
        missing = [place for place, name in enumerate(names) if name not in self._played]
        coming = {key_of(_SCHEMA, "brief", briefs[place]) for place in missing}
        late = [p for p in missing if briefs[p].follows in coming]
        for wave in ([p for p in missing if p not in late], late):
            yield from self._play_wave(session, wave, briefs, seeds, names)

    def _play_wave(
        self,
        session: Session,
        wave: Sequence[int],
        briefs: Sequence[MusicBrief],
        seeds: Sequence[int],
        names: Sequence[str],
    ) -> Iterator[None]:
        cues = [
            (briefs[place], self._request(place, briefs[place], seeds[place])) for place in wave
        ]
        session.plan([request for _, request in cues])
        for place, played in session.play(cues) if cues else ():
            self._played[names[place]] = played
            self._codes[key_of(_SCHEMA, "brief", briefs[place])] = played.codes
            yield

    def _request(self, place: int, brief: MusicBrief, seed: int) -> Request:
        from scenescore.music.composers.musicgen.chroma import FRAME_S, chroma_of, theme_of
        from scenescore.music.composers.musicgen.engine import Request, Window

        rate, wishes = self._loaded.codec.frames_per_s, self._wishes
        longest, overlap = (int(s * rate) for s in (wishes.window_s, wishes.overlap_s))
        start = self._codes.get(brief.follows or "")
        start = None if start is None else start[:, max(start.shape[1] - overlap, 0) :]
        total = frames_of(brief.duration_s, rate)
        parts = stretches(total, longest, overlap, 0 if start is None else start.shape[1])
        said = prompts(brief, parts, rate, wishes.say)
        theme = theme_of(brief) if self._loaded.conditions.takes_melody else None
        frames = round(brief.duration_s / FRAME_S) + 1
        return Request(
            place,
            tuple(Window(line, *part) for line, part in zip(said, parts, strict=True)),
            seed,
            start=start,
            chroma=None if theme is None else chroma_of(theme, brief, frames),
        )

    def _sound(self, brief: MusicBrief, seed: int, played: Played) -> Sound:
        from scenescore.music.composers.musicgen.session import write_sound

        folder = Path(tempfile.mkdtemp(prefix="scenescore-musicgen-"))
        path, rate_hz = folder / "sound.wav", self._loaded.codec.rate_hz
        with writing(path):
            write_sound(path, played.sound, rate_hz)
        channels, frames = played.sound.shape
        audio = AudioFile(path, rate_hz, channels, frames, sha256_of(path))
        return Sound(audio, self._author(brief, seed, played), self._bent(brief, played))

    # -------------------------------------------------------------- telling

    def _author(self, brief: MusicBrief, seed: int, played: Played) -> Provenance:
        from scenescore.music.composers.musicgen.chroma import theme_of

        request = self._request(0, brief, seed)
        told = dict(self.params) | {
            "device": self._loaded.device,
            "precision": self._loaded.precision,
            "steps": str(self._engine.steps(request)),
            "retries": str(int(bool(played.refused))),
            "windows": str(len(request.windows)),
        }
        lines = [window.prompt for window in request.windows]
        told |= {"prompt_1": lines[0]} | {
            f"prompt_{number}": line for number, line in enumerate(lines, 1) if number > 1
        }
        theme = theme_of(brief) if self._loaded.conditions.takes_melody else None
        if theme:
            told["melody"] = theme.slot.owner
        if played.refused:
            told |= {"refused": "; ".join(played.refused), "seed_kept": str(played.seed)}
        if played.heard.bpm:
            told["measured_bpm"] = f"{played.heard.bpm:.0f}"
        return Provenance(
            "musicgen",
            self.version,
            tuple(sorted(told.items())),
            seed=seed,
            inputs=(self._found.revision or self._found.fingerprint,),
            licence=LICENCE,
            commercial=False,
        )

    def _bent(self, brief: MusicBrief, played: Played) -> tuple[str, ...]:
        def said() -> Iterator[str]:
            if brief.hits:
                yield f"MusicGen cannot meet moments: {len(brief.hits)} left to chance."
            if brief.key or brief.meter != "4/4":
                yield "MusicGen takes neither key nor meter."
            owners = [use.owner for use in brief.themes]
            if owners and not self._loaded.conditions.takes_melody:
                yield f"This MusicGen takes no melody: {', '.join(owners)} not quoted."
            if brief.follows and brief.follows not in self._codes:
                yield "The cue before was not at hand: a clean start."
            if brief.bpm and self._wishes.asked_tempo and played.heard.bpm is None:
                yield "No clear beat was heard, so the tempo was not checked."
            yield UNCHECKED

        return tuple(said())

    # -------------------------------------------------------------- the model

    @cached_property
    def _in_force(self) -> Settings:
        return self.settings if self.settings is not None else load()

    @cached_property
    def _wishes(self) -> Wishes:
        return wishes_of(self._in_force)

    @cached_property
    def _found(self) -> Weights:
        return find(self._in_force, WANTED)

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


def _model_params(found: Weights) -> tuple[tuple[str, str], ...]:
    return ("model", found.name), ("revision", found.revision or found.fingerprint[:12])


def _no_good(played: Played) -> BadAnswerError:
    faults = "; ".join(played.heard.faults)
    return BadAnswerError(
        f"MusicGen's sound was no good, twice: {faults}",
        raw="",
        hint="Another seed, prompt or model may do; the take says who played instead.",
    )


def _missing_library() -> str | None:
    for name in _LIBRARIES:
        try:
            if find_spec(name) is None:
                return name
        except ModuleNotFoundError:
            return name
    return None


def _need_libraries() -> None:
    gone = _missing_library()
    if gone == "torch":
        raise UnavailableError("the composer 'musicgen' needs torch", hint=_TORCH)
    if gone:
        raise MissingExtraError("the composer 'musicgen'", gone, "models")
