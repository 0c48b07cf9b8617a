"""Writes a scene's brief once its mood, genres and feelings are known, within its film.

What analysts share: the rest of the brief (title, words, function, evidence, confidence) follows
from the scene's words and is the same whoever reads. Knows no memory: the room adds that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scenescore.core.types import Mood, Provenance, SceneBrief, Screenplay
from scenescore.story import emotions, genre_rank, song_words, titles
from scenescore.story.cast import Cast, cast_of
from scenescore.story.drama import drama_of
from scenescore.story.evidence import confidence_of, evidence_of
from scenescore.story.measures import Measured
from scenescore.story.neighbours import neighbours_say
from scenescore.story.passages import Passage, passages_of
from scenescore.story.signals import Weights, WordTable
from scenescore.story.source_music import source_music

LICENCE = "Yours: no rights are claimed on what is said of your script."


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a scene is read against: the film it is in."""

    leaning: Mapping[str, float]
    near: Mapping[int, Mapping[str, float]]
    """Scene number -> genre -> what the scenes around add to its score."""
    frequency: Mapping[str, int]
    cast: Cast


@dataclass(frozen=True, slots=True)
class Reading:
    """What an analyst found in a scene."""

    measured: Measured
    z: Mapping[str, float]
    """The scene's signals, in deviations from ordinary scenes."""
    mood: Mood
    genres: Sequence[tuple[float, str]]
    """(score, genre), best first."""
    feelings: tuple[str, ...]


def surroundings_of(film: Screenplay) -> Surroundings:
    """Return what the whole film says about each of its scenes."""
    passages = passages_of(film)
    leaning = genre_rank.film_leaning(passages, film.genres)
    return Surroundings(
        leaning,
        neighbours_say(film, passages, leaning),
        titles.scene_frequency(passages),
        cast_of(film),
    )


def heard_in(measured: Measured, z: Mapping[str, float]) -> dict[str, float]:
    """Return family of feelings -> what the scene's words say of it."""
    return emotions.families_heard(z, _count(emotions.own_words(), measured.passage))


def brief_of(reading: Reading, around: Surroundings, made_by: Provenance) -> SceneBrief:
    """Return the scene's brief, `felt` equal to `portrayed`."""
    measured, mood, genres = reading.measured, reading.mood, reading.genres
    passage = measured.passage
    scene = passage.scene
    drama = drama_of(measured, reading.z, mood)
    people = around.cast.present(passage)
    title = titles.title_of(
        titles.find(passage, around.frequency, people),
        titles.kind_of(mood, reading.z),
        key=scene.key,
    )
    return SceneBrief(
        scene=scene.number,
        key=scene.key,
        genre=genres[0][1],
        genres=tuple(name for _, name in genres[: genre_rank.KEPT]),
        emotions=reading.feelings,
        words=_words(passage, mood, reading.feelings),
        title=title,
        portrayed=mood,
        felt=mood,
        function=drama.function,
        characters=people,
        analysed_text=passage.text,
        evidence=evidence_of(measured, mood),
        confidence=confidence_of(measured, mood, genres),
        energy=drama.energy,
        source_music=source_music(passage),
        made_by=made_by,
    )


def _words(passage: Passage, mood: Mood, feelings: Sequence[str]) -> tuple[str, str, str]:
    shown = Counter(_count(song_words.scenery_table(), passage))
    shown.update(song_words.scenery_table().count(passage.places))
    return song_words.choose_words(mood, key=passage.scene.key, shown=shown, avoid=feelings)


def _count(table: WordTable, passage: Passage) -> Weights:
    total: Counter[str] = Counter()
    for sentence in passage.told:
        total.update(table.count(sentence.words))
    for sentence in passage.spoken:
        total.update({name: 0.5 * n for name, n in table.count(sentence.words).items()})
    return dict(total)
