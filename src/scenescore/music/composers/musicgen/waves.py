"""EnCodec's decoder after its first convolution, by our own C: what frames of tokens sound like.

Sound lies frame after frame, so that every convolution is a product of overlapping rows, and each
ELU happens while its numbers are at hand. Equal to transformers' layers up to rounding; the memory
of the LSTM in bytes (`is_int8`) is the one thing that is not. Knows no tokens.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from scenescore.neural.int8 import rounded
from scenescore.neural.native import Threads, library
from scenescore.neural.products import NativeProduct, address, reads_panels

_SOURCE = Path(__file__).parent / "c" / "waves.c"
_PANEL = 64
"""Outputs of a product come in multiples of this."""


def native_waves(config: Any, layers: Sequence[Any]) -> Waves | None:
    """Return what plays the layers after the LSTM, None where our C cannot."""
    found = library(_SOURCE)
    kernels = (config.residual_kernel_size, config.last_kernel_size)
    fits = (
        config.num_residual_layers == 1
        and not config.use_conv_shortcut
        and config.pad_mode == "reflect"
        and config.upsampling_ratios[0] > kernels[0]
        and math.prod(config.upsampling_ratios) > kernels[1]
        and layers[-1].conv.weight.device.type == "cpu"
    )
    return Waves(found, layers) if found is not None and fits and reads_panels(found) else None


def native_memory(lstm: Any, *, is_int8: bool) -> Lstm | None:
    """Return an LSTM that runs on from piece to piece, None where our C cannot."""
    found = library(_SOURCE)
    fits = lstm.hidden_size % 16 == 0 and lstm.weight_hh_l0.device.type == "cpu"
    if found is None or not fits or not reads_panels(found):
        return None
    return Lstm(found, lstm, is_int8=is_int8)


class _Kernel:
    """A convolution with a bias: frames (n + length - 1, ins) to frames (n, outs).

    Where a frame is narrower than a panel, several are made at once: `group` rows of the kernel
    beside each other, each a frame further on.
    """

    def __init__(self, found: ctypes.CDLL, weight: torch.Tensor, bias: torch.Tensor) -> None:
        """Take a weight (outs, length, ins)."""
        outs, length, ins = weight.shape
        self._found, self._threads = found, Threads()
        self.outs, self._ins, self._group = outs, ins, _PANEL // math.gcd(_PANEL, outs)
        self.spare = self._group - 1
        """Frames that may be made beyond those asked for."""
        wide = torch.zeros(self._group, outs, length + self._group - 1, ins)
        for step in range(self._group):
            wide[step, :, step : step + length] = weight
        self._product = NativeProduct(wide.reshape(self._group * outs, -1))
        self._bias = bias.detach().float().repeat(self._group)

    def __call__(
        self,
        frames: torch.Tensor,
        count: int,
        *,
        out: torch.Tensor | None = None,
        soft: torch.Tensor | None = None,
        beside: torch.Tensor | None = None,
    ) -> None:
        """Write `count` frames into `out`, through an ELU into `soft`; all have `_PANEL` spare."""
        rows = -(-count // self._group)
        given = [None if one is None else address(one) for one in (beside, out, soft)]
        with self._threads.given(torch.get_num_threads()) as threads:
            self._found.convolve(
                ctypes.byref(self._product.linear), address(self._bias), address(frames),
                ctypes.c_long(rows), ctypes.c_long(self._group * self._ins), *given,
                ctypes.c_long(threads),
            )  # fmt: skip


class _Stage:
    """Frames to frames `stride` times as dense, and a block beside them."""

    def __init__(self, found: ctypes.CDLL, up: Any, block: Any) -> None:
        weight = up.conv.weight.detach().float()  # (ins, outs, 2 x stride)
        self.stride, self.width = up.conv.stride[0], weight.shape[1]
        late, now = weight.split(self.stride, dim=2)[::-1]
        both = torch.stack([late, now]).permute(3, 2, 0, 1)  # (stride, outs, 2, ins)
        both = both.reshape(self.stride * self.width, 2, -1)
        self._up = _Kernel(found, both, up.conv.bias.repeat(self.stride))
        spare = up.conv.kernel_size[0] - self.stride
        self._cut = spare - (spare if up.causal else spare // 2)
        _, first, _, second = block.block
        self._first, self._second = _convolution(found, first), _convolution(found, second)
        self._before, self._after = _padding(first)

    def __call__(self, soft: torch.Tensor, frames: int, before: int) -> torch.Tensor:
        """Turn frames with one of nothing at both ends into denser ones; leave room before."""
        whole, count = (frames + 1) * self.stride, frames * self.stride
        made_beyond = self._up.spare * self.stride
        plain = _room(whole + made_beyond, self.width)
        softer = _room(self._before + whole + made_beyond + self._after, self.width)
        self._up(soft, frames + 1, out=plain, soft=softer[self._before :])
        softer = softer[self._cut :]
        _reflect(softer, self._before, count, self._after)
        inner = _room(count, self._first.outs)
        self._first(softer, count, soft=inner)
        made = _room(before + count + before, self.width)
        self._second(inner, count, soft=made[before:], beside=plain[self._cut :])
        return made


class Waves:
    """The layers after the LSTM."""

    def __init__(self, found: ctypes.CDLL, layers: Sequence[Any]) -> None:
        *body, _, last = layers
        self._stages = [_Stage(found, body[i + 1], body[i + 2]) for i in range(0, len(body), 3)]
        self._last = _convolution(found, last)
        self._before, self._after = _padding(last)

    def __call__(self, deep: torch.Tensor) -> torch.Tensor:
        """Return the samples of frames (width, frames)."""
        frames = deep.shape[1]
        soft = _room(frames + 2, deep.shape[0])
        soft[1 : 1 + frames] = torch.nn.functional.elu(deep.T)
        for stage in self._stages:
            soft[0] = soft[1 + frames] = 0
            is_last = stage is self._stages[-1]
            soft = stage(soft, frames, max(self._before, self._after) if is_last else 1)
            frames *= stage.stride
        soft = soft[max(self._after - self._before, 0) :]
        _reflect(soft, self._before, frames, self._after)
        samples = _room(frames, 1)
        self._last(soft, frames, out=samples)
        return samples[:frames, 0]


class Lstm:
    """Layers of an LSTM; `is_int8`: what a layer tells its next frame goes through bytes."""

    def __init__(self, found: ctypes.CDLL, lstm: Any, *, is_int8: bool) -> None:
        self._found, self._width = found, int(lstm.hidden_size)
        self._layers = []
        for layer in range(lstm.num_layers):
            said, again = (
                getattr(lstm, f"weight_{kind}_l{layer}").detach() for kind in ("ih", "hh")
            )
            bias = getattr(lstm, f"bias_ih_l{layer}") + getattr(lstm, f"bias_hh_l{layer}")
            kept = NativeProduct(*rounded(again)) if is_int8 else NativeProduct(again)
            self._layers.append((NativeProduct(said), bias.detach(), kept))

    def __call__(self, x: torch.Tensor, state: Any) -> tuple[torch.Tensor, Any]:
        """Return what comes of frames (frames, sides, width), and the state to go on from."""
        sides, width = x.shape[1], self._width
        state = torch.zeros(len(self._layers), sides, 2, width) if state is None else state.clone()
        room = torch.empty(6 * width)
        for (said, bias, kept), own in zip(self._layers, state, strict=True):
            out = torch.empty(sides, len(x), width)
            for side in range(sides):
                gates = said(x[:, side]) + bias
                self._found.remember(
                    ctypes.byref(kept.linear), address(gates), ctypes.c_long(len(x)),
                    ctypes.c_long(width), address(own[side, 0]), address(own[side, 1]),
                    address(out[side]), address(room),
                )  # fmt: skip
            x = out.transpose(0, 1)
        return x, state


def _convolution(found: ctypes.CDLL, layer: Any) -> _Kernel:
    return _Kernel(found, layer.conv.weight.detach().float().transpose(1, 2), layer.conv.bias)


def _padding(layer: Any) -> tuple[int, int]:
    """Return how many frames a convolution wants before the first and after the last."""
    total = int(layer.conv.kernel_size[0]) - 1
    return (total, 0) if layer.causal else (total - total // 2, total // 2)


def _reflect(frames: torch.Tensor, first: int, count: int, after: int) -> None:
    """Mirror frames around the first and the last of `count`."""
    frames[:first] = frames[first + 1 : 2 * first + 1].flip(0)
    end = first + count
    frames[end : end + after] = frames[end - 1 - after : end - 1].flip(0)


def _room(frames: int, width: int) -> torch.Tensor:
    """Return room for frames, and some to spare that a group may read: times 0, if finite."""
    room = torch.empty(frames + _PANEL, width)
    room[frames:] = 0
    return room
