"""Names that every file system takes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from delivered_film import CUES

from scenescore.core.types import CuePlan
from scenescore.deliver.names import cue_name, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Lamp", "The-Lamp"),
        ("Élodie: what's left? / Night", "Elodie-whats-left-Night"),
        ("Weiß & Ærø", "Weiss-AEro"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "CON"),
        ("夜の灯台", ""),
        ("", ""),
        ("a" * 300, "a" * 60),
        (' <>:"|?*\\ \0\n', ""),
    ],
)
def test_titles_become_plain_names(text, name):
    assert safe_name(text) == name


def plan(fps="24", start="01:00:00:00"):
    return CuePlan("Film", Fraction(fps), start, 40.0, (), CUES, (), ())


def test_a_cue_is_named_by_label_title_and_timecode():
    assert cue_name(CUES[0], plan()) == "1m01_Elan-Night_01-00-02-00"
    assert cue_name(CUES[2], plan()) == "1m03_01-00-25-06"


def test_drop_frame_timecode_is_in_the_name():
    assert cue_name(CUES[0], plan("30000/1001", "01:00:59;20")).endswith("_01-01-01-22")
