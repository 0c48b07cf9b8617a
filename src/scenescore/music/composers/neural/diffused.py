"""What composers by diffusion do alike: a cue in pieces, step by step, a second try, told whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from scenescore.core.codec import key_of
from scenescore.core.errors import SettingsError
from scenescore.core.progress import Run
from scenescore.core.types import MusicBrief
from scenescore.music.composers.neural.composer import Cue, NeuralComposer, numbered
from scenescore.music.composers.neural.played import Played, Sound, played_twice, write_sound
from scenescore.music.composers.neural.prompt import bpm_of
from scenescore.music.composers.neural.say import Wording, Write, wording_of
from scenescore.music.composers.neural.windows import Piece, joined, pieces

if TYPE_CHECKING:
    from scenescore.music.composers.neural.diffusion import Pipeline

_SHARED = ("crossfade_s", "device", "genre", "guidance", "instruments", "precision", "prompt",
           "steps", "tempo_tolerance")  # fmt: skip


@dataclass(slots=True)
class _Steps:
    """How far a run is, over all cues."""

    run: Run
    total: int
    cues: int
    done: int = 0
    cue: int = 0

    def tick(self) -> None:
        """Note a step; raises when asked to stop."""
        self.done += 1
        text = f"cue {self.cue} of {self.cues}, step {self.done} of {self.total}"
        self.run.report(text, min(self.done / max(self.total, 1), 1.0))


class DiffusionComposer(NeuralComposer):
    """A diffusers pipeline, from the outside."""

    libraries: tuple[str, ...] = ("torch", "transformers", "diffusers")
    engines = ("diffusers",)
    speeds = MappingProxyType(
        {"gpu": "faster than real time", "cpu": "far slower than real time: many minutes a cue"}
    )
    on_gpu = "bf16"
    """Precision that `auto` takes on a GPU."""
    more_settings: tuple[str, ...] = ()
    """Settings of its own that shape the sound."""
    write: Write
    """How it words a prompt."""

    # -------------------------------------------------------------- for each model to say

    @property
    def longest_s(self) -> float:
        """The longest sound it makes at once, in seconds; loads nothing."""
        raise NotImplementedError

    @property
    def steps(self) -> int:
        """Steps of a piece."""
        raise NotImplementedError

    def call(self, brief: MusicBrief, piece: Piece, line: str) -> Mapping[str, Any]:
        """Return what the pipeline is called with for a piece, without chance and callbacks."""
        raise NotImplementedError

    def ticking(self, tick: Callable[[], None]) -> Mapping[str, Any]:
        """Return what lets the pipeline tell of each step."""
        raise NotImplementedError

    def frames_last(self, latents: Any) -> Any:
        """Return latents as (1, width, frames)."""
        return latents

    def fields(self, brief: MusicBrief) -> Mapping[str, str]:
        """Return what is told beside the prompt, for the take."""
        return {}

    # -------------------------------------------------------------- the same for all

    @cached_property
    def wording(self) -> Wording:
        """How prompts are worded."""
        return wording_of(self._in_force, self.wanted.section, type(self).write)

    @cached_property
    def settings_told(self) -> tuple[tuple[str, str], ...]:
        """The settings that shape the sound, as text."""
        names = sorted((*_SHARED, *self.more_settings))
        return tuple((name, str(self.setting(name))) for name in names)

    def setting(self, name: str) -> Any:
        """Return a setting of this composer."""
        return self._in_force[f"{self.wanted.section}.{name}"]

    def refuse(self, name: str, problem: str) -> NoReturn:
        """Raise our error about a setting."""
        key = f"{self.wanted.section}.{name}"
        raise SettingsError(key, self._in_force.origin(key), problem)

    def prompts(self, brief: MusicBrief) -> tuple[str, ...]:
        """Return a line for each piece; loads nothing."""
        middles = [piece.at_s + piece.length_s / 2 for piece in self._pieces(brief)]
        return self.wording.lines(brief, middles)

    def _pieces(self, brief: MusicBrief) -> tuple[Piece, ...]:
        fade_s = float(self.setting("crossfade_s"))
        if not 0 < fade_s < self.longest_s / 2:
            self.refuse("crossfade_s", f"it must lie between 0 and {self.longest_s / 2:g}")
        beats, unit = map(int, brief.meter.split("/"))
        bar_s = 60.0 / bpm_of(brief) * beats * 4 / unit
        return pieces(brief.duration_s, self.longest_s, fade_s=fade_s, bar_s=bar_s)

    def _play(self, cues: Sequence[Cue], early: Path, run: Run) -> Iterator[tuple[Cue, Played]]:
        told = _Steps(run, sum(len(self._pieces(c.brief)) for c in cues) * self.steps, len(cues))
        for number, cue in enumerate(cues, 1):
            told.cue = number
            yield cue, self._played_cue(cue, told, early)

    def _played_cue(self, cue: Cue, told: _Steps, early: Path) -> Played:
        tries = 0

        def play(seed: int) -> Sound:
            nonlocal tries
            tries += 1
            if tries > 1:
                told.total += len(self._pieces(cue.brief)) * self.steps
            return self._sound_of(cue, seed, told, early)

        return played_twice(
            play, cue.brief, cue.seed, self._loaded.rate_hz, tolerance=self._tolerance(cue.brief)
        )

    def _sound_of(self, cue: Cue, seed: int, told: _Steps, early: Path) -> Sound:
        """Return the whole cue; its first piece is offered as soon as it is there."""
        parts, rate_hz = self._pieces(cue.brief), self._loaded.rate_hz
        sounds = []
        for place, (part, line) in enumerate(zip(parts, self.prompts(cue.brief), strict=True)):
            own = seed if place == 0 else int(key_of("piece", seed, place)[:8], 16)
            call = {**self.call(cue.brief, part, line), **self.ticking(told.tick)}
            latents = self.frames_last(self._loaded.latents(own, call))
            sounds.append(self._loaded.sound(latents, part.length_s))
            if place == 0 and len(parts) > 1:
                path = early / f"cue-{cue.place + 1}-{seed}.wav"
                write_sound(path, np.nan_to_num(sounds[0]), rate_hz)
                told.run.preview(f"cue {cue.place + 1}", path)
        if len(sounds) == 1:
            return sounds[0]
        return joined(sounds, parts, rate_hz, fade_s=float(self.setting("crossfade_s")))

    def _tolerance(self, brief: MusicBrief) -> float:
        names_tempo = self.wording.names_tempo(brief)
        return float(self.setting("tempo_tolerance")) if names_tempo else 0.0

    def _told(self, cue: Cue, played: Played) -> Mapping[str, str]:
        lines = self.prompts(cue.brief)
        return numbered(lines) | dict(self.fields(cue.brief)) | {
            "device": self._loaded.device,
            "pipeline": self.wanted.pipeline,
            "precision": self._loaded.precision,
            "steps": str(self.steps),
            "windows": str(len(lines)),
        }  # fmt: skip

    def _bent(self, cue: Cue, played: Played) -> Iterator[str]:
        brief = cue.brief
        if brief.hits:
            yield f"{self.title} cannot meet moments: {len(brief.hits)} left to chance."
        if brief.themes:
            owners = ", ".join(use.owner for use in brief.themes)
            yield f"{self.title} takes no melody: {owners} not quoted."
        if brief.follows:
            yield f"{self.title} cannot go on from another cue: a clean start."
        if brief.bpm and self._tolerance(brief) and played.heard.bpm is None:
            yield "No clear beat was heard, so the tempo was not checked."

    def _load(self) -> None:
        self._pieces(MusicBrief(1.0))  # settings are judged before a model is loaded
        _ = self.wording, self._loaded, self.steps

    def _place(self) -> tuple[str, str]:
        from scenescore.music.composers.neural.diffusion import place_for

        device, precision = str(self.setting("device")), str(self.setting("precision"))
        return place_for(self.wanted.section, device, precision, on_gpu=self.on_gpu)

    @cached_property
    def _loaded(self) -> Pipeline:
        from scenescore.music.composers.neural.diffusion import load_pipeline

        return load_pipeline(
            self._found.folder,
            self.wanted,
            device=str(self.setting("device")),
            precision=str(self.setting("precision")),
            on_gpu=self.on_gpu,
        )
