"""Draws engraved pages as PDF: the shapes and words of SVG that an engraver uses, no more.

Text is set in Times, which every PDF reader has. Knows nothing of music.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenescore.deliver.notation.shapes import ellipse, number, path_to_pdf, points_to_pdf
from scenescore.deliver.notation.times import width_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_A4 = (595.276, 841.89)
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_FONTS = {"regular": "Times-Roman", "bold": "Times-Bold", "italic": "Times-Italic"}
_BOLD, _ITALIC = {"reh", "tempo", "ending", "fing"}, {"dir", "dynam", "mNum"}
_TRANSFORM = re.compile(r"(translate|scale|rotate)\(([^)]*)\)")
Glyphs = Callable[[int], str]


def pages_to_pdf(pages: Sequence[str], *, glyphs: Glyphs) -> bytes:
    """Return SVG pages as one A4 document; equal pages give equal bytes.

    Parameters
    ----------
    glyphs : gives the outline of a music character (by code point) as an SVG element
    """
    streams = [_Page(page, glyphs).draw() for page in pages]
    return _document(streams)


# ------------------------------------------------------------------ drawing


@dataclass(frozen=True, slots=True)
class _Pen:
    """How text is set inside an element."""

    face: str = "regular"
    size: float = 0.0
    is_music: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters in one face and size."""

    text: str
    pen: _Pen


class _Page:
    """Turns one SVG page into PDF drawing commands."""

    def __init__(self, svg: str, glyphs: Glyphs) -> None:
        from defusedxml.ElementTree import fromstring

        self._root: Element = fromstring(svg)
        self._glyphs = glyphs
        self._shapes = {
            element.get("id", ""): element
            for defs in self._root.iter(f"{_SVG}defs")
            for element in defs
        }
        self._out: list[str] = []

    def draw(self) -> str:
        """Return the page's commands."""
        inner = next(e for e in self._root.iter(f"{_SVG}svg") if e.get("viewBox"))
        _, _, width, height = (float(part) for part in inner.get("viewBox", "").split())
        scale = min(_A4[0] / width, _A4[1] / height)
        self._out.append(f"{scale:.6f} 0 0 {-scale:.6f} 0 {_A4[1]:.3f} cm")
        for element in inner:
            self._draw(element, _Pen())
        return "\n".join(self._out)

    def _draw(self, element: Element, pen: _Pen) -> None:
        kind = element.tag.removeprefix(_SVG)
        if "placeholder" in element.get("class", "").split():
            return  # an engraver's note to itself
        if kind == "text":
            self._text(element, _pen_in(element, pen))
            return
        painter = _PAINTERS.get(kind)
        moves = list(_moves(element.get("transform", "")))
        if moves:
            self._out.append("q " + " ".join(moves))
        if painter:
            self._out.append(painter(element))
        elif kind == "use":
            self._draw_shape(self._shapes.get(element.get(_HREF, "").lstrip("#")))
        elif kind == "g":
            inside = _pen_in(element, pen)
            for inner in element:
                self._draw(inner, inside)
        if moves:
            self._out.append("Q")

    def _draw_shape(self, shape: Element | None) -> None:
        for inner in shape if shape is not None else ():
            self._draw(inner, _Pen())

    def _text(self, element: Element, pen: _Pen) -> None:
        """Set the runs of a text one after the other; a run with its own place moves there."""
        lines = list(_lines(element, pen))
        for x, y, anchor, runs in lines:
            total = sum(self._width(run) for run in runs)
            at = x - {"middle": total / 2, "end": total}.get(anchor, 0.0)
            for run in runs:
                self._set(run, at, y)
                at += self._width(run)

    def _width(self, run: _Run) -> float:
        if run.pen.is_music:
            return len(run.text) * 0.45 * run.pen.size
        return width_of(run.text, run.pen.face) * run.pen.size

    def _set(self, run: _Run, x: float, y: float) -> None:
        if run.pen.is_music:
            self._music(run, x, y)
            return
        text = _encoded(run.text)
        face = list(_FONTS).index(run.pen.face) + 1
        size = number(run.pen.size)
        self._out.append(
            f"BT /F{face} {size} Tf 1 0 0 -1 {number(x)} {number(y)} Tm ({text}) Tj ET"
        )

    def _music(self, run: _Run, x: float, y: float) -> None:
        from defusedxml.ElementTree import fromstring

        for character in run.text:
            outline = self._glyphs(ord(character))
            if outline:
                scale = number(run.pen.size / 1000)
                self._out.append(f"q {scale} 0 0 {scale} {number(x)} {number(y)} cm")
                for inner in fromstring(outline):
                    inner.tag = _SVG + inner.tag.removeprefix(_SVG)
                    self._draw(inner, _Pen())
                self._out.append("Q")


def _pen_in(element: Element, pen: _Pen) -> _Pen:
    """Return the pen inside an element: its class, then its own attributes."""
    names = set(element.get("class", "").split())
    if names & _BOLD:
        pen = replace(pen, face="bold")
    elif names & _ITALIC:
        pen = replace(pen, face="italic")
    if element.get("font-weight") == "bold":
        pen = replace(pen, face="bold")
    if element.get("font-style") in ("italic", "normal"):
        pen = replace(pen, face="italic" if element.get("font-style") == "italic" else "regular")
    if element.get("font-size"):
        pen = replace(pen, size=float(element.get("font-size", "0").removesuffix("px")))
    if element.get("font-family"):
        pen = replace(pen, is_music=element.get("font-family") == "Leipzig")
    return pen


