"""Engraves MusicXML as pages. The only file that needs verovio; knows paper, not music."""

from __future__ import annotations

from pathlib import Path

from scenescore.core.errors import MissingExtraError
from scenescore.core.files import write_bytes, write_text
from scenescore.deliver.notation.pdf import pages_to_pdf

_WIDTH, _HEIGHT = 2100, 2970
"""A4 in tenths of a millimetre, when staves are 7.2 mm high."""
_STAFF, _AROUND = 200, 420
"""What a staff with its air takes up of that, and margins with the title."""
_SMALLEST = 1.35
"""Pages are at least this much larger than the staves want: 5.3 mm, as in a study score."""


def engrave(musicxml: str, folder: Path, name: str, *, staves: int) -> list[Path]:
    """Write `name.pdf` and `name_1.svg`, `name_2.svg` ... into a folder; return the files.

    Parameters
    ----------
    staves : how many there are in a system; more staves are drawn smaller, so that one fits

    Raises
    ------
    MissingExtraError
        verovio is not installed
    """
    pages = pages_of(musicxml, staves=staves)
    written = [write_bytes(folder / f"{name}.pdf", pages_to_pdf(pages, glyphs=_glyph))]
    for number, page in enumerate(pages, 1):
        written.append(write_text(folder / f"{name}_{number}.svg", page))
    return written


def can_engrave() -> bool:
    """Return whether verovio is installed."""
    try:
        import verovio  # noqa: F401
    except ImportError:
        return False
    return True


def pages_of(musicxml: str, *, staves: int) -> list[str]:
    """Return the pages of a score as SVG; errors as `engrave`."""
    try:
        import verovio
    except ImportError as problem:
        raise MissingExtraError("engraving", "verovio", "notation") from problem
    verovio.enableLog(verovio.LOG_OFF)
    toolkit = verovio.toolkit()
    size = max(_SMALLEST, (staves * _STAFF + _AROUND) / _HEIGHT)
    toolkit.setOptions(
        {
            "pageWidth": round(_WIDTH * size),
            "pageHeight": round(_HEIGHT * size),
            "pageMarginLeft": 150,
            "pageMarginRight": 100,
            "pageMarginTop": 100,
            "pageMarginBottom": 100,
            "scale": 40,
            "footer": "none",
            "breaks": "auto",
            "justifyVertically": True,
            "justificationSystem": 1.0,
            "smuflTextFont": "none",
            "xmlIdSeed": 1,
        }
    )
    toolkit.loadData(musicxml)
    return [toolkit.renderToSVG(page) for page in range(1, toolkit.getPageCount() + 1)]


def _glyph(codepoint: int) -> str:
    """Return the outline of a sign of the music font, as an SVG element; empty if it has none."""
    import verovio

    path = Path(verovio.__file__).parent / "data" / "Leipzig" / f"{codepoint:04X}.xml"
    return path.read_text("utf-8") if path.is_file() else ""
