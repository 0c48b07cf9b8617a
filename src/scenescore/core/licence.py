"""What may be done with music, in plain words, from all who made it: said here and nowhere else."""

from __future__ import annotations

from scenescore.core.types import Take

USER_TERMS = "Supplied by the user, who knows its terms."


def terms_of(*takes: Take | None) -> tuple[str, ...]:
    """Return the terms of all who made these takes, each once, in order, as sentences.

    A person's own take has only the person's; a take that says nothing has none.
    """
    said = (sentence for take in takes if take is not None for sentence in _said(take))
    return tuple(dict.fromkeys(f"{sentence.strip().rstrip('.')}." for sentence in said))


def licence_sentence(*takes: Take | None) -> str:
    """Return the terms of these takes in one line; empty when nothing is recorded.

    >>> licence_sentence(None)
    ''
    """
    return " ".join(terms_of(*takes))


def _said(take: Take) -> list[str]:
    if take.by_user:
        return [USER_TERMS]
    return [maker.licence for maker in take.made_by if maker.licence.strip()]
