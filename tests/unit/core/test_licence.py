"""One wording for what may be done with music, wherever it is said."""

from __future__ import annotations

from pathlib import Path

from scenescore.core.licence import USER_TERMS, licence_sentence, terms_of
from scenescore.core.types import AudioFile, Provenance, Take

SOUND = AudioFile(Path("cue.flac"), 48_000, 2, 1, "0")
WROTE = Provenance("orchestra", "1", licence="The notes are yours")
PLAYED = Provenance("synth", "1", licence="The sound belongs to nobody. ")


def _take(*made_by: Provenance, by_user: bool = False) -> Take:
    return Take("key", 1, SOUND, None, made_by=made_by, by_user=by_user)


def test_each_term_is_a_sentence_said_once():
    assert licence_sentence(_take(WROTE, PLAYED), None, _take(WROTE)) == (
        "The notes are yours. The sound belongs to nobody."
    )


def test_a_persons_own_take_has_the_persons_terms():
    assert licence_sentence(_take(WROTE, by_user=True)) == USER_TERMS
    assert terms_of(_take(PLAYED), _take(by_user=True)) == (
        "The sound belongs to nobody.",
        USER_TERMS,
    )


def test_nothing_is_said_of_what_nobody_recorded():
    assert licence_sentence(None, _take(Provenance("x", "1"))) == ""
