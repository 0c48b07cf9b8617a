"""Says which words of a brief the composer does not know, and what it does instead."""

from __future__ import annotations

from collections.abc import Iterator

from scenescore.core import genres
from scenescore.core.types import MusicBrief
from scenescore.music.composers.orchestra.keys import Key, parse_key
from scenescore.music.composers.orchestra.palette import instruments_of

_LIKE = 0.34
"""Likeness of a genre's name from which the words are taken to mean it."""
_TEMPO_SLIP_BPM = 0.05


def unmet(brief: MusicBrief, key: Key, bpm: float) -> tuple[str, ...]:
    """Return a sentence for each wish that is not met as it was written."""
    return tuple(_sentences(brief, key, bpm))


def _sentences(brief: MusicBrief, key: Key, bpm: float) -> Iterator[str]:
    if brief.key and parse_key(brief.key) is None:
        yield f"'{brief.key}' is no key we know (write D minor, F# major, E dorian): {key.name}."
    if brief.genre:
        likeness, row = genres.rank(brief.genre)[0]
        if likeness < _LIKE:
            yield f"'{brief.genre}' is no genre we know: {row.name}."
    for words in brief.palette or ():
        if not instruments_of(words):
            yield f"'{words}' is no instrument we have; it was left out."
    if brief.bpm and not brief.hits and abs(bpm - brief.bpm) > _TEMPO_SLIP_BPM:
        yield f"{brief.bpm:g} bpm became {bpm:.1f}, so that the last bar ends with the cue."
