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


class RoomyLayer(DynamicLayer):  # type: ignore[misc]
    """A layer's keys and values in a buffer with room, written in place."""

    _store: tuple[torch.Tensor, torch.Tensor] | None = None

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Append and return all keys and values, shape (rows, heads, places, width)."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        used = self.get_seq_length()
        end = used + key_states.shape[-2]
        if self._store is None or self._store[0].shape[-2] < end:
            self._store = self._widened(key_states, value_states, used, end)
        keys, values = self._store
        keys[..., used:end, :] = key_states
        values[..., used:end, :] = value_states
        self.keys, self.values = keys[..., :end, :], values[..., :end, :]
        return self.keys, self.values

    def _widened(
        self, keys: torch.Tensor, values: torch.Tensor, used: int, end: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        wide = []
        for old, like in ((self.keys, keys), (self.values, values)):
            shape = (*like.shape[:-2], end + _ROOM, like.shape[-1])
            new = torch.empty(shape, dtype=like.dtype, device=like.device)
            if used:
                new[..., :used, :] = old
            wide.append(new)
        return wide[0], wide[1]

    def keep(self, rows: Sequence[int]) -> None:
        """Keep these rows only; a row may be named often."""
        if self.is_initialized:
            at = torch.tensor(rows, device=self.keys.device)
            self.keys, self.values = self.keys[at], self.values[at]
            self._store = None


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
        wide = Story(self._window, self._kinds, self._device)
        wide._places = self._places.repeat(rows, 1)
        wide._read = self._read * rows
        for layer in self._cache.layers:
            copy = RoomyLayer()
            copy.lazy_initialization(layer.keys, layer.values)
            copy.keys, copy.values = (
                part.expand(rows, *part.shape[1:]) for part in (layer.keys, layer.values)
            )
            wide._cache.layers.append(copy)
        return wide

    def keep(self, rows: Sequence[int]) -> None:
        """Go on with these rows only."""
        self._places = self._places[torch.tensor(rows, device=self._device)]
        self._read = [self._read[row] for row in rows]
        for layer in self._cache.layers:
            layer.keep(rows)

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
        seen, asking = self._places[:, None, :], asking.clamp_min(0)[:, :, None]
        open_ = (seen >= 0) & (seen <= asking)
        masks = {"full_attention": _as_mask(open_, dtype)}
        if "sliding_attention" not in self._kinds:
            return masks["full_attention"]
        near = open_ & (asking - seen < (self._window or 1 << 30))
        return {**masks, "sliding_attention": _as_mask(near, dtype)}


def _as_mask(open_: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    closed = torch.finfo(dtype).min
    return torch.where(open_, 0.0, closed).to(dtype)[:, None]
