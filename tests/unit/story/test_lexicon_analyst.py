"""What a composer would expect of the brief for a plain case."""

from __future__ import annotations

import pytest
from story_films import BREAKFAST, CHASE, FLASHBACK, GRIEF, HIDING, OFFICE, PORCH, film

from scenescore.core.genres import GENRES
from scenescore.core.progress import Run
from scenescore.core.protocols import Analyst
from scenescore.core.types import Element
from scenescore.story.analyse import analyse, portray
from scenescore.story.analysts.lexicon import LexiconAnalyst
from scenescore.story.emotions import vocabulary
from scenescore.story.genre_rank import film_leaning
from scenescore.testing import scene, screenplay


def _read(text):
    return analyse(film(text))[0]


def test_it_fits_the_door():
    assert isinstance(LexiconAnalyst(), Analyst)


def test_a_chase_comes_out_fast_tense_and_as_action():
    chase = _read(CHASE)
    assert chase.portrayed.arousal >= 0.6
    assert chase.portrayed.tension >= 0.7
    assert chase.function == "action"
    assert chase.energy >= 0.8
    assert chase.genre in ("action ostinato", "industrial action", "thriller pulse", "percussion")
    assert "relentless pursuit" in chase.emotions


def test_a_quiet_talk_comes_out_calm_and_safe():
    porch = _read(PORCH)
    assert porch.portrayed.arousal <= -0.4
    assert porch.portrayed.tension <= 0.35
    assert porch.energy <= 0.3
    assert porch.function != "action"


def test_grief_comes_out_dark_still_and_elegiac():
    grief = _read(GRIEF)
    assert grief.portrayed.valence <= -0.6
    assert grief.portrayed.arousal < 0
    assert grief.genre in ("elegiac strings", "tragedy", "solo piano")
    assert "grief" in grief.emotions


def test_hiding_is_tense_without_being_loud():
    hiding = _read(HIDING)
    assert hiding.portrayed.tension >= 0.7
    assert hiding.portrayed.arousal < _read(CHASE).portrayed.arousal - 0.4
    assert hiding.genre in ("suspense drone", "psychological strings", "horror")


def test_joy_comes_out_bright():
    for text in (FLASHBACK, BREAKFAST):
        assert _read(text).portrayed.valence >= 0.7
        assert _read(text).portrayed.tension <= 0.2


def test_plain_work_stays_in_the_middle():
    office = _read(OFFICE).portrayed
    assert abs(office.valence) <= 0.3
    assert -0.5 <= office.arousal <= 0.2
    assert office.tension <= 0.4


@pytest.mark.parametrize("name", ["JOY", "GRACE", "MAGIC", "FELIX DREAD"])
def test_a_name_decides_no_mood_and_no_genre(name):
    renamed = _read(OFFICE.replace("BEN", name).replace("Ben", name.title()))
    plain = _read(OFFICE)
    assert renamed.portrayed == plain.portrayed
    assert renamed.genre == plain.genre


@pytest.mark.parametrize(
    ("heading", "lines", "genre"),
    [
        (
            "EXT. SALOON - DAY",
            ("The sheriff steps out, hand over his holster. A cowboy gets off his horse.",
             "Dust blows. The outlaw spits and draws his revolver from the saddle."),
            "western",
        ),
        (
            "INT. SPACESHIP BRIDGE - NIGHT",
            ("Rebel fighters dive at the imperial destroyer, lasers blazing among the stars.",
             "The droid screams. The fleet jumps to hyperspace past the asteroid."),
            "space opera",
        ),
        (
            "INT. BALLROOM - MANOR - NIGHT",
            ("Ladies in gowns curtsy. Gentlemen bow; a carriage waits, a footman brings a letter.",
             "The duchess and the governess speak of Mr. Grey's estate over tea."),
            "period classical",
        ),
        (
            "EXT. BAZAAR - DAY",
            ("Camels push through the bazaar. An old Arab sells scarabs from a pharaoh's tomb.",
             "Beyond the minaret the caravan sets out over the dunes of the desert."),
            "middle-eastern",
        ),
    ],
)  # fmt: skip
def test_the_world_of_a_scene_is_heard_in_its_genres(heading, lines, genre):
    (read,) = portray(screenplay(scene(1, heading, *lines)), run=Run())
    assert genre in read.genres[:3]


