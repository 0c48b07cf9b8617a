"""What sentences feel like, by small networks trained on top of the encoder's vectors.

The weights are data and are made by `tools/train_semantic.py heads`: valence, arousal and dominance
from EmoBank (CC-BY-SA 4.0), 27 emotions from GoEmotions (CC-BY 4.0); see `data/LICENCE.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from scenescore.story.encoder.bert import Floats

EMOBANK, GOEMOTIONS = "semantic-emobank.safetensors", "semantic-goemotions.safetensors"
_LABELS_TEXT = """
admiration amusement anger annoyance approval caring confusion curiosity desire disappointment
disapproval disgust embarrassment excitement fear gratitude grief joy love nervousness optimism
pride realization relief remorse sadness surprise neutral
"""
LABELS: tuple[str, ...] = tuple(_LABELS_TEXT.split())
"""GoEmotions' names, in its order."""


@dataclass(frozen=True, slots=True)
class Network:
    """The mean of some networks with one hidden layer each."""

    first: Floats
    """Shape (networks, inputs, hidden)."""
    first_bias: Floats
    last: Floats
    """Shape (networks, hidden, outputs)."""
    last_bias: Floats

    def __call__(self, x: Floats) -> Floats:
        """Return (rows, outputs) for (rows, inputs)."""
        total = np.zeros((len(x), self.last.shape[2]), np.float32)
        for one in range(len(self.first)):
            hidden = np.maximum(x @ self.first[one] + self.first_bias[one], 0)
            total += hidden @ self.last[one] + self.last_bias[one]
        mean: Floats = total / np.float32(len(self.first))
        return mean


@dataclass(frozen=True, slots=True)
class Heads:
    """Everything learned about sentences."""

    moods: Network
    surface_mean: Floats
    surface_deviation: Floats
    emotions: Network
    thresholds: Floats
    """Scores from which an emotion counts as named, one for each of `LABELS`."""

    def moods_of(self, vectors: Floats, surfaces: Sequence[Sequence[float]]) -> Floats:
        """Return (rows, 3): valence, arousal, dominance on EmoBank's scale 1..5.

        `surfaces` are `surface.surface_of` of the same sentences.
        """
        measured = np.asarray(surfaces, np.float32).reshape(len(vectors), -1)
        known = (measured - self.surface_mean) / self.surface_deviation
        return self.moods(np.hstack([vectors, known]))

    def emotions_of(self, vectors: Floats) -> Floats:
        """Return (rows, 28): a score for each of `LABELS`; its sigmoid is a probability."""
        return self.emotions(vectors)


@cache
def load_heads() -> Heads:
    """Return the weights that ship with the package."""
    moods, emotions = _tensors(EMOBANK), _tensors(GOEMOTIONS)
    return Heads(
        _network(moods),
        moods["surface_mean"],
        moods["surface_deviation"],
        _network(emotions),
        emotions["thresholds"],
    )


def _tensors(name: str) -> dict[str, Floats]:
    from safetensors.numpy import load

    data = (files("scenescore.story") / "data" / name).read_bytes()
    return {key: values.astype(np.float32) for key, values in load(data).items()}


def _network(tensors: dict[str, Floats]) -> Network:
    return Network(tensors["first"], tensors["first_bias"], tensors["last"], tensors["last_bias"])
