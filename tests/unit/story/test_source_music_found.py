from __future__ import annotations

import pytest

from scenescore.core.types import Element
from scenescore.story.passages import passages_of
from scenescore.story.source_music import source_music
from scenescore.testing import scene, screenplay


def _found(*lines):
    return source_music(passages_of(screenplay(scene(1, "INT. BAR - NIGHT", *lines)))[0])


@pytest.mark.parametrize(
    "line",
    [
        "An old radio plays a waltz on the window sill.",
        "A band strikes up in the ballroom.",
        "The jukebox blares.",
        "She hums a tune while she peels the potatoes.",
        "He sits down and plays the piano, badly.",
        "Loud dance music from next door.",
        "A choir sings behind the altar.",
        "Two drunks sing in the street.",
        "He whistles a melody.",
        "She puts on a record and turns to the window.",
        "Music drifts from the pavilion.",
        "Couples sway to the music.",
        "A street musician strums his guitar.",
        "He cranks up the radio.",
    ],
)
def test_music_that_people_hear_is_found(line):
    assert _found("They wait.", line)


@pytest.mark.parametrize(
    "line",
    [
        "The police radio crackles.",
        "The radio plays the evening news.",
        "The engine hums. Birds are singing in the reeds.",
        "She turns off the radio.",
        "Children play in the yard.",
        "The music stops.",
        "He whistles for the dog.",
        "A bullet sings past his ear; the wires sing in the wind.",
        "ANNA: Do you remember the band that played at our wedding?",
    ],
)
def test_what_is_no_music_or_no_longer_is_not_found(line):
    assert _found(line) is None


def test_the_phrase_says_it_in_the_words_of_the_script():
    assert _found("Smoke. An old radio plays a waltz, and nobody listens.") == (
        "An old radio plays a waltz"
    )


def test_a_long_phrase_is_cut_at_a_word():
    line = "A band plays " + "a slow and rather melancholy foxtrot from before the war " * 3
    assert len(_found(line)) <= 90
    assert not _found(line).endswith(" ")


def test_lyrics_and_sung_speech_name_the_singer():
    sung = Element("lyric", "Down by the river", "ANNA", "ANNA")
    aside = Element("parenthetical", "(singing)", "BEN", "BEN")
    for element, said in ((sung, "Anna sings"), (aside, "Ben sings")):
        one = scene(1)
        passage = passages_of(screenplay(type(one)(1, "k", one.heading, (element,))))[0]
        assert source_music(passage) == said
