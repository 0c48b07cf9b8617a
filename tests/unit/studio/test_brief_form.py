import json

import pytest

from scenescore.core.codec import to_json
from scenescore.core.errors import BadBriefError
from scenescore.core.types import Hit, Mood
from scenescore.studio.brief_form import parse_brief
from scenescore.testing import brief


def test_a_duration_is_enough():
    assert parse_brief('{"duration_s": 12.5}').duration_s == 12.5


def test_the_full_form_is_taken():
    told = {
        "duration_s": 47.3, "genre": "orchestral action", "emotions": ["urgent"],
        "words": ["racing"], "valence": -0.3, "arousal": 0.9, "tension": 0.8, "bpm": None,
        "key": None, "meter": "4/4", "role": "underscore", "palette": None, "themes": [],
        "hits": [{"at_s": 11.4, "kind": "action", "weight": 1.0}],
        "curve": [[0.0, 0.2], [30.0, 1.0]],
    }  # fmt: skip
    music = parse_brief(json.dumps(told))
    assert music.mood == Mood(-0.3, 0.9, 0.8)
    assert music.hits == (Hit(11.4, "action", 1.0),)
    assert music.curve == ((0.0, 0.2), (30.0, 1.0))


def test_the_brief_of_a_scene_needs_a_length():
    told = to_json(brief(felt=Mood(0.1, 0.2, 0.3), genre="western"))
    assert parse_brief(told, duration_s=9.0).mood == Mood(0.1, 0.2, 0.3)
    with pytest.raises(BadBriefError) as caught:
        parse_brief(told)
    assert "--duration" in caught.value.hint


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "duration_s"),
        ({"duration_s": 0}, "duration_s"),
        ({"duration_s": 9, "valence": 2}, "valence"),
        ({"duration_s": 9, "meter": "four"}, "meter"),
        ({"duration_s": 9, "tempo": 90}, "tempo"),
        ({"duration_s": 9, "hits": [{"at_s": 9.5}]}, "outside"),
        ({"duration_s": 9, "curve": [[3, 0.5], [1, 0.5]]}, "curve"),
        ({"duration_s": 9, "themes": [{"operator": "statement"}]}, "themes"),
    ],
)
def test_a_wrong_brief_names_the_field(told, said):
    with pytest.raises(BadBriefError, match=said):
        parse_brief(told)
