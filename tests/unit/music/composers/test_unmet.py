"""A wish that is not met as it was written is said in the score."""

from __future__ import annotations

import pytest

from scenescore.core.progress import Run
from scenescore.core.types import MusicBrief
from scenescore.music.composers.orchestra import OrchestraComposer


def bent(**wishes) -> tuple[str, ...]:
    brief = MusicBrief(12.0, **{"genre": "romance", **wishes})
    (score,) = OrchestraComposer().compose([brief], seeds=[3], run=Run())
    return score.bent


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"key": "H-dur"}, "H-dur"),
        ({"genre": "xyzzy quux"}, "xyzzy quux"),
        ({"palette": ("kazoo", "harp")}, "kazoo"),
    ],
)
def test_words_nobody_knows_are_named(wishes, said):
    assert any(said in sentence for sentence in bent(**wishes))


def test_what_is_met_is_not_talked_about():
    assert bent(key="D minor", palette=("harp", "strings"), bpm=120) == ()
