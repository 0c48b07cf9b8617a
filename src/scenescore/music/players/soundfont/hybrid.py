"""What the synthesizer plays beneath the font: a dark pad under held strings, a sub under basses.

Film scores of these kinds are made so: sampled players over a synthetic bed. A layer only doubles
what is written, softly, and has a part in the stem `synth`; knows notes, not sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scenescore.core.errors import UsageError
from scenescore.core.score import Note, Part, Score

MODES = ("auto", "on", "off")
_FAMILY = "synth"


@dataclass(frozen=True, slots=True)
class Layer:
    """A sound beneath others."""

    instrument: str
    under: frozenset[str]
    """Whose notes it doubles."""
    gain_db: float
    lowest: int
    """MIDI pitches are moved by octaves to lie from here to an octave above."""
    least_beats: float
    """Shorter notes are left to the players."""


_PAD = Layer("dark-pad", frozenset({"violas", "celli", "choir", "horns"}), -5.0, 48, 1.0)
_WARM = Layer("warm-pad", frozenset({"violas", "celli", "choir"}), -6.0, 52, 1.5)
_SUB = Layer("sub-drone", frozenset({"basses", "tuba", "contrabassoon"}), -3.0, 28, 0.5)
_BY_STYLE: dict[str, tuple[Layer, ...]] = {
    **dict.fromkeys(
        ("action ostinato", "industrial action", "thriller pulse", "war", "disaster"),
        (_PAD, _SUB),
    ),
    **dict.fromkeys(
        ("suspense drone", "horror", "mystery", "sci-fi ambient", "space opera"), (_PAD, _SUB)
    ),
    **dict.fromkeys(("wonder", "fantasy choir", "ambient", "minimalism"), (_WARM,)),
}
_ALWAYS = (_PAD, _SUB)
"""Layers of a style that has none of its own, when they are asked for."""


def beneath(score: Score, mode: str) -> tuple[Part, ...]:
    """Return the parts that lie beneath a score: none where its style wants none.

    Raises
    ------
    UsageError
        a mode that is not `auto`, `on` or `off`
    """
    if mode not in MODES:
        raise UsageError(f"setting music.hybrid: '{mode}'", hint=f"It is {', '.join(MODES)}.")
    layers = () if mode == "off" else _BY_STYLE.get(score.style, _ALWAYS if mode == "on" else ())
    return tuple(part for layer in layers for part in _parts(layer, score.parts))


def _parts(layer: Layer, parts: Iterable[Part]) -> Iterator[Part]:
    """Yield what a layer plays: a part for each that it doubles, so that each keeps its swells."""
    for part in parts:
        if part.instrument not in layer.under or part.articulation not in ("sustain", "slow"):
            continue
        notes = tuple(_moved(n, layer) for n in part.notes if n.length_beats >= layer.least_beats)
        if notes:
            yield replace(
                part,
                name=f"{part.name} beneath",
                instrument=layer.instrument,
                family=_FAMILY,
                notes=_once(notes),
                articulation="sustain",
                gain_db=part.gain_db + layer.gain_db,
                pan=0.0,
            )


def _moved(note: Note, layer: Layer) -> Note:
    return replace(note, pitch=layer.lowest + (note.pitch - layer.lowest) % 12, sounding=1.0)


def _once(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return the notes in order, octaves that have become one note once."""
    known = {(note.onset_beats, note.pitch): note for note in notes}
    return tuple(known[place] for place in sorted(known))
