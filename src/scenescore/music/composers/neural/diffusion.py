"""Loads a diffusers pipeline from a folder and plays sound with it. Knows no briefs.

No network, no pickles, no code of the folder. Sound is decoded here rather than by the pipeline,
which turns even a silent failure up to full level.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers

from scenescore.music.composers.neural.played import Sound
from scenescore.neural.device import choose_device, choose_precision
from scenescore.neural.loading import loading, whole
from scenescore.neural.weights import Wanted, parts_of

PRECISIONS: Mapping[str, torch.dtype] = {
    "fp32": torch.float32,
    "bf16": torch.bfloat16,
    "fp16": torch.float16,
}
_BESIDE = 64
"""Latent frames decoded beyond what is kept, out of whose sight the decoder's edge lies."""
Tick = Callable[[], None]
"""Called after every step; may raise to stop everything."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline, ready to play."""

    pipe: Any
    device: str
    precision: str

    @property
    def rate_hz(self) -> int:
        """Samples a second."""
        return int(self.pipe.vae.config.sampling_rate)

    @property
    def hop(self) -> int:
        """Samples of a latent frame."""
        return math.prod(self.pipe.vae.config.downsampling_ratios)

    def latents(self, seed: int, call: Mapping[str, Any]) -> torch.Tensor:
        """Return what the pipeline makes of a call with this seed, not decoded."""
        chance = torch.Generator("cpu").manual_seed(seed % (1 << 63))  # the same on any device
        with torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # rounding at the ends of noise's time
            made: torch.Tensor = self.pipe(generator=chance, output_type="latent", **call).audios
        return made

    def sound(self, latents: torch.Tensor, length_s: float) -> Sound:
        """Return the first seconds of latents (1, width, frames) as sound (channels, samples)."""
        wanted = round(length_s * self.rate_hz)
        kept = latents[..., : math.ceil(wanted / self.hop) + _BESIDE]
        with torch.inference_mode():
            sound = self.pipe.vae.decode(kept).sample[0, :, :wanted]
        played: Sound = sound.float().cpu().numpy()
        return played


def place_for(section: str, device: str, precision: str, *, on_gpu: str) -> tuple[str, str]:
    """Return the device and precision that a wish means here; errors as `load_pipeline`."""
    where = choose_device(section, device)
    auto = "fp32" if where == "cpu" else on_gpu
    how = choose_precision(section, precision, where, known=tuple(PRECISIONS), auto=auto)
    return where, how


def load_pipeline(
    folder: Path, wanted: Wanted, *, device: str, precision: str, on_gpu: str
) -> Pipeline:
    """Return the pipeline in a folder; `on_gpu` is the precision that `auto` takes on a GPU.

    Raises
    ------
    UnavailableError, SettingsError
        it cannot be loaded; no such device or precision
    """
    where, how = place_for(wanted.section, device, precision, on_gpu=on_gpu)
    with loading(folder, wanted.section, diffusers, transformers), warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of diffusers, about torch's weight norm
        given = {
            "dtype": PRECISIONS[how],
            "local_files_only": True,
            "use_safetensors": True,
            "low_cpu_mem_usage": find_spec("accelerate") is not None,
        }
        pipe = getattr(diffusers, wanted.pipeline).from_pretrained(
            folder, trust_remote_code=False, **dict(_models(folder, wanted, given)), **given
        )
    pipe = pipe.to(where)
    pipe.set_progress_bar_config(disable=True)
    pipe.vae.enable_tiling()  # bounded memory, whatever the length
    return Pipeline(pipe, where, how)


def _models(folder: Path, wanted: Wanted, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield (part, model) of a pipeline; a pipeline by itself does not say what a part lacks."""
    for part, library, kind in parts_of(folder, wanted):
        own = getattr(diffusers.pipelines, library, None)
        home = {"transformers": transformers, "diffusers": diffusers}.get(library, own)
        made: Any = getattr(home, kind, None)
        if hasattr(made, "named_parameters"):  # no scheduler, no tokenizer
            loaded = made.from_pretrained(folder / part, output_loading_info=True, **given)
            yield part, whole(loaded)
