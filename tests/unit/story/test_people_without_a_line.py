"""People who never speak are people all the same: their names decide no mood."""

from __future__ import annotations

import pytest

from scenescore.core.progress import Run
from scenescore.story.analyse import portray
from scenescore.story.passages import passages_of
from scenescore.story.people import names_of
from scenescore.testing import scene, screenplay


def _film(*lines):
    return screenplay(scene(1, "INT. ROOM - DAY", *lines))


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("MELODY, 29, leans on the bar.",), "melody"),
        (("MELODY (30s) leans on the bar.",), "melody"),
        (("Dread smiles. A clock ticks.", "Later Dread walks to the door."), "dread"),
        (("The lamp lights Dread's face.", "Rain. Dread's eyes are shut."), "dread"),
        (("BEN: Ask Mr. Slaughter.", "BEN: Mrs. Slaughter is out."), "slaughter"),
        (("BEN: Come here, Felicity.", "BEN: Sit down, Felicity!"), "felicity"),
    ],
)
def test_what_is_said_of_a_name_tells_that_it_is_a_person(lines, name):
    assert name in names_of(_film(*lines))


@pytest.mark.parametrize(
    "lines",
    [
        ("They drive to Vienna.", "In Vienna it rains."),
        ("The Colossus stands over the harbour.", "A Colossus stands here."),
        ("Hope is all they have.", "Hope dies. They hope no more."),
        ("BEN: Wow! Look!", "BEN: Thanks! Look!"),
        ("The sheriff smiles.", "Sheriff walks out."),
    ],
)
def test_places_things_and_common_words_are_no_people(lines):
    assert not {"vienna", "colossus", "hope", "wow", "thanks", "sheriff"} & names_of(_film(*lines))


def test_the_name_of_somebody_silent_decides_no_mood():
    told = "BEN waits. {0} smiles at him. {0} sits down. {0}'s hands are cold."
    plain, named = (
        portray(_film(told.format(name), "BEN: Yes."), analyst="lexicon", run=Run())[0]
        for name in ("Ursula", "Joy")
    )
    assert plain.portrayed == named.portrayed
    assert plain.genre == named.genre


def test_a_word_in_small_letters_is_no_name():
    (passage,) = passages_of(_film("JOY laughs for joy.", "JOY: Yes."))
    assert passage.told[0].plain == "someone laughs for joy."
