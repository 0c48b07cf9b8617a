"""Briefs as lines of text for a person: a curve of the film, then a block for each scene.

Plain characters, no colour, at most 100 columns. What comes from the script is shown without its
control characters, so that no script can write on the terminal.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenescore.core.types import Mood, SceneBrief

_WIDTH = 100
_BARS = "▁▂▃▄▅▆▇█"
_HALF = 10
"""Characters of the valence bar on either side of the middle."""
_INDENT = " " * 6
_LONGEST_QUOTE = 160


def lines_of(briefs: Sequence[SceneBrief]) -> Iterator[str]:
    """Yield the lines of the table."""
    if len(briefs) > 1:
        yield from _curves(briefs)
        yield ""
    for brief in briefs:
        yield from _block(brief)
        yield ""


def printable(text: str) -> str:
    """Return text without control characters; line breaks become blanks."""
    kept = (" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    return " ".join("".join(kept).split())


def _curves(briefs: Sequence[SceneBrief]) -> Iterator[str]:
    """Yield one character per scene, line after line when there are many."""
    step = _WIDTH - 10
    for start in range(0, len(briefs), step):
        part = briefs[start : start + step]
        yield f"scenes {part[0].scene}-{part[-1].scene}, as felt"
        yield "valence   " + "".join(_bar((b.felt.valence + 1) / 2) for b in part)
        yield "arousal   " + "".join(_bar((b.felt.arousal + 1) / 2) for b in part)
        yield "tension   " + "".join(_bar(b.felt.tension) for b in part)
        if any(b.felt != b.portrayed for b in part):
            yield "memory    " + "".join("*" if b.felt != b.portrayed else " " for b in part)


def _bar(part: float) -> str:
    return _BARS[min(int(part * len(_BARS)), len(_BARS) - 1)]


def _block(brief: SceneBrief) -> Iterator[str]:
    name = printable(brief.title or "")
    mark = "  (flashback)" if brief.flashback else ""
    yield f"{brief.scene:>4}  {name}{mark}"
    yield f"{_INDENT}{brief.genre}   ({brief.function}, confidence {brief.confidence:.2f})"
    yield f"{_INDENT}{', '.join(map(printable, brief.emotions))}  ~  {', '.join(brief.words)}"
    yield f"{_INDENT}felt   {_moods(brief.felt)}"
    if brief.felt != brief.portrayed:
        yield f"{_INDENT}shown  {_moods(brief.portrayed)}"
        yield f"{_INDENT}memory {_memory(brief)}"
    for sentence in brief.evidence:
        yield from textwrap.wrap(
            f'"{printable(sentence)[:_LONGEST_QUOTE]}"',
            _WIDTH,
            initial_indent=_INDENT,
            subsequent_indent=_INDENT + " ",
        )
    if brief.missing_fields:
        yield f"{_INDENT}filled in by us: {', '.join(brief.missing_fields)}"
    if brief.made_by.fallback:
        yield f"{_INDENT}note: {printable(brief.made_by.fallback)}"


def _moods(mood: Mood) -> str:
    return (
        f"{_two_sided(mood.valence)}  valence {mood.valence:+.2f}"
        f"  arousal {mood.arousal:+.2f}  tension {mood.tension:.2f}"
    )


def _two_sided(value: float) -> str:
    """Return a bar that grows from the middle: to the left sorrow, to the right joy."""
    length = round(abs(value) * _HALF)
    left = "█" * length if value < 0 else ""
    right = "█" * length if value > 0 else ""
    return f"{left:>{_HALF}}|{right:<{_HALF}}"


def _memory(brief: SceneBrief) -> str:
    felt, shown = brief.felt, brief.portrayed
    parts = (
        ("valence", felt.valence - shown.valence),
        ("arousal", felt.arousal - shown.arousal),
        ("tension", felt.tension - shown.tension),
    )
    moved = [f"{name} {change:+.2f}" for name, change in parts if abs(change) >= 0.005]
    return f"{', '.join(moved)}, from the scenes before"
