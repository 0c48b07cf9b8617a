"""What a scene has to do with those before, beyond its mood: who wins back what was lost, and who
does not know what the audience knows.

Works from the briefs' text and people; a film person's sense of it in a few rules. Knows no mood
but that of the scenes it remembers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from scenescore.core.types import Memory, SceneBrief, Told
from scenescore.story.signals import WordTable, signal_table, word_table
from scenescore.story.wordforms import lower_words, words_of

_WON = """
champion victory victorious triumph triumphant trophy acquitted pardoned we_won i_won you_won
we_did_it you_did_it she_did_it he_did_it not_guilty
"""
_WON_PERHAPS = """
win won winner winning cup medal prize free freed pardon cured healed rescued made_it at_last
"""
_WINS, _DEATHS, _THREATS = 2.0, 1.0, 2.0
"""Words that make sure of each."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_NEAR = 4
"""Sentences before and after a name in which danger is the danger of that person."""
_THREATENING = ("death", "violence", "menace", "weapon")
_PLAY = 0.5
"""Valence from which such words are in play."""
_DARK, _SORRY = -0.15, -0.25
"""Valence of a scene that tells bad news of somebody, and of one that shows somebody lose."""
_THREATENED = 0.4
"""Threat from which it is a secret: a loud word, not a hint."""
_LEAST, _OMINOUS = 0.4, 0.45
"""Tension of a secret with some threat in it; what a sure threat adds."""
_HALF_LIFE_S, _FAINT = 300.0, 0.15
"""Film seconds in which what is known fades by half; where it is forgotten."""
_MOST = 12
"""People of whom something is known."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a scene to earlier ones."""

    won: float = 0.0
    """0..1, a win for somebody who was seen losing what can be won back."""
    cost: float = 0.0
    """0..1, how sad that was."""
    secret: Told | None = None
    """What the audience knows of somebody in the scene, who does not."""


NONE = Ties()


@cache
def _words() -> WordTable:
    sure = [(word, _WINS) for word in _WON.split()]
    return word_table({"won": sure + [(word, 1.0) for word in _WON_PERHAPS.split()]})


def ties_of(brief: SceneBrief, memory: Memory) -> Ties:
    """Return what ties a scene to what is remembered."""
    here = set(brief.characters)
    known = [told for told in memory.told if told.person in here]
    defeats = [t for t in known if t.was_there and t.mood.valence < _SORRY]
    secrets = [t for t in known if not t.was_there and t.mood.tension > _LEAST]
    secret = max(secrets, key=lambda told: told.strength, default=None)
    if not defeats or brief.portrayed.valence <= 0:
        return Ties(secret=secret)
    worst = max(defeats, key=lambda told: _undoable(told) * -told.mood.valence)
    said = min(_counted(brief, _words(), "won") / _WINS, 1.0)
    return Ties(said * _undoable(worst), -worst.mood.valence, secret)


def _undoable(defeat: Told) -> float:
    return defeat.strength * (1 - defeat.loss)


def _loss_in(brief: SceneBrief) -> float:
    """Return 0..1, how much of a dark scene nobody can undo: death, as against defeat."""
    return min(_counted(brief, signal_table(), "death") / _DEATHS, 1.0)


def _counted(brief: SceneBrief, table: WordTable, name: str) -> float:
    return table.count(lower_words(brief.analysed_text)).get(name, 0.0)


def learned(
    memory: Memory, brief: SceneBrief, length_s: float, people: Mapping[str, str]
) -> Memory:
    """Return the memory with what a scene tells of people; `people` are the film's, by the words
    of their names in small letters.

    Who is in a dark scene knows what is going on in it. A flashback teaches nothing, as it leaves
    nothing else behind.
    """
    if memory.frames:
        return memory
    kept = 0.5 ** (length_s / _HALF_LIFE_S)
    old = {told.person: replace(told, strength=kept * told.strength) for told in memory.told}
    here = set(brief.characters)
    new = {}
    if brief.portrayed.valence <= _DARK:
        new = {who: Told(who, True, brief.portrayed, _loss_in(brief)) for who in here}
    for who, threat in _spoken_of(brief, people).items():
        if who not in here and threat >= _THREATENED:
            tension = max(brief.portrayed.tension, _LEAST + _OMINOUS * threat)
            new[who] = Told(who, False, replace(brief.portrayed, tension=tension))
    latest = {who: new[who] for who in sorted(new)}
    old = {who: told for who, told in old.items() if who not in latest}
    alive = [told for told in (latest | old).values() if told.strength >= _FAINT]
    return replace(memory, told=tuple(alive[:_MOST]))


def _spoken_of(brief: SceneBrief, people: Mapping[str, str]) -> dict[str, float]:
    """Return person -> 0..1, how much death and danger is spoken of close to the name; a glad scene
    speaks of it in play.
    """
    earnest = min(max(1 - brief.portrayed.valence / _PLAY, 0.0), 1.0)
    lines = [line for line in _SENTENCE.split(brief.analysed_text) if line.strip()]
    threats = [_threat_in(line) for line in lines]
    found: dict[str, float] = {}
    for place, line in enumerate(lines):
        near = sum(threats[max(place - _NEAR, 0) : place + _NEAR + 1])
        for person in _named(line, people):
            said = earnest * min(near / _THREATS, 1.0)
            found[person] = max(found.get(person, 0.0), said)
    return found


def _threat_in(line: str) -> float:
    counts = signal_table().count(lower_words(line))
    return sum(counts.get(name, 0.0) for name in _THREATENING)


def _named(text: str, people: Mapping[str, str]) -> Iterable[str]:
    for word in words_of(text):
        person = people.get(word.lower().removesuffix("'s"))
        if person and word[:1].isupper():
            yield person
