"""What files for editors are called."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from delivered_film import CUES

from scenescore.core.types import CuePlan
from scenescore.deliver.names import cue_name, film_name


def plan(fps="24", start="01:00:00:00"):
    return CuePlan("Film", Fraction(fps), start, 40.0, (), CUES, (), ())


def test_a_cue_is_named_by_label_title_and_timecode():
    assert cue_name(CUES[0], plan()) == "1m01_Elan-Night_01-00-02-00"
    assert cue_name(CUES[2], plan()) == "1m03_01-00-25-06"


def test_drop_frame_timecode_is_in_the_name():
    assert cue_name(CUES[0], plan("30000/1001", "01:00:59;20")).endswith("_01-01-01-22")


def test_a_film_has_a_name_on_every_system():
    assert film_name(replace(plan(), film="CON")) == "CON-film"
    assert film_name(replace(plan(), film="灯台")).startswith("film-")