def test_one_word_is_no_proof_of_a_world():
    lines = ("They sit on the sand and talk about the house they want to buy.", "She sighs.")
    (read,) = portray(screenplay(scene(1, "EXT. BEACH - DAY", *lines)), run=Run())
    assert "middle-eastern" not in read.genres


def test_the_genres_a_film_names_lean_all_its_scenes():
    plain, named = film_leaning([]), film_leaning([], ("Horror", "War"))
    assert named["horror"] > plain["horror"]
    assert named["western"] == plain["western"]
    # War is what a war score is for, and only one of the things an elegy is for.
    assert named["war"] - plain["war"] > named["elegiac strings"] - plain["elegiac strings"] > 0


def test_a_brief_is_whole_and_within_its_ranges():
    known = {emotion.word for emotion in vocabulary()}
    for read in analyse(film(GRIEF, FLASHBACK, CHASE, PORCH, OFFICE, HIDING, BREAKFAST)):
        assert read.genre in GENRES
        assert read.genres[0] == read.genre
        assert len(set(read.genres)) == len(read.genres) >= 3
        assert set(read.emotions) <= known
        assert len(set(read.words)) == 3
        assert not set(read.words) & set(read.emotions)
        assert read.title
        assert read.missing_fields == ()
        assert 0 < read.confidence < 1
        assert read.made_by.backend == "lexicon"
        for mood in (read.portrayed, read.felt):
            for side in (mood.valence, mood.arousal, mood.tension):
                assert side == pytest.approx(round(side * 20) / 20)


def test_evidence_is_quoted_word_for_word():
    chase = _read(CHASE)
    assert chase.evidence
    for sentence in chase.evidence:
        assert sentence in CHASE


def test_a_clear_scene_is_read_with_more_confidence_than_an_empty_one():
    empty = portray(screenplay(scene(1, "INT. ROOM - DAY", "A chair.")), run=Run())[0]
    assert _read(CHASE).confidence > empty.confidence + 0.2


def test_people_are_listed_most_present_first():
    talk = scene(1, "INT. ROOM - DAY", "BEN: One.", "ANNA: I have a great deal to say today.")
    silent = scene(2, "EXT. PIER - DAY", "Anna walks alone along the water.")
    read = portray(screenplay(talk, silent), run=Run())
    assert read[0].characters == ("ANNA", "BEN")
    assert read[1].characters == ("ANNA",)


def test_shots_are_read_with_the_scene_they_lie_in():
    from dataclasses import replace

    quiet = scene(1, "INT. ROOM - DAY", "A chair. A table.")
    shot = replace(
        scene(1, "CLOSE ON THE DOOR", "It explodes! Gunfire, screams, blood."), level="shot"
    )
    alone, together = (portray(screenplay(*s), run=Run()) for s in ((quiet,), (quiet, shot)))
    assert len(together) == 1
    assert together[0].portrayed.arousal > alone[0].portrayed.arousal + 0.4
    assert "Gunfire" in together[0].analysed_text


def test_notes_and_cut_text_are_not_read():
    from dataclasses import replace

    plain = scene(1, "INT. ROOM - DAY", "A chair.")
    hidden = tuple(Element(kind, "Blood! Murder! Screams!") for kind in ("note", "boneyard"))
    noted = replace(plain, elements=plain.elements + hidden)
    first, second = (portray(screenplay(s), run=Run())[0] for s in (plain, noted))
    assert first.portrayed == second.portrayed
    assert "Murder" not in second.analysed_text


def test_camera_words_move_nothing():
    told = "CLOSE UP on ANNA. CAMERA PANS to the window. ANGLE ON the lake. Anna reads."
    bare = "Anna. To the window. The lake. Anna reads."
    first, second = (
        portray(screenplay(scene(1, "INT. ROOM - DAY", s, "ANNA: Yes.")), run=Run())[0]
        for s in (told, bare)
    )
    assert abs(first.portrayed.arousal - second.portrayed.arousal) <= 0.15


def test_one_edited_scene_leaves_the_other_briefs_as_they_were():
    texts = [OFFICE, PORCH, HIDING, GRIEF, OFFICE, BREAKFAST, CHASE, PORCH, HIDING, OFFICE] * 3
    before = portray(film(*texts), run=Run())
    texts[4] = texts[4].replace("writes down a figure", "smiles at the figure")
    after = portray(film(*texts), run=Run())
    changed = [
        b.scene
        for b, a in zip(before, after, strict=True)
        if (b.genre, b.portrayed, b.emotions) != (a.genre, a.portrayed, a.emotions)
    ]
    assert set(changed) <= {5}
