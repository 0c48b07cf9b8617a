"""Says in one sentence who made a take and what may be done with it."""

from __future__ import annotations

from scenescore.core.types import Provenance, Take


def makers(take: Take | None) -> str:
    """Return who made a take: `orchestra 1, played by soundfont 1`."""
    if take is None:
        return ""
    if take.by_user or not take.made_by:
        return "supplied by the user"
    return ", played by ".join(_named(maker) for maker in take.made_by)


def licence_sentence(take: Take | None) -> str:
    """Return one sentence on what the user may do with a take; empty when nothing is recorded."""
    if take is None:
        return ""
    if take.by_user:
        return "Supplied by the user, who knows its terms."
    terms = dict.fromkeys(maker.licence.strip().rstrip(".") for maker in take.made_by)
    said = [term for term in terms if term]
    return "; ".join(said) + "." if said else ""


def _named(maker: Provenance) -> str:
    return f"{maker.backend} {maker.version}".strip()
