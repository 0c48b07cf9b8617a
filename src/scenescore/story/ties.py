"""What a scene has to do with those before, beyond its mood: who wins back what was lost, and who
does not know what the audience knows.

Works from the briefs' text and people; a film person's sense of it in a few rules. Knows no mood
but that of the scenes it remembers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from scenescore.core.types import Memory, SceneBrief, Told
from scenescore.story.signals import WordTable, signal_table, word_table
from scenescore.story.wordforms import lower_words, words_of

_WON_TEXT = """
win won winner winning victory victorious champion triumph triumphant trophy cup medal title prize
free freed pardon pardoned acquitted cured healed saved rescued graduate record we_won we_did_it
you_did_it she_did_it he_did_it made_it not_guilty at_last
"""
_WINS, _DEATHS, _THREATS = 1.0, 1.0, 2.0
"""Words that make sure of each."""
_THREATENING = ("death", "violence", "menace", "weapon")
_PLAY = 0.5
"""Valence from which such words are in play."""
_DARK, _SORRY = -0.15, -0.25
"""Valence of a scene that tells bad news of somebody, and of one that shows somebody lose."""
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
    return word_table({"won": [(word, 1.0) for word in _WON_TEXT.split()]})


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


def _threat_in(brief: SceneBrief) -> float:
    """Return 0..1, how much a scene speaks of death and danger; a glad one does so in play."""
    earnest = min(max(1 - brief.portrayed.valence / _PLAY, 0.0), 1.0)
    words = signal_table().count(lower_words(brief.analysed_text))
    said = sum(words.get(name, 0.0) for name in _THREATENING)
    return earnest * min(said / _THREATS, 1.0)


def _counted(brief: SceneBrief, table: WordTable, name: str) -> float:
    return table.count(lower_words(brief.analysed_text)).get(name, 0.0)


def learned(
    memory: Memory, brief: SceneBrief, length_s: float, people: Mapping[str, str]
) -> Memory:
    """Return the memory with what a scene tells of people; `people` are the film's, by the words
    of their names in small letters.

    Who is in a scene knows what is going on in it, and is no longer kept in the dark.
    """
    kept = 0.5 ** (length_s / _HALF_LIFE_S)
    old = {told.person: replace(told, strength=kept * told.strength) for told in memory.told}
    threat = _threat_in(brief)
    if brief.portrayed.valence <= _DARK or threat:
        here = set(brief.characters)
        named = [*brief.characters, *_named(brief.analysed_text, people)]
        tension = max(brief.portrayed.tension, (_LEAST + _OMINOUS * threat) if threat else 0.0)
        mood = replace(brief.portrayed, tension=tension)
        new = [Told(p, p in here, mood, _loss_in(brief)) for p in dict.fromkeys(named)]
        old = {told.person: told for told in new} | {
            person: told for person, told in old.items() if person not in named
        }
    alive = [told for told in old.values() if told.strength >= _FAINT]
    return replace(memory, told=tuple(alive[:_MOST]))


def _named(text: str, people: Mapping[str, str]) -> Iterable[str]:
    for word in words_of(text):
        person = people.get(word.lower().removesuffix("'s"))
        if person and word[:1].isupper():
            yield person
