"""Turns bytes into text: byte order mark, then UTF-8, then what the file declares, then cp1252.

Knows nothing about screenplays. What had to be repaired is said, never hidden.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# All that moves a terminal's cursor; tabs, line and page ends stay.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_C1 = re.compile("[\x80-\x9f]")
# UTF-8 read as cp1252 and saved again: the bytes of ’ “ ” – — … é seen as three or two letters.
_TWICE = re.compile("â€[\x80-\xbf™œ“”˜¦¢\x9d]|Ã[\x80-\xbf©¨ª«¢§¶¼¤]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and what it took to read it."""

    text: str
    encoding: str
    repairs: tuple[str, ...] = ()
    """Sentences: what was not as it should be."""


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """Return the text of a file; never fails, since cp1252 (with holes filled) takes any byte."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _repaired(data[len(mark) :].decode(name, errors="replace"), name)
    wide = wide_encoding(data)
    if wide:
        return _repaired(data.decode(wide, errors="replace"), wide)
    try:
        return _repaired(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _repaired(*_legacy(data, declared))


def wide_encoding(data: bytes) -> str | None:
    """Return the name of UTF-16 without a mark: every second byte of the beginning is zero."""
    head = data[:2000]
    if len(head) < 8:
        return None
    if any(byte < 9 for byte in head if byte):
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.7 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _legacy(data: bytes, declared: str | None) -> tuple[str, str]:
    if declared and declared.lower() not in ("utf-8", "utf8", "iso-8859-1", "latin-1", "latin1"):
        try:
            return data.decode(declared), declared.lower()
        except (LookupError, UnicodeDecodeError):
            pass
    return data.decode("cp1252", errors="surrogateescape"), "cp1252"


def _repaired(text: str, encoding: str) -> Decoded:
    repairs = []
    # Holes of cp1252 come back as surrogates; they carry no letter.
    if not text.isascii() and re.search("[\udc80-\udcff]", text):
        text = re.sub("[\udc80-\udcff]", " ", text)
        repairs.append("bytes that are no letters in any encoding were dropped")
    if _CONTROL.search(text):
        text = _CONTROL.sub(" ", text)
        repairs.append("control characters were taken out")
    if text.isascii():
        return Decoded(text, encoding, tuple(repairs))
    if _C1.search(text):
        text = _C1.sub(_c1_letter, text)
        repairs.append("control characters were read as the cp1252 letters they stand for")
    if ("â€" in text or "Ã" in text) and len(_TWICE.findall(text)) >= 3:
        mended = _undo_twice(text)
        if mended is not None:
            text = mended
            repairs.append("text saved twice in the wrong encoding was mended")
    return Decoded(text, encoding, tuple(repairs))


def _c1_letter(match: re.Match[str]) -> str:
    # \x85 is NEL and \x91..\x97 are quotes and dashes: the usual cp1252 letters seen as latin-1.
    return bytes([ord(match[0])]).decode("cp1252", errors="ignore")


def _undo_twice(text: str) -> str | None:
    """Return the text with each doubly encoded run mended, or None when none fits."""
    changed = False

    def mend(match: re.Match[str]) -> str:
        nonlocal changed
        try:
            letter = match[0].encode("cp1252").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return match[0]
        changed = True
        return letter

    mended = re.sub("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]{1,3}", mend, text)
    return mended if changed else None


def lines_of(text: str) -> list[str]:
    """Return the lines of a text; CR LF, LF and CR each end one, and nothing else does."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
