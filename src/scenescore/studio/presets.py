"""Named bundles of settings."""

from __future__ import annotations

from collections.abc import Mapping

from scenescore.core.errors import UnavailableError, UsageError, offer
from scenescore.core.registry import names

PRESETS: Mapping[str, Mapping[str, object]] = {
    "film": {},
    # The report: Gemma reads, MusicGen plays 1500 tokens (29.94 s), one cue per scene.
    "paper": {
        "story__analyst": "gemma",
        "story__prompt": "paper",
        "music__composer": "musicgen",
        "music__follow": False,
        "musicgen__prompt": "paper",
        "musicgen__top_k": 50,  # what transformers' generate takes, which the report called
        "spotting__plan": "per-scene",
        "spotting__cue_s": 29.94,
    },
}
_KINDS = {"story__analyst": "analysts", "music__composer": "composers"}


def preset_flags(name: str) -> dict[str, object]:
    """Return a preset as flags.

    Raises
    ------
    UsageError, UnavailableError
        no such preset; one whose back-ends are not installed
    """
    if name not in PRESETS:
        raise UsageError(f"no preset is called '{name}'", hint=offer(name, PRESETS))
    flags = dict(PRESETS[name])
    lacking = [
        str(flags[f]) for f, kind in _KINDS.items() if f in flags and flags[f] not in names(kind)
    ]
    if lacking:
        raise UnavailableError(
            f"the preset '{name}' needs {' and '.join(lacking)}, not part of this version",
            hint="--plan per-scene --duration 30 does the same with the embedded back-ends.",
        )
    return flags
