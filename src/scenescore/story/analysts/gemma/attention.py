"""Attention for one or few new tokens over much that was read, keys and values not repeated.

transformers' plain attention copies keys and values for every group of heads; with eight scenes of
700 tokens that is most of a step. This one multiplies each group against the one copy, in our own C
where it can.
"""

from __future__ import annotations

from typing import Any

import torch

from scenescore.story.analysts.gemma.native import look_back

NAME = "scenescore-grouped"


def register() -> str:
    """Make the attention known to transformers; return its name there."""
    from transformers.masking_utils import AttentionMaskInterface, eager_mask
    from transformers.modeling_utils import AttentionInterface

    AttentionInterface.register(NAME, attend)
    AttentionMaskInterface.register(NAME, eager_mask)
    return NAME


def attend(
    module: Any,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    *,
    scaling: float | None = None,
    softcap: float | None = None,
    **_: Any,
) -> tuple[torch.Tensor, None]:
    """Return (rows, new, heads, width) for queries (rows, heads, new, width); mask is added."""
    rows, heads, new, width = query.shape
    shared, places = key.shape[1], key.shape[2]
    groups = heads // shared
    scale = width**-0.5 if scaling is None else scaling
    quick = look_back(query, key, value, attention_mask, scale=scale, cap=softcap)
    if quick is not None:
        return quick, None
    asked = query.reshape(rows, shared, groups * new, width)
    # bf16 products with a strided right-hand side are many times slower than a copy of it
    scores = torch.matmul(asked, key.contiguous().transpose(2, 3)) * scale
    if softcap is not None:
        scores = torch.tanh(scores / softcap) * softcap
    scores = scores.view(rows, shared, groups, new, places)
    if attention_mask is not None:
        scores = scores + attention_mask[:, :, None]
    weights = torch.softmax(scores, dim=-1, dtype=torch.float32).to(query.dtype)
    found = torch.matmul(weights.view(rows, shared, groups * new, places), value)
    return found.view(rows, heads, new, width).transpose(1, 2).contiguous(), None
