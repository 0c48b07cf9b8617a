"""A whole step of the decoder as one call into our C, with keys and values as floats or bytes.

Does what `Decoder` does one operation at a time, on the same packed weights; exact where they are
exact. Knows no tokens.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch

from scenescore.music.composers.musicgen.memory import Prompt, Remembering, Shape
from scenescore.neural.native import Threads, library
from scenescore.neural.products import Linear, NativeProduct, address, reads_panels

_SOURCE = Path(__file__).parent / "c" / "step.c"
_SPAN = 64
"""Places are held in multiples of this; whatever the processor, C needs no more."""


class _Norm(ctypes.Structure):
    _fields_ = (("weight", ctypes.c_void_p), ("bias", ctypes.c_void_p))


class _Layer(ctypes.Structure):
    _fields_ = (
        ("norm", _Norm), ("together", Linear), ("out", Linear), ("look_norm", _Norm),
        ("look_query", Linear), ("look_out", Linear), ("last_norm", _Norm), ("wide", Linear),
        ("narrow", Linear),
    )  # fmt: skip


class _Stack(ctypes.Structure):
    _fields_ = (
        ("layers", ctypes.POINTER(_Layer)), ("norm", _Norm), ("heads", Linear),
        ("eps", ctypes.c_float), ("depth", ctypes.c_long), ("width", ctypes.c_long),
        ("head_count", ctypes.c_long), ("broadest", ctypes.c_long), ("has_lookup", ctypes.c_long),
    )  # fmt: skip


class _Cells(ctypes.Structure):
    _fields_ = (("width", ctypes.c_long), ("room", ctypes.c_long), ("is_int8", ctypes.c_long))


class _Memory(ctypes.Structure):
    _fields_ = (
        ("cells", _Cells), ("held", ctypes.c_void_p), ("slots", ctypes.c_long),
        ("rows", ctypes.c_long), ("used", ctypes.c_long), ("lengths", ctypes.c_void_p),
        ("prompts", ctypes.c_void_p), ("words", ctypes.c_void_p),
        ("prompt_rooms", ctypes.c_void_p),
    )  # fmt: skip


class Parts(Protocol):
    """What a decoder is made of, as far as a step needs it."""

    heads: int
    width: int
    norm: Any
    to_words: Any

    @property
    def layers(self) -> Sequence[Any]:
        """Return norms and packed weights of each layer."""


def native_step(parts: Parts, *, is_int8: bool, activation: str) -> NativeStep | None:
    """Return the step of a decoder, None where our C cannot do it."""
    found = library(_SOURCE)
    products = (parts.to_words, *(layer.wide for layer in parts.layers))
    if found is None or not all(isinstance(one, NativeProduct) for one in products):
        return None
    fits = (parts.heads * parts.width) % 16 == 0 and parts.width % 4 == 0 and activation == "gelu"
    fits = fits and all(layer.wide.linear.outs % 4 == 0 for layer in parts.layers)
    if not fits or not reads_panels(found):
        return None
    return NativeStep(found, parts, is_int8=is_int8)


class NativeStep:
    """A decoder's weights as C knows them."""

    def __init__(self, found: ctypes.CDLL, parts: Parts, *, is_int8: bool) -> None:
        self._library, self._is_int8, self._threads = found, is_int8, Threads()
        found.bytes_of.restype = found.room_of_step.restype = ctypes.c_long
        self._parts = parts  # keeps the weights alive
        self._kept: list[torch.Tensor] = []
        layers = (_Layer * len(parts.layers))(*map(self._layer, parts.layers))
        first, width = parts.layers[0], parts.heads * parts.width
        self._stack = _Stack(
            layers, self._norm(parts.norm), parts.to_words.linear, parts.norm[2], len(layers),
            width, parts.heads, max(first.wide.linear.outs, width), first.lookup is not None,
        )  # fmt: skip
        self._logits = parts.to_words.broad

    def _layer(self, layer: Any) -> _Layer:
        look, no = layer.lookup, (_Norm(), Linear(), Linear())
        looked = no if look is None else (self._norm(look.norm), look.query.linear, look.out.linear)
        return _Layer(
            self._norm(layer.norm), layer.together.linear, layer.out.linear, *looked,
            self._norm(layer.last_norm), layer.wide.linear, layer.narrow.linear,
        )  # fmt: skip

    def _norm(self, norm: Any) -> _Norm:
        weight, bias, _ = norm
        self._kept += [weight, bias]
        return _Norm(weight.data_ptr(), bias.data_ptr())

    def memory(self, shape: Shape) -> NativeMemory:
        """Return an empty memory."""
        return NativeMemory(self._library, shape, is_int8=self._is_int8)

    def __call__(self, memory: NativeMemory, columns: torch.Tensor) -> torch.Tensor:
        """Read columns (cues x rows, width) as embedded; return logits (cues x rows, words)."""
        told, columns = memory.told(), columns.contiguous()
        logits = torch.empty((len(columns), self._logits))
        with self._threads.given(torch.get_num_threads()) as count:
            given, threads = (ctypes.byref(self._stack), ctypes.byref(told)), ctypes.c_long(count)
            room = memory.scratch(self._library.room_of_step(*given, threads))
            self._library.step(*given, address(columns), address(logits), address(room), threads)
        return logits[:, : self._stack.heads.outs]


