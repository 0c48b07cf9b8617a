"""Repairs a text before it is read: line ends, tabs, tags, soft hyphens, stars at the edge.

Every line keeps the number it had in the source. What was repaired is said.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scenescore.screenplay.layout.lines import Line

#: A text whose lines lost their line breaks keeps the blanks of the margins.
_GIANT = 400
_MARGIN_RUN = re.compile(r" {6,}")
_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|pre|font|center|br|p|a|span|div|td|tr|tbody|table|html|body|head|title"
    r"|meta|link|hr|sup|sub|blockquote|h[1-6]|img|o:p)\b[^<>\n]{0,200}>|<!--[^\n]{0,200}?-->",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8});", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\xad]")
_BLANKS = re.compile("[\xa0\u2002\u2003\u2007-\u2009\u202f\x0b]")
_STAR = re.compile(r"(?:\s{2,}|(?<=\s)|(?<=\d)|^)\*{1,2}(?:\s*\*)*\s*$")
_STAR_LEFT = re.compile(r"^\s*\*{1,2}\s{2,}(?=\S)")
# Three or more alone part scenes; one or two mark a revised blank line.
_STARS = re.compile(r"\s*\*\s*(?:\*\s*){2,}")
_BAR = re.compile(r"\s{3,}[|!]\s*$")
# Bullets and specks that a scan or a converter put before the words.
_SPECK = re.compile(r"^(?:[•·▪■●◦§¤¦‣]|â€¢|Â€¢|\*(?=[A-Z]))\s*(?=\S)")
_TAB = 8
#: Without any of these, no line has a mark at its edge.
_EDGE_SIGNS = ("*", "|", "  !", "\t!")


@dataclass(frozen=True, slots=True)
class Normalised:
    """Lines to read, and what it took."""

    lines: list[Line]
    repairs: tuple[str, ...]


def normalise(text: str) -> Normalised:
    """Return the lines of a text that have words on them."""
    repairs: list[str] = []
    if "\r\r\n" in text:
        text = text.replace("\r\r\n", "\n")
        repairs.append("doubled line ends were made single")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _letters(text, repairs)
    rows = list(enumerate(text.split("\n"), start=1))
    if "\f" in text:
        rows = [(n, part) for n, row in rows for part in row.replace("\f", "\f\f").split("\f")]
    rows = _unwrapped(rows, repairs)
    if any(sign in text for sign in _EDGE_SIGNS):
        _unstar(rows, repairs)
    return Normalised(_single_spaced(_lines(rows)), tuple(repairs))


def _letters(text: str, repairs: list[str]) -> str:
    if "<" in text and len(_TAG.findall(text[:200_000])) > 2:
        text = _TAG.sub("", text)
        repairs.append("tags left in the text were taken out")
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    if not text.isascii():
        if "\xad" in text:
            repairs.append("soft hyphens were taken out")
        text = _BLANKS.sub(" ", _INVISIBLE.sub("", text))
    return text


def _unwrapped(rows: list[tuple[int, str]], repairs: list[str]) -> list[tuple[int, str]]:
    """Split giant lines at the margins that are left in them as runs of blanks."""
    if not any(len(row) > _GIANT for _, row in rows):
        return rows
    giant = sum(len(row) for _, row in rows if len(row) > _GIANT and _MARGIN_RUN.search(row))
    if giant < 0.5 * sum(len(row) for _, row in rows):
        return rows
    repairs.append("lost line breaks were put back")
    split: list[tuple[int, str]] = []
    for number, row in rows:
        at = 0
        for match in _MARGIN_RUN.finditer(row):
            split.append((number, row[at : match.start()]))
            at = match.start()
        split.append((number, row[at:]))
    return split


def _unstar(rows: list[tuple[int, str]], repairs: list[str]) -> None:
    """Cut revision marks at the right or left edge, where a script has several."""
    for form, sign, name in ((_STAR, ("*",), "stars"), (_BAR, ("|", "!"), "bars")):
        marked = [
            i
            for i, (_, row) in enumerate(rows)
            if row
            and row.rstrip().endswith(sign)
            and form.search(row)
            and not _STARS.fullmatch(row)
        ]
        if len(marked) >= 5:
            repairs.append(f"revision {name} were cut from {len(marked)} lines")
            for index in marked:
                number, row = rows[index]
                rows[index] = (number, form.sub("", row))
    left = [i for i, (_, row) in enumerate(rows) if "*" in row[:12] and _STAR_LEFT.match(row)]
    if len(left) >= 5:
        for index in left:
            number, row = rows[index]
            rows[index] = (number, row.replace("*", " ", 2))


def _lines(rows: Sequence[tuple[int, str]]) -> list[Line]:
    lines: list[Line] = []
    gap = 0
    for number, row in rows:
        if "\t" in row:
            row = row.expandtabs(_TAB)
        body = row.lstrip()
        text = body.rstrip()
        if text and not text[0].isalnum() and text[0] in "•·▪■●◦§¤¦‣â*":
            text = _SPECK.sub("", text)
        if text:
            lines.append(Line(number, text, len(row) - len(body), gap))
            gap = 0
        else:
            gap += 1
    return lines


def _single_spaced(lines: list[Line]) -> list[Line]:
    """Take one blank line away everywhere when every line of the script has one."""
    while lines:
        inner = [line.gap for line in lines[1:]]
        if len(inner) < 40 or sum(gap == 0 for gap in inner) > 0.03 * len(inner):
            return lines
        for line in lines:
            line.gap = max(line.gap - 1, 0)
    return lines
