"""What may be said in a phrase: its language, the words its mode has, how bright they should be.

Knows languages and moods; knows neither bars nor tunes.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from scenescore.music.composers.orchestra.account import Account, wanted_brightness
from scenescore.music.composers.orchestra.chords import parse_numeral
from scenescore.music.composers.orchestra.keys import Key
from scenescore.music.composers.orchestra.languages import LANGUAGES
from scenescore.music.composers.orchestra.model import Phrase, Room
from scenescore.music.composers.orchestra.scales import LADDER
from scenescore.music.composers.orchestra.tint import in_mode, is_firm

_MOST_SLOTS = 32
_GOLDEN = 0.6180339887
RESTLESS = 0.8
"""What the chord of rest costs a cue of the highest tension, against one of none."""
_OWN_MODES = {name: name for name in LADDER} | {"andalusian": "phrygian-dominant"}
"""Languages that sound like one mode only."""


def choose_language(room: Room, key: Key) -> str:
    """Return a cue's language: its home chord has the key's third, it is no other mode's own."""
    third = [
        name
        for name in room.style.languages
        if (parse_numeral(LANGUAGES[name].home).numeral[0] == "I") == key.is_major
    ]
    own = [name for name in third if _OWN_MODES.get(name, key.mode) == key.mode]
    return room.dice("language").pick(own or third or room.style.languages)


class Speech:
    """What is spoken in one phrase: its language, the words that its mode has, how bright."""

    def __init__(self, room: Room, phrase: Phrase, name: str, account: Account) -> None:
        self.room, self.phrase, self.name, self.account = room, phrase, name, account
        self.language = LANGUAGES[name]
        mode = phrase.key.mode
        self.words = tuple(dict.fromkeys(in_mode(w, mode, name) for w in self.language.words))
        own = None if is_firm(name) else mode
        self.wanted = wanted_brightness(self.words, own, room.params.valence)
        self.dice = room.dice("harmony", phrase.index)
        self._throws = [self.dice.random() for _ in range(_MOST_SLOTS)]

    def whim(self, word: str, place: int = 0) -> float:
        """Return 0..1, how little chance likes a word here, whatever else the mood offers."""
        return (self._throws[place % _MOST_SLOTS] + crc32(word.encode()) * _GOLDEN) % 1

    def off(self, numerals: Sequence[str], lengths: Sequence[float]) -> float:
        """Return how far off, in fifths, these chords would leave the cue."""
        return self.account.after(numerals, lengths, self.wanted)

    def say(self, numerals: Sequence[str], lengths: Sequence[float]) -> None:
        """Book chords that were taken."""
        self.account.enter(numerals, lengths, self.wanted)

    def take_back(self, numerals: Sequence[str], lengths: Sequence[float]) -> None:
        """Strike chords that were booked."""
        self.account.enter(numerals, [-length for length in lengths], self.wanted)
