"""What every composer of neural sound does alike: asks for its model, hands over, keeps, tells.

A model is played by who inherits from here; notes it writes none, so themes come from the embedded
composer. Sound that is finished is never lost: what was not handed over is told by `finished`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from scenescore.core.codec import key_of
from scenescore.core.errors import BadAnswerError, MissingExtraError, UnavailableError
from scenescore.core.files import sha256_of, writing
from scenescore.core.progress import Run
from scenescore.core.settings import Settings, load
from scenescore.core.types import AudioFile, MusicBrief, Provenance, Sound, Theme, ThemeSlot
from scenescore.music.composers.neural.check import UNCHECKED
from scenescore.music.composers.neural.played import Played, write_sound
from scenescore.music.composers.neural.say import Wording
from scenescore.neural.weights import Wanted, Weights, expected, find, lacking

_TORCH = "pip install torch{more} 'scenescore[models]'   (without a GPU: torch's CPU build)"
_BESIDE_TORCH = ("torch", "torchsde")
"""Libraries that no extra brings: which build of torch fits depends on the machine."""
_SCHEMA = 1
"""Of the briefs' keys, which `follows` names."""
_LOADED = 0.02
"""Share of a run until the first step."""

Tails = Callable[[str], Path | None]
"""Root key of a brief -> where the end of its sound is kept, for a cue that goes on from it."""


def root_key(brief: MusicBrief) -> str:
    """Return what `follows` calls a brief: its key without themes and without what it follows.

    So a chain of cues that go on from each other breaks where one is edited, and only there.
    """
    return key_of(_SCHEMA, "brief", replace(brief, follows=None, themes=()))


@dataclass(frozen=True, slots=True)
class Cue:
    """A brief to be played."""

    place: int
    """Where it stands in what was asked for."""
    name: str
    """Key of brief and seed."""
    brief: MusicBrief
    seed: int


