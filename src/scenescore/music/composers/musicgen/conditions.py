"""Turns a prompt, and for melody models a chroma, into what the decoder is conditioned on.

Each prompt is read alone, unpadded, once; a film's cues share most of them.
"""

from __future__ import annotations

import math
from typing import Any

import torch


class Conditioner:
    """Reads prompts with a model's own text encoder."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model, self._tokenizer = model, tokenizer
        self.takes_melody = hasattr(model.config, "num_chroma")
        self._kept: dict[str, torch.Tensor] = {}

    def __call__(
        self, prompt: str, chroma: Any = None
    ) -> tuple[torch.Tensor | None, torch.Tensor | None]:
        """Return (what layers look up (words, width), what is read first (rows, places, width))."""
        text = self.text(prompt)
        if not self.takes_melody:
            return text, None
        return None, self._before(text, chroma)

    def tokens(self, prompt: str) -> dict[str, Any]:
        """Return a prompt as the text encoder's input."""
        given = self._tokenizer(prompt, return_tensors="pt").to(self._model.device)
        return {name: given[name] for name in ("input_ids", "attention_mask")}

    def text(self, prompt: str) -> torch.Tensor:
        """Return a prompt as the text encoder and the projection after it give it."""
        if prompt not in self._kept:
            given = self.tokens(prompt)
            with torch.inference_mode():
                words = self._model.text_encoder(**given).last_hidden_state
                project = getattr(self._model, "enc_to_dec_proj", None)
                self._kept[prompt] = (words if project is None else project(words))[0]
        return self._kept[prompt]

    def _before(self, text: torch.Tensor, chroma: Any) -> torch.Tensor:
        """Return a melody model's conditions, with prompt and melody, then without both.

        Without: no text, and the class of pitch that stands for no melody.
        """
        config = self._model.config
        silent = torch.zeros((1, config.num_chroma), device=text.device, dtype=text.dtype)
        silent[:, 0] = 1
        tune = silent if chroma is None else torch.as_tensor(chroma).to(silent)
        rows = []
        for melody, words in ((tune, text), (silent, torch.zeros_like(text))):
            often = math.ceil(config.chroma_length / len(melody))
            filled = melody.repeat(often, 1)[: config.chroma_length]
            project = getattr(self._model, "audio_enc_to_dec_proj", None)
            with torch.inference_mode():
                heard = filled if project is None else project(filled)
            rows.append(torch.cat([heard, words]))
        return torch.stack(rows)
