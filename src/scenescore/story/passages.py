"""Turns a scene into what analysts read: sentences of action and speech, names masked.

A name must not decide a mood (JOY, GRACE) or a genre (HUNTER), so people's names are left out of
what is measured; words for what people are (sheriff, queen, nurse) stay. Knows no meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from scenescore.core.types import Element, Scene, Screenplay
from scenescore.story.people import names_of
from scenescore.story.wordforms import WORD, words_of

_SPOKEN = frozenset({"dialogue", "lyric"})
_TOLD = frozenset({"action", "centered"})
_SPLIT = re.compile(
    r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])"
    r"|\s+-{2,}\s*|(?<=\.\.\.)\s+|\n\s*\n"
)
_FURNITURE = re.compile(
    r"\b(?:CLOSE(?:[- ]UP)?|ANGLE|SHOT|POV|P\.O\.V\.?|CAMERA|PANS?|TRACKS?|DOLLY|DOLLIES|ZOOMS?"
    r"|CUT TO|DISSOLVE|FADE (?:IN|OUT)|INSERT|B\.G\.|F\.G\.|V\.O\.|O\.S\.|CONTINUED|CONT'D"
    r"|MOS|INTERCUT|C\.U\.|M\.S\.|L\.S\.|E\.C\.U\.)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a scene."""

    text: str
    """As printed."""
    plain: str
    """People's names replaced by `someone`, camera words left out; what is told in lower case,
    since capitals there mark props and sounds, not loudness."""
    words: tuple[str, ...]
    """Lower case, people's names left out."""
    is_spoken: bool
    """True in speech, False in what is told."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A scene as an analyst reads it."""

    scene: Scene
    """The scene itself, without its shots."""
    elements: tuple[Element, ...]
    """Its elements and those of the shots inside it, in order."""
    sentences: tuple[Sentence, ...]
    places: tuple[str, ...]
    """Words of the headings, lower case, names left out."""
    people: tuple[str, ...]
    """Who is in it, most present first."""

    @property
    def text(self) -> str:
        """The heading and everything under it, as plain text."""
        told = (e.text for e in self.elements if e.kind not in ("note", "boneyard", "page_break"))
        return "\n".join(line for line in chain([self.scene.title], told) if line)

    @property
    def told(self) -> tuple[Sentence, ...]:
        """What is seen and heard."""
        return tuple(s for s in self.sentences if not s.is_spoken)

    @property
    def spoken(self) -> tuple[Sentence, ...]:
        """What is said."""
        return tuple(s for s in self.sentences if s.is_spoken)


def passages_of(screenplay: Screenplay, wanted: Iterable[Scene] | None = None) -> list[Passage]:
    """Return a passage for each wanted scene (all of level "scene"), shots taken in."""
    names = names_of(screenplay)
    shots: dict[int, list[Scene]] = {}
    for scene in screenplay.scenes:
        if scene.level == "shot":
            shots.setdefault(scene.number, []).append(scene)
    scenes = screenplay.scored_scenes if wanted is None else wanted
    return [_passage(scene, shots.get(scene.number, []), names) for scene in scenes]


def _passage(scene: Scene, shots: Sequence[Scene], names: frozenset[str]) -> Passage:
    elements = (*scene.elements, *chain.from_iterable(shot.elements for shot in shots))
    headings = [s.heading for s in (scene, *shots) if s.heading]
    places = [w.lower() for heading in headings for w in words_of(heading.place)]
    return Passage(
        scene,
        elements,
        tuple(_sentences(elements, names)),
        tuple(word for word in places if word not in names),
        _people(elements),
    )


def _people(elements: Iterable[Element]) -> tuple[str, ...]:
    lines: dict[str, int] = {}
    for element in elements:
        who = element.person or element.character
        if who and element.kind == "dialogue":
            lines[who] = lines.get(who, 0) + len(element.text.split())
        elif who:
            lines.setdefault(who, 0)
    return tuple(sorted(lines, key=lambda who: -lines[who]))


def _sentences(elements: Iterable[Element], names: frozenset[str]) -> Iterable[Sentence]:
    for element in elements:
        is_spoken = element.kind in _SPOKEN
        if not is_spoken and element.kind not in _TOLD and element.kind != "parenthetical":
            continue
        for piece in split_sentences(element.text):
            plain, words = _masked(piece, names)
            yield Sentence(piece, plain if is_spoken else plain.lower(), words, is_spoken)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph, as printed, without line breaks at their ends."""
    return [piece.strip() for piece in _SPLIT.split(text) if piece and piece.strip(" -.\n")]


def _masked(text: str, names: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Return the text with names replaced, and its words without them.

    A word in small letters is no name: JOY may speak of joy.
    """
    kept: list[str] = []

    def mask(match: re.Match[str]) -> str:
        word = match[0].replace("’", "'").lower()
        if word.removesuffix("'s") in names and not match[0].islower():
            return "someone"
        kept.append(word)
        return match[0]

    return WORD.sub(mask, _FURNITURE.sub(" ", text)), tuple(kept)
