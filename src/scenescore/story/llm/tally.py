"""Counts how often a model's answers were incomplete: the figure the paper calls "few".

Works from briefs alone, so a film made long ago can be counted too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scenescore.core.types import SceneBrief


@dataclass(frozen=True, slots=True)
class Tally:
    """What came back from a language model over a film."""

    asked: int
    """Scenes put to a model."""
    incomplete: int
    """Answers that lacked a field; those wholly replaced among them."""
    replaced: int
    """Scenes that the embedded analyst read instead."""
    shortened: int
    """Scenes too long to be read whole."""
    lacking: tuple[tuple[str, int], ...]
    """(field, answers without it), most frequent first."""

    @property
    def share(self) -> float:
        """Share of incomplete answers, 0..1."""
        return self.incomplete / self.asked if self.asked else 0.0

    @property
    def told(self) -> str:
        """One sentence for a person; empty when every answer was whole."""
        said = []
        if self.incomplete:
            fields = ", ".join(f"{name} {count}" for name, count in self.lacking)
            said.append(
                f"{self.incomplete} of {self.asked} answers were incomplete "
                f"({self.share:.0%}; {fields}) and were filled by the embedded analyst"
            )
        if self.shortened:
            scenes = "1 scene was" if self.shortened == 1 else f"{self.shortened} scenes were"
            said.append(f"{scenes} too long to be read whole")
        return "; ".join(said) + "." if said else ""


SHORTENED = "shortened"
"""Name of the note on a brief whose scene was too long (`made_by.params`)."""


def tally(briefs: Sequence[SceneBrief]) -> Tally:
    """Return the count over briefs of one film; those no model was asked for are left out."""
    asked = [b for b in briefs if b.raw_answer is not None or b.made_by.fallback]
    lacking = Counter(name for brief in asked for name in brief.missing_fields)
    return Tally(
        len(asked),
        sum(bool(brief.missing_fields) for brief in asked),
        sum(bool(brief.made_by.fallback) for brief in asked),
        sum(SHORTENED in dict(brief.made_by.params) for brief in asked),
        tuple(sorted(lacking.items(), key=lambda pair: (-pair[1], pair[0]))),
    )
