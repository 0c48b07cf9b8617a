"""The composer `stable-audio`: Stable Audio Open through diffusers. Length is told, tempo said.

Needs torch, torchsde, transformers and diffusers, weights on this disk, and a user who accepts
their licence. It plays 47 s at once; a longer cue is played in pieces, each told where in the cue
it stands, that fade into each other on bar lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from scenescore.core.errors import ScenescoreError
from scenescore.core.protocols import Caps
from scenescore.core.types import MusicBrief
from scenescore.music.composers.neural.diffused import DiffusionComposer
from scenescore.music.composers.neural.prompt import timed_caption_of
from scenescore.music.composers.neural.windows import Piece
from scenescore.neural.weights import Wanted, read_part

_LICENCE = (
    "Sound by Stable Audio Open, whose weights are under the Stability AI Community Licence: free "
    "of charge for those with less than US$ 1,000,000 of yearly revenue, beyond that only with a "
    "licence from Stability AI."
)
_STATED = " Its user stated to have less."
WANTED = Wanted(
    "stable_audio",
    tokenizers=("tokenizer.json", "spiece.model"),
    sizes_gb={"stabilityai/stable-audio-open-1.0": 5.0},
    pipeline="StableAudioPipeline",
    parts="stable_audio",
)
_LONGEST_S = 47.55
"""Of the published model: 1024 latent frames of 2048 samples at 44.1 kHz."""
_ENDING_S = 3.0
"""So much before a sound's end it begins to end; a piece that goes on is cut before that."""
_HAIR_S = 0.001
_LATEST_S = 512.0
"""The largest second that it knows."""


class StableAudioComposer(DiffusionComposer):
    """Stable Audio Open 1.0 and models of its form."""

    name = "stable-audio"
    title = "Stable Audio"
    wanted = WANTED
    libraries = ("torch", "torchsde", "transformers", "diffusers")
    on_gpu = "fp16"
    more_settings = ("negative",)
    when_commercial = "Below its limit, state that: stable_audio.below_one_million = true."
    write = staticmethod(timed_caption_of)

    @property
    def licence(self) -> str:
        """What its licence says, and what the user stated."""
        return _LICENCE + _STATED if self.is_commercial else _LICENCE

    @property
    def is_commercial(self) -> bool:
        """True when the user states to be below the licence's limit."""
        return bool(self.setting("below_one_million"))

    @property
    def caps(self) -> Caps:
        """What it can do, and what its user may do with it."""
        return Caps(melody=False, notes=False, licence=self.licence, commercial=self.is_commercial)

    def refusal(self) -> str | None:
        """Return why it may not be used here, or None when its licence was accepted."""
        if self.setting("accept_licence") or self._accepted_when_fetched:
            return None
        return (
            "its weights are under the Stability AI Community Licence: read it on the model's "
            "page, then set stable_audio.accept_licence = true"
        )

    @property
    def _accepted_when_fetched(self) -> bool:
        """True when `scenescore models get` brought the weights, which asks for it."""
        try:
            return (self._found.folder / ".scenescore.json").is_file()
        except ScenescoreError:
            return False

    @property
    def steps(self) -> int:
        """Steps of a piece."""
        steps = int(self.setting("steps"))
        return steps if steps > 0 else self.refuse("steps", "at least one step is needed")

    @cached_property
    def longest_s(self) -> float:
        """Of the model at hand, less the time in which it ends."""
        return self._buffer_s - min(_ENDING_S, self._buffer_s / 8)

    @cached_property
    def _buffer_s(self) -> float:
        try:
            sizes = read_part(self._found, "transformer"), read_part(self._found, "vae")
            hop = 1
            for ratio in sizes[1]["downsampling_ratios"]:
                hop *= int(ratio)
            return int(sizes[0]["sample_size"]) * hop / int(sizes[1]["sampling_rate"])
        except (ScenescoreError, KeyError, TypeError, ValueError):
            return _LONGEST_S  # it will be said when it is to be loaded

    def call(self, brief: MusicBrief, piece: Piece, line: str) -> Mapping[str, Any]:
        """Return the pipeline's arguments; only the last piece is told to end with its sound."""
        is_last = piece.at_s + piece.length_s >= brief.duration_s - 1e-6
        length_s = piece.length_s if is_last else self._buffer_s - _HAIR_S
        start_s = min(piece.at_s, _LATEST_S - length_s)
        return {
            "prompt": line,
            "negative_prompt": str(self.setting("negative")) or None,
            "audio_start_in_s": start_s,
            "audio_end_in_s": start_s + length_s,
            "num_inference_steps": self.steps,
            "guidance_scale": float(self.setting("guidance")),
        }

    def ticking(self, tick: Callable[[], None]) -> Mapping[str, Any]:
        """Return its callback of each step."""
        return {"callback": lambda step, timestep, latents: tick()}

    def fields(self, brief: MusicBrief) -> Mapping[str, str]:
        """Return where in the cue each piece is told to stand."""
        calls = [self.call(brief, piece, "") for piece in self._pieces(brief)]
        spans = (f"{c['audio_start_in_s']:.2f}-{c['audio_end_in_s']:.2f}" for c in calls)
        return {"seconds": ", ".join(spans)}
