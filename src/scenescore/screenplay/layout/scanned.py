"""Tells whether a text was read off paper by a machine, and takes out what dirt became."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scenescore.screenplay.layout.lines import Line

# `V.0.`, `0.S.`, `TNT. HALL`: nobody types these.
_SLIP = re.compile(r"\bV\.?/?0\b|\b0\.[SC]\.|^\W*(?:TNT|1NT|lNT)[._,]|[A-Z]0{2,}[A-Z!]")
# Specks that were taken for letters, alone on a line or before one.
_SPECK = re.compile(r"(?:I|[|!.,'~_]|[a-z])\s*")
_SPECK_BEFORE = re.compile(r"[I|!_~'.,] +(?=[A-Z]{3})")
_FEWEST_SLIPS = 3
_SPECK_SHARE = 0.002


def looks_scanned(lines: Sequence[Line]) -> bool:
    """Return True when a text has several slips of a scanner."""
    slips = sum(
        ("0" in line.text or "NT" in line.text) and _SLIP.search(line.text) is not None
        for line in lines
    )
    if not 0 < slips < _FEWEST_SLIPS:
        return slips > 0
    specks = sum(len(line.text) <= 2 and _SPECK.fullmatch(line.text) is not None for line in lines)
    return specks > _SPECK_SHARE * len(lines)


def without_specks(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a scanned text less specks: alone, or before words in capitals."""
    kept: list[Line] = []
    gap = 0
    for line in lines:
        if len(line.text) <= 2 and _SPECK.fullmatch(line.text):
            gap = max(gap, line.gap)
            continue
        before = _SPECK_BEFORE.match(line.text) if line.text.isupper() else None
        if before:
            line.text = line.text[before.end() :]
        line.gap, gap = max(line.gap, gap), 0
        kept.append(line)
    return kept
