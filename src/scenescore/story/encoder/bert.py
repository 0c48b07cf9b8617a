"""The weights of a small BERT, and its forward pass in numpy: for machines without onnxruntime.

Reads the tensors by their published names; any depth and width of that family will do.
Knows nothing about text: token numbers in, hidden states out.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from scenescore.core.errors import BadDataError
from scenescore.core.files import read_bytes

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

HIDDEN = -1e9
"""Added to the attention that goes to padding."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A dense step: `x @ weight + bias`."""

    weight: Floats
    """Shape (in, out)."""
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        """Return the step's answer."""
        answer: Floats = x @ self.weight + self.bias
        return answer


@dataclass(frozen=True, slots=True)
class Norm:
    """Layer normalisation over the last axis."""

    gain: Floats
    bias: Floats
    epsilon: float

    def __call__(self, x: Floats) -> Floats:
        """Return x normalised."""
        centred = x - x.mean(-1, keepdims=True, dtype=np.float32)
        variance = (centred * centred).mean(-1, keepdims=True, dtype=np.float32)
        even: Floats = centred / np.sqrt(variance + np.float32(self.epsilon))
        return even * self.gain + self.bias


@dataclass(frozen=True, slots=True)
class Layer:
    """One block of attention and feed-forward."""

    query: Linear
    """Already divided by the root of a head's width."""
    key: Linear
    value: Linear
    attended: Linear
    attended_norm: Norm
    wide: Linear
    narrow: Linear
    norm: Norm


@dataclass(frozen=True, slots=True)
class Bert:
    """The weights of an encoder."""

    words: Floats
    """Shape (vocabulary, width)."""
    places: Floats
    """Shape (longest text, width); the one segment's vector is added in."""
    norm: Norm
    layers: tuple[Layer, ...]
    heads: int

    @property
    def width(self) -> int:
        """Numbers in a hidden state."""
        return int(self.words.shape[1])

    def hidden(self, ids: Ints, mask: Floats) -> Floats:
        """Return hidden states, shape (texts, tokens, width); `mask` is 1 on real tokens."""
        x = self.norm(self.words[ids] + self.places[: ids.shape[1]])
        hush = ((1 - mask) * HIDDEN).astype(np.float32)[:, None, None, :]
        for layer in self.layers:
            x = layer.attended_norm(x + layer.attended(self._attend(layer, x, hush)))
            x = layer.norm(x + layer.narrow(_gelu(layer.wide(x))))
        return x

    def _attend(self, layer: Layer, x: Floats, hush: Floats) -> Floats:
        query, key, value = (self._split(step(x)) for step in (layer.query, layer.key, layer.value))
        scores = query @ key.swapaxes(-1, -2) + hush
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed: Floats = (scores / scores.sum(-1, keepdims=True)) @ value
        return mixed.transpose(0, 2, 1, 3).reshape(x.shape)

    def _split(self, x: Floats) -> Floats:
        texts, tokens, width = x.shape
        return x.reshape(texts, tokens, self.heads, width // self.heads).transpose(0, 2, 1, 3)


def _gelu(x: Floats) -> Floats:
    from scipy.special import erf

    curved: Floats = x * np.float32(0.5) * (1 + erf(x * np.float32(1 / math.sqrt(2))))
    return curved


def load_bert(folder: Path) -> Bert:
    """Return the encoder in a folder with `config.json` and `model.safetensors`.

    Raises
    ------
    BadDataError
        the two do not belong to a BERT encoder
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        config = json.loads(read_bytes(folder / "config.json"))
        return _built(load(read_bytes(folder / "model.safetensors")), config)
    except (SafetensorError, KeyError, ValueError, TypeError) as problem:
        raise BadDataError(
            f"{folder} holds no sentence encoder: {problem}",
            hint="'scenescore models get minilm' fetches the right files.",
        ) from problem


def _built(tensors: dict[str, Any], config: dict[str, Any]) -> Bert:
    heads, epsilon = int(config["num_attention_heads"]), float(config["layer_norm_eps"])
    width = int(config["hidden_size"])

    def linear(name: str, scale: float = 1.0) -> Linear:
        weight = (tensors[f"{name}.weight"].T * np.float32(scale)).astype(np.float32)
        bias = (tensors[f"{name}.bias"] * np.float32(scale)).astype(np.float32)
        return Linear(np.ascontiguousarray(weight), bias)

    def norm(name: str) -> Norm:
        return Norm(tensors[f"{name}.LayerNorm.weight"], tensors[f"{name}.LayerNorm.bias"], epsilon)

    def layer(number: int) -> Layer:
        at = f"encoder.layer.{number}"
        return Layer(
            linear(f"{at}.attention.self.query", 1 / math.sqrt(width // heads)),
            linear(f"{at}.attention.self.key"),
            linear(f"{at}.attention.self.value"),
            linear(f"{at}.attention.output.dense"),
            norm(f"{at}.attention.output"),
            linear(f"{at}.intermediate.dense"),
            linear(f"{at}.output.dense"),
            norm(f"{at}.output"),
        )

    segment = tensors["embeddings.token_type_embeddings.weight"][0]
    return Bert(
        tensors["embeddings.word_embeddings.weight"],
        tensors["embeddings.position_embeddings.weight"] + segment,
        norm("embeddings"),
        tuple(layer(number) for number in range(int(config["num_hidden_layers"]))),
        heads,
    )
