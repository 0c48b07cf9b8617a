from fractions import Fraction

import pytest

from scenescore.core.codec import dumps, from_json, key_of, read_json, to_json
from scenescore.core.errors import BadDataError
from scenescore.core.types import (
    Cue,
    CuePlan,
    Hit,
    Mood,
    MusicBrief,
    SceneBrief,
    Theme,
    ThemeNote,
    ThemeSlot,
    ThemeUse,
)
from scenescore.testing import brief


def _plan() -> CuePlan:
    theme = Theme(ThemeSlot("ANNA"), (ThemeNote(0.0, 1.0, 2),))
    music = MusicBrief(3.0, hits=(Hit(1.0),), themes=(ThemeUse("ANNA", theme=theme),))
    cue = Cue("0011", "1m01", 0.0, (1, 2), music)
    return CuePlan("F", Fraction(24000, 1001), "01:00:00:00", 9.0, (), (cue,), (), ())


def test_a_plan_survives_json():
    assert from_json(CuePlan, to_json(_plan())) == _plan()


def test_a_brief_survives_json():
    assert from_json(SceneBrief, to_json(brief())) == brief()


def test_fractions_are_exact_text():
    assert to_json(_plan())["fps"] == "24000/1001"


def test_equal_values_have_equal_keys_and_others_not():
    assert key_of(_plan()) == key_of(_plan())
    assert key_of(Mood(0.1)) != key_of(Mood(0.15))


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"duration_s": "long"}, "MusicBrief.duration_s"),
        ({"duration_s": 1.0, "hits": [{"at_s": None}]}, r"MusicBrief.hits\[0\].at_s"),
        ({"duration_s": 1.0, "role": "noise"}, "MusicBrief.role"),
        ({}, "duration_s"),
    ],
)
def test_wrong_data_names_the_place(data, place):
    with pytest.raises(BadDataError, match=place):
        from_json(MusicBrief, data)


def test_equal_numbers_have_equal_keys_whoever_wrote_them():
    assert key_of({"length_beats": 2}) == key_of({"length_beats": 2.0})
    assert key_of(Mood(-0.0)) == key_of(Mood(0.0))
    assert key_of({"a": 2}) != key_of({"a": 2.5})


def test_a_number_that_is_none_is_refused_in_files():
    with pytest.raises(ValueError, match="JSON compliant"):
        dumps({"loudness": float("nan")})


def test_json_that_somebody_broke_is_named_with_what_to_do(tmp_path):
    path = tmp_path / "take.json"
    assert read_json(path) is None
    path.write_text('{"number": 1,}', "utf-8")
    with pytest.raises(BadDataError, match=r"take\.json") as caught:
        read_json(path)
    assert "Mend the file" in caught.value.hint
    with pytest.raises(BadDataError) as caught:
        read_json(path, hint="Delete that take's folder.")
    assert caught.value.hint == "Delete that take's folder."
