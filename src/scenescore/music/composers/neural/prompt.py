"""Turns a brief into the one line a text-to-music model is told. Knows no model and no sound.

Each model has the form it was trained on. Every word comes from closed tables, so that no name,
place or plot can slip in; a person's own words (`Steer.prompts`) are taken as they are.
Source: audiocraft, data/music_dataset.py (how descriptions and fields are joined in training).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from scenescore.core.genres import match
from scenescore.core.instruments import FAMILIES, INSTRUMENTS
from scenescore.core.types import Mood, MusicBrief
from scenescore.music.composers.neural.words import LOUDNESS, MOOD_OF, PLACES, TEMPO
from scenescore.music.composers.orchestra.keys import parse_key

MOST_WORDS = 40
_GENRE_WORDS = 8
_JOINING = ("and", "with")
_MOST_INSTRUMENTS = 3
_TONICS = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_BY_LABEL = {home.label.lower(): home for home in INSTRUMENTS.values()}


@dataclass(frozen=True, slots=True)
class Style:
    """What is the same in every prompt of a film."""

    genre: str = ""
    """Words for the genre, the user's own; empty: each cue's."""
    instruments: tuple[str, ...] = ()
    """Instruments named in every prompt, the user's own words; empty: the brief's palette."""


def prompt_of(brief: MusicBrief, style: Style = Style(), at_s: float | None = None) -> str:
    """Return MusicGen's prompt of a brief: a caption, then fields; `at_s`: what holds there.

    >>> prompt_of(MusicBrief(20.0, "horror", emotions=("dread", "fear"), mood=Mood(-0.7, 0.2, 0.8)))
    'horror score, clusters, drones and shrieking strings, ominous and scary, fast tempo, \
powerful and intense, cinematic film score, instrumental. genre: horror. moods: ominous, scary. \
bpm: 118.'
    """
    moods, bpm = moods_of(brief, at_s), bpm_of(brief)

    def line(caption: Sequence[str], named: Sequence[str]) -> str:
        fields = [
            f"genre: {style.genre or match(brief.genre).name}",
            f"moods: {', '.join(moods)}",
            f"bpm: {bpm:.0f}",
            f"instrument: {', '.join(named[:2])}" if named else "",
        ]
        return f"{', '.join(caption)}. {'. '.join(filter(None, fields))}."

    return _shortest(brief, style, at_s, (f"{_below(TEMPO, bpm)} tempo",), line)


def caption_of(brief: MusicBrief, style: Style = Style(), at_s: float | None = None) -> str:
    """Return a caption without tempo, key or length, for a model that has fields for them.

    >>> caption_of(MusicBrief(20.0, "horror", emotions=("fear",), mood=Mood(-0.7, 0.2, 0.8)))
    'horror score, clusters, drones and shrieking strings, scary, powerful and intense, \
cinematic film score, instrumental'
    """
    return _shortest(brief, style, at_s, (), lambda caption, named: ", ".join(caption))


def timed_caption_of(brief: MusicBrief, style: Style = Style(), at_s: float | None = None) -> str:
    """Return a caption with the tempo, and the brief's key, for a model that reads them there.

    >>> timed_caption_of(MusicBrief(20.0, "horror", emotions=("fear",), key="D minor", bpm=90.0))
    'horror score, clusters, drones and shrieking strings, scary, soft and restrained, \
cinematic film score, instrumental, 90 BPM, D minor'
    """
    key = plain_key(brief)
    numbers = [f"{bpm_of(brief):.0f} BPM", *([key] if key else [])]
    return _shortest(brief, style, at_s, (), lambda caption, _: ", ".join([*caption, *numbers]))


def _shortest(
    brief: MusicBrief,
    style: Style,
    at_s: float | None,
    pace: Sequence[str],
    line: Callable[[Sequence[str], Sequence[str]], str],
) -> str:
    """Return a line of 40 words at most: instruments are left away first, then the loudness."""
    moods, players = " and ".join(moods_of(brief, at_s)), _instruments(brief, style)
    force = _below(LOUDNESS, intensity_of(brief, at_s))
    said = ""
    for loud, count in ((force, len(players)), (force, 2), ("", 2), ("", 1), ("", 0)):
        named = players[:count]
        caption = [_genre(brief, style), moods, ", ".join(named), *pace, loud]
        said = line([*filter(None, caption), "cinematic film score", "instrumental"], named)
        if len(said.split()) <= MOST_WORDS:
            break
    return said


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


def plain_key(brief: MusicBrief) -> str | None:
    """Return the brief's key as models know keys, in major or minor; None when it names none.

    >>> plain_key(MusicBrief(9.0, key="E dorian"))
    'E minor'
    """
    key = parse_key(brief.key) if brief.key else None
    return f"{_TONICS[key.tonic]} {'major' if key.is_major else 'minor'}" if key else None


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
    said = (style.genre or match(brief.genre).model_words).split()
    ends = [at for at in range(1, min(len(said), _GENRE_WORDS + 1)) if _ends(said, at)]
    cut = ends[-1] if ends else _GENRE_WORDS
    return " ".join(said if len(said) <= _GENRE_WORDS else said[:cut]).rstrip(",")


def _ends(words: Sequence[str], at: int) -> bool:
    """Return whether a phrase ends before a word."""
    return words[at] in _JOINING or words[at - 1].endswith(",")


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
