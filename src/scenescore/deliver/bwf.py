"""Writes Broadcast Wave: WAV whose `bext` chunk says where on the timeline it belongs.

Knows bytes, not films. Sources: EBU Tech 3285 (version 1 of `bext`), the public iXML 1.61 layout.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import numpy as np

from scenescore.core.errors import CannotWriteError
from scenescore.core.files import atomic

if TYPE_CHECKING:
    from scenescore.core.protocols import Audio

_CHANNELS, _BITS = 2, 24
_FRAME_BYTES = _CHANNELS * _BITS // 8
_BEXT_BYTES = 602
_MOST_BYTES = 0xFFFFFFFF - 65536  # sizes in RIFF are 32 bits wide


@dataclass(frozen=True, slots=True)
class Origin:
    """What a Broadcast Wave file says about itself."""

    description: str
    """Up to 256 letters."""
    reference: str
    """Up to 32 letters; equal exactly when the sound was made in the same way."""
    time_reference: int
    """First sample, counted from midnight."""
    project: str = ""
    """The film's title."""
    scene: str = ""
    take: str = ""
    note: str = ""
    fps: str = "24/1"
    """Timecode rate as a fraction."""
    drop_frame: bool = False


def write_bwf(
    path: Path, blocks: Iterable[Audio], *, frames: int, rate_hz: int, origin: Origin
) -> Path:
    """Write stereo float32 blocks (2, n), `frames` samples in all, as 24-bit Broadcast Wave.

    Raises
    ------
    CannotWriteError
        the disk is full; longer than a WAV file can be (about four hours)
    """
    size = frames * _FRAME_BYTES
    if size > _MOST_BYTES:
        raise CannotWriteError(f"{path}: {frames / rate_hz / 3600:.1f} hours do not fit in a WAV")
    with atomic(path) as temporary, temporary.open("wb") as stream:
        stream.write(_head(size, rate_hz, origin))
        for block in _exactly(blocks, frames):
            stream.write(packed(block))
    return path


def packed(block: Audio) -> bytes:
    """Return float32 samples (channels, n) as interleaved 24-bit whole numbers."""
    full = float(1 << (_BITS - 1))
    whole = np.clip(np.rint(block.astype(np.float64) * full), -full, full - 1).astype("<i4")
    return np.ascontiguousarray(whole.T).view(np.uint8).reshape(-1, 4)[:, :3].tobytes()


def read_reference(path: Path) -> str | None:
    """Return the reference of a Broadcast Wave file; None when there is none to read."""
    try:
        with path.open("rb") as stream:
            head = stream.read(20 + _BEXT_BYTES)
    except OSError:
        return None
    if head[:4] != b"RIFF" or head[12:16] != b"bext" or len(head) < 20 + _BEXT_BYTES:
        return None
    return head[20 + 288 : 20 + 320].rstrip(b"\0").decode("ascii", "replace")


def _exactly(blocks: Iterable[Audio], frames: int) -> Iterator[Audio]:
    """Yield the blocks, cut or filled with silence to `frames` samples."""
    left = frames
    for block in blocks:
        yield block[:, :left]
        left -= min(block.shape[1], left)
        if not left:
            return
    yield np.zeros((_CHANNELS, left), np.float32)


def _head(size: int, rate_hz: int, origin: Origin) -> bytes:
    """Return everything before the first sample. Chunks have even sizes; so has the sound."""
    form = struct.pack(
        "<HHIIHH", 1, _CHANNELS, rate_hz, rate_hz * _FRAME_BYTES, _FRAME_BYTES, _BITS
    )
    chunks = (
        _chunk(b"bext", _bext(origin, rate_hz))
        + _chunk(b"fmt ", form)
        + _chunk(b"iXML", _ixml(origin, rate_hz))
    )
    whole = 4 + len(chunks) + 8 + size
    return b"RIFF" + struct.pack("<I", whole) + b"WAVE" + chunks + b"data" + struct.pack("<I", size)


def _chunk(name: bytes, body: bytes) -> bytes:
    body += b"\0" * (len(body) % 2)
    return name + struct.pack("<I", len(body)) + body


def _text(text: str, length: int) -> bytes:
    """Return ASCII, cut and filled to a length."""
    return text.encode("ascii", "replace")[:length].ljust(length, b"\0")


def _bext(origin: Origin, rate_hz: int) -> bytes:
    """Return the 602 bytes of version 1 and the coding history.

    Date and time of origin stay empty: equal films give equal files.
    """
    return (
        _text(origin.description, 256)
        + _text("Scenescore", 32)
        + _text(origin.reference, 32)
        + bytes(10 + 8)
        + struct.pack("<QH", origin.time_reference, 1)
        + bytes(64 + 190)
        + f"A=PCM,F={rate_hz},W={_BITS},M=stereo,T=Scenescore\r\n".encode("ascii")
    )


def _ixml(origin: Origin, rate_hz: int) -> bytes:
    high, low = divmod(origin.time_reference, 1 << 32)
    speed = {
        "MASTER_SPEED": origin.fps,
        "CURRENT_SPEED": origin.fps,
        "TIMECODE_RATE": origin.fps,
        "TIMECODE_FLAG": "DF" if origin.drop_frame else "NDF",
        "FILE_SAMPLE_RATE": str(rate_hz),
        "AUDIO_BIT_DEPTH": str(_BITS),
        "DIGITIZER_SAMPLE_RATE": str(rate_hz),
        "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI": str(high),
        "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO": str(low),
        "TIMESTAMP_SAMPLE_RATE": str(rate_hz),
    }
    told = {
        "IXML_VERSION": "1.61",
        "PROJECT": origin.project,
        "SCENE": origin.scene,
        "TAKE": origin.take,
        "NOTE": origin.note,
    }
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<BWFXML>\n'
        + _elements(told)
        + f"<SPEED>\n{_elements(speed)}</SPEED>\n</BWFXML>\n"
    )
    return text.encode("utf-8")


def _elements(values: dict[str, str]) -> str:
    return "".join(
        f"<{name}>{escape(_printable(value))}</{name}>\n" for name, value in values.items()
    )


def _printable(text: str) -> str:
    """Return text without the control characters that XML 1.0 forbids."""
    return "".join(c for c in text if c.isprintable() or c in "\t\n")
