"""Says no: what a file without a usable script is, and what its owner can do about it.

Knows how pictures, archives, style sheets and stubs look; knows nothing about good scripts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scenescore.core.errors import UnreadableScreenplayError
from scenescore.screenplay.paragraphs import Paragraph

#: Fewer words of action and speech than this are no script (the shortest page has about 100).
STUB_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a kind of file begins."""

    start: bytes
    code: str
    name: str
    hint: str
    at: int = 0


_PICTURE = "A picture of a script has no text. Use the text, Fountain, FDX or PDF file, or OCR it."
_PACKED = "Unpack it first, or export the script as Fountain, FDX, PDF or text."
_SOUND = "This is no script. Give the film to --video, and a screenplay here."
_SHAPES = (
    _Shape(b"\x89PNG", "picture", "a PNG picture", _PICTURE),
    _Shape(b"\xff\xd8\xff", "picture", "a JPEG picture", _PICTURE),
    _Shape(b"GIF8", "picture", "a GIF picture", _PICTURE),
    _Shape(b"II*\0", "picture", "a TIFF picture", _PICTURE),
    _Shape(b"MM\0*", "picture", "a TIFF picture", _PICTURE),
    _Shape(b"WEBP", "picture", "a WebP picture", _PICTURE, at=8),
    _Shape(b"BM", "picture", "a BMP picture", _PICTURE),
    _Shape(b"ftypheic", "picture", "a HEIC picture", _PICTURE, at=4),
    _Shape(b"ftyp", "video", "a video", _SOUND, at=4),
    _Shape(b"\x1aE\xdf\xa3", "video", "a Matroska video", _SOUND),
    _Shape(b"RIFF", "sound", "a sound or video file", _SOUND),
    _Shape(b"ID3", "sound", "an MP3 file", _SOUND),
    _Shape(b"OggS", "sound", "an Ogg file", _SOUND),
    _Shape(b"fLaC", "sound", "a FLAC file", _SOUND),
    _Shape(b"PK\x03\x04", "archive", "a zip archive or office document", _PACKED),
    _Shape(b"\x1f\x8b", "archive", "a gzip archive", _PACKED),
    _Shape(b"7z\xbc\xaf", "archive", "a 7-Zip archive", _PACKED),
    _Shape(b"\xd0\xcf\x11\xe0", "archive", "an old office document", _PACKED),
    _Shape(b"{\\rtf", "rich-text", "rich text", "Save it as plain text or Fountain."),
    _Shape(b"\x7fELF", "binary", "a program", "Name a screenplay file."),
    _Shape(b"MZ", "binary", "a program", "Name a screenplay file."),
)
_STYLE = re.compile(r"[{}]|;$|^\s*[\w-]+\s*:\s*[^;]+;$|^\s*(?://|/\*|\*/|function\b|var\b|</?\w)")
_CODE = re.compile(r"[{};]\s*$|^\s*(?:\}|//|@import\b|@media\b|function\b|var\b|</?\w)")
_CODE_SHARE = 0.4
_MARKS_OF_SCRIPT = ("heading", "dialogue", "lyric", "transition", "section", "centered")
_NO_SCRIPT = "Check that the whole script was saved: a scene heading starts with INT. or EXT."


def refuse_foreign(data: bytes) -> None:
    """Raise when bytes that no reader knows are something else, or nothing."""
    if not data.strip(b"\0 \t\r\n\x0c\xef\xbb\xbf"):
        raise UnreadableScreenplayError(
            "the file is empty", code="empty", hint="Save or download the script again."
        )
    for shape in _SHAPES:
        begins = data[shape.at : shape.at + len(shape.start)] == shape.start
        # Letters alone may begin a script too (`BM`, `RIFF`); then the rest must be binary.
        certain = shape.code == "rich-text" or any(not 32 <= b < 127 for b in shape.start)
        if begins and (certain or _is_binary(data)):
            raise UnreadableScreenplayError(
                f"this is {shape.name}, not a screenplay", code=shape.code, hint=shape.hint
            )
    if _is_binary(data):
        raise UnreadableScreenplayError(
            "this is binary data, not a screenplay", code="binary",
            hint="Use a Fountain, FDX, PDF, HTML or text file.",
        )  # fmt: skip


def _is_binary(data: bytes) -> bool:
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    odd = sum(byte < 9 or 13 < byte < 32 for byte in head)
    zeros = head.count(0)
    return (zeros > 0.02 * len(head) and zeros < 0.3 * len(head)) or odd - zeros > 0.02 * len(head)


def refuse_code(lines: Sequence[str]) -> None:
    """Raise when most lines of a text end or begin as those of a style sheet or program do."""
    told = [line for line in lines if line.strip()]
    if told and sum(_CODE.search(line) is not None for line in told) > _CODE_SHARE * len(told):
        raise _style_sheet()


def _style_sheet() -> UnreadableScreenplayError:
    return UnreadableScreenplayError(
        "this is a style sheet or program, not a screenplay", code="stylesheet",
        hint="The page was saved without its script. Save the script page again.",
    )  # fmt: skip


def refuse_rubbish(paragraphs: Sequence[Paragraph], *, had_style: bool) -> None:
    """Raise when what is left beside code is no script: a style sheet, a program."""
    told = [p.text for p in paragraphs if p.kind == "action"]
    structured = any(p.kind in _MARKS_OF_SCRIPT for p in paragraphs)
    allowed = _CODE_SHARE * len(paragraphs)
    if (had_style and not structured) or (
        len(told) > allowed and sum(_STYLE.search(text) is not None for text in told) > allowed
    ):
        raise _style_sheet()


def refuse_stub(paragraphs: Sequence[Paragraph], *, fewest_words: int = STUB_WORDS) -> None:
    """Raise when the paragraphs hold no mark of a script and next to no words."""
    if any(p.kind in _MARKS_OF_SCRIPT for p in paragraphs):
        return
    words = sum(len(p.text.split()) for p in paragraphs if p.kind in ("action", "shot"))
    if not paragraphs:
        raise UnreadableScreenplayError(
            "there is no screenplay text in the file", code="no-script", hint=_NO_SCRIPT
        )
    if words < fewest_words:
        counted = f"{words} word{'s' if words > 1 else ''} of script and no more"
        told = counted if words else "a title and no script"
        raise UnreadableScreenplayError(f"the file holds {told}", code="stub", hint=_NO_SCRIPT)
