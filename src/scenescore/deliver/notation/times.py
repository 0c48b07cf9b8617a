"""How wide words are in Times: asked of the PDF library, which knows the standard fonts."""

from __future__ import annotations

import ctypes
from functools import lru_cache
from typing import Any

_FACES = {"regular": b"Times-Roman", "bold": b"Times-Bold", "italic": b"Times-Italic"}


def width_of(text: str, face: str) -> float:
    """Return the width of a line of text, counted in its font size."""
    return sum(_advance(character, face) for character in text)


@lru_cache(maxsize=1024)
def _advance(character: str, face: str) -> float:
    import pypdfium2.raw as pdfium

    _, font = _font(face)
    width = ctypes.c_float()
    code = character.encode("cp1252", "replace")[0]
    pdfium.FPDFFont_GetGlyphWidth(font, code, ctypes.c_float(1000.0), ctypes.byref(width))
    return float(width.value) / 1000.0


@lru_cache(maxsize=len(_FACES))
def _font(face: str) -> tuple[Any, Any]:
    """Return (document, font); the font lives as long as the document."""
    import pypdfium2.raw as pdfium

    document = pdfium.FPDF_CreateNewDocument()
    return document, pdfium.FPDFText_LoadStandardFont(document, _FACES[face])
