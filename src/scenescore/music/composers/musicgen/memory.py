"""Keys and values of what every cue of a batch has read, in buffers made once.

A place of the batch is a slot: a cue that ends hands its slot to the last one, so that those still
playing lie together. Knows no model but its sizes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import torch

Prompt = list[tuple[torch.Tensor, torch.Tensor]]
"""Each layer's keys and values (heads, words, width); empty where nothing is looked up."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How much a memory holds."""

    layers: int
    slots: int
    rows: int
    """Rows of one cue: with the prompt, and without when guided."""
    heads: int
    width: int
    """Of one head."""
    room: int
    """Most places of one cue."""


class Remembering(Protocol):
    """Any memory, as the loop knows it."""

    rows: int

    @property
    def lengths(self) -> list[int]:
        """Places read, by slot."""

    @property
    def has_prompts(self) -> bool:
        """True when layers look a prompt up."""

    def enter(self, prompt: Prompt) -> int:
        """Give a slot to a cue."""

    def leave(self, slot: int) -> None:
        """Free a slot; the last cue moves into it."""

    def put(self, layer: int, slot: int, keys: torch.Tensor, values: torch.Tensor) -> None:
        """Keep the first places of a cue."""

    def prompt(self, layer: int, slot: int) -> tuple[torch.Tensor, torch.Tensor, Any]:
        """Return keys, values and mask of one cue's prompt."""

    def begin_step(self) -> None:
        """Make room for one more place of every playing cue."""


class Memory:
    """What was read; slots 0 .. `used` - 1 are playing."""

    def __init__(self, shape: Shape, *, dtype: torch.dtype, device: torch.device) -> None:
        size = (shape.layers, 2, shape.slots, shape.rows, shape.heads, shape.room, shape.width)
        self._held = torch.zeros(size, dtype=dtype, device=device)
        self.rows, self._device = shape.rows, device
        self._lengths: list[int] = []
        self._prompts: list[Prompt] = []
        self._all: list[tuple[torch.Tensor, torch.Tensor]] | None = None
        self._mask: torch.Tensor | None = None
        self._at: torch.Tensor | None = None
        self._who = torch.arange(shape.slots * shape.rows, device=device)

    @property
    def used(self) -> int:
        """How many cues are playing."""
        return len(self._lengths)

    @property
    def lengths(self) -> list[int]:
        """Places read, by slot."""
        return self._lengths

    def enter(self, prompt: Prompt) -> int:
        """Give a slot to a cue; `prompt` has each layer's keys and values (heads, words, width)."""
        self._lengths.append(0)
        self._prompts.append(prompt)
        self._all = None
        return self.used - 1

    def leave(self, slot: int) -> None:
        """Free a slot; the last cue moves into it."""
        last = self.used - 1
        if slot != last:
            self._held[:, :, slot] = self._held[:, :, last]
            self._lengths[slot], self._prompts[slot] = self._lengths[last], self._prompts[last]
        self._lengths.pop()
        self._prompts.pop()
        self._all = None

    def put(self, layer: int, slot: int, keys: torch.Tensor, values: torch.Tensor) -> None:
        """Keep the first places of a cue, (rows, heads, places, width)."""
        places = keys.shape[2]
        self._held[layer, 0, slot, :, :, :places] = keys
        self._held[layer, 1, slot, :, :, :places] = values
        if layer == 0:
            self._lengths[slot] = places

    def begin_step(self) -> None:
        """Make room for one more place of every playing cue."""
        where = torch.tensor(self._lengths, device=self._device).repeat_interleave(self.rows)
        self._at = where
        self._lengths = [length + 1 for length in self._lengths]
        longest = max(self._lengths)
        seen = torch.arange(longest, device=self._device)[None] <= where[:, None]
        is_even = min(self._lengths) == longest
        self._mask = None if is_even else seen[:, None, None, :]

    def step(
        self, layer: int, keys: torch.Tensor, values: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]:
        """Keep one place of every row, (rows, heads, width); return all there is, and its mask."""
        count, longest = len(keys), max(self._lengths)
        playing = self._held[layer, :, : self.used]
        held_keys, held_values = playing.view(2, count, *playing.shape[3:])
        held_keys[self._who[:count], :, self._at] = keys
        held_values[self._who[:count], :, self._at] = values
        return held_keys[:, :, :longest], held_values[:, :, :longest], self._mask

    @property
    def has_prompts(self) -> bool:
        """True when layers look a prompt up."""
        return bool(self._prompts and self._prompts[0])

    def prompt(
        self, layer: int, slot: int | None = None
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]:
        """Return keys and values (cues, heads, words, width) of the prompts, and their mask."""
        if slot is not None:
            keys, values = self._prompts[slot][layer]
            return keys[None], values[None], None
        if self._all is None:
            self._all = [self._gathered(layer) for layer in range(len(self._prompts[0]))]
        keys, values = self._all[layer]
        counts = [prompt[layer][0].shape[1] for prompt in self._prompts]
        if min(counts) == max(counts):
            return keys, values, None
        seen = torch.arange(max(counts))[None] < torch.tensor(counts)[:, None]
        return keys, values, seen[:, None, None].to(self._device)

    def _gathered(self, layer: int) -> tuple[torch.Tensor, torch.Tensor]:
        widest = max(prompt[layer][0].shape[1] for prompt in self._prompts)

        def padded(part: torch.Tensor) -> torch.Tensor:
            return torch.nn.functional.pad(part, (0, 0, 0, widest - part.shape[1]))

        keys = torch.stack([padded(prompt[layer][0]) for prompt in self._prompts])
        values = torch.stack([padded(prompt[layer][1]) for prompt in self._prompts])
        return keys, values
