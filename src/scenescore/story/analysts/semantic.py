"""Reads scenes by meaning: a sentence encoder, small trained heads, and examples to compare with.

Better than `lexicon` where a scene says what it means in words of its own. Needs the extra
`semantic` and the encoder's files; fetches nothing. Knows nothing of memory: the room adds that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from scenescore.core.errors import MissingExtraError
from scenescore.core.progress import Run
from scenescore.core.types import Mood, Provenance, Scene, SceneBrief, Screenplay
from scenescore.story import blend, emotions, genre_rank
from scenescore.story.briefing import (
    LICENCE,
    Reading,
    Surroundings,
    brief_of,
    heard_in,
    surroundings_of,
)
from scenescore.story.encoder import pins
from scenescore.story.measures import measure
from scenescore.story.passages import Passage, passages_of

if TYPE_CHECKING:
    from scenescore.story.meaning.likeness import Examples
    from scenescore.story.meaning.measures import Meaning

VERSION = "2"


class SemanticAnalyst:
    """The analyst that knows what sentences mean."""

    version = VERSION

    def is_available(self) -> str | None:
        """Return None when it can read here, else one sentence on what is missing."""
        lack = _missing_library()
        return f"{lack.message}: {lack.hint}" if lack else pins.lacking(pins.folder())

    def briefs(
        self, scenes: Sequence[Scene], *, film: Screenplay, run: Run
    ) -> Iterator[SceneBrief]:
        """Yield one brief per scene, in order, with `felt` equal to `portrayed`.

        Each scene is encoded by itself, so that it reads the same in any company.

        Raises
        ------
        UnavailableError, NotPermittedError
            a library or the encoder's files are missing; they are not the pinned ones
        """
        if lack := _missing_library():
            raise lack
        run.report("loading the sentence encoder", 0.0)
        examples = _examples(pins.folder())
        around = surroundings_of(film)
        made_by = Provenance(
            "semantic",
            VERSION,
            params=(("runtime", examples.encoder.runtime),),
            inputs=(pins.PINS["model.safetensors"],),
            licence=LICENCE,
        )
        for index, passage in enumerate(passages_of(film, scenes)):
            run.report("reading the scenes", index / len(scenes))
            yield brief_of(_read(passage, around, examples), around, made_by)


def _missing_library() -> MissingExtraError | None:
    for library in ("tokenizers", "safetensors"):
        if find_spec(library) is None:
            return MissingExtraError("the analyst 'semantic'", library, "semantic")
    return None


@lru_cache(maxsize=1)
def _examples(folder: Path) -> Examples:
    from scenescore.story.encoder.sentences import Encoder
    from scenescore.story.meaning.likeness import Examples

    return Examples(Encoder(folder))


def _read(passage: Passage, around: Surroundings, examples: Examples) -> Reading:
    from scenescore.story.meaning.measures import measure_meaning
    from scenescore.story.meaning.norms import load_norms
    from scenescore.story.meaning.pieces import pieces_of

    measured = measure(passage)
    z = blend.z_scores(measured.values)
    meaning = measure_meaning(pieces_of(passage), examples.encoder, examples)
    counts, words = genre_rank.genre_counts(passage), measured.word_count
    near = around.near[passage.scene.number]
    if meaning is None:
        mood = blend.mood_of(z)
        genres = genre_rank.rank_genres(counts, words, mood, around.leaning, near=near)
        return Reading(measured, z, mood, genres, emotions.choose(mood, heard_in(measured, z)))
    mood = _told(meaning, z)
    like = _above_the_rest(meaning, load_norms().genres)
    genres = genre_rank.rank_genres(counts, words, mood, around.leaning, like, near=near)
    feelings = emotions.choose(mood, heard_in(measured, z), likeness=_feelings(meaning))
    return Reading(measured, z, mood, genres, feelings)


def _told(meaning: Meaning, z: Mapping[str, float]) -> Mood:
    """Return the mood from what sentences mean and what words say: they err differently."""
    from scenescore.story.meaning.norms import load_norms

    known, sides = blend.load(), load_norms().sides
    valence, arousal, tension = meaning.mood
    return blend.rounded(
        Mood(
            math.tanh(sides["valence"].of(valence, known.valence.of(z))),
            math.tanh(sides["arousal"].of(arousal, known.arousal.of(z))),
            (1 + math.tanh(sides["tension"].of(2 * tension - 1, known.tension.of(z)))) / 2,
        )
    )


def _above_the_rest(meaning: Meaning, norms: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """Return how much more like each genre's lines a scene is than like other genres' lines."""
    from scenescore.story.meaning.likeness import standardised

    z = standardised(meaning.genres, norms)
    middle = sum(z.values()) / len(z)
    return {name: value - middle for name, value in z.items()}


def _feelings(meaning: Meaning) -> dict[str, float]:
    """Return word -> likeness, half against the other words, half against ordinary scenes."""
    from scenescore.story.meaning.likeness import standardised
    from scenescore.story.meaning.norms import load_norms

    usual = standardised(meaning.feelings, load_norms().feelings)
    return {word: 0.5 * (value + usual[word]) for word, value in meaning.feelings.items()}
