"""Loads a MusicGen from a folder: text encoder, decoder, EnCodec, tokenizer. No briefs, no tokens.

No network, no pickles, no code of the folder.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from scenescore.core.errors import UnavailableError
from scenescore.music.composers.musicgen.codec import Codec
from scenescore.music.composers.musicgen.conditions import Conditioner
from scenescore.music.composers.musicgen.decoder import Decoder
from scenescore.music.composers.musicgen.linear import PRECISIONS
from scenescore.neural.device import choose_device, choose_precision
from scenescore.neural.loading import loading, whole

_CLASSES = {
    "musicgen": "MusicgenForConditionalGeneration",
    "musicgen_melody": "MusicgenMelodyForConditionalGeneration",
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A model, ready to play."""

    model: Any
    """transformers' own, its decoder taken out where ours took the weights over."""
    conditions: Conditioner
    codec: Codec
    decoder: Decoder | None
    """Ours; None where transformers decodes."""
    device: str
    precision: str

    @property
    def codebooks(self) -> int:
        """Rows of a cue's tokens."""
        return int(self.model.config.decoder.num_codebooks)

    @property
    def products(self) -> str:
        """Who multiplies while tokens are played."""
        return "transformers" if self.decoder is None else self.decoder.products

    @property
    def channels(self) -> int:
        """1 mono, 2 stereo."""
        return self.codec.channels


def place_for(device: str, precision: str) -> tuple[str, str]:
    """Return the device and precision that a wish means here.

    Raises
    ------
    UnavailableError, SettingsError
        no such device; device and precision do not go together
    """
    where = choose_device("musicgen", device, auto=("cuda", "cpu"))
    how = choose_precision(
        "musicgen",
        precision,
        where,
        known=PRECISIONS,
        auto="bf16" if where.startswith("cuda") else "fp32",
    )
    return where, how


def load_model(folder: Path, *, device: str, precision: str, keep_theirs: bool = False) -> Loaded:
    """Return the model in a folder; `keep_theirs` leaves decoding to transformers, in float32.

    Raises
    ------
    UnavailableError, SettingsError
        it is no MusicGen, or cannot be loaded; device and precision do not go together
    """
    import transformers

    where, how = place_for(device, "fp32" if keep_theirs else precision)
    kind = _kind(folder)
    given: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    with loading(folder, "musicgen", transformers):
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **given)
        loaded = getattr(transformers, _CLASSES[kind]).from_pretrained(
            folder, dtype=torch.float32, use_safetensors=True, output_loading_info=True, **given
        )
        model = whole(loaded)
    model = model.eval().to(where)
    channels = int(model.config.decoder.audio_channels)
    codec = Codec(model.audio_encoder, channels, is_int8=how == "int8")
    decoder = None
    if not keep_theirs:
        decoder = Decoder(model.decoder, how, keeps_theirs=False)
        model.decoder.model.decoder.layers = torch.nn.ModuleList()  # the weights are ours now
        model.decoder.lm_heads = torch.nn.ModuleList()
    return Loaded(model, Conditioner(model, tokenizer), codec, decoder, where, how)


def _kind(folder: Path) -> str:
    try:
        kind = str(json.loads((folder / "config.json").read_text("utf-8"))["model_type"])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise UnavailableError(
            f"{folder}/config.json cannot be read ({problem})",
            hint="Download it again, or set musicgen.model to another folder.",
        ) from problem
    if kind not in _CLASSES:
        raise UnavailableError(
            f"the model in {folder} is a '{kind}', no MusicGen",
            hint=f"musicgen.model takes a model of type {' or '.join(_CLASSES)}.",
        )
    return kind
