"""Turns a brief into the one line a text-to-music model is told. Knows no model and no sound.

The form is the one such models were trained on: a caption, then `field: value` pairs. Every word
comes from closed tables, so that no name, place or plot can slip in.
Source: audiocraft, data/music_dataset.py (how descriptions and fields are joined in training).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from scenescore.core.genres import match
from scenescore.core.instruments import FAMILIES, INSTRUMENTS
from scenescore.core.types import Mood, MusicBrief
from scenescore.music.composers.musicgen.words import LOUDNESS, MOOD_OF, PLACES, TEMPO

MOST_WORDS = 40
_GENRE_WORDS = 8
_MOST_INSTRUMENTS = 3
_BY_LABEL = {home.label.lower(): home for home in INSTRUMENTS.values()}


@dataclass(frozen=True, slots=True)
class Style:
    """What is the same in every prompt of a film."""

    genre: str = ""
    """Words for the genre, the user's own; empty: each cue's."""
    instruments: tuple[str, ...] = ()
    """Instruments named in every prompt, the user's own words; empty: the brief's palette."""


def prompt_of(brief: MusicBrief, style: Style = Style(), at_s: float | None = None) -> str:
    """Return the prompt of a brief, 40 words at most; `at_s` asks for what holds at that moment.

    >>> prompt_of(MusicBrief(20.0, "horror", emotions=("dread", "fear"), mood=Mood(-0.7, 0.2, 0.8)))
    'horror score, clusters, drones and shrieking strings, ominous and scary, fast tempo, \
powerful and intense, cinematic film score, instrumental. genre: horror. moods: ominous, scary. \
bpm: 118.'
    """
    genre = _genre(brief, style)
    short = style.genre or match(brief.genre).name
    moods = moods_of(brief, at_s)
    players = _instruments(brief, style)
    bpm = bpm_of(brief)
    pace = f"{_below(TEMPO, bpm)} tempo"
    force = _below(LOUDNESS, intensity_of(brief, at_s))
    for loud, count in ((force, len(players)), (force, 2), ("", 2), ("", 1), ("", 0)):
        named = players[:count]
        caption = [genre, " and ".join(moods), ", ".join(named), pace, loud]
        fields = [
            f"genre: {short}",
            f"moods: {', '.join(moods)}",
            f"bpm: {bpm:.0f}",
            f"instrument: {', '.join(named[:2])}" if named else "",
        ]
        said = ", ".join(filter(None, [*caption, "cinematic film score", "instrumental"]))
        line = f"{said}. {'. '.join(filter(None, fields))}."
        if len(line.split()) <= MOST_WORDS:
            break
    return line


def paper_prompt(brief: MusicBrief) -> str:
    """Return what the report put to the model: genre and emotions as the language model said them.

    40 words at most.
    """
    said = ", ".join(filter(None, [brief.genre, *brief.emotions]))
    return " ".join(said.split()[:MOST_WORDS])


def bpm_of(brief: MusicBrief) -> float:
    """Return the tempo of a prompt in beats per minute: the brief's, else from its mood."""
    if brief.bpm is not None:
        return brief.bpm
    hurry = 10.0 if brief.mood.tension > 0.7 else 0.0
    return float(round(60 + 80 * (brief.mood.arousal + 1) / 2 + hurry))


def moods_of(brief: MusicBrief, at_s: float | None = None) -> tuple[str, ...]:
    """Return one or two mood words: the brief's feelings where we know them, else from its mood."""
    steered = None if at_s is None or brief.steer is None else mood_at(brief.steer.moods, at_s)
    feelings = () if steered else (*brief.emotions, *brief.words)
    words = (word for feeling in feelings for word in feeling.lower().split())
    known = list(dict.fromkeys(MOOD_OF[word] for word in words if word in MOOD_OF))
    return tuple(known[:2]) or _nearest(steered or brief.mood)


def mood_at(points: Sequence[tuple[float, Mood]], at_s: float) -> Mood | None:
    """Return the mood of the last point before a moment; None when there are no points."""
    before = [mood for point_s, mood in points if point_s <= at_s]
    return before[-1] if before else points[0][1] if points else None


def intensity_of(brief: MusicBrief, at_s: float | None = None) -> float:
    """Return 0..1, how full the music is: on the brief's curve, else from its mood."""
    if at_s is None or not brief.curve:
        return min(max(0.5 * (brief.mood.arousal + 1) / 2 + 0.6 * brief.mood.tension, 0.0), 1.0)
    before = [point for point in brief.curve if point[0] <= at_s] or [brief.curve[0]]
    after = [point for point in brief.curve if point[0] > at_s] or [brief.curve[-1]]
    (low_s, low), (high_s, high) = before[-1], after[0]
    share = (at_s - low_s) / (high_s - low_s) if high_s > low_s else 0.0
    return low + share * (high - low)


def _genre(brief: MusicBrief, style: Style) -> str:
    said = style.genre or match(brief.genre).model_words
    return " ".join(said.split()[:_GENRE_WORDS]).rstrip(",")


def _instruments(brief: MusicBrief, style: Style) -> list[str]:
    """Return what is named: the user's, else those this cue asks for, else the whole film's."""
    asked = style.instruments or tuple(
        filter(None, map(_known, (*(brief.palette or ()), *(brief.film_palette or ()))))
    )
    return list(dict.fromkeys(asked))[:_MOST_INSTRUMENTS]


def _known(said: str) -> str | None:
    """Return an instrument's plain name, or None when we know none so called."""
    text = said.lower().strip()
    if text in FAMILIES:
        return text
    home = INSTRUMENTS.get(text) or _BY_LABEL.get(text)
    if home is None:
        near = get_close_matches(text, _BY_LABEL, n=1, cutoff=0.75)
        home = _BY_LABEL[near[0]] if near else None
    return home.label.lower() if home else None


def _nearest(mood: Mood) -> tuple[str, ...]:
    def distance(place: tuple[float, float, float]) -> float:
        here = (mood.valence, mood.arousal, 2 * mood.tension)
        there = (place[0], place[1], 2 * place[2])
        return sum((a - b) ** 2 for a, b in zip(here, there, strict=True))

    near = sorted(PLACES, key=lambda row: distance(row[1]))
    return near[0][0], near[1][0]


def _below(rows: Sequence[tuple[float, str]], value: float) -> str:
    return next((said for limit, said in rows if value < limit), rows[-1][1])
