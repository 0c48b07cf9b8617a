"""Hit points inside a scene: sudden events in the action, placed by how far down the page they are.

A verb or a sound in capitals is the screenwriter's own mark for one ("the glass BREAKS"). Without
picture a position is an estimate, so only unmistakable events become hard hits.
"""

from __future__ import annotations

import re
from itertools import pairwise

from scenescore.core.types import Hit, Scene, SceneSpan

_CLOSEST_S = 2.5
_MOST_PER_MINUTE = 4.0

_HARD = re.compile(
    r"\b(slams?|explod\w+|explosions?|crash\w*|shatter\w*|gunshots?|bangs?|smash\w*|"
    r"collapses?|screams?|erupts?|bursts?|detonat\w+|thunderclap)\b",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(suddenly|freezes?|stops? (?:dead|short|cold)|spins?|leaps?|grabs?|falls?|drops?|snaps?|"
    r"turns? to see|sees? it|there it is|lunges?|dives?|flies open|goes dark|lights? up|"
    r"kisses?|gasps?|reveals?)\b",
    re.IGNORECASE,
)
_REVEAL = re.compile(
    r"\b(reveal\w*|turns? to see|sees? it|there it is|lights? up)\b", re.IGNORECASE
)
_CAPITALS = re.compile(r"(?<![A-Z'\"] )(?<!\")\b[A-Z]{3,}(?:ES|S|ED)\b(?! [A-Z]{2,})(?!,? \d)")
_SOUND = re.compile(
    r"\b(BANG|BOOM|BONG|CLANG|CLATTER|CLICK|CRACK|CRASH|CRUNCH|GONG|KNOCK|PING|POP|RING|ROAR|SCREAM|"
    r"SCREECH|SHOT|SLAM|SMASH|SNAP|SPLASH|THUD|THUMP|THUNDER|WHACK|WHISTLE)S?\b"
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def find_hits(
    scene: Scene, span: SceneSpan, *, from_s: float, names: frozenset[str] = frozenset()
) -> tuple[Hit, ...]:
    """Return the scene's hits in seconds from `from_s` (the cue's start), sorted, well apart.

    `names` are words in capitals that are people, not events.
    """
    total = sum(_weight(e.text, e.kind) for e in scene.elements) or 1.0
    passed, found = 0.0, []
    for element in scene.elements:
        share = _weight(element.text, element.kind)
        if element.kind == "action":
            for offset, hit in _in_action(element.text, names):
                part = (passed + share * offset) / total
                at_s = span.start_s + part * (span.end_s - span.start_s) - from_s
                found.append(Hit(round(at_s, 3), hit.kind, hit.weight, hit.label))
        passed += share
    return _thin(found, span.end_s - span.start_s)


def _weight(text: str, kind: str) -> float:
    # Action plays slower than it reads, speech about as fast; other elements take no time.
    words = len(text.split())
    return words * {"action": 1.3, "dialogue": 1.0, "lyric": 1.2}.get(kind, 0.0)


def _in_action(text: str, names: frozenset[str]) -> list[tuple[float, Hit]]:
    found = []
    for sentence in _SENTENCE.finditer(text):
        words = sentence.group()
        hard = _SOUND.search(words) or _HARD.search(words)
        event = hard or _marked(words, names) or _SOFT.search(words)
        if event is None:
            continue
        loud = words.rstrip().endswith("!") or event.group().isupper()
        weight = 0.8 if hard and loud else 0.5
        kind = "reveal" if _REVEAL.search(words) else "action"
        position = (sentence.start() + event.start()) / max(len(text), 1)
        found.append((position, Hit(0.0, kind, weight, _label(words))))  # type: ignore[arg-type]
    return found


def _marked(sentence: str, names: frozenset[str]) -> re.Match[str] | None:
    if sentence.isupper():
        return None
    found = _CAPITALS.finditer(sentence)
    return next((word for word in found if word.group() not in names), None)


def _label(sentence: str) -> str:
    words = sentence.split()
    return " ".join(words[:8]) + (" ..." if len(words) > 8 else "")


def _thin(hits: list[Hit], length_s: float) -> tuple[Hit, ...]:
    most = max(1, round(length_s / 60 * _MOST_PER_MINUTE))
    strongest = sorted(hits, key=lambda hit: (-hit.weight, hit.at_s))[:most]
    kept = sorted(strongest, key=lambda hit: hit.at_s)
    while True:
        close = next(((a, b) for a, b in pairwise(kept) if b.at_s - a.at_s < _CLOSEST_S), None)
        if close is None:
            return tuple(kept)
        kept.remove(min(close, key=lambda hit: hit.weight))
