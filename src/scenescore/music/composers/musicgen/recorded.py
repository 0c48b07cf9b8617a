"""A whole step of the decoder in fixed sizes, so that a GPU can record it once and replay it.

Launching some hundred small kernels takes longer than running them; a recorded step is launched at
once. The same step runs unrecorded where there is nothing to record with. Knows no tokens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch.nn.functional import scaled_dot_product_attention

from scenescore.music.composers.musicgen.memory import Prompt, Shape, TensorMemory

_SPAN = 256
"""Attention reads whole spans of places; a step is recorded for each count of them."""
_WORDS = 64
"""Words of a prompt are held in multiples of this."""

Body = Callable[["FixedMemory", torch.Tensor, int], torch.Tensor]
"""Memory, columns (slots, codebooks), places to look at -> logits (slots x rows, words)."""


class FixedMemory(TensorMemory):
    """What every cue of a batch has read, in tensors that never move.

    Slots where nothing plays are worked along and looked away from.
    """

    def __init__(self, shape: Shape, *, dtype: torch.dtype, device: torch.device) -> None:
        self._kind: dict[str, Any] = {"dtype": dtype, "device": device}
        room = -(-shape.room // _SPAN) * _SPAN
        super().__init__(shape, room, **self._kind)
        self.slots, self._shape = shape.slots, shape
        self.at = torch.zeros(shape.slots, dtype=torch.long, device=device)
        """Place that is written next, by slot."""
        self.columns = torch.zeros(0)
        self.steps: dict[int, Callable[[], torch.Tensor]] = {}
        """By the count of places looked at; good as long as nothing moves."""
        self._grid = torch.arange(room, device=device)
        self._each = torch.arange(shape.slots * shape.rows, device=device)
        self._hold_words(_WORDS)

    def enter(self, prompt: Prompt) -> int:
        """Give a slot to a cue."""
        slot = super().enter(prompt)
        if prompt and prompt[0][0].shape[1] > self._words.shape[-2]:
            self._hold_words(prompt[0][0].shape[1])
            for place in range(slot):
                self._tell(place)
        self._tell(slot)
        return slot

    def _move(self, old: int, new: int) -> None:
        super()._move(old, new)
        self._tell(new)

    def begin_step(self) -> None:
        """Make room for one more place of every playing cue."""
        rest = [0] * (self.slots - len(self.lengths))
        self.at.copy_(torch.tensor([*self.lengths, *rest]))
        self.lengths = [length + 1 for length in self.lengths]

    def seen(self, places: int) -> torch.Tensor:
        """Return which places each row looks at, (rows of all slots, 1, 1, places)."""
        at = self.at.repeat_interleave(self.rows)
        return (self._grid[:places] <= at[:, None])[:, None, None]

    def keep(
        self, layer: int, keys: torch.Tensor, values: torch.Tensor, places: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Keep one place of every row (rows, heads, width); return the first places of all."""
        held = self._held[layer].flatten(1, 2)  # (2, rows of all slots, heads, room, width)
        at = self.at.repeat_interleave(self.rows)
        held[0, self._each, :, at] = keys
        held[1, self._each, :, at] = values
        return held[0, :, :, :places], held[1, :, :, :places]

    def told(self, layer: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return keys and values (slots, heads, words, width) of all prompts, and their mask."""
        return self._words[layer, 0], self._words[layer, 1], self._heard

    def _hold_words(self, words: int) -> None:
        shape, words = self._shape, -(-words // _WORDS) * _WORDS
        size = (shape.layers, 2, shape.slots, shape.heads, words, shape.width)
        self._words = torch.zeros(size, **self._kind)
        self._heard = torch.ones(
            (shape.slots, 1, 1, words), dtype=torch.bool, device=self.at.device
        )
        self.steps.clear()

    def _tell(self, slot: int) -> None:
        for layer, parts in enumerate(self._prompts[slot]):
            words = parts[0].shape[1]
            for kind, part in enumerate(parts):
                self._words[layer, kind, slot, :, :words] = part
            if layer == 0:
                self._heard[slot, 0, 0] = (
                    torch.arange(self._words.shape[-2]).to(self.at.device).lt(words)
                )


def fixed_step(memory: FixedMemory, columns: torch.Tensor, body: Body) -> torch.Tensor:
    """Read a column of every playing cue (cues, codebooks); return logits (cues x rows, words)."""
    memory.begin_step()
    if not len(memory.columns):
        memory.columns = torch.zeros(
            (memory.slots, columns.shape[1]), dtype=torch.long, device=columns.device
        )
    memory.columns[: len(columns)] = columns
    places = -(-max(memory.lengths) // _SPAN) * _SPAN
    if places not in memory.steps:
        memory.steps[places] = _recorded(lambda: body(memory, memory.columns, places))
    return memory.steps[places]()[: len(columns) * memory.rows]


def _recorded(step: Callable[[], torch.Tensor]) -> Callable[[], torch.Tensor]:
    """Return a step that is launched at once, on an NVIDIA GPU; elsewhere the step itself."""
    if not torch.cuda.is_available() or torch.cuda.is_current_stream_capturing():
        return step
    aside = torch.cuda.Stream()
    aside.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(aside):
        for _ in range(3):  # libraries choose their kernels; a place is written thrice the same
            step()
    torch.cuda.current_stream().wait_stream(aside)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        logits = step()

    def replay() -> torch.Tensor:
        graph.replay()
        return logits.clone()

    return replay


def attend(
    query: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, mask: torch.Tensor
) -> torch.Tensor:
    """Return (rows, heads x width) for one question of every row, (rows, heads, width)."""
    found = scaled_dot_product_attention(query[:, :, None], keys, values, attn_mask=mask)
    return found.reshape(len(query), -1)
