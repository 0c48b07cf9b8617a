"""The harmonic languages, by the name that styles call them."""

from __future__ import annotations

from scenescore.music.composers.orchestra.languages import common, popular, strange
from scenescore.music.composers.orchestra.languages.language import Language

LANGUAGES: dict[str, Language] = common.LANGUAGES | popular.LANGUAGES | strange.LANGUAGES

__all__ = ["LANGUAGES", "Language"]
