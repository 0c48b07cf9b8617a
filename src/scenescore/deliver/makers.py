"""Says who made a take."""

from __future__ import annotations

from scenescore.core.types import Provenance, Take


def makers(take: Take | None) -> str:
    """Return who made a take: `orchestra 1, played by soundfont 1`."""
    if take is None:
        return ""
    if take.by_user or not take.made_by:
        return "supplied by the user"
    return ", played by ".join(_named(maker) for maker in take.made_by)


def _named(maker: Provenance) -> str:
    return f"{maker.backend} {maker.version}".strip()
