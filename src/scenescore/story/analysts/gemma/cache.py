"""Keys and values of what was read, with room to grow, and a mask that knows gaps.

Rows of a batch are padded on the left at every step; a padded place is never looked at, so a row's
result does not depend on the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from transformers.cache_utils import Cache, DynamicLayer

_ROOM = 128
"""Places added at a time."""


def room_for(places: int) -> int:
    """Return how many places a buffer has that must hold some."""
    return -(-places // _ROOM) * _ROOM


class RoomyLayer(DynamicLayer):  # type: ignore[misc]
    """A layer's keys and values in a buffer with room, written in place and handed out whole.

    What lies beyond the places used is masked like padding: handing out a part of a buffer would
    make every product copy it first.
    """

    _used = 0

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Append; return the buffers of keys and values, shape (rows, heads, room, width)."""
        end = self._used + key_states.shape[-2]
        if not self.is_initialized or self.keys.shape[-2] < end:
            wide = [self._widened(part, end) for part in (key_states, value_states)]
            if self.is_initialized:
                wide[0][..., : self._used, :] = self.keys[..., : self._used, :]
                wide[1][..., : self._used, :] = self.values[..., : self._used, :]
            self.hold(wide[0], wide[1], self._used)
        self.keys[..., self._used : end, :] = key_states
        self.values[..., self._used : end, :] = value_states
        self._used = end
        return self.keys, self.values

    def hold(self, keys: torch.Tensor, values: torch.Tensor, used: int) -> None:
        """Take over buffers of which some places are used."""
        self.dtype, self.device = keys.dtype, keys.device
        self.keys, self.values, self._used = keys, values, used
        self.is_initialized = True

    def get_seq_length(self) -> int:
        """Return the number of places used."""
        return self._used

    @staticmethod
    def _widened(like: torch.Tensor, places: int) -> torch.Tensor:
        shape = (*like.shape[:-2], room_for(places), like.shape[-1])
        return torch.zeros(shape, dtype=like.dtype, device=like.device)

    def taking(self, rows: torch.Tensor) -> RoomyLayer:
        """Return a layer of these rows; a row may be taken often."""
        taken = RoomyLayer()
        taken.hold(self.keys[rows], self.values[rows], self._used)
        return taken


class Story:
    """What a batch of scenes has read so far."""

    def __init__(self, window: int | None, kinds: Sequence[str], device: Any) -> None:
        self._cache = Cache(layer_class_to_replicate=RoomyLayer)
        self._window, self._kinds, self._device = window, tuple(kinds), device
        self._places = torch.zeros((1, 0), dtype=torch.long, device=device)
        """Position of each column in its row; -1 where it is padding."""
        self._read = [0]

    @property
    def rows(self) -> int:
        """How many scenes are read together."""
        return len(self._read)

    def spread(self, rows: int) -> Story:
        """Return the story of `rows` scenes that all begin with what this single one read."""
        return self.taking([0] * rows)

    def taking(self, rows: Sequence[int]) -> Story:
        """Return the story of these rows alone."""
        at = torch.tensor(rows, device=self._device)
        taken = Story(self._window, self._kinds, self._device)
        taken._places, taken._read = self._places[at], [self._read[row] for row in rows]
        taken._cache.layers.extend(layer.taking(at) for layer in self._cache.layers)
        return taken

    def take(self, tokens: Sequence[Sequence[int]], dtype: torch.dtype) -> dict[str, Any]:
        """Note the next tokens of every row, any number each; return the model's arguments."""
        width = max(map(len, tokens))
        ids = torch.zeros((self.rows, width), dtype=torch.long)
        places = torch.full((self.rows, width), -1, dtype=torch.long)
        for row, (new, read) in enumerate(zip(tokens, self._read, strict=True)):
            if new:
                ids[row, width - len(new) :] = torch.tensor(new)
                places[row, width - len(new) :] = torch.arange(read, read + len(new))
        ids, places = ids.to(self._device), places.to(self._device)
        self._places = torch.cat([self._places, places], dim=1)
        self._read = [read + len(new) for read, new in zip(self._read, tokens, strict=True)]
        return {
            "input_ids": ids,
            "position_ids": places.clamp_min(0),
            "attention_mask": self._masks(places, dtype),
            "past_key_values": self._cache,
            "use_cache": True,
        }

    def _masks(self, asking: torch.Tensor, dtype: torch.dtype) -> Any:
        """Return 0 where a place may look and the lowest number where not, (rows, 1, new, all)."""
        free = room_for(self._places.shape[1]) - self._places.shape[1]
        seen = torch.nn.functional.pad(self._places, (0, free), value=-1)[:, None, :]
        asking = asking.clamp_min(0)[:, :, None]
        open_ = (seen >= 0) & (seen <= asking)
        masks = {"full_attention": _as_mask(open_, dtype)}
        if "sliding_attention" not in self._kinds:
            return masks["full_attention"]
        near = open_ & (asking - seen < (self._window or 1 << 30))
        return {**masks, "sliding_attention": _as_mask(near, dtype)}


def _as_mask(open_: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    closed = torch.finfo(dtype).min
    return torch.where(open_, 0.0, closed).to(dtype)[:, None]
