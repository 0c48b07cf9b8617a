"""Chooses tokens: guidance, temperature and the k likeliest, each cue with its own chance.

A row's noise comes from its own generator, and choosing is by rank: so who shares a batch changes
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch


@dataclass(frozen=True, slots=True)
class Taste:
    """How tokens are chosen."""

    guidance: float = 3.0
    """How strongly the prompt pulls; 1 or less: one pass without guidance."""
    temperature: float = 1.0
    """> 0; 0 takes the likeliest token."""
    top_k: int = 250
    """Chosen among so many; 0: among all."""

    @property
    def is_guided(self) -> bool:
        """True when a second row without the prompt is needed."""
        return self.guidance > 1


def generator(seed: int) -> torch.Generator:
    """Return a cue's own source of chance."""
    return torch.Generator().manual_seed(seed)


def guided(logits: torch.Tensor, taste: Taste) -> torch.Tensor:
    """Return logits (cues, ...) of rows (cues, 1 or 2, ...): with the prompt, then without."""
    told = logits[:, 0]
    if not taste.is_guided:
        return told
    plain = logits[:, 1]
    return plain + (told - plain) * taste.guidance


def choose(
    logits: torch.Tensor, taste: Taste, generators: Sequence[torch.Generator]
) -> torch.Tensor:
    """Return one token per codebook (cues, codebooks) from logits (cues, codebooks, words)."""
    if taste.temperature <= 0:
        return logits.argmax(-1)
    count = min(taste.top_k or logits.shape[-1], logits.shape[-1])
    best, words = (logits.float() / taste.temperature).topk(count, dim=-1)
    below = torch.softmax(best, dim=-1).cumsum(-1)
    books = logits.shape[1]
    noise = torch.stack([torch.rand(books, generator=own) for own in generators])
    rank = (below < noise.to(below.device)[..., None] * below[..., -1:]).sum(-1, keepdim=True)
    return words.gather(-1, rank.clamp_max(count - 1))[..., 0]