class NativeMemory(Remembering):
    """What every cue of a batch has read, laid out for our C."""

    def __init__(self, found: ctypes.CDLL, shape: Shape, *, is_int8: bool) -> None:
        super().__init__(shape)
        self._library, self._shape = found, shape
        self._is_int8 = is_int8
        self._cells = _Cells(shape.width, _filled(shape.room), is_int8)
        self._cell = int(found.bytes_of(ctypes.byref(self._cells)))
        of_slot = shape.rows * shape.heads * self._cell
        self._held = np.zeros((shape.layers, shape.slots, of_slot), np.uint8)
        self._packed: list[np.ndarray[Any, Any]] = []
        self._scratch = np.zeros(0, np.uint8)

    def enter(self, prompt: Prompt) -> int:
        """Give a slot to a cue."""
        if self.used == self._shape.slots:
            raise IndexError(f"all {self.used} slots are taken")
        self._packed.append(self._pack_prompt(prompt))
        return super().enter(prompt)

    def leave(self, slot: int) -> None:
        """Free a slot; the last cue moves into it."""
        super().leave(slot)
        self._packed[slot] = self._packed[-1]
        self._packed.pop()

    def _move(self, old: int, new: int) -> None:
        self._held[:, new] = self._held[:, old]

    def put(self, layer: int, slot: int, keys: torch.Tensor, values: torch.Tensor) -> None:
        """Keep the first places of a cue, (rows, heads, places, width)."""
        self._keep(self._cells, self._held[layer, slot], keys, values)
        if layer == 0:
            self.lengths[slot] = keys.shape[2]

    def begin_step(self) -> None:
        """Make room for one more place of every playing cue."""
        if max(self.lengths, default=0) >= self._shape.room:
            raise IndexError(f"a cue is longer than {self._shape.room} places")
        self.lengths = [length + 1 for length in self.lengths]

    def told(self) -> _Memory:
        """Return the memory as C knows it; good until a cue enters or leaves."""
        words = [prompt[0][0].shape[1] if prompt else 0 for prompt in self._prompts]
        self._told = (
            np.array(self.lengths, np.int64),
            np.array([packed.ctypes.data for packed in self._packed], np.uintp),
            np.array(words, np.int64),
            np.array([_filled(count) for count in words], np.int64),
        )
        lengths, prompts, counts, rooms = (array.ctypes.data for array in self._told)
        shape = self._shape
        return _Memory(
            self._cells, self._held.ctypes.data, shape.slots, shape.rows, self.used, lengths,
            prompts, counts, rooms,
        )  # fmt: skip

    def scratch(self, size: int) -> np.ndarray[Any, Any]:
        """Return bytes to work with."""
        if len(self._scratch) < size:
            self._scratch = np.empty(size, np.uint8)
        return self._scratch

    def _pack_prompt(self, prompt: Prompt) -> np.ndarray[Any, Any]:
        if not prompt:
            return np.zeros(0, np.uint8)
        heads, words = prompt[0][0].shape[:2]
        cells = _Cells(self._shape.width, _filled(words), self._is_int8)
        size = heads * int(self._library.bytes_of(ctypes.byref(cells)))
        packed = np.zeros((len(prompt), size), np.uint8)
        for room, (keys, values) in zip(packed, prompt, strict=True):
            self._keep(cells, room, keys[None], values[None])
        return packed

    def _keep(
        self, cells: _Cells, room: np.ndarray[Any, Any], keys: torch.Tensor, values: torch.Tensor
    ) -> None:
        rows, heads, places = keys.shape[:3]
        keys, values = keys.float().contiguous(), values.float().contiguous()
        self._library.keep_places(
            ctypes.byref(cells), address(room), address(keys), address(values),
            ctypes.c_long(rows * heads), ctypes.c_long(places),
        )  # fmt: skip


def _filled(places: int) -> int:
    return -(-places // _SPAN) * _SPAN
