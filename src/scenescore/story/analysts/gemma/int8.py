"""Puts 8-bit linear layers into a language model, for reading fast on a CPU.

Where a scene is decoded token by token, the weights are all that is read from memory, and these
are half of bf16's.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from scenescore.neural.int8 import int8_product


def quantise(model: nn.Module) -> int:
    """Replace every linear layer of a model in place; return how many."""
    names = [name for name, module in model.named_modules() if type(module) is nn.Linear]
    for name in names:
        parent = model.get_submodule(name.rpartition(".")[0])
        setattr(parent, name.rpartition(".")[2], Int8Linear(model.get_submodule(name)))
    return len(names)


class Int8Linear(nn.Module):  # type: ignore[misc]
    """A linear layer; input and output keep their type."""

    def __init__(self, linear: Any) -> None:
        super().__init__()
        self.bias = None if linear.bias is None else linear.bias.detach().float()
        self._product = int8_product(linear.weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return x @ W.T + b."""
        product = self._product(x.reshape(-1, x.shape[-1]).float())
        if self.bias is not None:
            product += self.bias
        return product.to(x.dtype).reshape(*x.shape[:-1], -1)
