"""Puts stems into a space, block by block, colours and sums them. Knows spaces, not loudness.

Convolution by overlap-add in the frequency domain: every stem goes in once, its spectrum is
multiplied by its family's response, and all of them come back together. The sum is always made
the same way, whether stems are kept or not, so that a cue has the same bytes in both cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy import fft

from scenescore.mix.spaces import Space, response
from scenescore.mix.tone import FLAT, Desk, Tone

if TYPE_CHECKING:
    import numpy.typing as npt

    from scenescore.core.protocols import Audio

    Spectrum = npt.NDArray[np.complex64]

_DRY_BLOCK, _LEAST_BLOCK = 1 << 16, 1 << 15


class Hall:
    """One space with its memory of what still rings."""

    def __init__(
        self, space: Space, rate_hz: int, frames: int, *, keep_stems: bool, tone: Tone = FLAT
    ) -> None:
        """Prepare for `frames` samples in all."""
        self._space, self._rate_hz, self._keep, self._tone = space, rate_hz, keep_stems, tone
        length = 1 if space.is_dry else response(space, "strings", rate_hz).shape[1]
        self.block_frames = _DRY_BLOCK if space.is_dry else _block_frames(frames, length)
        self._size = fft.next_fast_len(self.block_frames + length - 1, real=True)
        self._kernels: dict[str, Spectrum] = {}
        self._ringing: dict[str | None, Audio] = {}
        self._desks: dict[str | None, Desk] = {}

    def add(self, frames: int, stems: Mapping[str, Audio]) -> tuple[Audio, dict[str, Audio]]:
        """Return the sum in the space and, when stems are kept, each stem in it.

        All stems have `frames` samples: `block_frames`, but in the last block.
        """
        total = np.zeros((2, frames), np.float32)
        for stem in stems.values():
            total += stem
        sent = {} if self._space.is_dry else self._sent(stems)
        mixed = self._finish(None, total, _sum(sent))
        kept = stems if self._keep else {}
        return mixed, {
            name: self._finish(name, stem, sent.get(name)) for name, stem in kept.items()
        }

    def _sent(self, stems: Mapping[str, Audio]) -> dict[str, Spectrum]:
        """Return each stem's spectrum in the space; a silent stem sends nothing."""
        half = np.float32(0.5)
        return {
            name: fft.rfft((stem[0] + stem[1]) * half, self._size)[None] * self._kernel(name)
            for name, stem in stems.items()
            if stem.any()
        }

    def _kernel(self, family: str) -> Spectrum:
        if family not in self._kernels:
            ir = response(self._space, family, self._rate_hz)
            self._kernels[family] = fft.rfft(ir, self._size, axis=1)
        return self._kernels[family]

    def _finish(self, name: str | None, dry: Audio, sent: Spectrum | None) -> Audio:
        """Return dry and wet together, coloured; keeps what rings on for the next block."""
        frames = dry.shape[1]
        out = dry
        ringing = self._ringing.pop(name, None)
        ringing = None if ringing is None or not ringing.any() else ringing
        if sent is not None or ringing is not None:
            wet = (
                fft.irfft(sent, self._size, axis=1)
                if sent is not None
                else np.zeros((2, self._size), np.float32)
            )
            if ringing is not None:
                wet[:, : ringing.shape[1]] += ringing
            out = dry + wet[:, :frames]
            self._ringing[name] = wet[:, frames:].copy()
        return self._desk(name).filtered(out)

    def _desk(self, name: str | None) -> Desk:
        if name not in self._desks:
            self._desks[name] = Desk(self._tone, self._rate_hz)
        return self._desks[name]


def _block_frames(frames: int, length: int) -> int:
    """Return the length of blocks about three times the response, all alike, down to 2^15."""
    blocks = -(-frames // (3 * length))
    return max(-(-frames // max(blocks, 1)), _LEAST_BLOCK)


def _sum(spectra: Mapping[str, Spectrum]) -> Spectrum | None:
    total: Spectrum | None = None
    for spectrum in spectra.values():
        total = spectrum.copy() if total is None else np.add(total, spectrum, out=total)
    return total
