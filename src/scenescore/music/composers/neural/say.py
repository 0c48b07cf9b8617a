"""Which words a cue is played under: a person's, the report's, or ours for each of its windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from scenescore.core.errors import SettingsError
from scenescore.core.settings import Settings
from scenescore.core.types import MusicBrief
from scenescore.music.composers.neural.prompt import Style, paper_prompt

Write = Callable[[MusicBrief, Style, float | None], str]
"""(brief, style, moment or None for the whole) -> our prompt in the form a model was trained on."""
FORMS = ("own", "paper")


@dataclass(frozen=True, slots=True)
class Wording:
    """How a composer words its prompts."""

    write: Write
    style: Style = field(default_factory=Style)
    is_paper: bool = False

    def lines(self, brief: MusicBrief, middles_s: Sequence[float]) -> tuple[str, ...]:
        """Return a prompt for each window of a cue, given the middle of each in seconds.

        A person's prompts come first: one for all windows, or one each, the last for the rest.
        """
        own = brief.steer.prompts if brief.steer else ()
        if own:
            return tuple(own[min(place, len(own) - 1)] for place in range(len(middles_s)))
        if self.is_paper:
            return (paper_prompt(brief),) * len(middles_s)
        if len(middles_s) == 1:
            moment = brief.duration_s / 2 if brief.curve else None
            return (self.write(brief, self.style, moment),)
        return tuple(self.write(brief, self.style, at_s) for at_s in middles_s)

    def names_tempo(self, brief: MusicBrief) -> bool:
        """Return whether our own words were asked for the brief's tempo."""
        return not self.is_paper and not (brief.steer and brief.steer.prompts)


def wording_of(settings: Settings, section: str, write: Write) -> Wording:
    """Return the wording that `SECTION.prompt`, `.genre` and `.instruments` ask for.

    Raises
    ------
    SettingsError
        no such form of prompt
    """
    key = f"{section}.prompt"
    form = settings[key]
    if form not in FORMS:
        raise SettingsError(key, settings.origin(key), f"'{form}' is none of {', '.join(FORMS)}")
    named = str(settings[f"{section}.instruments"]).split(",")
    players = tuple(filter(None, (name.strip() for name in named)))
    style = Style(str(settings[f"{section}.genre"]).strip(), players)
    return Wording(write, style, form == "paper")