def _lines(element: Element, pen: _Pen) -> Iterator[tuple[float, float, str, list[_Run]]]:
    """Yield (x, y, anchor, runs) for each stretch of text that has a place of its own."""
    place = [float(element.get("x", "0")), float(element.get("y", "0"))]
    anchor = element.get("text-anchor", "start")
    runs: list[_Run] = []
    for inner, inner_pen in _spans(element, pen):
        if inner.get("x") is not None or inner.get("y") is not None:
            if runs:
                yield place[0], place[1], anchor, runs
                runs = []
            place = [float(inner.get("x", place[0])), float(inner.get("y", place[1]))]
            anchor = inner.get("text-anchor", anchor)
        text = inner.text or ""
        if text.strip() or (text and not len(inner)):
            runs.append(_Run(text.replace("\n", " "), inner_pen))
    if runs:
        yield place[0], place[1], anchor, runs


def _spans(element: Element, pen: _Pen) -> Iterator[tuple[Element, _Pen]]:
    for inner in element:
        inner_pen = _pen_in(inner, pen)
        yield inner, inner_pen
        yield from _spans(inner, inner_pen)


def _encoded(text: str) -> str:
    """Return text as a PDF string in Windows' Latin letters; others become `?`."""
    raw = text.replace("\xa0", " ").encode("cp1252", "replace").decode("latin-1")
    return re.sub(r"([\\()])", r"\\\1", raw)


def _moves(transform: str) -> Iterator[str]:
    for name, inside in _TRANSFORM.findall(transform):
        values = [float(part) for part in re.split(r"[\s,]+", inside.strip())]
        if name == "translate":
            yield f"1 0 0 1 {number(values[0])} {number(values[1] if values[1:] else 0.0)} cm"
        elif name == "scale":
            yield f"{number(values[0])} 0 0 {number(values[-1])} 0 0 cm"
        else:
            yield _turn(values)


def _turn(values: Sequence[float]) -> str:
    from math import cos, radians, sin

    c, s = cos(radians(values[0])), sin(radians(values[0]))
    x, y = (values[1], values[2]) if len(values) == 3 else (0.0, 0.0)
    matrix = (c, s, -s, c, x - c * x + s * y, y - s * x - c * y)
    return " ".join(number(value) for value in matrix) + " cm"


def _paint(element: Element, outline: str) -> str:
    """Return an outline with how it is painted: filled unless told otherwise."""
    filled = element.get("fill") != "none" and element.get("fill-opacity") != "0"
    width = element.get("stroke-width")
    if width is None or float(width.removesuffix("px")) == 0:
        return f"{outline} f" if filled else f"{outline} n"
    shape = f"{number(float(width.removesuffix('px')))} w "
    dashes = element.get("stroke-dasharray", "")
    shape += f"[{dashes.replace(',', ' ')}] 0 d " if dashes else "[] 0 d "
    caps = {"round": "1", "square": "2"}
    shape += f"{caps.get(element.get('stroke-linecap', ''), '0')} J "
    return f"{shape}{outline} {'B' if filled else 'S'}"


def _rect(element: Element) -> str:
    box = [number(float(element.get(name, "0"))) for name in ("x", "y", "width", "height")]
    return _paint(element, " ".join(box) + " re")


def _polygon(element: Element) -> str:
    return _paint(element, points_to_pdf(element.get("points", ""), closed=True))


def _polyline(element: Element) -> str:
    return _paint(element, points_to_pdf(element.get("points", ""), closed=False))


def _path(element: Element) -> str:
    return _paint(element, path_to_pdf(element.get("d", "")))


def _ellipse(element: Element) -> str:
    numbers = [float(element.get(name, "0")) for name in ("cx", "cy", "rx", "ry")]
    return _paint(element, ellipse(*numbers))


_PAINTERS: dict[str, Callable[[Element], str]] = {
    "rect": _rect, "polygon": _polygon, "polyline": _polyline, "path": _path,
    "ellipse": _ellipse,
}  # fmt: skip


# ------------------------------------------------------------------ the file


def _document(streams: Sequence[str]) -> bytes:
    """Return a PDF file with one page for each stream of commands."""
    fonts = [
        f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>"
        for name in _FONTS.values()
    ]
    first_page = 3 + len(fonts)
    kids = " ".join(f"{first_page + 2 * i} 0 R" for i in range(len(streams)))
    named = " ".join(f"/F{i + 1} {3 + i} 0 R" for i in range(len(fonts)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(streams)}/MediaBox[0 0 {_A4[0]} {_A4[1]}]"
        f"/Resources<</Font<<{named}>>>>>>".encode(),
        *(font.encode() for font in fonts),
    ]
    for index, stream in enumerate(streams):
        packed = zlib.compress(stream.encode("latin-1"), 9)
        body = f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n".encode()
        contents = first_page + 2 * index + 1
        objects.append(f"<</Type/Page/Parent 2 0 R/Contents {contents} 0 R>>".encode())
        objects.append(body + packed + b"\nendstream")
    return _with_table(objects)


def _with_table(objects: Sequence[bytes]) -> bytes:
    data = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for index, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{index} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(data)}\n%%EOF\n"
    )
    return data + trailer.encode()
