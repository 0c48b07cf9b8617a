"""Reads scenes with word lists and small linear models: no download, no network, always there.

Joins what the room's parts find into briefs. Knows nothing of memory: the room adds that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scenescore.core.progress import Run
from scenescore.core.types import Mood, Provenance, Scene, SceneBrief, Screenplay
from scenescore.story import blend, emotions, genre_rank, song_words, titles
from scenescore.story.cast import Cast, cast_of
from scenescore.story.drama import drama_of
from scenescore.story.evidence import confidence_of, evidence_of
from scenescore.story.measures import Measured, measure
from scenescore.story.passages import Passage, passages_of
from scenescore.story.signals import Weights, WordTable
from scenescore.story.source_music import source_music

VERSION = "1"
LICENCE = "Yours: no rights are claimed on what is said of your script."
_EVERY = 16
"""Scenes between two reports."""


class LexiconAnalyst:
    """The analyst that needs nothing."""

    version = VERSION

    def briefs(
        self, scenes: Sequence[Scene], *, film: Screenplay, run: Run
    ) -> Iterator[SceneBrief]:
        """Yield one brief per scene, in order, with `felt` equal to `portrayed`."""
        around = _surroundings(film)
        for index, passage in enumerate(passages_of(film, scenes)):
            if index % _EVERY == 0:
                run.report("reading the scenes", index / len(scenes))
            yield _brief(passage, around)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What a scene is read against: the film it is in."""

    leaning: Mapping[str, float]
    frequency: Mapping[str, int]
    cast: Cast


def _surroundings(film: Screenplay) -> _Surroundings:
    passages = passages_of(film)
    return _Surroundings(
        genre_rank.film_leaning(passages, film.genres),
        titles.scene_frequency(passages),
        cast_of(film),
    )


def _brief(passage: Passage, around: _Surroundings) -> SceneBrief:
    measured = measure(passage)
    z = blend.z_scores(measured.values)
    mood = blend.mood_of(z)
    genres = genre_rank.rank_genres(
        genre_rank.genre_counts(passage), measured.word_count, mood, around.leaning
    )
    drama = drama_of(measured, z, mood)
    feelings = _feelings(measured, z, mood)
    scene = passage.scene
    people = around.cast.present(passage)
    title = titles.title_of(
        titles.find(passage, around.frequency, people), titles.kind_of(mood, z), key=scene.key
    )
    return SceneBrief(
        scene=scene.number,
        key=scene.key,
        genre=genres[0][1],
        genres=tuple(name for _, name in genres[: genre_rank.KEPT]),
        emotions=feelings,
        words=_words(passage, mood, feelings),
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
        made_by=Provenance("lexicon", VERSION, licence=LICENCE),
    )


def _feelings(measured: Measured, z: Mapping[str, float], mood: Mood) -> tuple[str, ...]:
    counts = _count(emotions.own_words(), measured.passage)
    return emotions.choose(mood, emotions.families_heard(z, counts))


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
