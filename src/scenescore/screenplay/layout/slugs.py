"""What a line in capitals may be: heading, shot, transition, or a name.

Knows the words of the trade; knows nothing about columns or the lines around.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scenescore.screenplay.headings import (
    SIDE,
    closes_heading,
    is_capital,
    names_time,
    opens_heading,
)
from scenescore.screenplay.layout.trade_words import SHOT, SHOT_INSIDE, TRANSITION

_NUM = r"[A-Z]{0,2}\d{1,4}(?:(?!INT|EXT|EST\b)[A-Z]){0,3}(?:[-/][A-Z0-9]{1,3})?"
_LEFT = re.compile(rf"({_NUM})[.):]?(?:\s+|(?=(?i:{SIDE})(?![^\W_])))(?=\S)")
_LEFT_DASH = re.compile(rf"({_NUM})\s*[-–]\s+(?=\S)")
_TO = re.compile(r"(?:[A-Z'\-]+ ){1,5}TO:", re.IGNORECASE)
_ON = re.compile(
    r"(?:BACK )?ON (?!.*\b(?:ROAD|STREET|SET|BOARD|STAGE|BEACH|ROOF|BRIDGE|DECK)\b)", re.I
)
_SEPARATOR = re.compile(
    r"(?:SCENE|SC\.|CHAPTER|EPISODE|REEL|PART|SEQUENCE)\s*(?:NO\.?\s*)?#?\s*"
    r"([0-9]{1,3}[A-Z]?|[IVXL]{1,6}|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN)\b\s*[:.\-–—]*\s*(.*)",
    re.IGNORECASE,
)
_NAME_END = re.compile(
    r"(?:[,;:!?\-–—]|--|\.\.\.|(?<!JR)(?<!SR)(?<!DR)(?<!MR)(?<!NO)(?<! [A-Z])\.)$"
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NAME_HEAD = re.compile(r"[A-ZÀ-Þ\"'“‘#0-9.]")
#: Letters of a heading that is not in capitals.
_LONGEST_SMALL = 70
_INSIDE_SIDE = re.compile(
    rf"^\w+ (?:INTERIOR|EXTERIOR)S?:|(?<![\w'])(?:INT|EXT)(?:\.|:|\s*/\s*(?:INT|EXT))"
    rf"|\b{SIDE}\s+-\s",
    re.I,
)
# `ROSIE'S`, `THE MURPHYS'`: nobody is called so, a house or a bar is.
_OWNED = re.compile(
    r"(?!(?:THERE|HERE|WHERE|WHAT|THAT|LET|HE|SHE|IT|WHO|HOW)'S$)"
    r"(?:[\w.\-]+ ){0,2}[\w.\-]+(?:'S|S')$"
)


@lru_cache(maxsize=65536)
def heading_strength(text: str) -> int:
    """Return 3 for INT/EXT first, 2 for INT/EXT later or a time of day at the end, else 0."""
    opened = opens_heading(text)
    if opened:
        rest = text[opened.end() :]
        if is_capital(text):
            return 3 if rest or text[opened.end() - 1 : opened.end()] in ".:" else 0
        # Lower case must be marked: `Int. kitchen - night`, not `Interior life`.
        behind = opened[1][-1] + text[len(opened[1]) : len(opened[1]) + 1]
        marked = any(sign in ".:/" for sign in behind) or opened[1].isupper()
        marked = marked or (len(text) < _LONGEST_SMALL and ends_with_time(text))
        return 3 if marked and rest and len(text) < 90 and (
            rest[:1].isupper() or names_time(rest) or text[0].islower()) else 0  # fmt: skip
    if not is_capital(text):
        short = len(text) < _LONGEST_SMALL and text[-1:] not in ",;!?"
        return 3 if short and _is_late(text) else 0
    if len(text) > 90 or text[0] == "(":
        return 0
    if _is_late(text):
        return 3
    if _INSIDE_SIDE.search(text) or (closes_heading(text) and len(text) > 6):
        return 2
    return 2 if ends_with_time(text) else 0


def _is_late(text: str) -> bool:
    """Return True for `Kitchen - int. - night` and `THE QUAY (EXT. - DAY)`, not for prose."""
    closed = closes_heading(text)
    if closed is None or closed.start() == 0 or not any(c in "-–—,(." for c in closed[0][:3]):
        return False
    tail = closed[2] or ""
    return len(tail.split()) <= 4 and names_time(tail)


@lru_cache(maxsize=65536)
def ends_with_time(text: str) -> bool:
    """Return True for capitals that end in a time of day after a dash, point or bracket."""
    parts = re.split(r"\s+[-–—]+\s*|\s*--+\s*|\s*[–—]\s*|[-–—]\s+|\s*\(|\.\s+|,\s+|\s*/\s*", text)
    return len(parts) > 1 and any(
        (names_time(part) or _YEAR.search(part)) and len(part) < 30 for part in parts[1:] if part
    )


@lru_cache(maxsize=65536)
def is_transition(text: str) -> bool:
    """Return True for `CUT TO:`, `FADE OUT.`, `Dissolve to:`."""
    if len(text) > 50:
        return False
    if TRANSITION.fullmatch(text):
        return text.isupper() or text.rstrip().endswith((":", ".")) or text.istitle()
    return text.endswith("TO:") and _TO.fullmatch(text) is not None


@lru_cache(maxsize=65536)
def is_pure_shot(text: str) -> bool:
    """Return True for camera words and nothing else: `CLOSE SHOT`, `REVERSE ANGLE`."""
    match = SHOT.match(text)
    return match is not None and not text[match.end() :].strip(" .:-–—")


@lru_cache(maxsize=65536)
def is_shot(text: str) -> bool:
    """Return True when a line in capitals speaks of the camera."""
    return bool(SHOT.match(text) or SHOT_INSIDE.search(text) or _ON.match(text))


def is_owned(text: str) -> bool:
    """Return True for a place that is called after its owner, and nothing more."""
    return _OWNED.match(text) is not None


def separator(text: str) -> tuple[str, str] | None:
    """Return (number, rest) of `SCENE 2` or `CHAPTER IV: HOME`, or None."""
    match = _SEPARATOR.fullmatch(text)
    return (match[1], match[2]) if match and len(text) < 60 else None


def split_left_number(text: str) -> tuple[str, str] | None:
    """Return (number, rest) of `12A INT. KITCHEN` or `A1INT. HALL`, or None."""
    match = _LEFT.match(text) or _LEFT_DASH.match(text)
    return (match[1], text[match.end() :]) if match else None


def base_of_name(text: str) -> str:
    """Return a possible name without the brackets behind it."""
    if text[-1:] in ")]" and not text.startswith(("(", "[")):
        cut = re.split(r"\s*[(\[]", text, maxsplit=1)[0]
        return cut or text
    return text


@lru_cache(maxsize=65536)
def is_titled_name(text: str) -> bool:
    """Return True when a line could be a name in small letters: `Anna`, `Old Man (V.O.)`."""
    base = base_of_name(text)
    words = base.split()
    return (
        1 < len(base) <= 30
        and len(words) <= 3
        and not text.isupper()
        and all(word[0].isupper() and word.strip(".'’-").isalnum() for word in words)
        and not is_transition(text)
    )


@lru_cache(maxsize=65536)
def is_name_like(text: str) -> bool:
    """Return True when a line could be the name above a speech."""
    if len(text) > 70 or text[1:4].islower():
        return False
    base = base_of_name(text)
    if not 1 < len(base) <= 45 or not _NAME_HEAD.match(base):
        return False
    letters = [c for c in base if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.75 * len(letters):
        return False
    words = base.split()
    return (
        len(words) <= 6
        and not _NAME_END.search(base)
        and not is_transition(text)
        and heading_strength(base) < 3
    )
