"""Takes one member out of a zip archive without ever believing what the archive says of itself.

Nothing is unpacked to disk; bytes are counted as they come, so that a small file cannot become a
large one.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable

from scenescore.core.errors import UnreadableScreenplayError

_MOST_MEMBERS = 2000
_BLOCK_BYTES = 1 << 16
#: What zipfile says of a broken archive.
_DAMAGES = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
    KeyError, NotImplementedError,
)  # fmt: skip


def read_members(
    data: bytes, wanted: Callable[[str], bool], *, most_bytes: int
) -> dict[str, bytes]:
    """Return name -> content of the members with a wanted name, in order of their names.

    Raises
    ------
    UnreadableScreenplayError
        `damaged-archive`, `locked-archive`, or `too-large` when they hold more than `most_bytes`
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if len(names) > _MOST_MEMBERS:
                raise _too_large()
            found: dict[str, bytes] = {}
            for name in sorted({name for name in names if wanted(name)}):
                left = most_bytes - sum(map(len, found.values()))
                found[name] = _counted(archive, name, left)
            return found
    except RuntimeError as problem:  # zipfile's word for a password
        raise UnreadableScreenplayError(
            "the archive is locked with a password", code="locked-archive",
            hint="Save an open copy of it.",
        ) from problem  # fmt: skip
    except _DAMAGES as problem:
        raise UnreadableScreenplayError(
            "the archive is damaged", code="damaged-archive", hint="Download or export it again."
        ) from problem


def _counted(archive: zipfile.ZipFile, name: str, most_bytes: int) -> bytes:
    content = bytearray()
    with archive.open(name) as stream:
        while block := stream.read(_BLOCK_BYTES):
            content += block
            if len(content) > most_bytes:
                raise _too_large()
    return bytes(content)


def _too_large() -> UnreadableScreenplayError:
    return UnreadableScreenplayError(
        "the archive holds more than any screenplay", code="too-large",
        hint="Export the script alone, as Fountain, FDX or PDF.",
    )  # fmt: skip
