"""The composer `ace-step`: ACE-Step 1.5 through diffusers. Tempo, key, meter and length are fields.

Needs torch, transformers and diffusers, and weights on this disk. It plays a little more than is
asked, on a grid of lengths, and the cue is cut from that: some lengths make it fall silent.
Source: diffusers, AceStepPipeline; ACE-Step 1.5 takes the lyrics `[Instrumental]` for no voices.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scenescore.core.protocols import Caps
from scenescore.core.types import MusicBrief
from scenescore.music.composers.neural.composer import Cue
from scenescore.music.composers.neural.diffused import DiffusionComposer
from scenescore.music.composers.neural.played import Played
from scenescore.music.composers.neural.prompt import bpm_of, caption_of, plain_key
from scenescore.music.composers.neural.windows import Piece
from scenescore.neural.weights import Wanted

LICENCE = (
    "Sound by ACE-Step 1.5, whose weights are under the MIT licence: it may be used commercially."
)
WANTED = Wanted(
    "ace_step",
    tokenizers=("tokenizer.json", "vocab.json"),
    sizes_gb={"ACE-Step/acestep-v15-xl-turbo-diffusers": 11.0},
    pipeline="AceStepPipeline",
    parts="ace_step",
)
_LYRICS, _LANGUAGE = "[Instrumental]", "unknown"
_SHORTEST_S, _LONGEST_S = 10.0, 600.0
"""What it was trained on."""
_GRID_S, _SPARE_S = 10.0, 2.0
_METERS = {"2/4": "2", "2/2": "2", "3/4": "3", "4/4": "4", "6/8": "6"}
_STEPS_TURBO, _STEPS = 8, 50


def length_of(length_s: float) -> float:
    """Return how long a sound is asked for, so that so many seconds can be cut from it.

    >>> length_of(3.0), length_of(115.0), length_of(118.5)
    (10.0, 120.0, 130.0)
    """
    return max(math.ceil((length_s + _SPARE_S) / _GRID_S - 1e-9) * _GRID_S, _SHORTEST_S)


class AceStepComposer(DiffusionComposer):
    """ACE-Step 1.5: turbo, base and fine-tuned, any size that diffusers loads."""

    name = "ace-step"
    title = "ACE-Step"
    wanted = WANTED
    licence = LICENCE
    is_commercial = True
    more_settings = ("shift",)
    write = staticmethod(caption_of)
    caps = Caps(melody=False, notes=False, licence=LICENCE)
    longest_s = _LONGEST_S - _GRID_S

    @property
    def steps(self) -> int:
        """The setting, else what its authors publish: 8 for turbo models."""
        steps = int(self.setting("steps"))
        if steps < 0:
            self.refuse("steps", "0 or more is needed")
        return steps or (_STEPS_TURBO if self._is_turbo else _STEPS)

    def call(self, brief: MusicBrief, piece: Piece, line: str) -> Mapping[str, Any]:
        """Return the pipeline's arguments: caption, fields, and no lyrics."""
        told = self.fields(brief)
        return {
            "prompt": line,
            "lyrics": _LYRICS,
            "vocal_language": _LANGUAGE,
            "audio_duration": length_of(piece.length_s),
            "bpm": int(told["bpm"]),
            "keyscale": told.get("keyscale"),
            "timesignature": told.get("timesignature"),
            "num_inference_steps": self.steps,
            "guidance_scale": 1.0 if self._is_turbo else float(self.setting("guidance")),
            "shift": float(self.setting("shift")),
        }

    def ticking(self, tick: Callable[[], None]) -> Mapping[str, Any]:
        """Return its callback of each step."""

        def stepped(pipe: Any, step: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            tick()
            return {}

        return {"callback_on_step_end": stepped}

    def frames_last(self, latents: Any) -> Any:
        """Return its latents (1, frames, width) as (1, width, frames)."""
        return latents.transpose(1, 2)

    def fields(self, brief: MusicBrief) -> Mapping[str, str]:
        """Return tempo, and key and meter where the brief has them and the model knows them."""
        told = {"bpm": f"{bpm_of(brief):.0f}", "lyrics": _LYRICS}
        if key := plain_key(brief):
            told["keyscale"] = key
        if brief.meter in _METERS:
            told["timesignature"] = _METERS[brief.meter]
        return told

    def _told(self, cue: Cue, played: Played) -> Mapping[str, str]:
        asked = [length_of(piece.length_s) for piece in self._pieces(cue.brief)]
        return {**super()._told(cue, played), "asked_s": ", ".join(f"{s:g}" for s in asked)}

    def _bent(self, cue: Cue, played: Played) -> Iterator[str]:
        yield from super()._bent(cue, played)
        if cue.brief.meter not in _METERS:
            yield f"ACE-Step does not know the meter {cue.brief.meter}; it was left to it."

    @property
    def _is_turbo(self) -> bool:
        return bool(self._loaded.pipe.is_turbo)
