"""Reads a title page that has no keys: the lines before the script, as set on paper.

Knows the usual order (title, `written by`, names, source, then contact and date); guesses nothing
else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CREDIT = re.compile(
    r"(?:(?:an? )?(?:original |shooting |final )?(?:written|screenplay|screen ?play|teleplay|script"
    r"|story(?: and screenplay)?|story &(?: screen)?play|written and directed|directed and written"
    r"|created|adaptation|adapted)(?: for the screen)?\s+by|by|screenplay|un film de|scénario de"
    r"|drehbuch)\s*:?",
    re.IGNORECASE,
)
_CREDIT_AND_NAME = re.compile(rf"({_CREDIT.pattern})\s+(\S.*)", re.IGNORECASE)
_SOURCE = re.compile(
    r"(?:based (?:up)?on|from (?:the|a)|adapted from|story by|suggested by|inspired by)\b.*",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"draft|revis|©|\(c\)|copyright|\d{4}|\d+/\d+|@|tel\b|phone|street|registered|wga|productions?\b"
    r"|pictures\b|inc\b|ltd\b|llc\b|studio|fade in|^page|^\W*$|shooting script|screenplay$|www\."
    r"|http|provided|property|permission",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*(?:\n|,|;|&|\band\b|\bund\b|\bet\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TitlePage:
    """What a title page says."""

    title: str = ""
    authors: tuple[str, ...] = ()
    entries: tuple[tuple[str, str], ...] = ()
    """(key, value) pairs, keys as Fountain names them."""


def read_title_lines(lines: Sequence[str]) -> TitlePage:
    """Return what the lines of a title page say; they may be blank or padded."""
    clean = [" ".join(line.split()) for line in lines]
    words = [line for line in clean if line]
    credit = next((i for i, line in enumerate(words) if _credit(line)), None)
    if credit is None:
        return _without_credit(words)
    title = _unquoted(" ".join(line for line in words[:credit] if not _ASIDE.search(line)))
    name, names = _credit(words[credit]) or ("", ""), list[str]()
    rest = words[credit + 1 :]
    if name[1]:
        names.append(name[1])
    while rest and (not names or _goes_on(names[-1], rest[0])) and _is_name(rest[0]):
        names.append(rest.pop(0))
    authors = _people(names)
    source = next((line for line in rest if _SOURCE.match(line)), "")
    others = [line for line in rest if line != source]
    entries = (("Title", title), ("Credit", name[0]), ("Author", " ".join(names)),
               ("Source", source), ("Contact", "\n".join(others)))  # fmt: skip
    return TitlePage(title, authors, tuple((k, v) for k, v in entries if v))


def _without_credit(words: Sequence[str]) -> TitlePage:
    title = _unquoted(next((line for line in words if not _ASIDE.search(line)), ""))
    return TitlePage(title, (), tuple(e for e in (("Title", title),) if e[1]))


def _credit(line: str) -> tuple[str, str] | None:
    """Return (credit, names on the same line) of a credit line, or None."""
    if _CREDIT.fullmatch(line):
        return line.rstrip(" :"), ""
    both = _CREDIT_AND_NAME.fullmatch(line)
    if both and _is_name(both[2]):
        return both[1].rstrip(" :"), both[2]
    return None


def _goes_on(above: str, line: str) -> bool:
    joint = ("&", "and", "und", "et", ",")
    return above.lower().endswith(joint) or line.lower().startswith(joint)


def _is_name(line: str) -> bool:
    return (
        len(line) < 80
        and not _SOURCE.match(line)
        and (line.strip(" ,&") == "" or line.lower() in ("and", "&") or not _ASIDE.search(line))
    )


def _people(names: Sequence[str]) -> tuple[str, ...]:
    parts = _JOINT.split("\n".join(names))
    return tuple(dict.fromkeys(part.strip(" .") for part in parts if len(part.strip(" .")) > 1))


def _unquoted(title: str) -> str:
    return title.strip().strip("\"“”'_* ").strip()
