"""Emphasis inside a text: `*italic*`, `**bold**`, `_underline_`, as Fountain writes it.

Texts keep their marks (they are the writer's); this gives the words alone, or runs with styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_STARS = r"(?<![\\*])(?P<stars>\*{1,3})(?=[^\s*])(?P<starred>.+?)(?<=[^\s*\\])(?P=stars)(?!\*)"
_LINE = r"(?<!\\)_(?=\S)(?P<lined>.+?)(?<=[^\s\\])_"
_MARKED = re.compile(f"{_STARS}|{_LINE}")
_ESCAPED = re.compile(r"\\([*_\\])")
_STYLES = {"*": ("Italic",), "**": ("Bold",), "***": ("Bold", "Italic")}
_MARKS = {"Bold": "**", "Italic": "*", "Underline": "_"}
#: Fountain and FDX carry emphasis; in other formats a star is a star.
FORMATS_WITH_EMPHASIS = ("fountain", "fdx")


@dataclass(frozen=True, slots=True)
class StyledRun:
    """Letters of one style."""

    text: str
    styles: frozenset[str] = frozenset()
    """Of `Bold`, `Italic`, `Underline`."""


def split_emphasis(text: str) -> list[StyledRun]:
    """Return the runs of a text, marks and escapes resolved; emphasis ends with its line."""
    return _runs(text, frozenset())


def _runs(text: str, styles: frozenset[str]) -> list[StyledRun]:
    runs: list[StyledRun] = []
    at = 0
    for match in _MARKED.finditer(text):
        if match.start() > at:
            runs.append(StyledRun(_unescaped(text[at : match.start()]), styles))
        added = _STYLES[match["stars"]] if match["stars"] else ("Underline",)
        runs += _runs(match["starred"] or match["lined"], styles | set(added))
        at = match.end()
    if at < len(text):
        runs.append(StyledRun(_unescaped(text[at:]), styles))
    return runs


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def plain_text(text: str) -> str:
    """Return a text without emphasis marks.

    >>> plain_text("_Permanently_, he *said*.")
    'Permanently, he said.'
    """
    if "*" not in text and "_" not in text and "\\" not in text:
        return text
    return "".join(run.text for run in split_emphasis(text))


def join_emphasis(runs: Iterable[StyledRun]) -> str:
    """Return runs as one marked text; marks hug the letters, literal marks are escaped."""
    pieces = _pieces(runs)
    words = "".join(piece.text for piece in pieces)
    for escaping in (False, True):
        text = _marked(pieces, escaping)
        if plain_text(text) == words:
            break
    return text


def _pieces(runs: Iterable[StyledRun]) -> list[StyledRun]:
    """Cut runs at blanks; a blank keeps only the styles that its neighbours share."""
    pieces = [
        StyledRun(part, run.styles) for run in runs for part in re.split(r"(\s+)", run.text) if part
    ]
    for index, piece in enumerate(pieces):
        if piece.text.isspace():
            before = pieces[index - 1].styles if index else frozenset[str]()
            after = pieces[index + 1].styles if index + 1 < len(pieces) else frozenset[str]()
            shared = frozenset[str]() if "\n" in piece.text else before & after & piece.styles
            pieces[index] = StyledRun(piece.text, shared)
    return pieces


def _marked(pieces: Iterable[StyledRun], escaping: bool) -> str:
    text, is_open = "", list[str]()
    for piece in (*pieces, StyledRun("")):
        while any(style not in piece.styles for style in is_open):
            text += _MARKS[is_open.pop()]
        for style in ("Underline", "Bold", "Italic"):
            if style in piece.styles and style not in is_open:
                is_open.append(style)
                text += _MARKS[style]
        text += re.sub(r"([*_])", r"\\\1", piece.text) if escaping else piece.text
    return text
