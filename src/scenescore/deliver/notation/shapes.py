"""Outlines of SVG as outlines of PDF: paths, points, ellipses. Knows coordinates only."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d*\.\d+|\d+\.?)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "z": 0}
_ROUND = 0.5522847498
"""How far the handles of a quarter circle reach: 4/3 (sqrt 2 - 1)."""


def number(value: float) -> str:
    """Return a number as PDF writes it: four places at most, no exponent."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def points_to_pdf(points: str, *, closed: bool) -> str:
    """Return `x,y x,y ...` as lines."""
    numbers = [float(token) for token in _TOKEN.findall(points)]
    pairs = zip(numbers[::2], numbers[1::2], strict=False)
    parts = [f"{number(x)} {number(y)} {'l' if i else 'm'}" for i, (x, y) in enumerate(pairs)]
    return " ".join([*parts, "h"] if closed else parts)


def ellipse(cx: float, cy: float, rx: float, ry: float) -> str:
    """Return an ellipse as four curves."""
    kx, ky = rx * _ROUND, ry * _ROUND
    curves = (
        (cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
        (cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
        (cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
        (cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy),
    )
    drawn = " ".join(" ".join(map(number, curve)) + " c" for curve in curves)
    return f"{number(cx + rx)} {number(cy)} m {drawn} h"


def path_to_pdf(data: str) -> str:
    """Return the `d` of an SVG path (lines, cubic and quadratic curves) in PDF's words."""
    pen = _PathPen()
    for command, values in _commands(data):
        pen.draw(command, values)
    return " ".join(pen.out)


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Yield (letter, its numbers), repeats written out."""
    tokens = _TOKEN.findall(data)
    index, command = 0, "M"
    while index < len(tokens):
        if tokens[index].isalpha():
            command = tokens[index]
            index += 1
        count = _ARGUMENTS[command.lower()]
        yield command, [float(token) for token in tokens[index : index + count]]
        index += count
        command = {"m": "l", "M": "L"}.get(command, command)


class _PathPen:
    """Follows a path and writes it in absolute coordinates."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._x = self._y = 0.0
        self._first = (0.0, 0.0)
        self._handle = (0.0, 0.0)
        """Last control point, for `s`."""

    def draw(self, command: str, values: list[float]) -> None:
        """Draw one command."""
        kind = command.lower()
        if kind == "z":
            self.out.append("h")
            self._x, self._y = self._first
            self._handle = self._first
            return
        points = self._points(kind, values, relative=command.islower())
        if kind == "m":
            self._line(points[0], "m")
            self._first = points[0]
        elif kind in "lhv":
            self._line(points[0], "l")
        else:
            self._curve(kind, points)

    def _points(
        self, kind: str, values: list[float], *, relative: bool
    ) -> list[tuple[float, float]]:
        dx, dy = (self._x, self._y) if relative else (0.0, 0.0)
        if kind == "h":
            return [(values[0] + dx, self._y)]
        if kind == "v":
            return [(self._x, values[0] + dy)]
        return [(x + dx, y + dy) for x, y in zip(values[::2], values[1::2], strict=True)]

    def _line(self, point: tuple[float, float], letter: str) -> None:
        self.out.append(f"{number(point[0])} {number(point[1])} {letter}")
        self._x, self._y = self._handle = point

    def _curve(self, kind: str, points: list[tuple[float, float]]) -> None:
        here = (self._x, self._y)
        if kind == "s":
            points = [(2 * here[0] - self._handle[0], 2 * here[1] - self._handle[1]), *points]
        elif kind == "q":
            (qx, qy), end = points
            points = [
                (here[0] + 2 / 3 * (qx - here[0]), here[1] + 2 / 3 * (qy - here[1])),
                (end[0] + 2 / 3 * (qx - end[0]), end[1] + 2 / 3 * (qy - end[1])),
                end,
            ]
        self.out.append(" ".join(number(v) for point in points for v in point) + " c")
        self._handle, (self._x, self._y) = points[1], points[2]
