"""Makes a SoundFont of one looped wave, so that any font can stand for any other's."""

from __future__ import annotations

import struct

import numpy as np

RATE_HZ = 48_000
PERIOD = 109  # 440.4 Hz
_ROOT_KEY, _LOOPED = 69, 1
_SAMPLE_MODES, _ROOT, _SAMPLE, _INSTRUMENT = 54, 58, 53, 41  # generators


def tiny_font(*presets: tuple[str, int, int]) -> bytes:
    """A font with the (name, bank, program) presets, all of them the same saw-tooth on A4."""
    wave = np.tile(np.linspace(-12_000, 12_000, PERIOD), 40).astype("<i2").tobytes()
    length = len(wave) // 2
    rows = [*presets, ("EOP", 0, 0)]
    tables = {
        b"phdr": b"".join(
            struct.pack("<20sHHHIII", name.encode(), program, bank, index, 0, 0, 0)
            for index, (name, bank, program) in enumerate(rows)
        ),
        b"pbag": b"".join(struct.pack("<HH", index, 0) for index in range(len(rows))),
        b"pmod": bytes(10),
        b"pgen": struct.pack("<Hh", _INSTRUMENT, 0) * len(presets) + bytes(4),
        b"inst": struct.pack("<20sH", b"Saw", 0) + struct.pack("<20sH", b"EOI", 1),
        b"ibag": struct.pack("<HHHH", 0, 0, 3, 0),
        b"imod": bytes(10),
        b"igen": struct.pack(
            "<HhHhHh", _SAMPLE_MODES, _LOOPED, _ROOT, _ROOT_KEY, _SAMPLE, 0
        ) + bytes(4),
        b"shdr": struct.pack(
            "<20sIIIIIBbHH", b"Saw", 0, length, PERIOD, length - PERIOD, RATE_HZ, _ROOT_KEY, 0, 0, 1
        ) + struct.pack("<20sIIIIIBbHH", b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0),
    }  # fmt: skip
    info = _chunk(b"ifil", struct.pack("<HH", 2, 1)) + _chunk(b"INAM", b"tiny")
    info += _chunk(b"isng", b"EMU8000\0")
    body = b"sfbk" + _chunk(b"LIST", b"INFO" + info)
    body += _chunk(b"LIST", b"sdta" + _chunk(b"smpl", wave + bytes(92)))
    body += _chunk(b"LIST", b"pdta" + b"".join(_chunk(k, v) for k, v in tables.items()))
    return _chunk(b"RIFF", body)


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