class NeuralComposer:
    """A model that gives sound, from the outside."""

    name = ""
    """As registered."""
    title = ""
    """As its makers call the model."""
    version = "1"
    wanted: Wanted
    libraries: tuple[str, ...] = ("torch", "transformers")
    engines: tuple[str, ...] = ()
    """What can play it."""
    speeds: Mapping[str, str] = MappingProxyType({})
    """`gpu`, `cpu`, `int8` -> how fast it is there, in words."""
    settings: Settings | None = None
    """Those in force; None: loaded when first needed."""
    tails: Tails | None = None
    """Where ends of earlier cues are kept; None: only those of this call are known."""

    def __init__(self) -> None:
        self._played: dict[str, Played] = {}
        """What was played and not handed over yet, by brief and seed."""
        self._asked: dict[str, Cue] = {}

    # -------------------------------------------------------------- for each model to say

    @property
    def licence(self) -> str:
        """One plain sentence: what the user may do with the sound."""
        raise NotImplementedError

    @property
    def is_commercial(self) -> bool:
        """False: the licence forbids commercial use."""
        raise NotImplementedError

    @property
    def wording(self) -> Wording:
        """How prompts are worded."""
        raise NotImplementedError

    @property
    def settings_told(self) -> tuple[tuple[str, str], ...]:
        """The settings that shape the sound, as text."""
        raise NotImplementedError

    def prompts(self, brief: MusicBrief) -> tuple[str, ...]:
        """Return what the model would be told, a line for each window; loads nothing."""
        raise NotImplementedError

    def _load(self) -> None:
        """Load the model and check the settings; nothing when both is done."""
        raise NotImplementedError

    def _play(self, cues: Sequence[Cue], early: Path, run: Run) -> Iterator[tuple[Cue, Played]]:
        """Yield each cue as it ends; `early` is a folder for sound that can be heard before."""
        raise NotImplementedError

    def _told(self, cue: Cue, played: Played) -> Mapping[str, str]:
        """Return what shaped this very sound besides the settings."""
        raise NotImplementedError

    def _bent(self, cue: Cue, played: Played) -> Iterator[str]:
        """Yield what of the brief could not be met."""
        raise NotImplementedError

    # -------------------------------------------------------------- the door

    def is_available(self) -> str | None:
        """Return None when libraries and weights are here, else one sentence on what is missing."""
        gone = self._missing_library()
        if gone:
            return f"the library '{gone}' is not installed: {self._install_line}"
        return lacking(self._in_force, self.wanted)

    def weights(self) -> dict[str, Any]:
        """Return where its model is looked for, which files, how large, and whether it is here."""
        return expected(self._in_force, self.wanted)

    def outlook(self) -> dict[str, Any]:
        """Return device, precision, engines and speed here, in words; loads no model.

        Raises
        ------
        UnavailableError, SettingsError
            torch is missing or broken; a device or precision that is not here
        """
        self._need_libraries()
        device, precision = self._place()
        kind = "gpu" if device != "cpu" else precision if precision == "int8" else "cpu"
        return {"device": device, "precision": precision, "engines": list(self.engines),
                "speed": self.speeds[kind]}  # fmt: skip

    def _place(self) -> tuple[str, str]:
        """Return device and precision that it would take here."""
        raise NotImplementedError

    @property
    def params(self) -> tuple[tuple[str, str], ...]:
        """What besides the version shapes the sound, for whoever keeps it."""
        model = ("model", self._found.name), ("revision", self._revision)
        return tuple(sorted((*self.settings_told, *model)))

    def prepare(self, run: Run) -> None:
        """Load the model, once, so that what is wrong is said before any work.

        Raises
        ------
        UnavailableError, SettingsError
            a library or the weights are missing or broken, a setting cannot be met
        """
        run.check()
        self._need_libraries()
        run.report(f"loading {self._found.name}", 0.0)
        self._load()

    def compose(
        self, briefs: Sequence[MusicBrief], *, seeds: Sequence[int], run: Run
    ) -> Iterator[Sound]:
        """Yield the sound of each brief, in order.

        Raises
        ------
        UnavailableError, SettingsError
            before any work, as `prepare`
        BadAnswerError
            a cue that was no good twice; those after it are kept and come at once when asked for
        Cancelled
            when asked to stop; `finished` tells what was played and not handed over
        """
        self.prepare(run)
        cues = [
            Cue(place, key_of(brief, seed), brief, seed)
            for place, (brief, seed) in enumerate(zip(briefs, seeds, strict=True))
        ]
        last = {cue.name: cue for cue in cues}  # equal cues are played once
        missing = [cue for name, cue in last.items() if name not in self._played]
        self._asked |= {cue.name: cue for cue in cues}
        with tempfile.TemporaryDirectory(prefix="scenescore-early-") as early:
            playing = self._noted(self._play(missing, Path(early), run.within(_LOADED, 1.0)))
            for cue in cues:
                while cue.name not in self._played:
                    next(playing)
                played = self._played[cue.name]
                if cue is last[cue.name]:
                    del self._played[cue.name]
                if played.heard.faults:
                    for _ in playing:
                        pass  # what is being played is not lost: it is asked for next
                    raise self._no_good(played)
                yield self._sound(cue, played)

    def finished(self) -> Iterator[tuple[MusicBrief, int, Sound]]:
        """Yield brief, seed and sound of all that is played and was not handed over."""
        for name in list(self._played):
            cue, played = self._asked[name], self._played.pop(name)
            if not played.heard.faults:
                yield cue.brief, cue.seed, self._sound(cue, played)

    def theme(self, slot: ThemeSlot, *, seed: int) -> Theme:
        """Write a theme for an owner: the embedded composer's, since this one writes no notes."""
        from scenescore.music.composers.orchestra import OrchestraComposer

        return OrchestraComposer().theme(slot, seed=seed)

    # -------------------------------------------------------------- inside

    def _noted(self, playing: Iterator[tuple[Cue, Played]]) -> Iterator[None]:
        for cue, played in playing:
            self._played[cue.name] = played
            yield

    def _sound(self, cue: Cue, played: Played) -> Sound:
        channels, frames = played.sound.shape
        bent = (*self._bent(cue, played), UNCHECKED)
        with _new_folder(f"scenescore-{self.name}-") as folder:
            path = folder / "sound.wav"
            write_sound(path, played.sound, played.rate_hz)
            audio = AudioFile(path, played.rate_hz, channels, frames, sha256_of(path))
            return Sound(audio, self._author(cue, played), bent, self._tail(played, folder))

    def _tail(self, played: Played, folder: Path) -> Path | None:
        """Write what a later cue can go on from; return where, None when there is no such thing."""
        return None

    def _author(self, cue: Cue, played: Played) -> Provenance:
        told = dict(self.params) | dict(self._told(cue, played))
        told["retries"] = str(int(bool(played.refused)))
        if played.refused:
            told |= {"refused": "; ".join(played.refused), "seed_kept": str(played.seed)}
        if played.heard.bpm:
            told["measured_bpm"] = f"{played.heard.bpm:.0f}"
        return Provenance(
            self.name,
            self.version,
            tuple(sorted(told.items())),
            seed=cue.seed,
            inputs=(self._found.revision or self._found.fingerprint,),
            licence=self.licence,
            commercial=self.is_commercial,
        )

    def _no_good(self, played: Played) -> BadAnswerError:
        return BadAnswerError(
            f"{self.title}'s sound was no good, twice: {'; '.join(played.heard.faults)}",
            raw="",
            hint="Another seed, prompt or model may do; the take says who played instead.",
        )

    @cached_property
    def _in_force(self) -> Settings:
        return self.settings if self.settings is not None else load()

    @cached_property
    def _found(self) -> Weights:
        return find(self._in_force, self.wanted)

    @property
    def _revision(self) -> str:
        return self._found.revision or self._found.fingerprint[:12]

    # -------------------------------------------------------------- libraries

    @property
    def _install_line(self) -> str:
        more = "".join(f" {name}" for name in self.libraries if name in _BESIDE_TORCH[1:])
        return _TORCH.format(more=more)

    def _missing_library(self) -> str | None:
        return next((name for name in self.libraries if not _is_installed(name)), None)

    def _need_libraries(self) -> None:
        gone = self._missing_library()
        if gone in _BESIDE_TORCH:
            raise UnavailableError(
                f"the composer '{self.name}' needs {gone}", hint=self._install_line
            )
        if gone:
            raise MissingExtraError(f"the composer '{self.name}'", gone, "models")


def numbered(lines: Sequence[str]) -> dict[str, str]:
    """Return prompts as a take tells them: `prompt_1`, `prompt_2`, ..."""
    return {f"prompt_{number}": line for number, line in enumerate(lines, 1)}


@contextmanager
def _new_folder(prefix: str) -> Iterator[Path]:
    """Yield a folder for whoever asked for a sound; it is gone when the block fails."""
    with writing(Path(tempfile.gettempdir())):
        folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _is_installed(library: str) -> bool:
    try:
        return find_spec(library) is not None
    except ModuleNotFoundError:
        return False
