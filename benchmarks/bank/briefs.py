"""The bank: seven briefs for every genre, unlike in length, mood, hits, curve, role and theme.

Made from the genre's own mood and a few numbers drawn from its name, so that no two genres are
asked for the same seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from scenescore.core.genres import GENRES
from scenescore.core.types import Hit, Mood, MusicBrief, ThemeSlot, ThemeUse
from scenescore.music.composers.orchestra.themes import write_theme

OWNERS = (
    ("ANNA", "protagonist", Mood(0.4, 0.1, 0.2)),
    ("VARGA", "antagonist", Mood(-0.5, 0.2, 0.7)),
    ("THE LIGHTHOUSE", "recurring", Mood(0.1, -0.4, 0.2)),
    ("ROSE", "beloved", Mood(0.6, -0.2, 0.1)),
)
"""Whose themes the bank quotes."""
OPERATORS = (
    "statement", "fragment", "sequence", "inversion", "augmentation", "diminution",
    "reharmonise", "recolour",
)  # fmt: skip


class Case(NamedTuple):
    """One brief of the bank."""

    genre: str
    name: str
    brief: MusicBrief


def theme_of(owner: str) -> ThemeUse:
    """Return an owner's theme, plainly stated."""
    name, role, mood = next(row for row in OWNERS if row[0] == owner)
    return ThemeUse(
        name, "statement", write_theme(ThemeSlot(name, "character", role, mood), 7, "1")
    )


def bank(genres: tuple[str, ...] = ()) -> list[Case]:
    """Return the cases of some genres, of all when none are named."""
    names = genres or tuple(GENRES)
    return [Case(genre, name, make(genre)) for genre in names for name, make in KINDS.items()]


def _draw(genre: str, what: str) -> float:
    """Return 0..1 from words."""
    return int.from_bytes(hashlib.sha256(f"{genre}|{what}".encode()).digest()[:4], "big") / 2**32


def _mood(genre: str, dv: float = 0.0, da: float = 0.0, dt: float = 0.0) -> Mood:
    """Return the genre's mood, moved; rounded as briefs are."""
    home = GENRES[genre].mood
    v = min(max(home.valence + dv, -1), 1)
    a = min(max(home.arousal + da, -1), 1)
    t = min(max(home.tension + dt, 0), 1)
    return Mood(round(v * 20) / 20, round(a * 20) / 20, round(t * 20) / 20)


def _length(genre: str, what: str, low: float, high: float) -> float:
    return round(low + (high - low) * _draw(genre, what), 3)


def _use(genre: str, what: str) -> ThemeUse:
    owner = OWNERS[int(_draw(genre, what) * len(OWNERS))][0]
    operator = OPERATORS[int(_draw(genre, what + " operator") * len(OPERATORS))]
    return _with(owner, operator)


def _with(owner: str, operator: str) -> ThemeUse:
    plain = theme_of(owner)
    return ThemeUse(plain.owner, operator, plain.theme)


def _glimpse(genre: str) -> MusicBrief:
    """A few seconds."""
    return MusicBrief(_length(genre, "glimpse", 4.0, 6.5), genre, mood=_mood(genre), variation=1)


def _turn(genre: str) -> MusicBrief:
    """A short scene that turns on one hit."""
    long = _length(genre, "turn", 20.0, 28.0)
    at = round(long * (0.5 + 0.2 * _draw(genre, "turn at")), 3)
    hits = (Hit(at, "reveal", 1.0, "she sees it"), Hit(round(long * 0.3, 3), "line", 0.5))
    return MusicBrief(long, genre, mood=_mood(genre, -0.15, 0.1, 0.1), hits=hits, variation=2)


def _climb(genre: str) -> MusicBrief:
    """A scene that grows to its end, its theme in it."""
    long = _length(genre, "climb", 42.0, 56.0)
    curve = ((0.0, 0.15), (round(long * 0.75, 3), 1.0), (long, 0.6))
    return MusicBrief(long, genre, mood=_mood(genre, 0.2, 0.15), curve=curve, variation=3,
                      themes=(_use(genre, "climb"),))  # fmt: skip


def _storm(genre: str) -> MusicBrief:
    """A minute and a half with three hard hits, one of them soon after another."""
    long = _length(genre, "storm", 80.0, 100.0)
    shares = (0.22 + 0.06 * _draw(genre, "s1"), 0.5 + 0.1 * _draw(genre, "s2"), 0.82)
    hits = tuple(
        Hit(round(long * share, 3), kind, 1.0)
        for share, kind in zip(shares, ("action", "cut", "action"), strict=True)
    )
    close = Hit(round(long * shares[1] + 2.1, 3), "action", 0.9)
    return MusicBrief(long, genre, mood=_mood(genre, -0.1, 0.2, 0.15), hits=(*hits, close),
                      variation=4, themes=(_with("VARGA", "statement"),))  # fmt: skip


def _journey(genre: str) -> MusicBrief:
    """Four minutes with two owners."""
    long = _length(genre, "journey", 200.0, 240.0)
    return MusicBrief(long, genre, mood=_mood(genre, 0.1, -0.1), variation=5,
                      themes=(_with("ANNA", "statement"), _use(genre, "journey")))  # fmt: skip


def _room(genre: str) -> MusicBrief:
    """Music in the room: asked tempo and key, in three where the genre can."""
    low = 66 + round(50 * _draw(genre, "room bpm"))
    return MusicBrief(_length(genre, "room", 30.0, 45.0), genre, mood=_mood(genre), bpm=float(low),
                      key="E minor", meter="3/4" if _draw(genre, "three") < 0.4 else "4/4",
                      role="source", variation=6)  # fmt: skip


def _stroke(genre: str) -> MusicBrief:
    """A stinger."""
    long = _length(genre, "stroke", 2.5, 4.0)
    return MusicBrief(long, genre, mood=_mood(genre, -0.2, 0.2), role="stinger", variation=7,
                      hits=(Hit(round(long * 0.25, 3), "action", 1.0),))  # fmt: skip


KINDS: dict[str, Callable[[str], MusicBrief]] = {
    "glimpse": _glimpse,
    "turn": _turn,
    "climb": _climb,
    "storm": _storm,
    "journey": _journey,
    "room": _room,
    "stroke": _stroke,
}
"""Kinds of briefs, the same for every genre."""
TOLD = ("turn", "climb", "storm", "journey", "room")
"""Kinds long enough to be told apart by ear: those the classifier is given."""
UNLIKE = (
    "elegiac strings", "action ostinato", "horror", "romance", "noir jazz", "wonder",
    "comedy pizzicato", "solo piano", "synthwave", "western", "metal", "suspense drone",
)  # fmt: skip
"""Twelve moods such as the rival was measured on."""
