"""Reads scenes with word lists and small linear models: no download, no network, always there.

Knows nothing of memory: the room adds that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scenescore.core.progress import Run
from scenescore.core.types import Provenance, Scene, SceneBrief, Screenplay
from scenescore.story import blend, emotions, genre_rank
from scenescore.story.briefing import (
    LICENCE,
    Reading,
    Surroundings,
    brief_of,
    heard_in,
    surroundings_of,
)
from scenescore.story.measures import measure
from scenescore.story.passages import Passage, passages_of

VERSION = "2"
_MADE_BY = Provenance("lexicon", VERSION, licence=LICENCE)
_EVERY = 16
"""Scenes between two reports."""


class LexiconAnalyst:
    """The analyst that needs nothing."""

    version = VERSION

    def briefs(
        self, scenes: Sequence[Scene], *, film: Screenplay, run: Run
    ) -> Iterator[SceneBrief]:
        """Yield one brief per scene, in order, with `felt` equal to `portrayed`."""
        around = surroundings_of(film)
        for index, passage in enumerate(passages_of(film, scenes)):
            if index % _EVERY == 0:
                run.report("reading the scenes", index / len(scenes))
            yield brief_of(_read(passage, around), around, _MADE_BY)


def _read(passage: Passage, around: Surroundings) -> Reading:
    measured = measure(passage)
    z = blend.z_scores(measured.values)
    mood = blend.mood_of(z)
    counts = genre_rank.genre_counts(passage)
    near = around.near[passage.scene.number]
    return Reading(
        measured,
        z,
        mood,
        genre_rank.rank_genres(counts, measured.word_count, mood, around.leaning, near=near),
        emotions.choose(mood, heard_in(measured, z)),
    )
