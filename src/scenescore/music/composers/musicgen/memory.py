"""Keys and values of what every cue of a batch has read, in buffers made once.

A place of the batch is a slot: a cue that ends hands its slot to the last one, so that those still
playing lie together. Knows no model but its sizes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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


class Remembering:
    """Any memory, as the loop knows it; slots 0 .. `used` - 1 are playing."""

    def __init__(self, shape: Shape) -> None:
        self.rows = shape.rows
        self.lengths: list[int] = []
        """Places read, by slot."""
        self._prompts: list[Prompt] = []

    @property
    def used(self) -> int:
        """How many cues are playing."""
        return len(self.lengths)

    @property
    def has_prompts(self) -> bool:
        """True when layers look a prompt up."""
        return bool(self._prompts and self._prompts[0])

    def enter(self, prompt: Prompt) -> int:
        """Give a slot to a cue; `prompt` has each layer's keys and values (heads, words, width)."""
        self.lengths.append(0)
        self._prompts.append(prompt)
        return self.used - 1

    def leave(self, slot: int) -> None:
        """Free a slot; the last cue moves into it."""
        self.lengths[slot], self._prompts[slot] = self.lengths[-1], self._prompts[-1]
        self.lengths.pop()
        self._prompts.pop()
        if slot != self.used:
            self._move(self.used, slot)

    def prompt(self, layer: int, slot: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return keys and values (1, heads, words, width) of one cue's prompt."""
        keys, values = self._prompts[slot][layer]
        return keys[None], values[None]

    def put(self, layer: int, slot: int, keys: torch.Tensor, values: torch.Tensor) -> None:
        """Keep the first places of a cue, (rows, heads, places, width)."""
        raise NotImplementedError

    def begin_step(self) -> None:
        """Make room for one more place of every playing cue."""
        raise NotImplementedError

    def _move(self, old: int, new: int) -> None:
        """Let a slot hold what another held."""
        raise NotImplementedError


class TensorMemory(Remembering):
    """A memory in one tensor (layers, 2, slots, rows, heads, room, width)."""

    def __init__(self, shape: Shape, room: int, **kind: Any) -> None:
        super().__init__(shape)
        size = (shape.layers, 2, shape.slots, shape.rows, shape.heads, room, shape.width)
        self._held = torch.zeros(size, **kind)

    def put(self, layer: int, slot: int, keys: torch.Tensor, values: torch.Tensor) -> None:
        """Keep the first places of a cue, (rows, heads, places, width)."""
        places = keys.shape[2]
        self._held[layer, 0, slot, :, :, :places] = keys
        self._held[layer, 1, slot, :, :, :places] = values
        if layer == 0:
            self.lengths[slot] = places

    def _move(self, old: int, new: int) -> None:
        self._held[:, :, new] = self._held[:, :, old]


class Memory(TensorMemory):
    """What was read, grown by a place at every step."""

    def __init__(self, shape: Shape, *, dtype: torch.dtype, device: torch.device) -> None:
        super().__init__(shape, shape.room, dtype=dtype, device=device)
        self._device = device
        self._all: list[tuple[torch.Tensor, torch.Tensor]] | None = None
        self._mask: torch.Tensor | None = None
        self._at: torch.Tensor | None = None
        self._who = torch.arange(shape.slots * shape.rows, device=device)

    def enter(self, prompt: Prompt) -> int:
        """Give a slot to a cue."""
        self._all = None
        return super().enter(prompt)

    def leave(self, slot: int) -> None:
        """Free a slot; the last cue moves into it."""
        self._all = None
        super().leave(slot)

    def begin_step(self) -> None:
        """Make room for one more place of every playing cue."""
        where = torch.tensor(self.lengths, device=self._device).repeat_interleave(self.rows)
        self._at = where
        self.lengths = [length + 1 for length in self.lengths]
        longest = max(self.lengths)
        seen = torch.arange(longest, device=self._device)[None] <= where[:, None]
        is_even = min(self.lengths) == longest
        self._mask = None if is_even else seen[:, None, None, :]

    def step(
        self, layer: int, keys: torch.Tensor, values: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]:
        """Keep one place of every row, (rows, heads, width); return all there is, and its mask."""
        count, longest = len(keys), max(self.lengths)
        playing = self._held[layer, :, : self.used]
        held_keys, held_values = playing.view(2, count, *playing.shape[3:])
        held_keys[self._who[:count], :, self._at] = keys
        held_values[self._who[:count], :, self._at] = values
        return held_keys[:, :, :longest], held_values[:, :, :longest], self._mask

    def prompts(self, layer: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]:
        """Return keys and values (cues, heads, words, width) of all prompts, and their mask."""
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
