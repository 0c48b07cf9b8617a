"""Scene headings: tells one from prose in eight dialects, and takes it apart.

Knows the words for inside, outside and times of day in English, French, German, Italian and
Spanish. Matches whole words only: CLINT is no INT, POINT OF VIEW no heading.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from scenescore.core.types import Heading

Kind = Literal["INT", "EXT", "INT/EXT"]

# The last of each is what a scan makes of it: `TNT. BEDROOM`, `1NT_ HALL`.
_IN = r"INT(?:ERIORS?|[ÉE]RIEUR|ERNO|ERNA)?|INNEN|INTERIEUR|[1LT]NT(?=[._])"
_OUT = r"EXT(?:ERIORS?|[ÉE]RIEUR)?|ESTERNO|ESTERNA|EST(?=\s*[.:/-])|AUSSEN|AUßEN"
_PLACE = rf"(?:{_IN}|{_OUT})"
_BOTH = r"I\.?\s?/\s?E\.?|E\.?\s?/\s?I\.?"
#: Inside or outside, one or both, as it opens a heading.
SIDE = rf"(?:{_PLACE}\.?(?:\s*(?:[/&+,-]|\bAND\b|\bTO\b)\s*{_PLACE}\b\.?)*|{_BOTH})"
_OPENS = re.compile(rf"({SIDE})(?=[\s.:,/(_\-–—]|$)[\s.:,_\-–—]*", re.IGNORECASE)
_CLOSES = re.compile(rf"[\s,.\-–—(]+({SIDE})[\s.)]*(?:[\s.,\-–—]+(.*))?$", re.IGNORECASE)
_INSIDE = re.compile(rf"\b(?:{_IN})\b|^I\.?\s?/|/\s?I\b", re.IGNORECASE)
_OUTSIDE = re.compile(rf"\b(?:{_OUT})\b|^E\.?\s?/|/\s?E\b", re.IGNORECASE)

_TIMES = """
DAY DAYS NIGHT NIGHTS MORNING AFTERNOON EVENING DAWN DUSK SUNSET SUNRISE SUNDOWN SUNUP NOON
MIDNIGHT MIDDAY TWILIGHT DAYBREAK DAYLIGHT NIGHTFALL NIGHTTIME DAYTIME LATER CONTINUOUS
CONTINUING CONTINUED SAME MOMENTS MINUTES HOURS WEEKS MONTHS MAGIC PRE-DAWN PREDAWN
O'CLOCK A.M. P.M. AM PM FLASHBACK PRESENT
JOUR NUIT MATIN SOIR SOIRÉE APRÈS-MIDI AUBE CRÉPUSCULE
TAG NACHT ABEND MORGEN MITTAG NACHMITTAG DÄMMERUNG
GIORNO NOTTE SERA MATTINA MATTINO ALBA TRAMONTO POMERIGGIO
DÍA DIA NOCHE TARDE MAÑANA AMANECER ATARDECER
"""
TIMES = frozenset(_TIMES.split())
_ANY_TIME = "|".join(map(re.escape, sorted(TIMES, key=lambda word: (-len(word), word))))
_TIME = re.compile(rf"(?<![\w'])(?:{_ANY_TIME})(?!\w)", re.IGNORECASE)
# `INNEN/NACHT KÜCHE`: the light stands before the place.
_FIRST_TIME = re.compile(rf"/\s*((?:{_ANY_TIME}))[\s,.\-–]+(?=\w)", re.IGNORECASE)
_DASH = re.compile(r"\s+[-–—]+\s*|\s*--+\s*|\s*[–—]+\s*|[-–—]+\s+")
_LAST_WORD = re.compile(r"[\s,.:/(]+((?:LATE |EARLY |MID[- ]?|THE )?[\w'.ÀÈÉÍÑÄ-]+)\)?\.?$", re.I)


def is_capital(text: str) -> bool:
    """Return True when all letters are capitals; German has none for ß."""
    return text.isupper() or ("ß" in text and text.replace("ß", "SS").isupper())


def opens_heading(text: str) -> re.Match[str] | None:
    """Return the match of INT/EXT at the very start, or None."""
    return _OPENS.match(text)


def closes_heading(text: str) -> re.Match[str] | None:
    """Return the match of INT/EXT behind the place (`KITCHEN - INT. - DAY`), or None."""
    return _CLOSES.search(text)


def names_time(text: str) -> bool:
    """Return True when a whole word of the text is a time of day."""
    return _TIME.search(text) is not None


@lru_cache(maxsize=4096)
def parse_heading(raw: str) -> Heading:
    """Return a heading taken apart; what cannot be taken apart is all place.

    >>> parse_heading("INT. KITCHEN - NIGHT")
    Heading(raw='INT. KITCHEN - NIGHT', kind='INT', place='KITCHEN', time_of_day='NIGHT')
    """
    raw = " ".join(raw.split())
    side, rest = _split_side(raw)
    place, time_of_day = _split_time(rest)
    return Heading(raw, _kind(side), place or rest or raw, time_of_day)


def _split_side(raw: str) -> tuple[str, str]:
    first = opens_heading(raw)
    if first:
        return first[1], raw[first.end() :].strip()
    last = closes_heading(raw)
    if last:
        tail = f" - {last[2].strip()}" if last[2] else ""
        return last[1], raw[: last.start()].rstrip(" -–—,.(") + tail
    return "", raw


def _kind(side: str) -> Kind | None:
    inside, outside = bool(_INSIDE.search(side)), bool(_OUTSIDE.search(side))
    if re.fullmatch(_BOTH, side, re.IGNORECASE) or (inside and outside):
        return "INT/EXT"
    return "INT" if inside else "EXT" if outside else None


def _split_time(rest: str) -> tuple[str, str | None]:
    parts = [part for part in _DASH.split(rest) if part.strip()]
    for index in range(len(parts) - 1, 0, -1):
        if names_time(parts[index]) and len(parts[index]) <= 40:
            place = " - ".join(part.strip() for part in parts[:index])
            return place.rstrip(" ,."), " - ".join(part.strip() for part in parts[index:]).strip(
                " .()"
            )
    first = _FIRST_TIME.match(rest)
    if first:
        return rest[first.end() :].strip(" .-"), first[1]
    last = _LAST_WORD.search(rest)
    if last and last.start() > 0 and names_time(last[1]):
        return rest[: last.start()].rstrip(" ,.-"), last[1].strip(" .()")
    return rest.strip(" .-"), None
