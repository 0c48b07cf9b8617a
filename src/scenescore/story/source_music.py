"""Finds where the characters themselves hear music: a radio, a band, somebody who sings.

Reads what is told; speech about music is no music. Knows no moods.
"""

from __future__ import annotations

import re

from scenescore.core.types import Element
from scenescore.story.passages import Passage

_BOXES = (
    r"(?:radio|juke ?box|stereo|record player|record|phonograph|gramophone|victrola|turntable"
    r"|boom ?box|walkman|ghetto blaster|loudspeakers?|speakers?|music box|calliope|tape deck"
    r"|car stereo|hi-?fi|cassette|cd player|ipod|headphones|barrel organ|carousel|p\.?a\.?)"
)
_PLAYERS = (
    r"(?:band|orchestra|quartet|trio|combo|choir|chorus|dj|d\.j\.|musicians?|pianist|guitarist"
    r"|fiddlers?|violinist|drummers?|organist|pipers?|bagpipes?|mariachis?|buskers?|bugler|singer"
    r"|accordionist|troubadour|minstrels?|string section|brass band|marching band|congregation)"
)
_INSTRUMENTS = (
    r"(?:piano|guitar|violin|fiddle|cello|harmonica|flute|trumpet|saxophone|sax|organ|accordion"
    r"|harp|banjo|ukulele|drums?|bugle|lute|harpsichord|keyboard|clarinet|mandolin|concertina)"
)
_SOUNDS = (
    r"(?:plays?|playing|played|blares?|blaring|blasts|blasting|booms?|booming|drifts?|wafts?"
    r"|thumps?)"
)
_KINDS = (
    r"(?:dance|rock|disco|jazz|salsa|mariachi|country|classical|rap|hip[- ]hop|pop|techno|organ"
    r"|circus|elevator|swing|reggae|metal|opera|christmas|folk|gospel|blues|latin|house|punk|waltz"
    r"|chamber|background|loud|soft|live|tinny|carnival|wedding|party|religious|choral)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_BOXES}\b[^.;]{{0,25}}\b{_SOUNDS}\b",
        rf"\b{_SOUNDS}\b[^.;]{{0,30}}\b(?:on|over|from|through|out of)\b[^.;]{{0,20}}\b{_BOXES}\b",
        rf"\b(?:music|song|tune|melody|waltz|aria|tango)\b[^.;]{{0,30}}\b(?:on|from|over|through)\b"
        rf"[^.;]{{0,20}}\b{_BOXES}\b",
        rf"\b{_PLAYERS}\b[^.;]{{0,25}}\b(?:plays?|playing|strikes? up|starts? (?:up|to play)"
        r"|starts? playing|sings?|singing|launch(?:es)? into|performs?|performing|tunes? up"
        r"|begins? to play)\b",
        rf"\b(?:plays?|playing|strums?|strumming|bangs? out|picks? out|tinkles?|plucks?|plucking)\b"
        rf"[^.;]{{0,25}}\b{_INSTRUMENTS}\b",
        rf"\b{_KINDS} music\b",
        r"\bmusic\b[^.;]{0,12}\b(?:plays|is playing|playing|blares?|blaring|blasts?|blasting"
        r"|drifts?|wafts?|pumps|thumps|pounds|pours)\b",
        r"\b(?:dancing|dances?|sways?|swaying|nods?|taps?)\b[^.;]{0,20}"
        r"\bto the (?:music|song|beat)\b",
        r"\b(?:turns?|cranks?|switch(?:es)?) (?:up|on) the (?:radio|stereo|music|record|jukebox)\b",
        r"\b(?:puts?|putting|slips?) (?:on )?a (?:record|tape|cd)\b(?: on)?|\bdrops? the needle\b",
        r"\b(?:sings?|singing|sang)\b",
        r"\bhum(?:s|ming)\b[^.;]{0,20}\b(?:tune|song|melody|along|to (?:him|her|them)sel(?:f|ves)"
        r"|softly|lullaby|hymn)\b",
        r"\bwhistl(?:es|ing)\b[^.;]{0,20}\b(?:tune|song|melody|cheerfully|to (?:him|her)self)\b",
        r"\b(?:we hear|hears?|a|the) (?:song|hymn|lullaby|anthem|aria|waltz|carol)\b[^.;]{0,25}"
        r"\b(?:plays|playing|begins|starts|comes on|is heard|rises|drifts)\b",
        r"♪",
    )
)
_NOT = re.compile(
    r"\b(?:stops?|stopped|turns? (?:it |the \w+ )?off|switch(?:es)? off|shuts? off|goes silent"
    r"|no music|cuts? out"
    r"|dies|ceases?|fades? out|without music|not (?:singing|playing)|used to|ends"
    r"|static|news|sports?|weather report|call-in|talk show|announcer|chirps?|alarm"
    r"|(?:birds?|creatures?|crickets?|kettle|bullets?|wires?|wind|engine)\b[^.;]{0,20}\bsing\w*)\b",
    re.IGNORECASE,
)
_SUNG = re.compile(r"\b(?:sings?|singing|in song|croons?|crooning)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"\s*(?:[;:]|,\s+(?=(?:and|then|while|as|but)\b)|\s-{1,2}\s|\.\.\.)\s*")
_LONGEST = 90


def source_music(passage: Passage) -> str | None:
    """Return the phrase that says the characters hear music; None when nothing does."""
    for element in passage.elements:
        if _is_sung(element):
            return f"{_name(element)} sings"
    for sentence in passage.told:
        for clause in _CLAUSE.split(sentence.text):
            if _says_music(clause):
                return _short(clause)
    return None


def _name(element: Element) -> str:
    return (element.person or element.character or "someone").title()


def _is_sung(element: Element) -> bool:
    if element.kind == "lyric":
        return bool(element.text.strip())
    return element.kind == "parenthetical" and bool(_SUNG.search(element.text))


def _says_music(clause: str) -> bool:
    return not _NOT.search(clause) and any(p.search(clause) for p in _PATTERNS)


def _short(clause: str) -> str:
    plain = " ".join(clause.split()).strip(" .,;:!?-()")
    if len(plain) <= _LONGEST:
        return plain
    return plain[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:-")
