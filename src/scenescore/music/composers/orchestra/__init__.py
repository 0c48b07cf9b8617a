"""The embedded composer: a brief becomes an orchestral (or band, or synthesizer) score.

No weights, no download: musical knowledge as tables and search. Start reading at `compose.py`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from scenescore.core.progress import Run
from scenescore.core.protocols import Caps
from scenescore.core.score import Score
from scenescore.core.types import MusicBrief, Theme, ThemeSlot
from scenescore.music.composers.orchestra.check import check
from scenescore.music.composers.orchestra.compose import write_score
from scenescore.music.composers.orchestra.themes import write_theme

_log = logging.getLogger(__name__)


class OrchestraComposer:
    """Writes a Score for any brief; a pure function of brief and seed."""

    version = "1"
    caps = Caps(
        batch=1,
        continuation=True,
        licence="The notes are yours to use, also commercially; they hold no third-party material.",
    )

    def compose(
        self, briefs: Sequence[MusicBrief], *, seeds: Sequence[int], run: Run
    ) -> Iterator[Score]:
        """Yield one score per brief, in order."""
        for index, (brief, seed) in enumerate(zip(briefs, seeds, strict=True)):
            run.report("composing", index / max(len(briefs), 1))
            score = write_score(brief, seed)
            for fault in check(score, brief):
                _log.info("%s, seed %d: %s", score.style, seed, fault)
            yield score

    def theme(self, slot: ThemeSlot, *, seed: int) -> Theme:
        """Write an eight-bar theme for an owner."""
        return write_theme(slot, seed, self.version)
