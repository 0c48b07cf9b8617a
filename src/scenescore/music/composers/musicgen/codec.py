"""Plays tokens with EnCodec piece by piece, equal to playing them all at once.

The first convolution and the LSTM run along with the tokens, the LSTM's state carried over; what
follows looks a few frames around only, so each piece is played with so many frames beside it that
its edges are out of hearing. Memory is bounded by a piece, whatever the length.
Source: Defossez et al. 2022, High Fidelity Neural Audio Compression (its decoder).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from scenescore.core.errors import UnavailableError
from scenescore.music.composers.musicgen.tape import Codes
from scenescore.music.composers.musicgen.waves import native_memory, native_waves

Sound = npt.NDArray[np.float32]
"""float32, shape (channels, samples)."""

PIECE_FRAMES = 250
"""Frames played at once at most: 5 s."""


class Codec:
    """A model's EnCodec, ready to play."""

    def __init__(self, model: Any, channels: int, *, is_int8: bool = False) -> None:
        """Take over EnCodec; `is_int8` gives a little of its LSTM's accuracy for speed."""
        config = model.config
        if config.norm_type != "weight_norm":
            raise UnavailableError(
                f"EnCodec with {config.norm_type} cannot be played in pieces",
                hint="MusicGen's own EnCodec has weight_norm.",
            )
        self.channels, self.rate_hz = channels, int(config.sampling_rate)
        self.hop = int(np.prod(config.upsampling_ratios))
        self.quantizer = model.quantizer
        self.first, memory, *rest = model.decoder.layers
        _settle_weights(model.decoder)
        self.lstm = native_memory(memory.lstm, is_int8=is_int8) or memory.lstm
        self._waves, self._rest = native_waves(config, rest), rest
        self.ahead = int(config.kernel_size) - 1
        self.around = _sight(config)

    @property
    def frames_per_s(self) -> float:
        """Token frames in a second."""
        return self.rate_hz / self.hop

    def unfold(self, deep: torch.Tensor) -> torch.Tensor:
        """Return samples (channels, samples) of what came out of the LSTM, (channels, width, n)."""
        if self._waves is not None:
            return torch.stack([self._waves(side) for side in deep])
        for layer in self._rest:
            deep = layer(deep)
        return deep[:, 0]

    def play(self, codes: Codes) -> Sound:
        """Return the sound of tokens (codebooks, frames)."""
        stream = Stream(self)
        return np.concatenate([stream.add(codes), stream.end()], axis=1)


class Stream:
    """One cue being played as its tokens come."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._codes: Any = None
        """Tokens the first convolution has yet to see, with those beside them."""
        self._first = 0
        """Frame that `_codes` begins with."""
        self._deep: Any = None
        """What came out of the LSTM and is still needed, (channels, width, frames)."""
        self._from = 0
        """Frame that `_deep` begins with."""
        self._known = self._read = self._played = 0
        self._state: Any = None

    def add(self, codes: Codes) -> Sound:
        """Take the next tokens (codebooks, frames); return the sound that is settled by them."""
        new = torch.from_numpy(np.ascontiguousarray(codes))
        self._codes = new if self._codes is None else torch.cat([self._codes, new], dim=1)
        self._known += codes.shape[1]
        return self._go_on(is_last=False)

    def end(self) -> Sound:
        """Return what is left of the sound."""
        return self._go_on(is_last=True)

    def _go_on(self, *, is_last: bool) -> Sound:
        pieces = [np.zeros((self._codec.channels, 0), np.float32)]
        with torch.inference_mode():
            limit = self._known if is_last else self._known - self._codec.ahead
            while self._read < limit:
                self._understand(min(limit, self._read + PIECE_FRAMES))
                pieces.append(self._sound(is_last and self._read == self._known))
        return np.concatenate(pieces, axis=1)

    def _understand(self, until: int) -> None:
        """Run the first convolution and the LSTM up to a frame."""
        codec, start = self._codec, self._read
        low = max(start - codec.ahead, 0)
        high = min(until + codec.ahead, self._known)
        codes = self._codes[:, low - self._first : high - self._first]
        # left and right of a stereo model take turns; each is played by itself
        books = torch.stack([codes[side :: codec.channels] for side in range(codec.channels)], 1)
        device = codec.quantizer.layers[0].codebook.embed.device
        x = codec.first(codec.quantizer.decode(books.to(device)))
        x = x[..., start - low : until - low].permute(2, 0, 1)
        out, self._state = codec.lstm(x, self._state)
        deep = (out + x).permute(1, 2, 0)
        self._deep = deep if self._deep is None else torch.cat([self._deep, deep], dim=2)
        self._read = until
        keep = max(until - codec.ahead, 0)
        self._codes, self._first = self._codes[:, keep - self._first :], keep

    def _sound(self, is_last: bool) -> Sound:
        """Return the sound up to where the frames around are known."""
        codec, start = self._codec, self._played
        until = self._read if is_last else max(self._read - codec.around, start)
        low = max(start - codec.around, 0)
        sound = np.zeros((codec.channels, 0), np.float32)
        if until > start:
            heard = codec.unfold(self._deep[..., low - self._from :])
            heard = heard[:, (start - low) * codec.hop : (until - low) * codec.hop]
            sound = heard.float().cpu().numpy()
        self._played = until
        keep = max(until - codec.around, 0)
        self._deep, self._from = self._deep[..., keep - self._from :], keep
        return sound


def _sight(config: Any) -> int:
    """Return how many frames to each side the layers after the LSTM can look, at most."""
    sight, rate = 0.0, 1.0
    for ratio in config.upsampling_ratios:
        sight += 2 / rate
        rate *= ratio
        for index in range(config.num_residual_layers):
            dilation = config.dilation_growth_rate**index
            sight += (config.residual_kernel_size - 1) * dilation / rate
    return math.ceil(float(sight + (config.last_kernel_size - 1) / rate))


def _settle_weights(layers: Any) -> None:
    """Multiply normed weights out once; transformers does so at every call."""
    from torch.nn.utils import parametrize

    for module in list(layers.modules()):
        if parametrize.is_parametrized(module):
            parametrize.remove_parametrizations(module, "weight")
